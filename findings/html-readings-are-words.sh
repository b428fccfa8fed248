#!/usr/bin/env bash
# The text that four tools take from a web page has Japanese words twice: as written, then as they are read aloud.
#
# Tools:    trafilatura 2.3.1, inscriptis 2.7.6, html2text 2025.4.15 and lxml 6.1.3 (text_content);
#           beautifulsoup4 4.15.0 (get_text) beside them.
# Valid:    HTML, "The ruby element": it stands for what it contains "ignoring all the child rt and rp elements", which hold
#           the reading in small print beside a word, and brackets for browsers that can't show it so.
# Seen:     東京 with its reading とうきょう is "東京とうきょう" by inscriptis, html2text and lxml, one run of letters, or
#           "東京（とうきょう）" where the page has the brackets. trafilatura.extract makes four lines of the one sentence,
#           the reading a line of its own. Beautiful Soup has the sentence as it is read: no reading, no bracket.
# Hurts:    corpora of Japanese, and of Chinese with bopomofo or pinyin: pages for children and learners, novels, names.
#           Words that carry a reading are there twice, a tokenizer finds words across the seam, and sentences are cut at
#           each of them. Pages in other languages show nothing.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check 'trafilatura==2.3.1' 'inscriptis==2.7.6' \
  'html2text==2025.4.15' 'lxml==6.1.3' 'lxml_html_clean==0.4.6' 'beautifulsoup4==4.15.0' ||
  { echo 'could not install' >&2; exit 2; }
cd "$work"
"$work/venv/bin/python" - <<'PYTHON'
import sys

import bs4
import html2text
import inscriptis
import lxml.html
import trafilatura


def check(what, seen, stated):
    if seen != stated:
        sys.exit(f"changed: {what}: {seen!r}, was {stated!r}")


def texts(word):
    """The sentence with `word` in it, by the five tools."""
    page = f'<html lang="ja"><head><title>t</title></head><body><article><p>彼は{word}に住む。</p></article></body></html>'
    return {
        "trafilatura": trafilatura.extract(page).split("\n"),
        "inscriptis": inscriptis.get_text(page).strip(),
        "html2text": html2text.html2text(page).strip(),
        "lxml": lxml.html.fromstring(page).find(".//p").text_content(),
        "beautifulsoup4": bs4.BeautifulSoup(page, "html.parser").p.get_text(),
    }


def stated(lines, text):
    return {"trafilatura": lines, "inscriptis": text, "html2text": text, "lxml": text, "beautifulsoup4": "彼は東京に住む。"}


check("a word without reading", texts("東京"), stated(["彼は東京に住む。"], "彼は東京に住む。"))
check("a word with its reading", texts("<ruby>東京<rt>とうきょう</rt></ruby>"),
      stated(["彼は", "東京", "とうきょう", "に住む。"], "彼は東京とうきょうに住む。"))
check("with brackets", texts("<ruby>東京<rp>（</rp><rt>とうきょう</rt><rp>）</rp></ruby>"),
      stated(["彼は", "東京", "（", "とうきょう", "）", "に住む。"], "彼は東京（とうきょう）に住む。"))
print("as stated: 東京 with a reading is 東京とうきょう, and four lines for trafilatura")
PYTHON
