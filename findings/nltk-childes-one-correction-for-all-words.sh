#!/usr/bin/env bash
# NLTK's reader of CHILDES puts one correction in place of every word of the utterance, and its MLU counts that.
#
# Tool:     nltk 3.10.4, CHILDESCorpusReader: MLU() always, words() and sents() with replace=True (nltk issue 2249 of 2019
#           on tagged_sents; closed as inactive).
# Valid:    TalkBank XML of "I want cookie [: cookies]": a <replacement> is inside of the <w> that it corrects. So are
#           <shortening> for sounds left out, as in (be)cause, and <wk/> for compounds, as in choo+choo.
# Seen:     replace=True gives cookies cookies cookies cookies. MLU() is 5.0 where (4 + 2) / 2 = 3.0 morphemes a sentence are
#           right. Without replace the sentence has both, cookie and cookies. Of (be)cause "" is left, of choo+choo "choo".
# Hurts:    studies of child language: mean length of utterance is the measure of the field, and it grows with the number of
#           mistakes that a transcriber has corrected, so it is the most wrong for the youngest and for the impaired.
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

import nltk
from nltk.corpus.reader import CHILDESCorpusReader


def check(what, seen, stated):
    if seen != stated:
        sys.exit(f"changed: {what}: {seen!r}, was {stated!r}")


root = os.path.join(os.getcwd(), "childes")
os.mkdir(root)
nltk.data.path.append(root)


def mor(tag, stem, suffix=""):
    mark = f'<mk type="sfx">{suffix}</mk>' if suffix else ""
    return f'<mor type="mor"><mw><pos><c>{tag}</c></pos><stem>{stem}</stem>{mark}</mw></mor>'


def reader(name, *utterances):
    """A reader of a transcript with these utterances of a child."""
    with open(os.path.join(root, name), "w", encoding="utf-8") as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n<CHAT xmlns="http://www.talkbank.org/ns/talkbank" ')
        file.write('Version="2.7.1" Lang="eng" Corpus="Made" Date="1984-01-01">\n<Participants>')
        file.write('<participant id="CHI" role="Target_Child" language="eng" age="P2Y06M"/></Participants>\n')
        for index, words in enumerate(utterances):
            file.write(f'<u who="CHI" uID="u{index}">{words}<t type="p"/></u>\n')
        file.write("</CHAT>\n")
    return CHILDESCorpusReader(root, name)


pronoun, verb = f"<w>I{mor('pro', 'I')}</w>", f"<w>want{mor('v', 'want')}</w>"
meant = f"<w>cookies{mor('n', 'cookie', 'PL')}</w>"
corrected = pronoun + verb + f"<w>cookie<replacement>{meant}</replacement></w>"
other = f"<w>doggie{mor('n', 'doggie')}</w><w>sleep{mor('v', 'sleep')}</w>"

said = reader("said.xml", corrected, other)
check("replace=True", list(said.sents(replace=True)), [["cookies"] * 4, ["doggie", "sleep"]])
check("replace=False", list(said.sents()), [["I", "want", "cookie", "cookies"], ["doggie", "sleep"]])
check("MLU", list(said.MLU()), [5.0])
check("MLU of what was meant", list(reader("meant.xml", pronoun + verb + meant, other).MLU()), [3.0])

because = f"<w><shortening>be</shortening>cause{mor('conj', 'because')}</w>"
train = f'<w>choo<wk type="cmp"/>choo{mor("n", "choochoo")}</w>'
check("(be)cause choo+choo", list(reader("cut.xml", because + train).words()), ["", "choo"])
print("as stated: MLU is 5.0 for 3.0, one correction replaced 4 words")
PYTHON
