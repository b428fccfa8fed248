#!/usr/bin/env bash
# NLTK's treebank reader drops the second word of every phrase of two words, and from words() still more.
#
# Tool:     nltk 3.10.4, BracketParseCorpusReader (nltk pull request 1140 of 2015 describes it; closed).
# Valid:    Penn Treebank trees without part-of-speech tags, words directly under their phrase, as in the `parsed` files
#           of Treebank II (and NLTK's own sample of them): (NP the bridge). NLTK's Tree.fromstring reads them whole.
# Seen:     (S (NP the bridge) (VP fell down slowly) (PP in Rome)): parsed_sents() has the words "the fell down slowly
#           in", sents() and words() only "the in". The reader takes "(TAG word other)" for a leaf with a root form
#           beside it, and its words are those that stand alone in their brackets.
# Hurts:    whoever trains or counts on such a treebank: words are missing without a warning, trees and sentences of the
#           same reader differ, and both still look right.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check 'nltk==3.10.4' ||
  { echo 'could not install' >&2; exit 2; }
cd "$work"
"$work/venv/bin/python" - <<'PYTHON'
import os
import sys

import nltk
from nltk.corpus.reader import BracketParseCorpusReader


def check(what, seen, stated):
    if seen != stated:
        sys.exit(f"changed: {what}: {seen!r}, was {stated!r}")


root = os.path.join(os.getcwd(), "trees")
os.mkdir(root)
nltk.data.path.append(root)
line = "(S (NP the bridge) (VP fell down slowly) (PP in Rome))"
tagged = "(S (NP (DT the) (NN bridge)) (VP (VBD fell)))"
with open(os.path.join(root, "a.prd"), "w", encoding="utf-8") as file:
    file.write(f"( {line} )\n( {tagged} )\n")

reader = BracketParseCorpusReader(root, r".*\.prd")
check("words of the tree", nltk.Tree.fromstring(line).leaves(), "the bridge fell down slowly in Rome".split())
check("words of parsed_sents()", reader.parsed_sents()[0].leaves(), "the fell down slowly in".split())
check("words of sents()", list(reader.sents()[0]), "the in".split())
check("a tree with tags", list(reader.sents()[1]), "the bridge fell".split())
print("as stated: 2 of 7 words are gone from the trees, 5 from the sentences")
PYTHON
