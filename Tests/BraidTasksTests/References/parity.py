"""Writes ../Parity: gold answers, perturbed ones, and what the reference scorers say about them. Run it with ./parity."""
import json
import pathlib
import random
import re
import subprocess
import sys

import conlleval
from sacrebleu.metrics import BLEU, CHRF
from seqeval.metrics.sequence_labeling import get_entities

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
OUT = HERE.parent / "Parity"
SRL_EVAL = sys.argv[1]
chance = random.Random(20261125)


def spans(length, labels, share):
    """Non-overlapping spans (start, end, label) over `length` tokens."""
    found, token = [], 0
    while token < length:
        if chance.random() < share:
            end = min(length, token + chance.choice([1, 1, 2, 3, 4]))
            found.append((token, end, chance.choice(labels)))
            token = end
        else:
            token += 1
    return found


def perturbed(gold, length, labels):
    """The spans with some lost, moved, relabelled, cut and made up; still not overlapping."""
    taken, result = [False] * length, []

    def put(start, end, label):
        if 0 <= start < end <= length and not any(taken[start:end]):
            for token in range(start, end):
                taken[token] = True
            result.append((start, end, label))

    for start, end, label in gold:
        kind = chance.random()
        if kind < 0.62:
            put(start, end, label)
        elif kind < 0.72:
            put(start, end, chance.choice(labels))
        elif kind < 0.82:
            put(start + chance.choice([-1, 0, 1]), end + chance.choice([-1, 0, 1]), label)
        elif kind < 0.9 and end - start > 1:
            put(start, start + 1, label)
            put(start + 1, end, label)
    for start, end, label in spans(length, labels, 0.04):
        put(start, end, label)
    return sorted(result)


def iob2(spans, length):
    tags = ["O"] * length
    for start, end, label in spans:
        tags[start:end] = ["B-" + label] + ["I-" + label] * (end - start - 1)
    return tags


def make_spans():
    """`gold predicted`, a token a line; some predicted tags break IOB2."""
    labels = ["NP", "VP", "PP", "ADJP"]
    lines, gold, predicted = [], [], []
    for _ in range(250):
        length = chance.randint(1, 22)
        truth = spans(length, labels, 0.6)
        tags, answer = iob2(truth, length), iob2(perturbed(truth, length, labels), length)
        if chance.random() < 0.2:
            answer[chance.randrange(length)] = "I-" + chance.choice(labels)
        gold.append(tags)
        predicted.append(answer)
        lines += [f"{a} {b}" for a, b in zip(tags, answer)] + [""]
    (OUT / "spans.txt").write_text("\n".join(lines) + "\n")
    result = conlleval.evaluate(("w " + line) if line else "" for line in lines)
    chunks = {"": result["overall"]["chunks"], **result["slots"]["chunks"]}
    scores = {k: [v["stats"][n] for n in ("correct", "pred", "gold")] for k, v in sorted(chunks.items())}
    truth, answer = (
        {(i, *e) for i, tags in enumerate(side) for e in get_entities(tags)} for side in (gold, predicted))
    assert scores[""] == [len(truth & answer), len(answer), len(truth)], "seqeval counts otherwise"
    return scores


def props(frames, length):
    """CoNLL-2005 columns: the predicate, then a column a frame."""
    verbs = ["-"] * length
    columns = []
    for predicate, arguments in frames:
        verbs[predicate] = "verb"
        column = ["*"] * length
        for start, end, label in arguments:
            column[start] = f"({label}*"
            column[end - 1] += ")"
        columns.append(column)
    return ["\t".join([verbs[i]] + [column[i] for column in columns]) for i in range(length)] + [""]


def make_roles():
    """Frames with arguments in pieces (C-), referring ones (R-), and verbs in pieces (V, C-V)."""
    labels = ["A0", "A1", "A2", "AM-TMP", "R-A0", "C-A1", "C-V", "C-A0"]
    gold, predicted = [], []
    for _ in range(150):
        length = chance.randint(3, 20)
        predicates = sorted(chance.sample(range(length), chance.randint(1, min(3, length))))
        truth, answer = [], []
        for predicate in predicates:
            def around(spans):
                return sorted([s for s in spans if not s[0] <= predicate < s[1]] + [(predicate, predicate + 1, "V")])
            arguments = spans(length, labels, 0.35)
            truth.append((predicate, around(arguments)))
            answer.append((predicate, around(perturbed(arguments, length, labels))))
        gold += props(truth, length)
        predicted += props(answer, length)
    paths = []
    for name, lines in (("roles.gold.txt", gold), ("roles.predicted.txt", predicted)):
        paths.append(OUT / name)
        paths[-1].write_text("\n".join(lines) + "\n")
    report = subprocess.run(["perl", SRL_EVAL, *map(str, paths)], capture_output=True, text=True, check=True).stdout
    scores = {}
    for line in report.splitlines():
        match = re.match(r"\s*(\S+)\s+(\d+)\s+(\d+)\s+(\d+)\s+[\d.]+\s+[\d.]+\s+[\d.]+$", line)
        if match:
            correct, excess, missed = map(int, match.groups()[1:])
            scores["" if match[1] == "Overall" else match[1]] = [correct, correct + excess, correct + missed]
    return scores


def changed(text):
    """The text with words lost, doubled, swapped, and case and punctuation changed."""
    words = text.split(" ")
    for _ in range(chance.choice([0, 1, 1, 2, 3, 6])):
        place = chance.randrange(len(words))
        kind = chance.randrange(6)
        if kind == 0 and len(words) > 1:
            del words[place]
        elif kind == 1:
            words.insert(place, words[place])
        elif kind == 2:
            words[place] = words[place].swapcase()
        elif kind == 3 and place + 1 < len(words):
            words[place], words[place + 1] = words[place + 1], words[place]
        elif kind == 4:
            words[place] = words[place].rstrip(".,") + chance.choice([".", ",", "!", " .", "-5", " 1,000.5", "…", "&quot;"])
        else:
            words[place] = chance.choice(["ein", "Hund", "läuft", "3.5%", "12-jährige", "U.S.", "(klein)", "ß", "ﬁn", "İstanbul"])
    return " ".join(words)


def make_translations():
    """`gold TAB hypothesis`; scored whole and in tens, lower-cased."""
    gold = (ROOT / "corpora/captions/dev.de").read_text().splitlines()[:150]
    gold += (ROOT / "corpora/captions/dev.en").read_text().splitlines()[:50]
    hypotheses = [changed(line) for line in gold]
    hypotheses[7], hypotheses[23] = "", "ein"
    (OUT / "translations.tsv").write_text("".join(f"{g}\t{h}\n" for g, h in zip(gold, hypotheses)))
    bleu, chrf = BLEU(lowercase=True), CHRF(lowercase=True)
    def score(metric, start, end):
        return round(metric.corpus_score(hypotheses[start:end], [gold[start:end]]).score, 9)
    parts = [(0, len(gold))] + [(start, start + 10) for start in range(0, len(gold), 10)]
    result = {"bleu": [score(bleu, *part) for part in parts], "chrf": [score(chrf, *part) for part in parts]}
    result["signatures"] = [str(bleu.get_signature()), str(chrf.get_signature())]
    return result


OUT.mkdir(exist_ok=True)
scores = {"spans": make_spans(), "roles": make_roles(), "translations": make_translations()}
(OUT / "scores.json").write_text(json.dumps(scores, indent=1, ensure_ascii=False) + "\n")
