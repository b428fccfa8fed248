#!/usr/bin/env bash
# Fleiss' kappa by statsmodels is 0 for annotators who agree on everything, if each text was read by two of the three.
#
# Tool:     statsmodels 0.15.0, aggregate_raters and fleiss_kappa; krippendorff 0.9.0 beside it.
# Valid:    NaN is the missing value of numpy and pandas. What a missing label is for aggregate_raters stands nowhere in its
#           description, which asks for "category assignment"; fleiss_kappa stops at texts with fewer labels than others
#           (known: issue 7781 of statsmodels/statsmodels, open).
# Seen:     twenty texts, two labels each, all pairs alike: alpha is 1.0, kappa 0.0. NaN is counted as a third category, in
#           which the annotators who read a text always differ from the one who didn't; so every text has the labels of
#           three, and fleiss_kappa has nothing to stop at. Without gaps both are 1.0.
# Hurts:    agreement on corpora whose texts were dealt out among annotators: the figure falls with the gaps, not with the
#           disagreement, and guidelines are rewritten that were clear.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check 'statsmodels==0.15.0' \
  'krippendorff==0.9.0' ||
  { echo 'could not install' >&2; exit 2; }
cd "$work"
"$work/venv/bin/python" - <<'PYTHON'
import sys

import krippendorff
import numpy
from statsmodels.stats.inter_rater import aggregate_raters, fleiss_kappa


def check(what, seen, stated):
    if seen != stated:
        sys.exit(f"changed: {what}: {seen!r}, was {stated!r}")


def agreement(labels):
    """Krippendorff's alpha and Fleiss' kappa of `labels`, of shape (texts, annotators)."""
    alpha = krippendorff.alpha(reliability_data=labels.T, level_of_measurement="nominal")
    kappa = fleiss_kappa(aggregate_raters(labels)[0])
    return round(float(alpha), 6), abs(round(float(kappa), 6))


none = numpy.nan
dealt = numpy.array([[1, 1, none], [2, none, 2], [none, 1, 1], [2, 2, none]] * 5)
whole = numpy.array([[1, 1, 1], [2, 2, 2]] * 10)
check("agreement on texts that all three read", agreement(whole), (1.0, 1.0))
check("agreement on texts that two read", agreement(dealt), (1.0, 0.0))
counts, categories = aggregate_raters(dealt)
check("categories", [str(category) for category in categories], ["1.0", "2.0", "nan"])
check("labels of the first text", counts[0].tolist(), [2, 0, 1])
check("kappa without the third category", float(fleiss_kappa(counts[:, :2])), 1.0)
try:
    fleiss_kappa(numpy.array([[2, 0], [0, 3]]))
    refused = False
except AssertionError:
    refused = True
check("texts with more labels than others are refused", refused, True)
print("as stated: alpha is 1.0, kappa 0.0")
PYTHON
