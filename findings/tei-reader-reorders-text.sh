#!/usr/bin/env bash
# TeiReader puts the words after a line break behind those that follow: the text of a TEI file comes in another order.
#
# Tool:     tei-reader 0.0.17 with beautifulsoup4 4.15.0 and lxml 6.1.3, TeiReader.read_string(...).text.
# Valid:    TEI P5: lb, pb and cb are empty elements that mark a place ("Milestones"); the text goes on after them, in the
#           order of the file. The package's page says that parts come in document order.
# Seen:     "The <name>Isar</name> <lb/>rose. <name>Eva</name> saw <name>Tom</name> there." is read as "The IsarEva saw Tom
#           there.rose."; lxml has the words as they stand. With lb alone, or name alone, the order is right. No warning.
# Hurts:    editions mark each line of print, and most mark names: n-grams, sentences and taggers get a salad of words that
#           no count shows, for hardly a character is missing.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check 'tei-reader==0.0.17' \
  'beautifulsoup4==4.15.0' 'lxml==6.1.3' || { echo 'could not install' >&2; exit 2; }
cd "$work"
"$work/venv/bin/python" -W ignore - <<'PYTHON'
import sys

from lxml import etree
from tei_reader import TeiReader


def check(what, seen, stated):
    if seen != stated:
        sys.exit(f"changed: {what}: {seen!r}, was {stated!r}")


def read(content):
    """The text of a paragraph with `content`, as lxml and as TeiReader have it."""
    statement = "<titleStmt><title>A page</title></titleStmt><publicationStmt><p>None.</p></publicationStmt>"
    header = f"<teiHeader><fileDesc>{statement}<sourceDesc><p>None.</p></sourceDesc></fileDesc></teiHeader>"
    body = f"<text><body><p>{content}</p></body></text>"
    xml = f'<TEI xmlns="http://www.tei-c.org/ns/1.0">{header}{body}</TEI>'
    text = etree.fromstring(xml).find("{*}text").xpath("string()")
    return text, TeiReader().read_string(xml).text


def words(content):
    return tuple(text.split() for text in read(content))


for content in ("a line <hi>in</hi> print", "a <lb/>line <lb/>in <lb/>print"):
    check(f"text of {content}", words(content), (["a", "line", "in", "print"],) * 2)
order = words("a <lb/>line <hi>in</hi> print <lb/>ends")
check("line breaks and hi", order, (["a", "line", "in", "print", "ends"], ["a", "in", "print", "line", "ends"]))
right, wrong = read("The <name>Isar</name> <lb/>rose. <name>Eva</name> saw <name>Tom</name> there.")
check("a line break and names", (right, wrong), ("The Isar rose. Eva saw Tom there.", "The IsarEva saw Tom there.rose. "))
print("as stated: the words after a line break come later")
PYTHON
