#!/usr/bin/env bash
# Hugging Face datasets reads a label 1 as the class named "1" or as the class at position 1, which is named "2".
#
# Tool:     datasets 5.2.0 with pyarrow 26.0.1, ClassLabel(names=["1", "2", "3", "4", "5"]).
# Valid:    stars from 1 to 5 in CSV and in JSON lines. The names of a ClassLabel are the labels' names, str2int("1") is the
#           class named "1"; how a file writes a label, 1 or "1", is no part of what it means.
# Seen:     CSV read with features= keeps 1 1 2 4 3. The same file, then cast_column: 2 2 3 5 4. JSON lines with "1" keep
#           them both ways, with 1 they are moved both ways. A 5 gets past cast_column (its open issue 8494) and has no
#           name. str2int takes a label that no class has: "0" is the class "1".
# Hurts:    ratings, reading levels, grades, clusters, everything that is counted from 1: training and test files that were
#           read in two ways disagree by one class on every text, and a score against names is near zero.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check 'datasets==5.2.0' 'pyarrow==26.0.1' ||
  { echo 'could not install' >&2; exit 2; }
cd "$work"
export HF_HOME="$work/hf" HF_DATASETS_OFFLINE=1 HF_HUB_OFFLINE=1 HF_DATASETS_DISABLE_PROGRESS_BARS=1
"$work/venv/bin/python" - <<'PYTHON'
import json
import sys

import datasets


def check(what, seen, stated):
    if seen != stated:
        sys.exit(f"changed: {what}: {seen!r}, was {stated!r}")


stars = [1, 1, 2, 4, 3]
label = datasets.ClassLabel(names=["1", "2", "3", "4", "5"])
features = datasets.Features({"text": datasets.Value("string"), "label": label})
files = {
    "stars.csv": ["text,label"] + [f"review {index},{star}" for index, star in enumerate(stars)],
    "numbers.jsonl": [json.dumps({"text": f"review {index}", "label": star}) for index, star in enumerate(stars)],
    "strings.jsonl": [json.dumps({"text": f"review {index}", "label": str(star)}) for index, star in enumerate(stars)],
}
for name, lines in files.items():
    with open(name, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")


def names(file, way):
    """The names of the labels in `file`, read with the classes or read and then cast to them."""
    kind = "csv" if file.endswith(".csv") else "json"
    options = {"data_files": file, "split": "train", "cache_dir": f"cache-{file}-{way}"}
    if way == "features":
        data = datasets.load_dataset(kind, features=features, **options)
    else:
        data = datasets.load_dataset(kind, **options).cast_column("label", label)
    return " ".join(label.int2str(index) for index in data["label"])


kept, moved = "1 1 2 4 3", "2 2 3 5 4"
check("CSV, features=", names("stars.csv", "features"), kept)
check("CSV, cast_column", names("stars.csv", "cast"), moved)
check("JSON strings, features=", names("strings.jsonl", "features"), kept)
check("JSON strings, cast_column", names("strings.jsonl", "cast"), kept)
check("JSON numbers, features=", names("numbers.jsonl", "features"), moved)
check("JSON numbers, cast_column", names("numbers.jsonl", "cast"), moved)

five = datasets.Dataset.from_dict({"label": [5]}).cast_column("label", label)
check("five stars, cast", five["label"][:], [5])
check("str2int of an unknown label", (label.str2int("1"), label.str2int("0")), (0, 0))
print("as stated: 1 is the class 1 or the class 2")
PYTHON
