#!/usr/bin/env bash
# Hugging Face datasets turns a text column of JSON lines into time stamps when all of its texts look like dates.
#
# Tool:     datasets 5.2.0 with pyarrow 26.0.1, load_dataset("json"); the inference is pyarrow's, documented there.
# Valid:    JSON has no dates: "2024-01-05" is a string (RFC 8259, section 7).
# Seen:     the targets "2024-01-05" and "2023-03-06" are of type timestamp[s], datetime objects in Python. With one more
#           record whose target is "unknown", all of them are strings: the type of one record hangs on the others.
# Hurts:    date normalization, question answering, slot filling: a tokenizer fails or sees "2024-01-05 00:00:00", train
#           and test files of one task get different types, a shard without dates can't be joined.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check 'datasets==5.2.0' 'pyarrow==26.0.1' ||
  { echo 'could not install' >&2; exit 2; }
cd "$work"
export HF_HOME="$work/hf" HF_DATASETS_OFFLINE=1 HF_HUB_OFFLINE=1 HF_DATASETS_DISABLE_PROGRESS_BARS=1
"$work/venv/bin/python" - <<'PYTHON'
import datetime
import json
import sys

import datasets


def check(what, seen, stated):
    if seen != stated:
        sys.exit(f"changed: {what}: {seen!r}, was {stated!r}")


def load(name, pairs):
    with open(name, "w", encoding="utf-8") as file:
        for source, target in pairs:
            file.write(json.dumps({"source": source, "target": target}) + "\n")
    return datasets.load_dataset("json", data_files=name, cache_dir=f"cache-{name}", split="train")


pairs = [("5 January 2024", "2024-01-05"), ("6 March 2023", "2023-03-06")]
dates = load("dates.jsonl", pairs)
check("type", dates.features["target"].dtype, "timestamp[s]")
check("first target", dates[0]["target"], datetime.datetime(2024, 1, 5))
check("type of the source", dates.features["source"].dtype, "string")
mixed = load("mixed.jsonl", pairs + [("soon", "unknown")])
check("type with another record", mixed.features["target"].dtype, "string")
check("first target with another record", mixed[0]["target"], "2024-01-05")
print("as stated: '2024-01-05' was read as", repr(dates[0]["target"]))
PYTHON
