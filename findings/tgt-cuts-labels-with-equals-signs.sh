#!/usr/bin/env bash
# TextGridTools cuts a label at " = " and takes one more character off, in the longer of Praat's two text formats.
#
# Tool:     tgt 1.5, read_textgrid; praat-parselmouth 0.4.7 (Praat itself) wrote the files and reads them back.
# Valid:    both files are Praat's: "Save as text file", its default, and "Save as short text file". A label is any text
#           in quotes.
# Seen:     "de = DEF" comes back as "d" and "(f0 = 220 Hz)" as "(f" from the first, whole from the second, as are names of
#           tiers: "A = B" is "". "de=DEF" stays. Written again, the file has lost them; nothing is said.
# Hurts:    phoneticians and field linguists whose tiers hold glosses, notes or measures: part of the annotation is gone,
#           depending on a choice in Praat's menu that should not matter.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check 'tgt==1.5' 'praat-parselmouth==0.4.7' ||
  { echo 'could not install' >&2; exit 2; }
cd "$work"
"$work/venv/bin/python" - <<'PYTHON'
import sys

import parselmouth
import tgt
from parselmouth.praat import call


def check(what, seen, stated):
    if seen != stated:
        sys.exit(f"changed: {what}: {seen!r}, was {stated!r}")


labels = ["de = DEF", "(f0 = 220 Hz)", "de=DEF", 'he said "no"']
grid = call("Create TextGrid", 0, len(labels), "tier", "")
call(grid, "Set tier name", 1, "A = B")
for time in range(1, len(labels)):
    call(grid, "Insert boundary", 1, time)
for index, label in enumerate(labels):
    call(grid, "Set interval text", 1, index + 1, label)
call(grid, "Save as text file", "long.TextGrid")
call(grid, "Save as short text file", "short.TextGrid")


def praat(name):
    read = parselmouth.read(name)
    return [call(read, "Get tier name", 1)] + [call(read, "Get label of interval", 1, n + 1) for n in range(len(labels))]


def tools(name):
    tier = tgt.read_textgrid(name).tiers[0]
    return [tier.name] + [interval.text for interval in tier]


whole = ["A = B"] + labels
check("long by Praat", praat("long.TextGrid"), whole)
check("short by Praat", praat("short.TextGrid"), whole)
check("short by tgt", tools("short.TextGrid"), whole)
cut = ["", "d", "(f", "de=DEF", 'he said "no"']
check("long by tgt", tools("long.TextGrid"), cut)
tgt.write_to_file(tgt.read_textgrid("long.TextGrid"), "again.TextGrid", format="long")
check("written again", praat("again.TextGrid"), cut)
print("as stated: 2 of 4 labels and the name of the tier are cut")
PYTHON
