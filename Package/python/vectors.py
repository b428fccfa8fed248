#!/usr/bin/env python3
"""Make vectors of tokens for `encoder: {inputs: FILE}` and `braid annotate --inputs FILE`.

    braid convert train.conllu train.jsonl
    Package/python/vectors.py train.jsonl --output train.safetensors
    Package/python/vectors.py train.jsonl --output train.safetensors --transformer distilbert-base-cased

Reads documents as Braid writes them to JSONL, with the tokens that the model will read, and writes a safetensors file with a
matrix [tokens, numbers] for each document, named by its id, or by `sha256:` and the SHA-256 of its text where it has none of
its own. Needs numpy and safetensors.

Without --transformer the vectors are of hashed character trigrams, which shows the format and says what a word looks like, no
more. With it, which needs transformers and torch as well, they are the last hidden states of a model, the mean of the pieces of
each token, sentence by sentence. Any other program does as well: what counts is one row a token, in the order of the text.
"""

import argparse
import collections
import hashlib
import json
import sys
import zlib

import numpy
from safetensors.numpy import save_file


class Trigrams:
    """Sums of random signs of a token's character trigrams."""

    def __init__(self, width):
        self.width = width

    def sentence(self, words, text, ranges):
        rows = numpy.zeros((len(words), self.width), dtype=numpy.float32)
        for row, word in enumerate(words):
            marked = f"<{word}>"
            trigrams = [marked[place:place + 3] for place in range(max(1, len(marked) - 2))]
            for trigram in trigrams:
                signs = numpy.random.default_rng(zlib.crc32(trigram.encode())).integers(0, 2, self.width)
                rows[row] += 2 * signs - 1
            rows[row] /= numpy.sqrt(len(trigrams) * self.width)
        return rows


class Transformer:
    """The last hidden states of a pretrained transformer."""

    def __init__(self, name):
        import torch
        import transformers
        self.torch = torch
        self.tokenizer = transformers.AutoTokenizer.from_pretrained(name, use_fast=True)
        self.model = transformers.AutoModel.from_pretrained(name).eval()

    def sentence(self, words, text, ranges):
        pieces = self.tokenizer(text, return_offsets_mapping=True, return_tensors="pt", truncation=True)
        offsets = pieces.pop("offset_mapping")[0].tolist()
        with self.torch.no_grad():
            states = self.model(**pieces).last_hidden_state[0].float().numpy()
        rows = []
        for word, (start, end) in zip(words, ranges):
            own = [place for place, (first, last) in enumerate(offsets) if first < end and last > start]
            if not own:
                raise ValueError(f"the model has no piece of `{word}`: the sentence is too long for it")
            rows.append(states[own].mean(axis=0))
        return numpy.stack(rows)


def sentences(document):
    """The token ranges that an encoder reads one by one; what belongs to no sentence is one of its own."""
    ranges, next_token = [], 0
    for sentence in document.get("sentences") or []:
        start, end = sentence["tokens"]
        if start > next_token:
            ranges.append((next_token, start))
        ranges.append((start, end))
        next_token = end
    count = len(document["tokens"])
    return ranges + ([(next_token, count)] if next_token < count else [])


def matrix(document, maker):
    """The vectors of a document's tokens."""
    text = document["text"].encode()
    forms = (document.get("tags") or {}).get("form") or []
    tokens = document["tokens"]
    words = [text[start:end].decode() for start, end in tokens]
    # Words of a multiword token are read as the words that they are.
    words = [forms[place] if place < len(forms) and forms[place] else word for place, word in enumerate(words)]
    parts = []
    for start, end in sentences(document):
        if start == end:
            continue
        first, last = tokens[start][0], tokens[end - 1][1]

        def character(byte):
            return len(text[first:byte].decode())

        parts.append(maker.sentence(
            words[start:end], text[first:last].decode(),
            [(character(token[0]), character(token[1])) for token in tokens[start:end]]))
    return numpy.concatenate(parts)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", metavar="FILE.jsonl")
    parser.add_argument("--output", required=True, metavar="FILE.safetensors")
    parser.add_argument("--width", type=int, default=64, help="numbers of a token without --transformer")
    parser.add_argument("--transformer", metavar="NAME", help="a model of the Python package transformers")
    options = parser.parse_args()
    maker = Transformer(options.transformer) if options.transformer else Trigrams(options.width)
    documents = []
    for path in options.files:
        with open(path, encoding="utf-8") as file:
            documents += [json.loads(line) for line in file if line.strip()]
    ids = collections.Counter(document.get("id") for document in documents)
    tensors = {}
    for document in documents:
        name = document.get("id")
        if not document.get("tokens"):
            print(f"{name or 'a document'}: has no tokens, left out", file=sys.stderr)
            continue
        if not name or ids[name] > 1:
            name = "sha256:" + hashlib.sha256(document["text"].encode()).hexdigest()
        if name not in tensors:
            tensors[name] = matrix(document, maker).astype(numpy.float16)
    save_file(tensors, options.output)
    print(f"{len(tensors)} documents in {options.output}", file=sys.stderr)


if __name__ == "__main__":
    main()
