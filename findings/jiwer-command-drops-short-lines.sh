#!/usr/bin/env bash
# The command jiwer leaves out lines of one character and empty lines: wrong digits score 0 %, sentences lose their pair.
#
# Tool:     jiwer 4.0.0, the command and jiwer.wer on the same lines.
# Valid:    its help: each sentence is delimited by a new line, both files have the same number of lines. What an empty
#           sentence counts is defined since 4.0 (its pull request 108): every word of the other side is an error.
# Seen:     digits, "7" heard as "9" and "2" as "8", and one sentence: the command says 0.0, jiwer.wer 0.25.
#           A silent line where a word was heard, and further down a word that was not heard: the command removes a line
#           from each file, pairs those between shifted by one, and says 1.125 for 0.25. No message, exit code 0.
# Hurts:    digit and command recognition, single syllables (Korean, Chinese), corpora with silence: the rate is too good
#           or far too bad, and only files whose counts then differ are refused.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check 'jiwer==4.0.0' ||
  { echo 'could not install' >&2; exit 2; }
cd "$work"
"$work/venv/bin/python" - <<'PYTHON'
import subprocess
import sys

import jiwer


def check(what, seen, stated):
    if seen != stated:
        sys.exit(f"changed: {what}: {seen!r}, was {stated!r}")


def rates(*pairs):
    """The word error rates of the command and of the function, over pairs of reference and hypothesis."""
    for name, side in (("reference", 0), ("hypothesis", 1)):
        with open(name, "w", encoding="utf-8") as file:
            file.writelines(pair[side] + "\n" for pair in pairs)
    run = subprocess.run(
        ["venv/bin/jiwer", "-r", "reference", "-h", "hypothesis"], capture_output=True, text=True, check=True
    )
    check("standard error", run.stderr, "")
    rate = jiwer.wer([reference for reference, _ in pairs], [hypothesis for _, hypothesis in pairs])
    return round(float(run.stdout), 4), round(rate, 4)


whole = ("please read the six digits", "please read the six digits")
check("longer words, all wrong", rates(("seven", "nine"), whole, ("two", "eight")), (0.2857, 0.2857))
check("digits, all wrong", rates(("7", "9"), whole, ("2", "8"), ("four", "four")), (0.0, 0.25))
check("Korean, yes for yes", rates(("네", "예"), ("회의를 시작합니다", "회의를 시작합니다")), (0.0, 0.3333))

shifted = rates(
    ("", "uh"),
    ("the first sentence", "the first sentence"),
    ("one more here", "one more here"),
    ("thanks", ""),
    ("goodbye", "goodbye"),
)
check("silence and a word not heard", shifted, (1.125, 0.25))
print("as stated: 0.0 for 0.25, 1.125 for 0.25")
PYTHON
