#!/usr/bin/env bash
# gensim keeps a row for a word that a vector file has twice: the vocabulary ends with None, and None is a neighbour.
#
# Tool:     gensim 4.4.0, KeyedVectors.load_word2vec_format, with a first line (word2vec) and without (GloVe).
# Valid:    GloVe's text files may have a word twice, and lower-cased or merged files do; the loader says that it ignores
#           all but the first and shrinks the matrix, which it means to do and does not.
# Seen:     of four lines three have words of their own: len() is 4, the last word is None with a vector of zeros, a
#           similarity to it is nan, and most_similar returns it. Saved again, the file has three words.
# Hurts:    code over index_to_key (join, sorted, len of a word) fails or counts None; an embedding matrix has a row of
#           zeros for no word; the mean of the similarities of all words is nan; two sizes for one set of vectors.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check 'gensim==4.4.0' ||
  { echo 'could not install' >&2; exit 2; }
cd "$work"
"$work/venv/bin/python" -W ignore - <<'PYTHON'
import math
import sys

from gensim.models import KeyedVectors


def check(what, seen, stated):
    if seen != stated:
        sys.exit(f"changed: {what}: {seen!r}, was {stated!r}")


rows = ["The 1 2", "bridge 3 4", "The 5 6", "river 7 8"]
for name, first, options in (("glove", [], {"no_header": True}), ("word2vec", ["4 2"], {})):
    with open(name, "w", encoding="utf-8") as file:
        file.write("\n".join(first + rows) + "\n")
    vectors = KeyedVectors.load_word2vec_format(name, **options)
    check(f"words of {name}", vectors.index_to_key, ["The", "bridge", "river", None])
    check(f"size of {name}", (len(vectors), vectors.vectors.shape), (4, (4, 2)))
    check(f"last row of {name}", vectors.vectors[3].tolist(), [0.0, 0.0])
    check(f"None in {name}", None in vectors, False)
    neighbours = vectors.most_similar("The")
    check(f"neighbours in {name}", [word for word, _ in neighbours], ["bridge", "river", None])
    check(f"similarity to None in {name}", math.isnan(neighbours[2][1]), True)
    vectors.save_word2vec_format("again")
    with open("again", encoding="utf-8") as file:
        check(f"{name}, saved again", [line.split()[0] for line in file], ["4", "The", "bridge", "river"])
print("as stated: the fourth word is None")
PYTHON
