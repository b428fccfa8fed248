#!/usr/bin/env bash
# Beautiful Soup's XML parser makes one character of white space between elements, xml:space="preserve" or not.
#
# Tool:     beautifulsoup4 4.15.0 with features="xml", on lxml 6.1.3, which alone keeps them.
# Valid:    XML 1.0, section 2.10: a processor must pass on all characters that are not markup; xml:space="preserve" says
#           that they count.
# Seen:     <w>a</w>   <w>b</w> has the text "a   b" by lxml and "a b" by Beautiful Soup, and is written back so; white
#           space with a line end in it becomes one line end. Inside of other text it stays, so it depends on markup.
# Hurts:    stand-off annotation: offsets of spans into the text of a TEI or XML corpus fit one of the two parsers only,
#           and every gap moves what follows; verse and code examples lose their layout.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check 'beautifulsoup4==4.15.0' 'lxml==6.1.3' ||
  { echo 'could not install' >&2; exit 2; }
cd "$work"
"$work/venv/bin/python" - <<'PYTHON'
import sys

from bs4 import BeautifulSoup
from lxml import etree


def check(what, seen, stated):
    if seen != stated:
        sys.exit(f"changed: {what}: {seen!r}, was {stated!r}")


xml = '<p xml:space="preserve"><w>a</w>   <w>b</w>\n\n    <w>c</w> d   e</p>'
alone = "".join(etree.fromstring(xml).itertext())
soup = BeautifulSoup(xml, "xml")
check("text by lxml", alone, "a   b\n\n    c d   e")
check("text by Beautiful Soup", soup.get_text(), "a b\nc d   e")
check("written by Beautiful Soup", str(soup.p), '<p xml:space="preserve"><w>a</w> <w>b</w>\n<w>c</w> d   e</p>')
check("offset of c by both", (alone.index("c"), soup.get_text().index("c")), (11, 4))
print("as stated: offset of c is 11 by lxml, 4 by Beautiful Soup")
PYTHON
