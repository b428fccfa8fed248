#!/usr/bin/env python3
"""Writes the generated corpora of this folder: reviews, frames, tagged, captions.

    corpora/make.py            write the files
    corpora/make.py --check    exit with 1 and say which file is not what the generator writes

Needs Python 3.8 or later and nothing else. Same files on every machine: see `generator/chance.py`.
"""

import sys
from pathlib import Path

from generator.captions import Captions
from generator.chance import Chance
from generator.english import Grammar
from generator.reviews import Reviews

FOLDER = Path(__file__).resolve().parent


def distinct(produce, count, key, seen=()):
    """`count` items of which no two have the same key, nor one in `seen`."""
    items, seen = [], set(seen)
    while len(items) < count:
        item = produce()
        name = key(item)
        if name not in seen:
            seen.add(name)
            items.append(item)
    return items


def key(sentence):
    return sentence.text.lower()


def sentences(seed, count, longest, seen=()):
    """Distinct English sentences of 4 to `longest` words."""
    grammar = Grammar(Chance(seed))

    def produce():
        while True:
            sentence = grammar.sentence()
            if 4 <= len(sentence.words) <= longest:
                return sentence

    return distinct(produce, count, key, seen)


def frames():
    everything = sentences("frames", 1150, 28)
    for name, part in (("dev", everything[:150]), ("train", everything[150:])):
        text = "".join(item.conll2012(f"braid/frames/{name}", number) for number, item in enumerate(part))
        yield f"frames/{name}.conll", text


def tagged():
    everything = sentences("tagged", 950, 25, seen=map(key, sentences("frames", 1150, 28)))
    for name, part in (("dev", everything[:150]), ("train", everything[150:])):
        text = "".join(item.conllu(f"braid-tagged-{name}-{number + 1:04}") for number, item in enumerate(part))
        yield f"tagged/{name}.conllu", text


def reviews():
    writer = Reviews(Chance("reviews"))
    positive = distinct(lambda: writer.review(True), 1200, str.lower)
    negative = distinct(lambda: writer.review(False), 1200, str.lower)
    if {text.lower() for text in positive} & {text.lower() for text in negative}:
        raise ValueError("a review has both labels")
    first = 0
    for name, each in (("dev", 100), ("test", 100), ("train", 1000)):
        rows = [("positive", text) for text in positive[first : first + each]]
        rows += [("negative", text) for text in negative[first : first + each]]
        first += each
        lines = [f"{label}\t{text}\n" for label, text in Chance("reviews " + name).shuffled(rows)]
        yield f"reviews/{name}.tsv", "label\ttext\n" + "".join(lines)


def captions():
    writer = Captions(Chance("captions"))
    pairs = distinct(writer.caption, 1650, lambda pair: pair[0].lower())
    for name, part in (("dev", pairs[:150]), ("train", pairs[150:])):
        yield f"captions/{name}.en", "".join(english + "\n" for english, _ in part)
        yield f"captions/{name}.de", "".join(german + "\n" for _, german in part)


def main(arguments):
    if arguments not in ([], ["--check"]):
        print(__doc__, file=sys.stderr)
        return 2
    different = []
    for corpus in (reviews, frames, tagged, captions):
        for name, text in corpus():
            path, data = FOLDER / name, text.encode("utf-8")
            if arguments:
                if not path.is_file() or path.read_bytes() != data:
                    different.append(name)
            else:
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(data)
                print(f"corpora/{name}: {len(data):,} bytes", file=sys.stderr)
    for name in different:
        print(f"corpora/{name}: not what corpora/make.py writes; run corpora/make.py and commit the file", file=sys.stderr)
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
