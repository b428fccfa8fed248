#!/usr/bin/env bash
# SentencePiece's begin and end were characters; what its error message tells to use instead counts UTF-8 bytes.
#
# Tool:     sentencepiece 0.2.1, encode(out_type="immutable_proto"), and 0.2.3, encode(return_type="proto"), with
#           protobuf 7.36.2.
# Valid:    plain German text, NFC, one model trained by each version on the same 150 lines.
# Seen:     0.2.1: text[piece.begin:piece.end] is piece.surface for all pieces. 0.2.3 refuses immutable_proto ("Use
#           return_type='proto' instead"); with that it is so only in the encoded bytes, and text[begin:end] is wrong
#           from the first umlaut on. The fields have the same names, no error is raised, ASCII text shows nothing.
# Hurts:    whoever projects labels from pieces to text, or back: after the upgrade spans are shifted wherever a
#           character beyond ASCII stands before them, the more the later in the line; tests in English pass.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for version in 0.2.1 0.2.3; do
  python3 -m venv "$work/$version"
  "$work/$version/bin/pip" install --quiet --no-compile --disable-pip-version-check \
    "sentencepiece==$version" 'protobuf==7.36.2' ||
    { echo 'could not install' >&2; exit 2; }
done
cd "$work"
cat >offsets.py <<'PYTHON'
import io
import sys

import sentencepiece


def check(what, seen, stated):
    if seen != stated:
        sys.exit(f"changed: {sentencepiece.__version__}: {what}: {seen!r}, was {stated!r}")


lines = ["die alte brücke wurde repariert", "größe und köln und müller", "die brücke in köln war alt"] * 50
model = io.BytesIO()
sentencepiece.SentencePieceTrainer.train(
    sentence_iterator=iter(lines), model_writer=model, vocab_size=50, model_type="bpe", minloglevel=2)
processor = sentencepiece.SentencePieceProcessor(model_proto=model.getvalue())
text = "die brücke in köln"

if sentencepiece.__version__ == "0.2.1":
    pieces = processor.encode(text, out_type="immutable_proto").pieces
else:
    try:
        processor.encode(text, out_type="immutable_proto")
        advice = "no error"
    except ValueError as error:
        advice = str(error)
    check("the advice", "Use return_type='proto' instead" in advice, True)
    pieces = processor.encode(text, return_type="proto").pieces

surfaces = [piece.surface for piece in pieces]
check("surfaces together", "".join(surfaces), text)
characters = [text[piece.begin : piece.end] for piece in pieces] == surfaces
octets = [text.encode()[piece.begin : piece.end].decode(errors="replace") for piece in pieces] == surfaces
check("offsets count characters, bytes", (characters, octets), STATED[sentencepiece.__version__])
check("the last end", pieces[len(pieces) - 1].end, len(text) if characters else len(text.encode()))
PYTHON
sed -i '1i STATED = {"0.2.1": (True, False), "0.2.3": (False, True)}' offsets.py
for version in 0.2.1 0.2.3; do "$work/$version/bin/python" offsets.py; done
echo 'as stated: 0.2.1 counts characters, 0.2.3 bytes'
