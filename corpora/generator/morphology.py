"""English inflection: verb forms, plurals, the indefinite article."""

from .lexicon import IRREGULAR

_verbs = {}
for entry in IRREGULAR.replace("\n", "|").split("|"):
    if entry.strip():
        base, third, past, participle, gerund = entry.split()
        _verbs[base] = {"VB": base, "VBP": base, "VBZ": third, "VBD": past, "VBN": participle, "VBG": gerund}


def _with_s(word):
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    if word.endswith("y") and word[-2] not in "aeiou":
        return word[:-1] + "ies"
    return word + "s"


def verb(base, tag):
    """The form of a verb for a Penn tag: VB, VBP, VBZ, VBD, VBN or VBG."""
    if base in _verbs:
        return _verbs[base][tag]
    if tag in ("VB", "VBP"):
        return base
    if tag == "VBZ":
        return _with_s(base)
    if tag == "VBG":
        return (base[:-1] if base.endswith("e") and not base.endswith("ee") else base) + "ing"
    if base.endswith("e"):
        return base + "d"
    if base.endswith("y") and base[-2] not in "aeiou":
        return base[:-1] + "ied"
    return base + "ed"


def noun(entry):
    """`(singular, plural)` of a lexicon entry: `box`, `child=children`, `bus_stop`."""
    singular, _, plural = entry.partition("=")
    singular = singular.replace("_", " ")
    return singular, plural.replace("_", " ") or _with_s(singular)


def article(word):
    """`a` or `an` before a word."""
    if word in ("honest", "hour"):
        return "an"
    return "an" if word[0].lower() in "aeiou" and word not in ("union", "European", "useful") else "a"
