#!/usr/bin/env bash
# NLTK gives a perfect translation of short texts a chrF of 0.54, sacreBLEU gives the same files 100.
#
# Tools:    nltk 3.10.4, nltk.translate.chrf_score.corpus_chrf; sacrebleu 2.6.0 (its issue 144 names the two ways).
# Valid:    chrF (Popović 2015, section 2) is an F-score of character n-grams, n from 1 to 6, in percent or from 0 to 1:
#           equal texts have precision and recall 1 for each n that occurs.
# Seen:     system output = reference; "yes", "no", "ok" and one sentence: NLTK 0.5417, sacreBLEU 100.
#           NLTK counts an order that a text is too short for as 0, and averages texts; texts of 6 characters are right.
# Hurts:    whoever compares systems on user-interface strings, dictionaries, dialogue: the maximum depends on the lengths
#           of the references, so scores of two test sets, or of two papers, can't be compared.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check 'nltk==3.10.4' 'sacrebleu==2.6.0' ||
  { echo 'could not install' >&2; exit 2; }
cd "$work"
"$work/venv/bin/python" - <<'PYTHON'
import sys

import sacrebleu
from nltk.translate.chrf_score import corpus_chrf, sentence_chrf


def check(what, seen, stated):
    if seen != stated:
        sys.exit(f"changed: {what}: {seen!r}, was {stated!r}")


texts = ["yes", "no", "I do not know what this is about", "ok"]
check("NLTK, a copy", round(corpus_chrf(texts, texts, beta=2.0), 4), 0.5417)
check("sacreBLEU, a copy", round(sacrebleu.corpus_chrf(texts, [texts], beta=2).score, 4), 100.0)
for text, score in (("a", 0.1667), ("ok", 0.3333), ("yes", 0.5), ("bridges", 1.0)):
    check(f"NLTK, {text}", round(sentence_chrf(text, text, beta=2.0), 4), score)
    check(f"sacreBLEU, {text}", round(sacrebleu.sentence_chrf(text, [text]).score, 4), 100.0)
print("as stated: 0.5417 and 100 for a perfect copy")
PYTHON
