#!/usr/bin/env bash
# Two packages for TEI take comments and processing instructions for words of the text.
#
# Tool:     standoffconverter 0.9.1 (Standoff.plain) and acdh-tei-pyutils 2.4.0 (extract_fulltext), both on lxml 6.1.3,
#           whose own XPath string() leaves them out.
# Valid:    XML 1.0, sections 2.5 and 2.6: neither comments nor processing instructions are part of a document's character
#           data. Editors of TEI put remarks into both.
# Seen:     <p>The <!-- sic --> cat met <?editor ask Bob?>Ann.</p> has the text "The  sic  cat met ask BobAnn." for the one
#           and "The sic cat met ask BobAnn." for the other. Where a word is glued to what stands beside it, a tokenizer
#           sees neither: Ann is gone.
# Hurts:    digital editions: remarks, names of editors and passages that were commented out are counted, tagged and
#           searched as words of the author; offsets of annotation fit one tool only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check 'standoffconverter==0.9.1' \
  'acdh-tei-pyutils==2.4.0' 'lxml==6.1.3' ||
  { echo 'could not install' >&2; exit 2; }
cd "$work"
"$work/venv/bin/python" - <<'PYTHON'
import sys

from acdh_tei_pyutils.utils import extract_fulltext
from lxml import etree
from standoffconverter import Standoff


def check(what, seen, stated):
    if seen != stated:
        sys.exit(f"changed: {what}: {seen!r}, was {stated!r}")


namespaces = {"tei": "http://www.tei-c.org/ns/1.0"}


def texts(paragraph):
    """What lxml, standoffconverter and acdh-tei-pyutils read from a document with `paragraph`."""
    header = "<teiHeader><fileDesc/></teiHeader>"
    source = f'<TEI xmlns="{namespaces["tei"]}">{header}<text><body>{paragraph}</body></text></TEI>'
    body = etree.fromstring(source).find(".//tei:body", namespaces)
    plain = Standoff(etree.fromstring(source), namespaces=namespaces).plain
    return body.xpath("string()"), plain, extract_fulltext(body)


check("without remarks", texts("<p>The cat met Ann.</p>"), ("The cat met Ann.",) * 3)
alone, standoff, utilities = texts("<p>The <!-- sic --> cat met <?editor ask Bob?>Ann.</p>")
check("text by lxml", alone, "The  cat met Ann.")
check("text by standoffconverter", standoff, "The  sic  cat met ask BobAnn.")
check("text by acdh-tei-pyutils", utilities, "The sic cat met ask BobAnn.")
check("words", [text.split() for text in (standoff, utilities)], [["The", "sic", "cat", "met", "ask", "BobAnn."]] * 2)
check("offsets of Ann", [text.index("Ann") for text in (alone, standoff, utilities)], [13, 25, 23])
print("as stated: 'The cat met Ann.' became", repr(utilities))
PYTHON
