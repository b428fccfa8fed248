"""Writes ../Parity/treebank.*: a made-up gold treebank, a perturbed one with other tokens and sentences, and the counts of
udeval (udtools) for both. Run it with ./treebank."""
import copy
import json
import pathlib
import random

from udtools import udeval

OUT = pathlib.Path(__file__).resolve().parent.parent / "Parity"
chance = random.Random(20261129)
FORMS = ["the", "The", "Hund", "bellt", "très", "日本", "10\u00a0000", "a", "ab", "abc", "cab", "b", "e-mail", ".", "naïve", "ИВАН"]
LABELS = ["nsubj", "nsubj:pass", "obj", "obl", "det", "case", "aux", "aux:pass", "cc", "conj", "mark", "punct", "advmod", "flat"]
TAGS = ["NOUN", "VERB", "DET", "ADP", "PUNCT"]
FEATS = ["_", "Case=Nom|Number=Sing", "Number=Plur|Style=Coll", "Style=Coll", "Foreign=Yes|Typo=Yes", "Number=Sing|Case=Nom"]


def word(form):
    return {
        "form": form, "lemma": chance.choice([form.lower(), form, "x", "_"]), "upos": chance.choice(TAGS),
        "xpos": chance.choice(["A", "B", "_"]), "feats": chance.choice(FEATS), "label": chance.choice(LABELS),
        "head": None,
    }


def token():
    """A surface form and its words."""
    kind = chance.random()
    if kind < 0.12:
        parts = chance.choice([["do", "n't"], ["a", "b"], ["b", "a", "b"]])
        return {"form": "".join(parts), "words": [word(part) for part in parts]}
    if kind < 0.24:
        form, parts = chance.choice([("du", ["de", "le"]), ("Zum", ["zu", "dem"]), ("abc", ["a", "X", "c"])])
        return {"form": form, "words": [word(part) for part in parts]}
    form = chance.choice(FORMS)
    return {"form": form, "words": [word(form)]}


def grow(words):
    """Hangs words below each other, one below the root."""
    order = words[:]
    chance.shuffle(order)
    for index, each in enumerate(order):
        each["head"] = chance.choice(order[:index]) if index else None
    if order:
        order[0]["label"] = "root"


def mend(words):
    """Makes heads a tree: of what does not lead to the root, one word hangs below it."""
    roots = [each for each in words if each["head"] is None]
    root = roots[0] if roots else words[0]
    root["head"] = None
    for each in words:
        if each is not root and (each["head"] is None or not any(other is each["head"] for other in words)):
            each["head"] = root
    for each in words:
        seen, here = [], each
        while here is not None and not any(other is here for other in seen):
            seen.append(here)
            here = here["head"]
        if here is not None:
            here["head"] = root


def perturb(sentences):
    tokens = []
    for sentence in copy.deepcopy(sentences):
        for index, each in enumerate(sentence):
            tokens.append((each, index == len(sentence) - 1))
    result, current, index = [], [], 0
    while index < len(tokens):
        each, last = tokens[index]
        kind = chance.random()
        if kind < 0.06 and index + 1 < len(tokens):
            other, last = tokens[index + 1]
            current.append({"form": each["form"] + other["form"], "words": [word(each["form"] + other["form"])]})
            index += 1
        elif kind < 0.12 and len(each["form"]) > 2:
            cut = chance.randrange(1, len(each["form"]))
            for part in (each["form"][:cut], each["form"][cut:]):
                current.append({"form": part, "words": [word(part)]})
        elif kind < 0.17 and index + 1 < len(tokens):
            other, last = tokens[index + 1]
            current.append({"form": each["form"] + other["form"], "words": each["words"] + other["words"]})
            index += 1
        elif kind < 0.21:
            current.append({"form": each["form"], "words": [word(each["form"])]})
        elif kind < 0.24:
            current.append({"form": each["form"], "words": [each["words"][0], word("neu")]})
        else:
            current.append(each)
        if last != (chance.random() < 0.06):
            result.append(current)
            current = []
        index += 1
    if current:
        result.append(current)
    for sentence in result:
        words = [each for token in sentence for each in token["words"]]
        for each in words:
            for column, choices in (("upos", TAGS), ("xpos", ["A", "B", "_"]), ("feats", FEATS), ("label", LABELS)):
                if chance.random() < 0.08:
                    each[column] = chance.choice(choices)
            if chance.random() < 0.1:
                each["lemma"] = "y"
            if chance.random() < 0.12:
                each["head"] = chance.choice(words)
        mend(words)
        for each in words:
            if each["head"] is None:
                each["label"] = "root"
    return result


def write(sentences, path):
    with open(path, "w", encoding="utf-8") as file:
        for number, sentence in enumerate(sentences):
            file.write(f"# sent_id = s{number + 1}\n")
            words = [each for token in sentence for each in token["words"]]
            place = {id(each): index + 1 for index, each in enumerate(words)}
            for each in sentence:
                first = place[id(each["words"][0])]
                if len(each["words"]) > 1:
                    file.write(f"{first}-{first + len(each['words']) - 1}\t{each['form']}" + "\t_" * 8 + "\n")
                for one in each["words"]:
                    head = 0 if one["head"] is None else place[id(one["head"])]
                    file.write("\t".join([
                        str(place[id(one)]), one["form"], one["lemma"], one["upos"], one["xpos"], one["feats"], str(head),
                        one["label"], "_", "_"]) + "\n")
            file.write("\n")


gold = []
for _ in range(60):
    sentence = [token() for _ in range(chance.randrange(1, 16))]
    grow([each for token in sentence for each in token["words"]])
    gold.append(sentence)
paths = [OUT / "treebank.gold.conllu", OUT / "treebank.predicted.conllu"]
write(gold, paths[0])
write(perturb(gold), paths[1])
scores = udeval.evaluate(*[udeval.load_conllu_file(str(path)) for path in paths])
counts = {
    name: [score.correct, score.gold_total, score.system_total, score.aligned_total]
    for name, score in scores.items() if "ELAS" not in name and "EULAS" not in name
}
with open(OUT / "treebank.json", "w", encoding="utf-8") as file:
    json.dump(counts, file, indent=1)
    file.write("\n")
print(udeval.build_evaluation_table(scores, counts=True))
