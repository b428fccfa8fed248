#!/usr/bin/env bash
# spaCy's JSON turns "not annotated" into "no entity" for every token outside the entities.
#
# Tool:     spacy 3.8.18, Doc.to_json and Doc.from_json (a review in its pull request 10688 notes it).
# Valid:    spaCy keeps three states for a token: in an entity, outside of any, and missing (Token.ent_iob 0; Doc.set_ents
#           has the arguments `missing` and `outside`). A missing token carries no loss in training.
# Seen:     states 3 2 0 2 are 3 2 2 2 after the round trip; DocBin and to_bytes keep 3 2 0 2. A text without any
#           annotation stays missing: it is one entity in it that makes the rest of it negative.
# Hurts:    whoever keeps partly annotated corpora (silver data, dictionaries, one annotator of several) as JSON: the
#           model is taught that what nobody looked at is no name.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check 'spacy==3.8.18' ||
  { echo 'could not install' >&2; exit 2; }
cd "$work"
"$work/venv/bin/python" - <<'PYTHON'
import json
import sys

import spacy
from spacy.tokens import Doc, DocBin, Span


def check(what, seen, stated):
    if seen != stated:
        sys.exit(f"changed: {what}: {seen!r}, was {stated!r}")


def states(document):
    return [token.ent_iob for token in document]


vocabulary = spacy.blank("en").vocab
document = Doc(vocabulary, words=["Ann", "saw", "Rome", "."])
document.set_ents([Span(document, 0, 1, label="PER")], missing=[document[2:3]], outside=[document[1:2], document[3:4]])
check("states as set", states(document), [3, 2, 0, 2])
check("states by DocBin", states(next(DocBin(docs=[document]).get_docs(vocabulary))), [3, 2, 0, 2])
text = json.dumps(document.to_json())
check("states by JSON", states(Doc(vocabulary).from_json(json.loads(text))), [3, 2, 2, 2])
bare = Doc(vocabulary, words=["Ann", "saw"])
check("a bare text by JSON", states(Doc(vocabulary).from_json(bare.to_json())), [0, 0])
print("as stated: a missing token came back as outside")
PYTHON
