#!/usr/bin/env bash
# po2csv and csv2po of the Translate Toolkit do not undo each other: apostrophes and backslashes stay in the text.
#
# Tool:     translate-toolkit 3.20.4 (--no-escape-formulas, of its pull request 6393, turns the apostrophes off, not the
#           backslashes). Read back with polib 1.2.0.
# Valid:    PO files of GNU gettext (manual, "The Format of PO Files"): strings with C escapes; "\\" is one backslash.
# Seen:     "- dash" comes back as "'- dash", "= sum" as "'= sum", "C:\temp" (one backslash) as "C:\\temp" (two);
#           a second round trip makes it four.
# Hurts:    lists, formulas, dialogue with dashes, regular expressions, paths, LaTeX: texts sent to translators as CSV
#           come back changed on both sides of the pair, so no msgid is found again and models learn the signs.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  'translate-toolkit==3.20.4' 'polib==1.2.0' ||
  { echo 'could not install' >&2; exit 2; }
cd "$work"
cat >before.po <<'PO'
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"

msgid "- dash"
msgstr "= sum"

msgid "C:\\temp"
msgstr "C:\\kurz"

msgid "plain"
msgstr "einfach"
PO
"$work/venv/bin/python" - <<'PYTHON'
import subprocess
import sys

import polib


def check(what, seen, stated):
    if seen != stated:
        sys.exit(f"changed: {what}: {seen!r}, was {stated!r}")


def convert(program, source, target, *options):
    run = ["venv/bin/" + program, "--progress=none", *options, source, target]
    subprocess.run(run, check=True, stdout=subprocess.DEVNULL)


def pairs(name):
    return [(entry.msgid, entry.msgstr) for entry in polib.pofile(name)]


plain = ("plain", "einfach")
check("before", pairs("before.po"), [("- dash", "= sum"), (r"C:\temp", r"C:\kurz"), plain])
convert("po2csv", "before.po", "a.csv")
convert("csv2po", "a.csv", "after.po")
check("after", pairs("after.po"), [("'- dash", "'= sum"), (r"C:\\temp", r"C:\\kurz"), plain])
convert("po2csv", "after.po", "again.csv")
convert("csv2po", "again.csv", "again.po")
check("after two round trips", pairs("again.po"), [("'- dash", "'= sum"), (r"C:\\\\temp", r"C:\\\\kurz"), plain])
convert("po2csv", "before.po", "b.csv", "--no-escape-formulas")
convert("csv2po", "b.csv", "raw.po")
check("after --no-escape-formulas", pairs("raw.po"), [("- dash", "= sum"), (r"C:\\temp", r"C:\\kurz"), plain])
print("as stated:", pairs("after.po"))
PYTHON
