#!/usr/bin/env bash
# mendelai-brat-parser takes lines of brat that it does not know for the text of the entity above them.
#
# Tool:     mendelai-brat-parser 0.0.11, with smart-open 9.0.2, which it needs and does not ask for.
# Valid:    brat's standoff format: one annotation a line, in any order; N... is a normalization, * an equivalence.
# Seen:     the entity "Ada" above a normalization is called "Ada\nN1 Reference T1 Wikipedia:1 Ada", one above an equivalence
#           likewise; where the equivalence is the first line no annotation of the file is read. No message, exit code 0.
# Hurts:    corpora of BioNLP shared tasks, whose files have both: vocabularies and gazetteers get such names, and files
#           that begin with an equivalence count as texts without entities.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check 'mendelai-brat-parser==0.0.11' \
  'smart-open==9.0.2' || { echo 'could not install' >&2; exit 2; }
"$work/venv/bin/python" - <<'PYTHON'
import sys

from brat_parser import parse_string


def check(what, seen, stated):
    if seen != stated:
        sys.exit(f"changed: {what}: {seen!r}, was {stated!r}")


def names(*lines):
    return [entity.text for entity in sorted(parse_string("".join(line + "\n" for line in lines)).entities, key=lambda entity: entity.id)]


ada, bob = "T1\tPER 0 3\tAda", "T2\tPER 8 11\tBob"
same, known = "*\tEquiv T1 T2", "N1\tReference T1 Wikipedia:1\tAda"
check("entities alone", names(ada, bob), ["Ada", "Bob"])
check("a normalization between them", names(ada, known, bob), ["Ada\nN1 Reference T1 Wikipedia:1 Ada", "Bob"])
check("an equivalence behind them", names(ada, bob, same), ["Ada", "Bob\n* Equiv T1 T2"])
check("an equivalence before them", names(same, ada, bob), [])
print("as stated: Ada and Bob have other lines in their names, or are not read")
PYTHON
