#!/usr/bin/env python3
"""Answers documents with a Braid model folder in PyTorch, as fast as this script can: the peer of `braid annotate`.

    annotate.py MODEL DOCUMENTS.jsonl [--threads N] [--tokens N] [--tasks NAME…]

DOCUMENTS.jsonl is tokenized (`braid annotate` or `braid tokenize` wrote it). Timed are batches of like length through the
encoder and the heads of classification and tagging tasks, up to the best label; reading, looking words up and writing are
not. With --first the one document is answered and printed, and nothing is measured: time the whole process.
One line of JSON comes out.
"""
import argparse
import json
import resource
import time
import warnings

import torch
from braid_model import BraidModel


def vocabulary(path):
    with open(path, encoding="utf-8") as file:
        lines = file.read().split("\n")[1:]
    return {line.rsplit("\t", 1)[0]: index for index, line in enumerate(lines) if line}


def sentences(path, model, folder):
    """(document, word ids, character ids of each word) of every sentence."""
    words = vocabulary(folder + "/words.vocab")
    characters = vocabulary(folder + "/characters.vocab") if model.encoder.get("characters") else None
    lowercase = model.encoder["lowercase"]
    result = []
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file):
            document = json.loads(line)
            text = document["text"].encode()
            for sentence in document["sentences"]:
                first, end = sentence if isinstance(sentence, list) else sentence["tokens"]
                forms = [text[token[0] : token[1]].decode() for token in document["tokens"][first:end]]
                if forms:
                    ids = [words.get(form.lower() if lowercase else form, 0) for form in forms]
                    letters = characters and [[characters.get(c, 0) for c in form[:40]] for form in forms]
                    result.append((number, ids, letters))
    return result


class Batch:
    """Whole documents: sentences padded to the longest, and the sentences of each document."""

    def __init__(self, items):
        longest = max(len(ids) for _, ids, _ in items)
        self.words = torch.zeros(len(items), longest, dtype=torch.long)
        for row, (_, ids, _) in enumerate(items):
            self.words[row, : len(ids)] = torch.tensor(ids)
        self.lengths = torch.tensor([len(ids) for _, ids, _ in items])
        self.tokens = int(self.lengths.sum())
        documents = sorted({number for number, _, _ in items})
        place = {number: index for index, number in enumerate(documents)}
        self.documents = torch.tensor([place[number] for number, _, _ in items])
        self.count = len(documents)
        self.forms = None
        if items[0][2]:
            distinct = {}
            for _, _, letters in items:
                for form in letters:
                    distinct.setdefault(tuple(form), len(distinct))
            self.forms = [torch.tensor(form) for form in distinct]
            self.rows = torch.zeros(len(items), longest, dtype=torch.long)
            for row, (_, _, letters) in enumerate(items):
                self.rows[row, : len(letters)] = torch.tensor([distinct[tuple(form)] for form in letters])


def batches(items, tokens):
    """Batches of documents of like length with about `tokens` tokens."""
    documents = {}
    for item in items:
        documents.setdefault(item[0], []).append(item)
    result, batch, size = [], [], 0
    for _, own in sorted(documents.items(), key=lambda pair: max(len(ids) for _, ids, _ in pair[1])):
        batch += own
        size += sum(len(ids) for _, ids, _ in own)
        if size >= tokens:
            result.append(Batch(batch))
            batch, size = [], 0
    return result + ([Batch(batch)] if batch else [])


@torch.inference_mode()
def predict(model, tasks, batch):
    forms = None if batch.forms is None else model._characters(batch.forms)[batch.rows]
    states = model.encode(batch.words, forms, batch.lengths)
    predictions = {}
    for name in tasks:
        own = model.layer(name, states)
        if model.tasks[name]["kind"] == "tagging":
            predictions[name] = model.tagging(name, own).argmax(2)
        else:
            outside = torch.arange(own.shape[1])[None, :] >= batch.lengths[:, None]
            best = own.masked_fill(outside[:, :, None], float("-inf")).max(1).values
            pooled = torch.full((batch.count, best.shape[1]), float("-inf"))
            pooled = pooled.index_reduce(0, batch.documents, best, "amax")
            predictions[name] = model._linear(name + ".output", pooled).argmax(1)
    return predictions


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model")
    parser.add_argument("documents")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--tokens", type=int, default=4096)
    parser.add_argument("--tasks", nargs="*")
    parser.add_argument("--first", action="store_true")
    arguments = parser.parse_args()
    warnings.filterwarnings("ignore", message=".*in beta.*")
    torch.set_num_threads(arguments.threads)
    model = BraidModel(arguments.model)
    kinds = {name: task["kind"] for name, task in model.tasks.items()}
    tasks = arguments.tasks or [name for name, kind in kinds.items() if kind in ("classification", "tagging")]
    work = batches(sentences(arguments.documents, model, arguments.model), arguments.tokens)
    predictions = predict(model, tasks, work[0])
    if arguments.first:
        print(json.dumps({name: value.tolist() for name, value in predictions.items()}))
        return
    tokens = sum(batch.tokens for batch in work)
    best = processor = 0
    for _ in range(3):
        start, used = time.perf_counter(), time.process_time()
        for batch in work:
            predict(model, tasks, batch)
        best = max(best, tokens / (time.perf_counter() - start))
        processor = max(processor, tokens / (time.process_time() - used))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"tokens/s": round(best), "a processor second": round(processor), "batch": arguments.tokens, "peak MB": memory}))


if __name__ == "__main__":
    main()
