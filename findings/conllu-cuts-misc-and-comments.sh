#!/usr/bin/env bash
# The Python package conllu cuts MISC values at their second "=" and drops comments that have none.
#
# Tool:     conllu 6.0.0, parse and serialize; that the file is valid is checked with udtools 0.2.9 (udvalidate, level 2).
# Valid:    CoNLL-U, "Miscellaneous" (attributes and values are free but for "|" and white space) and "Sentence Boundaries
#           and Comments" (any line from "#" on); interlinear glosses mark clitics with "=" (Leipzig rules, rule 2).
# Seen:     Gloss=be=PRS comes back as Gloss=be; "# checked by hand" is gone; of two comments "note" the last stays.
# Hurts:    field linguists with glosses, whoever keeps links in MISC: a read and write, as in most small scripts for
#           treebanks, loses a part of the annotation for good, without a word.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check 'conllu==6.0.0' 'udtools==0.2.9' ||
  { echo 'could not install' >&2; exit 2; }
cd "$work"
"$work/venv/bin/python" - <<'PYTHON'
import subprocess
import sys

import conllu


def check(what, seen, stated):
    if seen != stated:
        sys.exit(f"changed: {what}: {seen!r}, was {stated!r}")


lines = [
    "# sent_id = s1",
    "# text = a b",
    "# checked by hand",
    "# note = first",
    "# note = second",
    "1 a a NOUN _ _ 0 root 0:root Gloss=be=PRS".replace(" ", "\t"),
    "2 b b NOUN _ _ 1 dep 1:dep _".replace(" ", "\t"),
]
with open("a.conllu", "w", encoding="utf-8") as file:
    file.write("\n".join(lines) + "\n\n")
command = ["venv/bin/udvalidate", "--lang", "ud", "--level", "2", "a.conllu"]
valid = subprocess.run(command, capture_output=True, text=True)
check("exit code of udvalidate", valid.returncode, 0)

with open("a.conllu", encoding="utf-8") as file:
    sentence = conllu.parse(file.read())[0]
check("MISC as read", sentence[0]["misc"], {"Gloss": "be"})
stated = lines[:2] + lines[4:5] + [lines[5].replace("=PRS", ""), lines[6]]
check("lines as written", sentence.serialize().rstrip("\n").split("\n"), stated)
print("as stated: Gloss=be=PRS became Gloss=be, 2 of 5 comments are gone")
PYTHON
