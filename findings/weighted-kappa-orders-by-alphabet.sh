#!/usr/bin/env bash
# Weighted kappa of low, medium and high takes them in the order of the alphabet: high, low, medium.
#
# Tool:     scikit-learn 1.9.1, cohen_kappa_score(weights=), and irrCAC 0.4.4, CAC(weights=). krippendorff 0.9.0 asks for the
#           order of labels that are words, and refuses without it.
# Valid:    "labels" and "categories" choose labels to count, and have all that occur when left out; that they also say how
#           far apart two labels are stands in neither's description.
# Seen:     eight texts, two annotators who are never more than one step apart: 0.31 as words, 0.59 as 0, 1, 2 or with
#           labels=. scikit-learn does it to numbers too: of the grades 1 to 5, nobody gave 3 or 4, so 2 and 5 are
#           neighbours: 0.79 where irrCAC, which takes numbers for what they are, has 0.55.
# Hurts:    agreement on ordered classes (readability, certainty, toxicity, sentiment, grades of essays): the figure in the
#           paper depends on how the classes are called, and on which of them happened not to be used.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for name in scores agreement; do python3 -m venv "$work/$name"; done
"$work/scores/bin/pip" install --quiet --no-compile --disable-pip-version-check 'scikit-learn==1.9.1' \
  'krippendorff==0.9.0' ||
  { echo 'could not install' >&2; exit 2; }
"$work/agreement/bin/pip" install --quiet --no-compile --disable-pip-version-check 'irrCAC==0.4.4' ||
  { echo 'could not install' >&2; exit 2; }
cd "$work"
cat >ratings.py <<'PYTHON'
import sys


def check(what, seen, stated):
    if seen != stated:
        sys.exit(f"changed: {what}: {seen!r}, was {stated!r}")


scale = ["low", "medium", "high"]
first = ["low", "medium", "high", "high", "low", "medium", "low", "high"]
second = ["medium", "high", "high", "medium", "low", "medium", "low", "high"]
numbers = [[scale.index(label) for label in labels] for labels in (first, second)]
grades = [[1, 2, 5, 1, 2, 5, 1, 2], [1, 2, 5, 1, 5, 2, 1, 2]]
check("the largest step", max(abs(one - other) for one, other in zip(*numbers)), 1)
PYTHON
"$work/scores/bin/python" - <<'PYTHON'
import krippendorff
import numpy
from sklearn.metrics import cohen_kappa_score

from ratings import check, first, grades, numbers, scale, second


def kappa(one, other, **options):
    return round(float(cohen_kappa_score(one, other, **options)), 2)


check("words", kappa(first, second, weights="linear"), 0.31)
check("words in their order", kappa(first, second, weights="linear", labels=scale), 0.59)
check("numbers", kappa(*numbers, weights="linear"), 0.59)
check("grades", kappa(*grades, weights="quadratic"), 0.79)
check("grades of a scale", kappa(*grades, weights="quadratic", labels=[1, 2, 3, 4, 5]), 0.55)
try:
    krippendorff.alpha(reliability_data=numpy.array([first, second]), level_of_measurement="ordinal")
except ValueError as error:
    refused = "value_domain" in str(error)
else:
    refused = False
check("krippendorff refuses words", refused, True)
PYTHON
"$work/agreement/bin/python" -W ignore - <<'PYTHON'
import pandas
from irrCAC.raw import CAC

from ratings import check, first, grades, numbers, scale, second


def kappa(labels, **options):
    raters = pandas.DataFrame({"first": labels[0], "second": labels[1]})
    return round(float(CAC(raters, **options).conger()["est"]["coefficient_value"]), 2)


check("words", kappa([first, second], weights="linear"), 0.31)
check("words in their order", kappa([first, second], weights="linear", categories=scale), 0.59)
check("numbers", kappa(numbers, weights="linear"), 0.59)
check("grades", kappa(grades, weights="quadratic"), 0.55)
print("as stated: kappa of the same ratings is 0.31 as words, 0.59 as numbers")
PYTHON
