#!/usr/bin/env bash
# srl-eval.pl gives a system that invents predicates a precision of 100 %.
#
# Tool:     srl-eval.pl of CoNLL-2005, as it is inside allennlp-models 2.10.1. Needs perl.
# Valid:    CoNLL-2005 props ("Data Format" of the shared task): a column of predicate lemmas, then for each of them, in
#           order, a column of bracketed arguments.
# Seen:     gold has one predicate; output has it and a second one with three arguments: F1 100.00, 0 excess, no warning.
#           Output whose only difference is the lemma "look" for "see": 2 missed, 0 excess, a line on standard error.
# Hurts:    whoever scores systems that find predicates themselves (the shared task gave them): false predicates cost
#           nothing, so the precision is not one, and marking every word a predicate never lowers the score.
set -euo pipefail
command -v perl >/dev/null || { echo 'perl is needed' >&2; exit 2; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check --no-deps 'allennlp-models==2.10.1' ||
  { echo 'could not install' >&2; exit 2; }
cd "$work"
"$work/venv/bin/python" - <<'PYTHON'
import glob
import subprocess
import sys


def check(what, seen, stated):
    if seen != stated:
        sys.exit(f"changed: {what}: {seen!r}, was {stated!r}")


script = glob.glob("venv/lib/python3*/site-packages/**/srl-eval.pl", recursive=True)[0]


def overall(gold, output):
    """Correct, excess, missed, precision, recall and F1 of the line Overall; and standard error."""
    for name, columns in (("gold", gold), ("output", output)):
        with open(name, "w") as file:
            for row in zip(*(column.split() for column in columns)):
                file.write("\t".join(row) + "\n")
            file.write("\n")
    run = subprocess.run(["perl", script, "gold", "output"], capture_output=True, text=True, check=True)
    line = next(line for line in run.stdout.splitlines() if line.split()[:1] == ["Overall"])
    return line.split()[1:], run.stderr


#       We     see    a    bridge fall down
roles = "(A0*) (V*)   (A1* *)     *    *"
gold = ["-     see    -    -      -    -", roles]
numbers, errors = overall(gold, gold)
check("gold against itself", numbers, ["2", "0", "0", "100.00", "100.00", "100.00"])
invented = ["-     see    -    -      fall -", roles, "(A0*) (A2*)  *    (A1*)  (V*) *"]
numbers, errors = overall(gold, invented)
check("an invented predicate", numbers, ["2", "0", "0", "100.00", "100.00", "100.00"])
check("its warning", errors, "")
numbers, errors = overall(gold, ["-     look   -    -      -    -", roles])
check("another lemma", numbers, ["0", "0", "2", "0.00", "0.00", "0.00"])
check("its warning", "props do not match" in errors, True)
print("as stated: F1 100.00 with an invented predicate")
PYTHON
