#!/usr/bin/env bash
# Two fast readers of JSON lines drop a member that no record near the start has: all labels of a corpus can vanish.
#
# Tools:    polars 2.1.0, read_ndjson and scan_ndjson (open issue 29330); duckdb 2.0.1, read_json.
# Valid:    JSON Lines: each line is a JSON value of its own, and no object has to have the members of another one.
# Seen:     100 records without a label, then one with: polars has the column text alone. 40,960 records without, then
#           one with: so has duckdb. With the same record first, both have the label. No error, no warning.
# Hurts:    corpora with the unlabeled part first, or with rare layers: the readers take the columns from a sample at the
#           start (infer_schema_length, sample_size) and skip whatever else comes later.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check 'polars==2.1.0' 'duckdb==2.0.1' ||
  { echo 'could not install' >&2; exit 2; }
cd "$work"
"$work/venv/bin/python" - <<'PYTHON'
import json
import sys

import duckdb
import polars


def check(what, seen, stated):
    if seen != stated:
        sys.exit(f"changed: {what}: {seen!r}, was {stated!r}")


def write(name, count):
    """A file of `count` records without a label and one with, and a second file with that one first."""
    bare = [json.dumps({"text": f"text {index}"}) + "\n" for index in range(count)]
    labeled = json.dumps({"text": "the last", "label": "travel"}) + "\n"
    for path, lines in ((f"{name}-late.jsonl", bare + [labeled]), (f"{name}-early.jsonl", [labeled] + bare)):
        with open(path, "w", encoding="utf-8") as file:
            file.writelines(lines)


write("polars", 100)
check("polars, label late", polars.read_ndjson("polars-late.jsonl").columns, ["text"])
check("polars lazily", polars.scan_ndjson("polars-late.jsonl").collect().columns, ["text"])
check("polars, rows", polars.read_ndjson("polars-late.jsonl").height, 101)
check("polars, label early", polars.read_ndjson("polars-early.jsonl").columns, ["text", "label"])

write("duckdb", 40960)
check("duckdb, label late", duckdb.sql("select * from read_json('duckdb-late.jsonl')").columns, ["text"])
check("duckdb, rows", duckdb.sql("select count(*) from read_json('duckdb-late.jsonl')").fetchall(), [(40961,)])
check("duckdb, label early", duckdb.sql("select * from read_json('duckdb-early.jsonl')").columns, ["text", "label"])
print("as stated: the label is gone in both")
PYTHON
