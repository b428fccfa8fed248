#!/usr/bin/env bash
# tmx2dataframe ends a segment at its first inline element and calls the first language the source.
#
# Tool:     tmx2dataframe 0.3.0 (with pandas 3.1.1).
# Valid:    TMX 1.4b, "Content Markup": a <seg> is text mixed with bpt, ept, hi, it, ph and ut; the header's srclang says
#           which <tuv> is the source, not their order.
# Seen:     "Press <bpt>OK<ept> now" is read as "Press "; "Bread<!-- --> and wine" as "Bread"; a unit whose German
#           stands first has German as source, although the header says srclang="en".
# Hurts:    whoever trains translation on memories of CAT tools, where such codes stand for formatting and placeholders:
#           pairs of cut sentences, in both directions mixed, and every row looks fine.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check 'tmx2dataframe==0.3.0' 'pandas==3.1.1' ||
  { echo 'could not install' >&2; exit 2; }
cd "$work"
cat >memory.tmx <<'TMX'
<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.4">
<header creationtool="hand" creationtoolversion="1" segtype="sentence" o-tmf="none" adminlang="en" srclang="en"
 datatype="plaintext"/>
<body>
<tu><tuv xml:lang="en"><seg>Press <bpt i="1">[b]</bpt>OK<ept i="1">[/b]</ept> now</seg></tuv>
<tuv xml:lang="de"><seg>Jetzt <bpt i="1">[b]</bpt>OK<ept i="1">[/b]</ept> drücken</seg></tuv></tu>
<tu><tuv xml:lang="de"><seg>Brot und Wein</seg></tuv><tuv xml:lang="en"><seg>Bread<!-- sic --> and wine</seg></tuv></tu>
</body>
</tmx>
TMX
"$work/venv/bin/python" - <<'PYTHON'
import sys

from tmx2dataframe import tmx2dataframe


def check(what, seen, stated):
    if seen != stated:
        sys.exit(f"changed: {what}: {seen!r}, was {stated!r}")


metadata, frame = tmx2dataframe.read("memory.tmx")
columns = ["source_language", "source_sentence", "target_language", "target_sentence"]
rows = frame[columns].values.tolist()
check("source language of the header", metadata["srclang"], "en")
check("unit with codes", rows[0], ["en", "Press ", "de", "Jetzt "])
check("unit with German first", rows[1], ["de", "Brot und Wein", "en", "Bread"])
print("as stated:", rows)
PYTHON
