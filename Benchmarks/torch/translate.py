#!/usr/bin/env python3
"""Translates documents by a batched beam search in PyTorch on a Braid model's weights: the peer of `braid annotate`.

    translate.py MODEL DOCUMENTS.jsonl [--batch N] [--threads N] [--beam N]

DOCUMENTS.jsonl has been translated by `braid annotate`. Each search runs for as many steps as Braid's translations have
tokens, and one for the end, in batches of texts whose translations are of like length; reading and looking words up are
not timed. Prints target tokens a second of processor time as one line of JSON.
"""
import argparse
import json
import time
import warnings

import torch
from annotate import sentences
from braid_model import BraidModel


def target_length(document):
    """The number of tokens of the first translation in a document."""
    layers = [document] + list(document.get("predictions", {}).values())
    for layer in layers:
        for translation in layer.get("translations", {}).values():
            return len(translation.get("tokens") or translation["text"].split())
    return 0


class Search:
    """Beam search of one task."""

    def __init__(self, model, name, beam):
        self.model, self.name, self.beam = model, name, beam
        decoder = model.weights[name + ".decoder.input"], model.weights[name + ".decoder.recurrent"]
        self.input, self.recurrent = decoder
        self.bias = model.weights[name + ".decoder.bias"][0]
        self.table = model.weights[name + ".embedding"]
        # Keys of the attention: states times the transposed weights, once a text.
        self.attention = model.weights[name + ".attention"].T

    @torch.inference_mode()
    def run(self, words, forms, lengths, steps):
        """Best target ids of padded texts [B, T], each after its own number of steps."""
        model, name, beam = self.model, self.name, self.beam
        texts, longest = words.shape
        states = model.layer(name, model.encode(words, forms, lengths))
        inside = torch.arange(longest)[None] < lengths[:, None]
        mean = (states * inside[:, :, None]).sum(1) / lengths[:, None]
        hidden = torch.tanh(model._linear(name + ".start.hidden", mean)).repeat_interleave(beam, 0)
        cell = torch.tanh(model._linear(name + ".start.cell", mean)).repeat_interleave(beam, 0)
        keys = (states @ self.attention).transpose(1, 2)
        outside = torch.zeros(texts, 1, longest).masked_fill(~inside[:, None], float("-inf"))
        symbols = torch.zeros(texts * beam, dtype=torch.long)
        # Only the first hypothesis of a text counts at the start.
        scores = torch.full((texts, beam), float("-inf"))
        scores[:, 0] = 0
        first = torch.arange(texts)[:, None] * beam
        history, parents = [], []
        for _ in range(steps):
            gates = self.table[symbols] @ self.input + hidden @ self.recurrent + self.bias
            i, f, g, o = gates.chunk(4, 1)
            cell = torch.sigmoid(f) * cell + torch.sigmoid(i) * torch.tanh(g)
            hidden = torch.sigmoid(o) * torch.tanh(cell)
            query = hidden.reshape(texts, beam, -1)
            context = torch.softmax(torch.baddbmm(outside, query, keys), 2) @ states
            combined = torch.tanh(model._linear(name + ".combine", torch.cat([context, query], 2)))
            every = torch.log_softmax(model._linear(name + ".output", combined), 2) + scores[:, :, None]
            scores, best = every.reshape(texts, -1).topk(beam, 1)
            parent = (first + best // every.shape[2]).reshape(-1)
            symbols = (best % every.shape[2]).reshape(-1)
            hidden, cell = hidden[parent], cell[parent]
            history.append(symbols)
            parents.append(parent)
        place, ids = first[:, 0], []
        for symbols, parent in zip(reversed(history), reversed(parents)):
            ids.append(symbols[place])
            place = parent[place]
        return torch.stack(ids[::-1], 1)


def batches(items, size, characters):
    """Padded words, forms, lengths and the steps of texts whose translations are of like length."""
    items = sorted(items, key=lambda item: item[2])
    for begin in range(0, len(items), size):
        part = items[begin : begin + size]
        lengths = torch.tensor([len(words) for words, _, _ in part])
        words = torch.zeros(len(part), int(lengths.max()), dtype=torch.long)
        for row, (ids, _, _) in enumerate(part):
            words[row, : len(ids)] = torch.tensor(ids)
        forms = rows = None
        if characters:
            distinct = {}
            rows = torch.zeros_like(words)
            for row, (_, letters, _) in enumerate(part):
                rows[row, : len(letters)] = torch.tensor(
                    [distinct.setdefault(tuple(form), len(distinct)) for form in letters])
            forms = [torch.tensor(form) for form in distinct]
        yield words, forms, rows, lengths, part[-1][2] + 1, sum(length for _, _, length in part)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model")
    parser.add_argument("documents")
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--beam", type=int, default=5)
    arguments = parser.parse_args()
    warnings.filterwarnings("ignore", message=".*in beta.*")
    torch.set_num_threads(arguments.threads)
    model = BraidModel(arguments.model)
    task = next(name for name, task in model.tasks.items() if task["kind"] == "translation")
    with open(arguments.documents, encoding="utf-8") as file:
        steps = [target_length(json.loads(line)) for line in file]
    texts = {}
    for number, words, letters in sentences(arguments.documents, model, arguments.model):
        known = texts.setdefault(number, ([], []))
        known[0].extend(words)
        known[1].extend(letters or [])
    items = [(words, letters, steps[number]) for number, (words, letters) in texts.items() if steps[number]]
    work = list(batches(items, arguments.batch, model.encoder.get("characters")))
    search = Search(model, task, arguments.beam)

    def run(words, forms, rows, lengths, steps, _):
        # Texts of one batch whose translations are shorter ride along: their lengths differ by a token or two.
        features = None if forms is None else model._characters(forms)[rows]
        return search.run(words, features, lengths, steps)

    run(*work[0])
    best = 0.0
    for _ in range(3):
        start = time.process_time()
        for batch in work:
            run(*batch)
        best = max(best, sum(batch[5] for batch in work) / (time.process_time() - start))
    print(json.dumps({"rate": round(best), "batch": arguments.batch, "beam": arguments.beam}))


if __name__ == "__main__":
    main()
