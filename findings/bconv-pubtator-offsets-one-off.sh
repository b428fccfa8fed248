#!/usr/bin/env bash
# bconv writes BioC as PubTator with every annotation of the abstract one character too far to the right.
#
# Tool:     bconv 1.2.1, load(fmt="bioc_xml") and dump(fmt="pubtator"); bioc 2.1 as a second reader.
# Valid:    BioC as PubMed's services give it: the title has offset 0, the abstract begins one place after its end, and
#           the place between is in neither text. PubTator counts the same way, so the numbers need no change.
# Seen:     "head" at 21-25 in BioC is 22-26 in PubTator, where the text says "ead "; its column with the text is right. The
#           title is right. BioC to BioC keeps all offsets. bconv refuses to read the file that it wrote: mention mismatch.
#           A title that ends with a line break in BioC is written correctly.
# Hurts:    biomedical corpora for entity recognition: all spans outside of titles are shifted, and a reader that doesn't
#           compare text and offsets, as most don't, trains on words without their first letter.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check 'bconv==1.2.1' 'bioc==2.1' ||
  { echo 'could not install' >&2; exit 2; }
cd "$work"
"$work/venv/bin/python" - <<'PYTHON'
import sys

import bconv
from bioc import biocxml


def check(what, seen, stated):
    if seen != stated:
        sys.exit(f"changed: {what}: {seen!r}, was {stated!r}")


title, abstract = "Aspirin in mice.", "For head cancer."


def annotation(number, kind, offset, text):
    location = f'<location offset="{offset}" length="{len(text)}"/>'
    return f'<annotation id="{number}"><infon key="type">{kind}</infon>{location}<text>{text}</text></annotation>'


def passage(kind, offset, text, annotations):
    return f'<passage><infon key="type">{kind}</infon><offset>{offset}</offset><text>{text}</text>{annotations}</passage>'


def write(name, end=""):
    """A BioC file of one document, whose title ends with `end`."""
    start = len(title) + 1
    first = passage("title", 0, title + end, annotation("T1", "Chemical", 0, "Aspirin"))
    second = passage("abstract", start, abstract, annotation("T2", "Disease", start + 4, "head"))
    with open(name, "w", encoding="utf-8") as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n<collection><source>made</source><date>2026</date><key>k</key>')
        file.write(f"<document><id>1</id>{first}{second}</document></collection>\n")


def pubtator(name):
    """The annotations that bconv writes: start, end, the text there, the text that is written beside."""
    lines = bconv.dumps(bconv.load(name, fmt="bioc_xml"), fmt="pubtator").rstrip("\n").split("\n")
    text = "\n".join(line.split("|", 2)[2] for line in lines[:2])
    check("text", text, f"{title}\n{abstract}")
    rows = [line.split("\t") for line in lines[2:]]
    return [(int(row[1]), int(row[2]), text[int(row[1]) : int(row[2])], row[3]) for row in rows]


write("a.xml")
with open("a.xml", encoding="utf-8") as file:
    document = biocxml.load(file).documents[0]
spans = [(part.offset, entry.locations[0].offset, entry.text) for part in document.passages for entry in part.annotations]
check("BioC", spans, [(0, 0, "Aspirin"), (17, 21, "head")])
check("PubTator", pubtator("a.xml"), [(0, 7, "Aspirin", "Aspirin"), (22, 26, "ead ", "head")])
check("BioC again", b'offset="21"' in bconv.dumps(bconv.load("a.xml", fmt="bioc_xml"), fmt="bioc_xml"), True)

with open("a.pubtator", "w", encoding="utf-8") as file:
    bconv.dump(bconv.load("a.xml", fmt="bioc_xml"), file, fmt="pubtator")
try:
    refused = ""
    list(bconv.load("a.pubtator", fmt="pubtator").iter_entities())
except Exception as error:
    refused = str(error)
check("bconv's own reader", refused, "entity mention mismatch in document 1: 'head' vs. 'ead '")

write("b.xml", end="\n")
check("a line break in the title", pubtator("b.xml"), [(0, 7, "Aspirin", "Aspirin"), (21, 25, "head", "head")])
print("as stated: head became ead")
PYTHON
