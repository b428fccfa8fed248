#!/usr/bin/env bash
# The Moses punctuation normalizer makes 12.5 of 12 500: it puts the decimal sign where the thousands are spaced.
#
# Tools:    sacremoses 0.2.0, MosesPunctNormalizer and the command normalize -d (a port of Moses' normalize-punctuation.perl);
#           babel 2.19.0 (Unicode CLDR) writes and reads the numbers.
# Valid:    CLDR writes 12500 with a no-break space in Czech, Canadian French, Russian, Finnish, Swedish, Polish and
#           Ukrainian; the SI brochure (5.4.4) and ISO 80000-1 (7.3) ask for a space, in English too, and for no point.
# Seen:     "12 500" becomes "12,500" in Czech and French, whose decimal sign is the comma, and "12.500" in the others and
#           in English, whose decimal sign is the point: CLDR reads 12.5. Two numbers with that space between become one.
# Hurts:    translation data: it is the usual first step there, on by default, and each language of a pair is changed on
#           its own, so that "12 500 km" faces "12,500 km" and models learn both; and whoever looks up numbers in text.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check 'sacremoses==0.2.0' 'babel==2.19.0' ||
  { echo 'could not install' >&2; exit 2; }
cd "$work"
"$work/venv/bin/python" - <<'PYTHON'
import decimal
import subprocess
import sys

from babel.numbers import format_decimal, parse_decimal
from sacremoses import MosesPunctNormalizer


def check(what, seen, stated):
    if seen != stated:
        sys.exit(f"changed: {what}: {seen!r}, was {stated!r}")


cases = [("cs", "12,500"), ("fr_CA", "12,500")] + [(locale, "12.500") for locale in ("ru", "fi", "sv", "pl", "uk")]
for locale, stated in cases:
    number = format_decimal(12500, locale=locale)
    check(f"{locale}, by CLDR", number, "12\u00a0500")
    check(f"{locale}, read by CLDR", parse_decimal(number, locale=locale), decimal.Decimal(12500))
    normal = MosesPunctNormalizer(lang=locale[:2]).normalize(number)
    check(f"{locale}, normalized", normal, stated)
    if "," in stated:
        check(f"{locale}, normalized, read by CLDR", parse_decimal(normal, locale=locale), decimal.Decimal("12.5"))

english = MosesPunctNormalizer(lang="en")
check("English", english.normalize("12\u00a0500 km"), "12.500 km")
check("English, read by CLDR", parse_decimal("12.500", locale="en"), decimal.Decimal("12.5"))
check("two numbers", english.normalize("room 12\u00a03 guests"), "room 12.3 guests")
check("a plain space", english.normalize("12 500 km"), "12 500 km")
run = subprocess.run(
    ["venv/bin/sacremoses", "-l", "en", "normalize", "-d"], input="12\u00a0500 km\n", capture_output=True, text=True
)
check("the command", run.stdout, "12.500 km\n")
print("as stated: 12 500 became 12.5")
PYTHON
