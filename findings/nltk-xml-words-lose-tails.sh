#!/usr/bin/env bash
# NLTK's reader of XML corpora leaves out all text that follows an inline element, up to the end of what holds it.
#
# Tool:     nltk 3.10.4, XMLCorpusReader.words(); BNCCorpusReader, which is built on it, does so inside of a word.
# Valid:    well-formed XML with mixed content, as in TEI, JATS, DocBook and XHTML. The documentation of words() promises
#           all words "in text nodes -- ie, tags are ignored"; text between two elements is a text node like any other.
# Seen:     <p>The <hi>old</hi> house was <name>big</name> then.</p> is The old big. After a line break, an empty element,
#           the rest of the paragraph is gone. The words of a corpus without inline markup are all there.
# Hurts:    counts, vocabularies and concordances of any corpus with highlighting, names, notes, page or line breaks:
#           mostly the plain words are gone and the marked ones stay, so frequencies are wrong in a way that looks plausible.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check 'nltk==3.10.4' ||
  { echo 'could not install' >&2; exit 2; }
cd "$work"
"$work/venv/bin/python" - <<'PYTHON'
import os
import sys
from xml.etree import ElementTree

import nltk
from nltk.corpus.reader import BNCCorpusReader, XMLCorpusReader
from nltk.tokenize import wordpunct_tokenize


def check(what, seen, stated):
    if seen != stated:
        sys.exit(f"changed: {what}: {seen!r}, was {stated!r}")


root = os.path.join(os.getcwd(), "corpus")
os.mkdir(root)
nltk.data.path.append(root)


def words(name, xml):
    """The words of `xml` by the reader, and those of its text nodes by ElementTree and the reader's own tokenizer."""
    with open(os.path.join(root, name), "w", encoding="utf-8") as file:
        file.write(xml)
    text = "".join(ElementTree.fromstring(xml).itertext())
    return " ".join(XMLCorpusReader(root, name).words()), " ".join(wordpunct_tokenize(text))


inline = "<text><p>The <hi>old</hi> house was <name>big</name> then.</p></text>"
broken = "<text><p>Shall I compare<lb/>thee to a summer's day</p></text>"
plain = "<text><p>The old house was big then.</p></text>"
check("inline elements", words("inline.xml", inline), ("The old big", "The old house was big then ."))
check("a line break", words("break.xml", broken), ("Shall I compare", "Shall I comparethee to a summer ' s day"))
check("no inline elements", words("plain.xml", plain), ("The old house was big then .",) * 2)

word = '<w c5="VVG" hw="say" pos="VERB">sa<hi rend="it">y</hi>ing </w>'
bnc = f'<bncDoc><stext><div><p><s n="1">{word}</s></p></div></stext></bncDoc>'
with open(os.path.join(root, "bnc.xml"), "w", encoding="utf-8") as file:
    file.write(bnc)
check("inside of a word of the BNC", list(BNCCorpusReader(root, "bnc.xml").words()), ["sa"])
print("as stated: 3 of 6 words are left, 3 of 8 after a line break")
PYTHON
