"""Texts, corpora and models that the rows need, made once in a folder of their own."""
import gzip
import json
import os
import shutil
import tarfile

from .builds import ROOT
from .machine import Failure, Timed

# What the models of both sizes read words by.
ENCODER = """vocabulary: words
        embedding: 50
        lowercase: true
        characters: {kind: cnn, embedding: 25, units: 50}"""
TAGGER = """name: tagger
seed: 13
stages:
  - name: all-chunks
    read: {{format: conll2000, train: {chunks}}}
  - name: chunks
    split: {{of: all-chunks, dev: 0.1}}
  - name: tagged
    read: {{format: conllu, train: {train}, dev: {dev}}}
  - name: words
    vocabulary: {{of: [chunks, tagged], lowercase: true, size: 30000}}
  - name: model
    train:
      encoder:
        {encoder}
        lstm: {{units: 150, layers: 2, bidirectional: true, dropout: 0.3}}
      tasks:
        pos: {{head: tagging, of: chunks, tags: pos, layer: 1}}
        upos: {{head: tagging, of: tagged, tags: upos, layer: 1}}
        chunks: {{head: tagging, of: chunks, spans: chunk, crf: true}}
      batchSentences: 32
      learningRate: {{peak: 0.002}}
      epochs: 2
"""
SMALL_TAGGER = """name: tagger
seed: 13
stages:
  - name: tagged
    read: {{format: conllu, train: {train}, dev: {dev}}}
  - name: words
    vocabulary: {{of: tagged, lowercase: true, size: 10000}}
  - name: model
    train:
      encoder:
        {encoder}
        lstm: {{units: 50, layers: 2, bidirectional: true}}
      tasks:
        pos: {{head: tagging, of: tagged, tags: xpos, layer: 1}}
        upos: {{head: tagging, of: tagged, tags: upos, layer: 1}}
        chunks: {{head: tagging, of: tagged, tags: upos, crf: true}}
      batchSentences: 32
      learningRate: {{peak: 0.005}}
      epochs: 2
"""
TRANSLATOR = """name: translator
seed: 13
stages:
  - name: raw
    read: {{format: parallel, {languages}, train: [{train}.en, {train}.de], dev: [{dev}.en, {dev}.de]}}
  - name: captions
    tokenize: {{of: raw, locale: en, target: de, targetLocale: de}}
  - name: words
    vocabulary: {{of: captions, lowercase: true, size: 8000}}
  - name: german
    vocabulary: {{of: captions, side: de, size: 8000}}
  - name: model
    train:
      encoder:
        vocabulary: words
        lowercase: true
        embedding: {units}
        lstm: {{units: {units}, layers: 1, bidirectional: true}}
      tasks:
        de: {{head: translation, of: captions, target: de, vocabulary: german, units: {units}, beam: 5}}
      batchSentences: 64
      learningRate: {{peak: 0.002}}
      epochs: {epochs}
"""


class Material:
    """Files in a folder; each is made when it is first asked for."""

    def __init__(self, folder, data, quick):
        self.folder, self.data, self.quick = folder, data, quick
        os.makedirs(folder, exist_ok=True)

    def make(self, name, write):
        """The path of a file, written by `write(path)` if it is not there."""
        path = os.path.join(self.folder, name)
        if not os.path.exists(path):
            part = os.path.join(self.folder, "unfinished-" + name)
            shutil.rmtree(part, ignore_errors=True)
            write(part)
            os.rename(part, path)
        return path

    def public(self, name, small):
        """A file of the public corpora, unpacked; with --quick one of this repository."""
        path = os.path.join(ROOT, "corpora", small) if self.quick else os.path.join(self.data, name)
        if not os.path.exists(path):
            raise Failure(f"{path} is not there: name the folder of the corpora with --data, or try --quick")
        if not path.endswith(".gz"):
            return os.path.abspath(path)

        def unpack(part):
            with gzip.open(path) as packed, open(part, "wb") as file:
                shutil.copyfileobj(packed, file)

        return self.make(os.path.basename(path)[:-3], unpack)

    def captions(self, size):
        """Lines of this repository's captions, again and again, up to `size` bytes."""

        def write(part):
            lines = []
            for name in ("train.en", "train.de", "dev.en", "dev.de"):
                with open(os.path.join(ROOT, "corpora", "captions", name), encoding="utf-8") as file:
                    lines += file.read().splitlines()
            with open(part, "w", encoding="utf-8") as out:
                written = number = 0
                while written < size:
                    line = lines[number % len(lines)] + "\n"
                    written += len(line.encode())
                    out.write(line)
                    number += 1

        return self.make(f"captions-{size}.txt", write)

    def text(self):
        return self.captions(1_000_000 if self.quick else 30_000_000)

    def repeated(self, size):
        """A file of about `size` bytes, for hashing."""

        def write(part):
            with open(self.text(), "rb") as file, open(part, "wb") as out:
                data = file.read()
                for _ in range(max(1, size // len(data))):
                    out.write(data)

        return self.make(f"repeated-{size}.txt", write)

    def scripts(self):
        """The Universal Declaration of Human Rights in all its languages; with --quick captions."""
        if self.quick:
            return self.text()
        packed = self.public("text/udhr.tar.gz", "")

        def write(part):
            with tarfile.open(packed) as archive, open(part, "wb") as out:
                for member in sorted(archive.getmembers(), key=lambda each: each.name):
                    if member.isfile() and member.name.endswith(".txt"):
                        out.write(archive.extractfile(member).read() + b"\n")

        return self.make("udhr.txt", write)

    def rows_of(self, kind):
        """The text as `jsonl`, `tsv` or `csv`, a document a line."""

        def write(part):
            labels = ["positive", "negative", "neutral", "other"]
            with open(self.text(), encoding="utf-8") as lines, open(part, "w", encoding="utf-8") as out:
                for number, line in enumerate(lines):
                    line = line.rstrip("\n").replace("\t", " ")
                    label = labels[number * 7 % 4]
                    if kind == "jsonl":
                        out.write(json.dumps({"id": str(number), "text": line}, ensure_ascii=False) + "\n")
                    elif kind == "tsv":
                        out.write(f"{label}\t{line}\n")
                    else:
                        quoted = '"' + line.replace('"', '""') + '"' if "," in line or '"' in line else line
                        out.write(f"{label},{quoted}\n")

        return self.make("text." + kind, write)

    def documents(self, count):
        """English captions as JSONL, one a document."""

        def write(part):
            if self.quick:
                name = os.path.join(ROOT, "corpora", "captions", "train.en")
            else:
                name = self.public("multi30k/train.en.gz", "")
            with open(name, encoding="utf-8") as file:
                lines = file.read().splitlines()
            with open(part, "w", encoding="utf-8") as out:
                for number in range(count):
                    out.write(json.dumps({"id": str(number), "text": lines[number % len(lines)]}) + "\n")

        return self.make(f"documents-{count}.jsonl", write)

    def pipeline(self, name, text):
        """The path of a pipeline."""

        def write(part):
            with open(part, "w", encoding="utf-8") as file:
                file.write(text)

        return self.make(name, write)

    def new(self, name):
        """A path at which nothing is, nor anything that a command left beside it."""
        for entry in os.listdir(self.folder):
            if entry == name or entry.startswith((name + ".", f".{name}.")):
                path = os.path.join(self.folder, entry)
                shutil.rmtree(path) if os.path.isdir(path) else os.remove(path)
        return os.path.join(self.folder, name)

    def trained(self, build, name, pipeline, *settings):
        """The run folder of a pipeline that this build has trained; its model is in `model/model`.

        Model folders of one version are not read by another, so that each build trains its own, of the same shape."""

        folder = os.path.join(self.folder, f"{name}-{build.commit}")
        if not os.path.exists(folder + ".done"):
            Timed([build.program("braid"), "run", pipeline, "--plain", "--output", folder, *settings], build.folder)
            open(folder + ".done", "w").close()
        return folder

    def tagger_pipeline(self):
        train = self.public("ud-english-ewt/train.conllu.gz", "tagged/train.conllu")
        dev = self.public("ud-english-ewt/dev.conllu.gz", "tagged/dev.conllu")
        if self.quick:
            return self.pipeline("tagger.yaml", SMALL_TAGGER.format(encoder=ENCODER, train=train, dev=dev))
        chunks = self.public("conll2000/train.txt", "")
        return self.pipeline("tagger.yaml", TAGGER.format(encoder=ENCODER, train=train, dev=dev, chunks=chunks))

    def tagger(self, build):
        """Two taggers and a CRF on one encoder."""
        return self.trained(build, "tagger", self.tagger_pipeline())

    def translator(self, build):
        """Translation with 256 units and 8,000 target words."""
        if self.quick:
            train, dev = (os.path.join(ROOT, "corpora", "captions", part) for part in ("train", "dev"))
        else:
            for language in ("en", "de"):
                train = self.public(f"multi30k/train.{language}.gz", "").removesuffix("." + language)
            dev = os.path.join(os.path.abspath(self.data), "multi30k", "val")
        # The languages of parallel files have other names in older builds.
        with open(os.path.join(build.folder, "pipelines", "quickstart.yaml"), encoding="utf-8") as file:
            isNew = "targetLanguage" in file.read()
        languages = "language: en, targetLanguage: de" if isNew else "source: en, target: de"
        text = TRANSLATOR.format(
            languages=languages, train=train, dev=dev, units=32 if self.quick else 256, epochs=2 if self.quick else 1)
        return self.trained(build, "translator", self.pipeline(f"translator-{build.commit}.yaml", text))

    def quickstart(self, build):
        """The quick start's model after one epoch."""
        pipeline = os.path.join(build.folder, "pipelines", "quickstart.yaml")
        return self.trained(build, "quickstart", pipeline, "--set", "model.epochs=1")
