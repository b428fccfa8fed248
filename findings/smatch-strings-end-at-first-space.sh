#!/usr/bin/env bash
# Smatch reads a string of a graph up to its first space: "New York" and "New Delhi" are the same name.
#
# Tool:     smatch 1.0.4; how the graphs are to be read is checked with Penman 1.3.1.
# Valid:    PENMAN notation of AMR and its kin (UMR, graphs of the Parallel Meaning Bank): a constant in quotes may have
#           spaces, brackets and escaped quotes; that is what the quotes are for.
# Seen:     :name "New York" and :name "New Delhi" have a Smatch of 1.0, as have a date of "16 May" and one of "16 June"; with
#           one word each, or with _ for the space, it is 0.8. An odd escaped quote (5\") takes its constant and the one
#           after it out of the graph: two disks of different size and year have 1.0.
# Hurts:    scores of parsers whose graphs name places, titles or dates in one string: a wrong name costs nothing as long as
#           its first word is right. Graphs in AMR's own manner (:op1 "New" :op2 "York") are safe, so it stays unnoticed.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check 'smatch==1.0.4' 'Penman==1.3.1' ||
  { echo 'could not install' >&2; exit 2; }
cd "$work"
"$work/venv/bin/python" - <<'PYTHON'
import sys

import penman
import smatch


def check(what, seen, stated):
    if seen != stated:
        sys.exit(f"changed: {what}: {seen!r}, was {stated!r}")


def score(predicted, gold):
    """Smatch F1, after a check that both graphs are valid and differ."""
    check("the graphs differ", penman.decode(predicted).triples != penman.decode(gold).triples, True)
    counts = smatch.get_amr_match(predicted, gold)
    smatch.match_triple_dict.clear()
    return smatch.compute_f(*counts)[2]


def city(name):
    return f'(l / live-01 :ARG1 (c / city :name "{name}"))'


def day(text):
    return f'(m / meet-03 :time (d / date-entity :value "{text}"))'


check("two words", score(city("New York"), city("New Delhi")), 1.0)
check("one word", round(score(city("York"), city("Delhi")), 2), 0.8)
check("underscores", round(score(city("New_York"), city("New_Delhi")), 2), 0.8)
check("dates", score(day("16 May"), day("16 June")), 1.0)

quoted = r'(d / disk :model "a 5\" one" :year 1985)'
constants = [target for _, _, target in penman.decode(quoted).attributes()]
check("constants by Penman", constants, [r'"a 5\" one"', "1985"])
read = smatch.amr.AMR.parse_AMR_line(quoted).get_triples()
check("triples by smatch", read, ([("instance", "d", "disk")], [("TOP", "d", "top")], []))
other = r'(d / disk :model "the 8\" one" :year 1971)'
check("another disk", score(quoted, other), 1.0)
print("as stated: New York is New Delhi, and two disks of different size and year are one")
PYTHON
