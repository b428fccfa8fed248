#!/usr/bin/env bash
# po2xliff makes approved translations of the messages that a PO file has marked as obsolete.
#
# Tool:     translate-toolkit 3.20.4, po2xliff and xliff2po; its po2tmx and polib 1.2.0 leave obsolete messages out.
# Valid:    PO as GNU gettext has it: "#~" marks entries that the program no longer has, msgmerge keeps them for later;
#           msgctxt tells messages with the same text apart.
# Seen:     "#~ Colour = Farbe" is a unit with approved="yes" and the state "translated", like those that are in use; back in
#           PO it is a message without a mark. Contexts are gone too (known: issue 268 of translate/translate, open since
#           2007): "Open" of a menu and "Open" of a state are two units that nothing tells apart, and xliff2po keeps the
#           first, with a warning.
# Hurts:    parallel corpora and translation memories from software: translations that were withdrawn, often since they
#           were wrong, come back as reviewed ones, and one source has two targets.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check 'translate-toolkit==3.20.4' 'polib==1.2.0' ||
  { echo 'could not install' >&2; exit 2; }
cd "$work"
"$work/venv/bin/python" - <<'PYTHON'
import subprocess
import sys
from xml.etree import ElementTree

import polib


def check(what, seen, stated):
    if seen != stated:
        sys.exit(f"changed: {what}: {seen!r}, was {stated!r}")


def run(*command):
    subprocess.run(["venv/bin/" + command[0], *command[1:]], capture_output=True, check=True)


def messages(name, obsolete):
    entries = [entry for entry in polib.pofile(name) if entry.obsolete == obsolete]
    return [(entry.msgctxt or None, entry.msgid, entry.msgstr) for entry in entries]


with open("de.po", "w", encoding="utf-8") as file:
    file.write(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: de\\n"\n\n'
        'msgctxt "menu"\nmsgid "Open"\nmsgstr "Öffnen"\n\n'
        'msgctxt "state"\nmsgid "Open"\nmsgstr "Offen"\n\n'
        '#~ msgid "Colour"\n#~ msgstr "Farbe"\n'
    )
used, obsolete = [("menu", "Open", "Öffnen"), ("state", "Open", "Offen")], [(None, "Colour", "Farbe")]
check("messages in use", messages("de.po", False), used)
check("obsolete messages", messages("de.po", True), obsolete)

run("po2tmx", "--language", "de", "de.po", "de.tmx")
segments = [segment.text for segment in ElementTree.parse("de.tmx").iter("seg")]
check("segments of po2tmx", segments, ["Open", "Öffnen", "Open", "Offen"])

run("po2xliff", "de.po", "de.xlf")
units = []
for unit in ElementTree.parse("de.xlf").iterfind(".//{*}trans-unit"):
    source, target = unit.find("{*}source"), unit.find("{*}target")
    if unit.get("restype") != "x-gettext-domain-header":
        units.append((unit.get("approved"), source.text, target.text, target.get("state")))
stated = [("yes", source, target, "translated") for _, source, target in used + obsolete]
check("units of po2xliff", units, stated)
with open("de.xlf", encoding="utf-8") as file:
    xliff = file.read()
check("contexts in the XLIFF", ["menu" in xliff, "state<" in xliff], [False, False])

run("xliff2po", "de.xlf", "back.po")
check("messages in use, back", messages("back.po", False), [(None, "Open", "Öffnen"), (None, "Colour", "Farbe")])
check("obsolete messages, back", messages("back.po", True), [])
print("as stated: the obsolete 'Colour' is approved and in use")
PYTHON
