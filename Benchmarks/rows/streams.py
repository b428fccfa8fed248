"""Text in and out: formats, whole commands, hashing, what is done to characters and pieces."""
import json
import os
import re

from .builds import BENCHMARKS
from .cells import Cell
from .context import command, row, script
from .machine import Failure, Timed

PIPELINE = """name: streams
stages:
  - name: lines
    read: {{format: lines, train: {text}}}
  - name: cleaned
    clean: {{of: lines, minimumCharacters: 1}}
  - name: tokens
    tokenize: {{of: cleaned, locale: en}}
  - name: words
    vocabulary: {{of: tokens, kind: words, size: 10000}}
  - name: out
    write: {{of: tokens, format: jsonl, path: {output}}}
"""
READ = "name: streams\nstages:\n  - name: lines\n    read: {{format: lines, train: {text}}}\n"
FORMATS = os.path.join(BENCHMARKS, "peers", "formats.py")


def formats(build, files):
    """A side: files read into documents and written as JSONL by CorpusBenchmark, in MB/s of processor time."""

    def measure():
        timed = Timed(
            [build.program("CorpusBenchmark"), "--json", *(f"{name}={path}" for name, path in files.items())])
        found = {"memory": timed.memory}
        for line in timed.output.splitlines():
            each = json.loads(line)
            found[each["row"]] = each["bytes"] / each["processor"] / 1e6
        return found

    return measure


def python_formats(context, sides, files):
    """Adds a side for each way in which Python reads a file: `kind` to path."""
    python = context.peer("formats")
    for kind, path in files.items() if python else ():

        def measure(kind=kind, path=path):
            found = script(python, FORMATS, kind, path)
            return {"rate": found["bytes"] / found["processor"] / 1e6, "memory": found["memory"]}

        sides[kind] = measure


def both(context, files):
    """The sides of the builds."""
    return {name: formats(build, files) for name, build in context.builds().items()}


def into(format, what, must):
    """The line for a format beside the other build."""
    metric = f"{format}: documents"
    return Cell(f"{what}, MB/s", ("now", metric), ("before", metric), must=must)


@row("jsonl", "JSONL into documents, documents as JSONL", "CorpusBenchmark")
def jsonl(context):
    files = {
        "jsonl": context.material.rows_of("jsonl"),
        "conllu": context.material.public("ud-english-ewt/train.conllu.gz", "tagged/train.conllu"),
    }
    sides = both(context, files)
    python_formats(context, sides, {"orjson": files["jsonl"], "json": files["jsonl"]})
    read, own = "jsonl: documents", "that JSONL: documents"
    written = "documents in memory, written as JSONL"
    return sides, [
        into("jsonl", "JSONL, texts with ids", 4),
        Cell("", ("now", read), ("orjson", "rate"), "orjson", must=1),
        Cell("", ("now", read), ("json", "rate"), "Python"),
        Cell("Braid's JSONL of texts, MB/s", ("now", "jsonl: " + own), ("before", "jsonl: " + own), must=4),
        Cell("Braid's JSONL of CoNLL-U, MB/s", ("now", "conllu: " + own), ("before", "conllu: " + own), must=4),
        Cell("texts written as JSONL, MB/s", ("now", "jsonl: " + written), ("before", "jsonl: " + written), must=3),
        Cell("CoNLL-U as JSONL, MB/s", ("now", "conllu: " + written), ("before", "conllu: " + written), must=3),
    ]


@row("tables", "TSV and CSV into documents", "CorpusBenchmark")
def tables(context):
    files = {kind: context.material.rows_of(kind) for kind in ("tsv", "csv")}
    sides = both(context, files)
    python_formats(context, sides, files)
    return sides, [
        into("tsv", "TSV, two columns", 4),
        Cell("", ("now", "tsv: documents"), ("tsv", "rate"), "Python"),
        into("csv", "CSV, two columns", 4),
        Cell("", ("now", "csv: documents"), ("csv", "rate"), "Python"),
    ]


def beside_c(format, name):
    """The line for a format beside plain C."""
    return Cell("", ("now", f"{format}: documents"), ("now", f"{format}: {name}"), "C")


@row("conll", "CoNLL-2000, CoNLL-U and CoNLL-2012 into documents", "CorpusBenchmark")
def conll(context):
    files = {"conllu": context.material.public("ud-english-ewt/train.conllu.gz", "tagged/train.conllu")}
    files["conll2012"] = context.material.public("srl-propbank-ewt/train.gold_conll.gz", "frames/train.conll")
    if not context.quick:
        files["conll2000"] = context.material.public("conll2000/train.txt", "")
    musts = {"conll2000": ("CoNLL-2000", 3), "conllu": ("CoNLL-U", 2), "conll2012": ("CoNLL-2012", 2)}
    cells = []
    for format, (what, must) in musts.items():
        if format in files:
            cells += [into(format, what, must), beside_c(format, "plain C: getline, strsep, strdup")]
    return both(context, files), cells


@row("xml", "TEI and TMX into documents", "CorpusBenchmark")
def xml(context):
    files = {
        "tei": context.material.public("xml/tei/bulgakov-beg.xml", "letter/letter.xml"),
        "tmx": context.material.public("xml/tmx/omegat-test-match-stat-en-ca.tmx", "memory/memory.tmx"),
    }
    sides = both(context, files)
    python_formats(context, sides, {"lxml-tei": files["tei"], "lxml-tmx": files["tmx"]})
    cells = []
    for format, what in (("tei", "TEI, a play"), ("tmx", "TMX")):
        cells += [
            into(format, what, 3), beside_c(format, "plain C: libxml2, SAX2"),
            Cell("", ("now", f"{format}: documents"), (f"lxml-{format}", "rate"), "lxml"),
        ]
    return sides, cells


@row("tokenize", "`braid tokenize` whole, text to JSONL", "braid")
def tokenize(context):
    text = context.material.text()
    size = os.path.getsize(text)
    sides = {}
    for name, build in context.builds().items():
        for threads in (1, 2):
            sides[f"{name} {threads}"] = command(
                build, "tokenize", "-q", text, "-o", "/dev/null", "--threads", threads, size=size)
    return sides, [
        Cell("tokenize, 1 thread, MB/s", ("now 1", "rate"), ("before 1", "rate"), must=4),
        Cell("tokenize, 2 threads, by the clock, MB/s", ("now 2", "clockRate"), ("before 2", "clockRate")),
        Cell("", ("now 2", "clockRate"), ("now 1", "clockRate"), "1 thread", must=1.9),
    ]


@row("run", "`braid run`: read, clean, tokenize, vocabulary, write", "braid")
def pipeline(context):
    text = context.material.text()
    size = os.path.getsize(text)

    def side(name, build, threads):
        def measure():
            output = context.material.new("streams-out.jsonl")
            path = context.material.pipeline("streams.yaml", PIPELINE.format(text=text, output=output))
            folder = context.material.new("streams-run")
            return command(build, "run", path, "--output", folder, "--threads", threads, size=size)()

        return measure

    sides = {
        f"{name} {threads}": side(name, build, threads)
        for name, build in context.builds().items() for threads in (1, 2)
    }
    return sides, [
        Cell("read, clean, tokenize, count, write, MB/s", ("now 1", "rate"), ("before 1", "rate"), must=4),
        Cell("the same, 2 threads, by the clock, MB/s", ("now 2", "clockRate"), ("before 2", "clockRate"), must=4),
    ]


@row("hashing", "hashing of an input, `braid check` of two lines", "braid")
def hashing(context):
    large = context.material.repeated(40_000_000 if context.quick else 400_000_000)
    size = os.path.getsize(large)
    lines = context.material.pipeline("two-lines.txt", "One line of text.\nAnd another one.\n")
    read = context.material.pipeline("read-large.yaml", READ.format(text=large))
    two = context.material.pipeline("read-two.yaml", READ.format(text=lines))
    sides = {}
    for name, build in context.builds().items():
        sides[name] = lambda build=build: command(
            build, "plan", read, "--output", context.material.new("plan-run"), size=size)()
        sides[f"{name} check"] = command(build, "check", two, repeats=9)
    return sides, [
        Cell("plan: hash of the input, MB/s", ("now", "rate"), ("before", "rate"), must=8),
        Cell("check of two lines, ms", ("now check", "ms"), ("before check", "ms"), kind="cost", limit=50),
    ]


def lines_of(build, program, path):
    """A side: MB/s of the lines that a benchmark program prints, by their names."""

    def measure():
        # Code 1 says that ICU draws other boundaries, which is not the question here.
        timed = Timed([build.program(program), path], codes=(0, 1))
        found = {name.strip(): float(rate) for name, rate in re.findall(r"^  (.+?) +([\d.]+) MB/s", timed.output, re.M)}
        if not found:
            raise Failure(f"{program} printed no speeds")
        return found | {"memory": timed.memory}

    return measure


@row("characters", "stripping diacritics, BPE with dropout", "TextBenchmark", "VocabularyBenchmark")
def characters(context):
    scripts = context.material.scripts()
    text = context.material.captions(300_000 if context.quick else 6_000_000)
    sides = {}
    for name, build in context.builds().items():
        sides[f"{name} text"] = lines_of(build, "TextBenchmark", scripts)
        sides[f"{name} pieces"] = lines_of(build, "VocabularyBenchmark", text)
    strip, dropout = "Braid: strip-diacritics with alignment", "Braid: encoding with BPE, dropout 0.1"
    return sides, [
        Cell("strip diacritics, MB/s", ("now text", strip), ("before text", strip), must=6),
        Cell("BPE with dropout 0.1, MB/s", ("now pieces", dropout), ("before pieces", dropout), must=8),
    ]
