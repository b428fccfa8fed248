#!/usr/bin/env bash
# PYEVALB gives a perfect copy of a tree 75 % when a phrase of it holds one phrase with its own name.
#
# Tool:     PYEVALB 0.1.3, "a python version of Evalb", Scorer().score_trees.
# Valid:    Penn Treebank trees with (NP (NP he)): what is left when an empty element beside the inner phrase is taken out,
#           as is usual before training. EVALB pairs brackets one to one, so equal trees have all of them in common.
# Seen:     the tree against itself: 3 of 4 brackets match, recall and precision are 0.75. Brackets are put into a set of
#           name and span, where the two are one, and the size of that set is divided by the number of brackets. Without the
#           second NP it is 1.0. A parse that has one of the two, and one that has both, get the same recall.
# Hurts:    scores of constituency parsers: the maximum depends on the treebank (empty elements, coordination, languages
#           with many unary phrases), finding such a phrase lowers the precision, and no message says so.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check 'PYEVALB==0.1.3' 'pytablewriter==1.2.1' ||
  { echo 'could not install' >&2; exit 2; }
cd "$work"
"$work/venv/bin/python" - <<'PYTHON'
import sys

from PYEVALB.parser import create_from_bracket_string
from PYEVALB.scorer import Scorer


def check(what, seen, stated):
    if seen != stated:
        sys.exit(f"changed: {what}: {seen!r}, was {stated!r}")


def scores(gold, parse):
    """Recall, precision, and how many brackets match, the gold tree has and the parse has."""
    result = Scorer().score_trees(create_from_bracket_string(gold), create_from_bracket_string(parse))
    return result.recall, result.prec, (result.matched_brackets, result.gold_brackets, result.test_brackets)


once = "(S (NP (PRP he)) (VP (VBD sat)))"
twice = "(S (NP (NP (PRP he))) (VP (VBD sat)))"
check("a copy without such a phrase", scores(once, once), (1.0, 1.0, (3, 3, 3)))
check("a copy with one", scores(twice, twice), (0.75, 0.75, (3, 4, 4)))
check("a parse without the second phrase", scores(twice, once), (0.75, 1.0, (3, 4, 3)))
print("as stated: a perfect copy has 0.75")
PYTHON
