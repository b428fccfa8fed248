"""`braid annotate`: speed, 8 bits, the n best, translation, start, memory of one large document."""
import json
import os

from .builds import BENCHMARKS
from .cells import Cell
from .context import command, figures, row, script
from .machine import Timed

TORCH = os.path.join(BENCHMARKS, "torch")
TASKS = ["pos", "upos", "chunks"]


def annotation(context, build, model, documents, output, *arguments, threads=1):
    """Runs `braid annotate` on a file; gives its output's path and what it took."""
    path = context.material.new(output)
    return path, Timed(
        [build.program("braid"), "annotate", "-q", "-m", model, "--threads", threads, *arguments, "--output", path,
         documents], build.folder)


def annotated(context, build, model, documents, output, *arguments, threads=1, of=None):
    """A side: `rate` in tokens (or what `of` counts) a second of processor time, `clockRate` by the clock."""
    made = f"counted {output} {context.quick}"

    def measure():
        path, timed = annotation(context, build, model, documents, output, *arguments, threads=threads)
        count = context.remember(made, lambda: (of or tokens)(path))
        os.remove(path)
        return figures(timed) | {"rate": count / timed.processor, "clockRate": count / timed.clock}

    return measure


def tokens(path):
    with open(path, encoding="utf-8") as file:
        return sum(len(json.loads(line)["tokens"]) for line in file)


def translations(document):
    """The tokens of a document's translation, wherever its layout has them."""
    if isinstance(document, dict):
        if isinstance(document.get("translations"), dict):
            for translation in document["translations"].values():
                return len(translation.get("tokens") or translation["text"].split())
        document = list(document.values())
    if isinstance(document, list):
        for each in document:
            found = translations(each)
            if found is not None:
                return found
    return None


def target_tokens(path):
    with open(path, encoding="utf-8") as file:
        return sum(translations(json.loads(line)) or 0 for line in file)


def model_of(run):
    return os.path.join(run, "model", "model")


def eight_bits(context):
    """The tagger in 8 bits, and the points that its worst task loses."""

    def quantize():
        run = context.material.tagger(context.now)
        output = context.material.new("tagger-8.braid")
        timed = Timed([
            context.now.program("braid"), "model", "quantize", model_of(run), "--output", output, "--pipeline",
            context.material.tagger_pipeline(), "--run", run, "--limit", 100, "--json"], context.now.folder)
        losses = json.loads(timed.output[timed.output.index("{"):])
        return output, max(loss["points"] for loss in losses.values())

    return context.remember(f"8 bits, {context.now.commit}", quantize)


@row("annotate", "tags and a CRF, all heads, in 32 and 8 bits, beside spaCy and PyTorch", "braid")
def annotate(context):
    documents = context.material.documents(200 if context.quick else 14_500)
    models = {name: model_of(context.material.tagger(build)) for name, build in context.builds().items()}
    sides = {
        name: annotated(context, build, models[name], documents, f"{name}-annotated.jsonl")
        for name, build in context.builds().items()
    }
    small, lost = eight_bits(context)
    sides["8 bits"] = annotated(context, context.now, small, documents, "small-annotated.jsonl")
    sides["lost"] = lambda: {"points": lost}
    sides["2 threads"] = annotated(context, context.now, models["now"], documents, "two-annotated.jsonl", threads=2)
    if python := context.peer("spacy"):
        path = os.path.join(BENCHMARKS, "peers", "spacy_peer.py")
        sides["spaCy"] = lambda: script(python, path, documents, "--tags", 17)
    if torch := context.peer("pytorch"):
        sides["PyTorch"] = forward(context, torch, models["now"], documents)
    return sides, [
        Cell("tags and chunks, 1 thread, tokens/s", ("now", "rate"), ("before", "rate"), must=2),
        Cell("", ("now", "rate"), ("spaCy", "rate"), "spaCy, 1 tagger"),
        Cell("", ("now", "rate"), ("PyTorch", "a processor second"), "PyTorch, heads"),
        Cell("the same in 8 bits", ("8 bits", "rate"), ("before", "rate"), must=3),
        Cell("", ("8 bits", "rate"), ("now", "rate"), "32 bits"),
        Cell("points lost by 8 bits, worst task", ("lost", "points"), limit=0.1),
        Cell("tags and chunks, 2 threads, by the clock", ("2 threads", "clockRate"), ("now", "clockRate"), "1 thread"),
    ]


def forward(context, python, model, documents):
    """A side: the same weights in PyTorch, from ids to each head's best label, without the CRF, in its best batches."""
    path = os.path.join(TORCH, "annotate.py")

    def run(size, text):
        return script(python, path, model, text, "--tokens", size, "--threads", 1, "--tasks", *TASKS)

    def measure():
        # The peer is given tokens and sentences.
        text = os.path.join(context.material.folder, "tokens-annotated.jsonl")
        if not os.path.exists(text):
            path, _ = annotation(context, context.now, model, documents, "tokens-part.jsonl", "--tasks", "upos")
            os.rename(path, text)
        size = context.remember(
            "PyTorch's batch", lambda: max((1024, 4096, 16384), key=lambda size: run(size, text)["a processor second"]))
        return run(size, text)

    return measure


@row("n-best", "two sequences of 45 tags instead of the best one", "braid")
def n_best(context):
    documents = context.material.documents(100 if context.quick else 2_000)
    sides = {}
    for name, build in context.builds().items():
        model = model_of(context.material.tagger(build))
        for task in ("pos", "chunks"):
            for count in (1, 2):
                output = f"{name}-{task}-{count}.jsonl"
                sides[f"{name} {task} {count}"] = annotated(
                    context, build, model, documents, output, "--tasks", task, "--n-best", count)
    cells = []
    for task, what, must in (("pos", "tags, --n-best 2", 2), ("chunks", "a CRF, --n-best 2", None)):
        now = f"now {task} 2"
        cells += [
            Cell(f"{what}, seconds", (now, "seconds"), (f"now {task} 1", "seconds"), "best path", "slower", must),
            Cell("", (now, "seconds"), (f"before {task} 2", "seconds"), kind="cost"),
        ]
    return sides, cells


@row("translation", "translation with beam 5, 256 units and 8,000 target words", "braid")
def translation(context):
    documents = context.material.documents(50 if context.quick else 1_000)
    models = {name: model_of(context.material.translator(build)) for name, build in context.builds().items()}
    sides = {
        name: annotated(context, build, models[name], documents, f"{name}-translated.jsonl", of=target_tokens)
        for name, build in context.builds().items()
    }
    cells = [Cell("translation, 1 thread, target tokens/s", ("now", "rate"), ("before", "rate"))]
    if python := context.peer("pytorch"):
        path = os.path.join(TORCH, "translate.py")

        def run(size, text):
            return script(python, path, models["now"], text, "--batch", size, "--threads", 1, "--beam", 5)

        def measure():
            text = os.path.join(context.material.folder, "translations.jsonl")
            if not os.path.exists(text):
                made, _ = annotation(context, context.now, models["now"], documents, "translations-part.jsonl")
                os.rename(made, text)
            size = context.remember(
                "PyTorch's batch of a beam", lambda: max((16, 64, 256), key=lambda size: run(size, text)["rate"]))
            return run(size, text)

        sides["PyTorch"] = measure
        cells.append(Cell("", ("now", "rate"), ("PyTorch", "rate"), "PyTorch", must=3))
    return sides, cells


@row("start", "from process start to the first annotation, the quick start's model", "braid")
def start(context):
    documents = context.material.documents(1)
    sides = {
        name: command(
            build, "annotate", "-q", "-m", model_of(context.material.quickstart(build)), "--output", "-", documents,
            repeats=9)
        for name, build in context.builds().items()
    }
    return sides, [Cell("first annotation, ms", ("now", "ms"), ("before", "ms"), kind="cost", limit=45)]


@row("memory", "memory for one document of 20 MB, the quick start's tags and labels", "braid")
def memory(context):
    size = 500_000 if context.quick else 20_000_000

    def write(part):
        with open(context.material.captions(size), encoding="utf-8") as file, open(part, "w", encoding="utf-8") as out:
            out.write(json.dumps({"id": "large", "text": file.read()}, ensure_ascii=False) + "\n")

    documents = context.material.make(f"one-{size}.jsonl", write)
    sides = {
        name: annotated(
            context, build, model_of(context.material.quickstart(build)), documents, f"{name}-large.jsonl", "--tasks",
            "pos,sentiment", threads=context.threads)
        for name, build in context.builds().items()
    }
    what = f"a document of {size / 1e6:g} MB, peak MB"
    return sides, [Cell(what, ("now", "memory"), ("before", "memory"), kind="cost", limit=250)]
