#!/usr/bin/env bash
# The converter brat2bioc gives an entity with an annotator's note the type "AnnotatorNotes" and forgets what it was.
#
# Tool:     bioc 2.1, the command brat2bioc.
# Valid:    brat standoff: "#1 AnnotatorNotes T1 ..." is free text about T1, "A1 Negation T2" says that T2 is negated
#           ("Notes" and "Attribute annotations" of its format); neither changes the type of what it is about.
# Seen:     three diseases become two diseases and one AnnotatorNotes. Attributes lose their names: Negation leaves an empty
#           element, and of two on one entity only the last leaves one. The package's own reader of brat has them all.
# Hurts:    clinical and biomedical corpora on their way to BioC: the entities that annotators discussed, the hard ones,
#           become a class of their own, and a negated disease can't be told from an affirmed one.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check 'bioc==2.1' ||
  { echo 'could not install' >&2; exit 2; }
cd "$work"
"$work/venv/bin/python" - <<'PYTHON'
import os
import subprocess
import sys

import bioc.brat
from bioc import biocxml


def check(what, seen, stated):
    if seen != stated:
        sys.exit(f"changed: {what}: {seen!r}, was {stated!r}")


os.mkdir("corpus")
with open("corpus/letter.txt", "w", encoding="utf-8") as file:
    file.write("No fever, perhaps asthma, and a cough.\n")
with open("corpus/letter.ann", "w", encoding="utf-8") as file:
    file.write(
        "T1\tDisease 3 8\tfever\n"
        "A1\tNegation T1\n"
        "T2\tDisease 18 24\tasthma\n"
        "A2\tCertainty T2 low\n"
        "A3\tChronic T2\n"
        "T3\tDisease 32 37\tcough\n"
        "#1\tAnnotatorNotes T3\ta symptom?\n"
    )

with open("corpus/letter.txt", encoding="utf-8") as text, open("corpus/letter.ann", encoding="utf-8") as annotations:
    document = bioc.brat.load(text, annotations)
check("types as read", [entity.type for entity in document.entities], ["Disease"] * 3)
check("attributes as read", [attribute.type for attribute in document.attributes], ["Negation", "Certainty", "Chronic"])

command = ["venv/bin/brat2bioc", "-d", "corpus", "-o", "corpus.xml"]
subprocess.run(command, capture_output=True, check=True)
with open("corpus.xml", encoding="utf-8") as file:
    converted = biocxml.load(file).documents[0]
infons = {annotation.text: annotation.infons for annotation in converted.annotations}
types = {text: infon["type"] for text, infon in infons.items()}
check("types as written", types, {"fever": "Disease", "asthma": "Disease", "cough": "AnnotatorNotes"})
check("infons of fever", infons["fever"], {"type": "Disease", "note_id": "A1", "attributes": None})
check("infons of asthma", infons["asthma"], {"type": "Disease", "note_id": "A3", "attributes": None})
for lost in ("Negation", "Certainty", "Chronic", "low"):
    with open("corpus.xml", encoding="utf-8") as file:
        check(f"{lost} in the file", lost in file.read(), False)
print("as stated: a disease became AnnotatorNotes, no attribute is left")
PYTHON
