#!/usr/bin/env bash
# pysubs2 puts the name of a WebVTT cue, and every comment, at the end of the text of the cue before it.
#
# Tool:     pysubs2 1.8.1, WebVTT; webvtt-py 0.6.0 reads the same file as its author meant it.
# Valid:    WebVTT (W3C), section 4: a line before a cue's times is its identifier, any text without "-->"; a block that
#           starts with NOTE is a comment; <00:00:02.500> in a cue is a time, not text.
# Seen:     "Good morning." is followed by an empty line and "ann-2", the name of the next cue; the next one by "NOTE checked
#           by hand" and "bob-1". plaintext, which is said to have no tags, has the time. Names that are numbers are left
#           out, but so is the last line of the last cue if it is one: of "It was / 1984", "It was" stays.
# Hurts:    speech and parallel corpora from subtitles of meetings, lectures and films: words that nobody said stand in
#           references of recognition and translation, in all cues but the last where they have names.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check 'pysubs2==1.8.1' 'webvtt-py==0.6.0' ||
  { echo 'could not install' >&2; exit 2; }
cd "$work"
cat >meeting.vtt <<'VTT'
WEBVTT

ann-1
00:00:01.000 --> 00:00:02.000
Good morning.

ann-2
00:00:02.000 --> 00:00:03.000
We are <00:00:02.500>here.

NOTE checked by hand

bob-1
00:00:03.000 --> 00:00:04.000
It was
1984
VTT
"$work/venv/bin/python" - <<'PYTHON'
import sys

import pysubs2
import webvtt


def check(what, seen, stated):
    if seen != stated:
        sys.exit(f"changed: {what}: {seen!r}, was {stated!r}")


meant = [caption.text for caption in webvtt.read("meeting.vtt")]
check("texts by webvtt-py", meant, ["Good morning.", "We are here.", "It was\n1984"])
texts = [event.plaintext for event in pysubs2.load("meeting.vtt")]
check("first text by pysubs2", texts[0], "Good morning.\n\nann-2")
check("second text by pysubs2", texts[1], "We are <00:00:02.500>here.\n\nNOTE checked by hand\n\nbob-1")
check("third text by pysubs2", texts[2:], ["It was"])
print("as stated: 'Good morning.' was read as", repr(texts[0]))
PYTHON
