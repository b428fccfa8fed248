#!/usr/bin/env bash
# Label Studio's export to CoNLL 2003 keeps one of an annotation's layers, in each text that of its first span.
#
# Tool:     label-studio-sdk 2.1.2, label_studio_sdk.converter with the format CONLL2003.
# Valid:    a labelling interface may have several Labels controls for one text, here one for names and one for dates; a
#           result is a list of regions in the order in which the annotator made them, which means nothing.
# Seen:     two annotations with the same regions. Where the date was marked first the file has B-DATE and none of the
#           names; where a name was marked first it has the names and no date. Nothing is said. Texts aren't split into
#           sentences, so that a name before any full stop but the last has it inside: "Paris." is a place.
# Hurts:    whoever has more than one layer, or gave each group of classes its own control: a name that was annotated is O
#           in one text and B-PER in the next, and a tagger learns that names are not names.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check 'label-studio-sdk==2.1.2' ||
  { echo 'could not install' >&2; exit 2; }
cd "$work"
"$work/venv/bin/python" - <<'PYTHON'
import json
import sys

from label_studio_sdk.converter import Converter


def check(what, seen, stated):
    if seen != stated:
        sys.exit(f"changed: {what}: {seen!r}, was {stated!r}")


interface = """<View>
  <Labels name="name" toName="text"><Label value="PER"/><Label value="LOC"/></Labels>
  <Labels name="time" toName="text"><Label value="DATE"/></Labels>
  <Text name="text" value="$text"/>
</View>"""
text = "Ann lives in Paris. In May she moves to Rome."


def region(layer, label, word):
    start = text.index(word)
    value = {"start": start, "end": start + len(word), "text": word, "labels": [label]}
    return {"id": word, "from_name": layer, "to_name": "text", "type": "labels", "value": value}


names = [region("name", "PER", "Ann"), region("name", "LOC", "Paris"), region("name", "LOC", "Rome")]
dates = [region("time", "DATE", "May")]
tasks = [
    {"id": number, "data": {"text": text}, "annotations": [{"id": number, "completed_by": 1, "result": result}]}
    for number, result in enumerate([dates + names, names + dates], 1)
]
with open("interface.xml", "w", encoding="utf-8") as file:
    file.write(interface)
with open("tasks.json", "w", encoding="utf-8") as file:
    json.dump(tasks, file)

Converter("interface.xml", ".").convert("tasks.json", "conll", "CONLL2003", is_dir=False)
with open("conll/result.conll", encoding="utf-8") as file:
    blocks = file.read().removeprefix("-DOCSTART- -X- O\n").strip().split("\n\n")
tagged = [[tuple(line.split(" -X- _ ")) for line in block.split("\n")] for block in blocks]
marked = [[(token, tag) for token, tag in block if tag != "O"] for block in tagged]
check("number of blocks", len(blocks), 2)
check("the date first", marked[0], [("May", "B-DATE")])
check("a name first", marked[1], [("Ann", "B-PER"), ("Paris.", "B-LOC"), ("Rome", "B-LOC")])
print("as stated: of 4 regions, 1 and 3 are left")
PYTHON
