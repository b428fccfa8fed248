#!/usr/bin/env bash
# nervaluate takes an entity that ends where another begins for one that overlaps it, and a right answer for a wrong one.
#
# Tool:     nervaluate 1.2.1, Evaluator(loader="dict"), which its README offers for lists of spans in the style of Prodigy.
# Valid:    Prodigy's spans have start and end in characters, the end not included, as in spaCy, doccano and brat: 0 to 2
#           and 2 to 4 are neighbours. That ends are counted as included stands in a comment of the code only.
# Seen:     the gold is 山田 (PER) in 東京山田. A system that finds it, and 東京 before it, has no correct answer by the four
#           measures: the first span is taken for a bad version of the second, which then is left for spurious. One that
#           finds only 東京, as PER, has F1 1.0 by ent_type and 0.5 by partial. With the same answers as tags of
#           characters (loader="list") they have 0.67 by all four, and 0.
# Hurts:    scores of named entities for languages without spaces, of parts of words, of tokens at a hyphen: a model that
#           finds more loses what it had right, and one that misses by a whole word counts as right.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check 'nervaluate==1.2.1' ||
  { echo 'could not install' >&2; exit 2; }
cd "$work"
"$work/venv/bin/python" - <<'PYTHON'
import sys

from nervaluate import Evaluator


def check(what, seen, stated):
    if seen != stated:
        sys.exit(f"changed: {what}: {seen!r}, was {stated!r}")


text = "東京山田"


def tags(spans):
    """The spans as B and I of each character."""
    result = ["O"] * len(text)
    for span in spans:
        result[span["start"]:span["end"]] = ["I-" + span["label"]] * (span["end"] - span["start"])
        result[span["start"]] = "B-" + span["label"]
    return result


measures = ("strict", "exact", "partial", "ent_type")


def scores(loader, gold, predicted):
    overall = Evaluator([gold], [predicted], tags=["LOC", "PER"], loader=loader).evaluate()["overall"]
    return [round(overall[measure].f1, 2) for measure in measures]


place, person = {"start": 0, "end": 2, "label": "LOC"}, {"start": 2, "end": 4, "label": "PER"}
wrong = {"start": 0, "end": 2, "label": "PER"}
check("the spans' texts", [text[span["start"]:span["end"]] for span in (place, person)], ["東京", "山田"])
check("right and one more, as tags", scores("list", tags([person]), tags([place, person])), [0.67] * 4)
check("right and one more, as spans", scores("dict", [person], [place, person]), [0, 0, 0.33, 0])
check("only the neighbour, as tags", scores("list", tags([person]), tags([wrong])), [0] * 4)
check("only the neighbour, as spans", scores("dict", [person], [wrong]), [0, 0, 0.5, 1.0])
print("as stated: with the entity found, strict F1 is 0; with its neighbour instead, ent_type F1 is 1.0")
PYTHON
