#!/usr/bin/env bash
# alto-tools writes the first half of a hyphenated word again where its second half stands.
#
# Tool:     alto-tools 0.1.0, the command alto-tools -t; lxml 6.1.3 reads the same words beside it.
# Valid:    ALTO, the Library of Congress' format for recognized text: a String has its text in CONTENT. Where a line ends
#           within a word, SUBS_TYPE is HypPart1 for one half and HypPart2 for the other, and SUBS_CONTENT the whole word;
#           an abbreviation has SUBS_TYPE="Abbreviation".
# Seen:     Der Ver- / lag druckt / am Nachm. mehr: the text is "Der Ver", "Verdruckt", "am am mehr.". A String with a
#           SUBS_TYPE other than HypPart1 gets the text of the String before it, with its space or lack of one. The code is
#           that for issue 16 of cneud/alto-tools, in which whole words were there twice. Exit code 0, no message.
# Hurts:    corpora from scanned newspapers and books: at the end of every line that breaks a word its second half is lost
#           and its first half stands there once more, glued to the next word; the number of words hardly changes.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check 'alto-tools==0.1.0' 'lxml==6.1.3' ||
  { echo 'could not install' >&2; exit 2; }
cd "$work"
cat >page.xml <<'XML'
<?xml version="1.0" encoding="UTF-8"?>
<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#">
  <Description><MeasurementUnit>pixel</MeasurementUnit></Description>
  <Layout><Page ID="p" PHYSICAL_IMG_NR="1"><PrintSpace><TextBlock ID="b">
    <TextLine ID="l1">
      <String ID="s1" CONTENT="Der"/><SP/>
      <String ID="s2" CONTENT="Ver" SUBS_TYPE="HypPart1" SUBS_CONTENT="Verlag"/><HYP CONTENT="-"/>
    </TextLine>
    <TextLine ID="l2">
      <String ID="s3" CONTENT="lag" SUBS_TYPE="HypPart2" SUBS_CONTENT="Verlag"/><SP/>
      <String ID="s4" CONTENT="druckt"/>
    </TextLine>
    <TextLine ID="l3">
      <String ID="s5" CONTENT="am"/><SP/>
      <String ID="s6" CONTENT="Nachm." SUBS_TYPE="Abbreviation" SUBS_CONTENT="Nachmittag"/><SP/>
      <String ID="s7" CONTENT="mehr."/>
    </TextLine>
  </TextBlock></PrintSpace></Page></Layout>
</alto>
XML
venv/bin/alto-tools -t page.xml >text.txt
"$work/venv/bin/python" - <<'PYTHON'
import sys

from lxml import etree


def check(what, seen, stated):
    if seen != stated:
        sys.exit(f"changed: {what}: {seen!r}, was {stated!r}")


name = "{http://www.loc.gov/standards/alto/ns-v4#}"
lines = [[word.get("CONTENT") for word in line.iter(name + "String")]
         for line in etree.parse("page.xml").iter(name + "TextLine")]
check("the words of the file", lines, [["Der", "Ver"], ["lag", "druckt"], ["am", "Nachm.", "mehr."]])
with open("text.txt", encoding="utf-8") as file:
    text = [line.strip() for line in file if line.strip()]
check("the text by alto-tools", text, ["Der Ver", "Verdruckt", "am am mehr."])
print("as stated: \"Ver-lag druckt\" is \"Ver\" and \"Verdruckt\"")
PYTHON
