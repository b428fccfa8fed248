#!/usr/bin/env bash
# fastText's test leaves out the texts whose label it has never seen, so that they can't be wrong.
#
# Tool:     fasttext-wheel 0.9.2 (0.9.3 is source only) and floret 0.10.5, a fork; supervised models, Model.test.
# Valid:    a test file has labels that the training file lacks as soon as classes are many or texts are new. A text that
#           gets another label than its own is wrong, and a gold label that isn't found costs recall.
# Seen:     five texts with six gold labels, of which the model finds three: it says 1.0 for precision and recall where they
#           are 0.6 and 0.5. Unknown labels are taken off the gold, then texts that have no other are taken off the test;
#           only its count, 3 for 5, shows it. Model.predict gives each of the five a label.
# Hurts:    classifiers of intents, topics or languages on new data: the worst errors, whole classes that the model doesn't
#           have, raise the score, and a rare class in too small a training part makes the test easier.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check 'fasttext-wheel==0.9.2' 'floret==0.10.5' \
  'numpy==1.26.4' ||
  { echo 'could not install' >&2; exit 2; }
cd "$work"
"$work/venv/bin/python" - <<'PYTHON'
import sys

import fasttext
import floret


def check(what, seen, stated):
    if seen != stated:
        sys.exit(f"changed: {what}: {seen!r}, was {stated!r}")


known = ["good film", "bad film", "very good", "very bad"]
with open("train.txt", "w", encoding="utf-8") as file:
    for text in known * 50:
        file.write(f"__label__{'praise' if 'good' in text else 'blame'} {text}\n")
test = [
    ({"praise"}, "good"),
    ({"question"}, "good"),
    ({"question"}, "bad"),
    ({"praise", "question"}, "good film"),
    ({"blame"}, "bad"),
]
with open("test.txt", "w", encoding="utf-8") as file:
    for labels, text in test:
        file.write(" ".join(f"__label__{label}" for label in sorted(labels)) + f" {text}\n")

for tool in (fasttext, floret):
    model = tool.train_supervised("train.txt", epoch=25, lr=0.1, thread=1, verbose=0)
    found = 0
    for labels, text in test:
        predicted = model.predict(text)[0][0].removeprefix("__label__")
        found += predicted in labels
    right = (found, found / len(test), found / sum(len(labels) for labels, _ in test))
    check(f"{tool.__name__}, by predict", right, (3, 0.6, 0.5))
    check(f"{tool.__name__}, by test", tuple(float(value) for value in model.test("test.txt")), (3.0, 1.0, 1.0))
print("as stated: precision 1.0 for 0.6, recall 1.0 for 0.5")
PYTHON
