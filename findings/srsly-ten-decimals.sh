#!/usr/bin/env bash
# srsly, which spaCy reads and writes JSON with, makes 0 of small probabilities, and 0.1 of 0.99999999995.
#
# Tool:     srsly 2.5.6, json_dumps and write_jsonl; Python's own json beside it.
# Valid:    RFC 8259, section 6: the precision of an IEEE 754 double is what can be relied on. Neither the functions nor
#           the README speak of decimals; msgpack_dumps of the same package keeps all numbers.
# Seen:     2e-11 is written as 0.0, 1.5e-10 as 0.0000000002: ten decimals, and no exponent for what is small. Where exactly
#           half is rounded up beyond the point, 0.99999999995 becomes 0.1 and 1.99999999995 becomes 1.1. With
#           sort_keys=True json_dumps takes another way and is right. Reading changes no more than the last digits. Old
#           versions of ujson, of which srsly has a copy, did both (issues 83 and 325 of ultrajson/ultrajson).
# Hurts:    JSONL of scored texts, silver labels and weights around spaCy: the logarithm of a probability is minus infinity,
#           candidates tie at 0, small weights lose all but one digit.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check 'srsly==2.5.6' ||
  { echo 'could not install' >&2; exit 2; }
cd "$work"
"$work/venv/bin/python" - <<'PYTHON'
import json
import sys

import srsly


def check(what, seen, stated):
    if seen != stated:
        sys.exit(f"changed: {what}: {seen!r}, was {stated!r}")


scores = [2e-11, 1.5e-10, 3.0517578125e-05, 0.25, 0.99999999995, 1.99999999995]
record = {"text": "a", "scores": scores}
srsly.write_jsonl("scores.jsonl", [record])
with open("scores.jsonl", encoding="utf-8") as file:
    seen = json.loads(file.read())["scores"]
check("write_jsonl", seen, [0.0, 2e-10, 3.05176e-05, 0.25, 0.1, 1.1])
check("json_dumps", json.loads(srsly.json_dumps(record))["scores"], seen)
check("json_dumps, sorted", json.loads(srsly.json_dumps(record, sort_keys=True)), record)
check("msgpack", srsly.msgpack_loads(srsly.msgpack_dumps(record)), record)
with open("exact.jsonl", "w", encoding="utf-8") as file:
    file.write(json.dumps(record) + "\n")
read = next(iter(srsly.read_jsonl("exact.jsonl")))["scores"]
check("read_jsonl of what json wrote", [f"{score:.14g}" for score in read], [f"{score:.14g}" for score in scores])
print("as stated: 2e-11 becomes 0.0, 0.99999999995 becomes 0.1")
PYTHON
