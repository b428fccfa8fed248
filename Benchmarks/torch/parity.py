#!/usr/bin/env python3
"""Loads a model folder in PyTorch and compares its logits with Braid's: parity.py MODEL LOGITS.json

LOGITS.json holds documents as ids with Braid's logits for each task; the test TorchParityTests writes it. Ends with code 1
when any number differs by more than 1e-4.
"""
import json
import sys

import torch
from braid_model import BraidModel

LIMIT = 1e-4


def difference(logits, expected):
    return (logits - torch.tensor(expected).reshape(logits.shape)).abs().max().item()


@torch.no_grad()
def main(folder, path):
    model = BraidModel(folder)
    with open(path, encoding="utf-8") as file:
        documents = json.load(file)
    worst = {}

    def note(name, value):
        worst[name] = max(worst.get(name, 0.0), value)

    for document in documents:
        words = torch.tensor([document["words"]])
        lengths = torch.tensor([words.shape[1]])
        forms = None
        if document["characters"]:
            forms = model._characters([torch.tensor(form) for form in document["characters"]])[None]
        states = model.encode(words, forms, lengths)
        for name, expected in document["logits"].items():
            task = name.split("/")[0]
            kind = model.tasks[task]["kind"]
            own = model.layer(task, states)
            if kind == "classification":
                note(name, difference(model.classification(task, own[0], document["hashes"]), expected))
            elif kind in ("tagging", "lemmas"):
                note(name, difference(model.tagging(task, own)[0], expected))
            elif kind == "dependencies" and name.endswith("/arcs"):
                note(name, difference(model.arcs(task, own[0]), expected))
            elif kind == "dependencies":
                note(name, difference(model.arc_labels(task, own[0], document["heads"]), expected))
            elif kind == "semantic-roles" and name.endswith("/predicates"):
                note(name, difference(model.predicates(task, own)[0], expected))
            elif kind == "semantic-roles":
                note(name, difference(model.roles(task, own[0], document["predicate"]), expected))
            else:
                target = document["target"]
                loss = model.translation_loss(task, own[0], target["ids"], target["start"], target["end"])
                note(name + "/loss", abs(loss.item() - expected[0]))
    for name, value in sorted(worst.items()):
        print("%-20s %.2g" % (name, value))
    if not worst or max(worst.values()) > LIMIT:
        sys.exit("a logit differs by more than %g" % LIMIT)


if __name__ == "__main__":
    main(*sys.argv[1:])
