"""English noun phrases as dependency trees, and the frames that verbs have."""

from . import lexicon, morphology
from .word import Word

NOUNS = {name: [morphology.noun(entry) for entry in text.split()] for name, text in lexicon.NOUNS.items()}
ADJECTIVES = {name: text.split() for name, text in lexicon.ADJECTIVES.items()}


def _frames():
    result = []
    for line in lexicon.FRAMES.strip().splitlines():
        head, subject, complements = (part.strip() for part in line.split("|"))
        roleset, verb = head.split()
        result.append((roleset, verb.rstrip("!"), verb.endswith("!"), tuple(subject.split("=")), complements.split()))
    return result


FRAMES = _frames()
CLAUSAL = [frame for frame in FRAMES if "=@" in "".join(frame[4])]
NOMINALS = [entry.split() for entry in lexicon.NOMINALS.replace("\n", " ").split("|")]
# form when subject, form when object, possessive, agreement, features
PRONOUNS = {
    "he": ("he", "him", "his", "Gender=Masc|Number=Sing|Person=3"),
    "she": ("she", "her", "her", "Gender=Fem|Number=Sing|Person=3"),
    "they": ("they", "them", "their", "Number=Plur|Person=3"),
    "we": ("we", "us", "our", "Number=Plur|Person=1"),
    "I": ("I", "me", "my", "Number=Sing|Person=1"),
    "it": ("it", "it", "its", "Gender=Neut|Number=Sing|Person=3"),
}


def pronoun(base, case):
    column = {"Nom": 0, "Acc": 1, "Gen": 2}[case]
    features = PRONOUNS[base][3] + ("|Poss=Yes" if case == "Gen" else "") + "|PronType=Prs"
    word = Word(PRONOUNS[base][column], base, "PRON", "PRP$" if case == "Gen" else "PRP", f"Case={case}|" + features)
    word.agreement = {"I": "first", "we": "plural", "they": "plural"}.get(base, "third")
    return word


def determiner(form):
    features = {
        "the": "Definite=Def|PronType=Art", "a": "Definite=Ind|PronType=Art", "an": "Definite=Ind|PronType=Art",
        "this": "Number=Sing|PronType=Dem", "these": "Number=Plur|PronType=Dem", "every": "PronType=Tot",
        "some": "PronType=Ind",
    }[form]
    return Word(form, {"an": "a", "these": "this"}.get(form, form), "DET", "DT", features)


def preposition(form):
    return Word(form, form, "ADP", "IN")


def adverb(form, xpos="RB", features="_"):
    return Word(form, form, "ADV", xpos, features)


def proper(forms, agreement="third"):
    head = Word(forms[0], forms[0], "PROPN", "NNP", "Number=Sing")
    for form in forms[1:]:
        head.after("flat", Word(form, form, "PROPN", "NNP", "Number=Sing"))
    head.agreement = agreement
    return head


class Phrases:
    """Noun phrases drawn from one source of choices; `clause` comes from the class that builds on this one."""

    def __init__(self, chance):
        self.chance = chance
        self.used = set()  # verbs of this sentence: each once

    def noun_phrase(self, kind, depth, case="Acc", plain=False):
        """A phrase of a class of nouns; `plain` ones have no clause and no phrase of their own behind them."""
        chance = self.chance
        if kind == "money":
            head = Word("euros", "euro", "NOUN", "NNS", "Number=Plur")
            number = chance.pick(["thirty", "ninety", "forty", "200", "1,500", "80", "950"])
            digits = number[0].isdigit()
            features = f"NumForm={'Digit' if digits else 'Word'}|NumType=Card"
            head.before("nummod", Word(number, number, "NUM", "CD", features))
            return head
        if kind == "language":
            word = chance.pick(lexicon.LANGUAGES)
            name = word[0].isupper()
            head = Word(word, word, "PROPN" if name else "NOUN", "NNP" if name else "NN", "Number=Sing")
            head.agreement = "third"
            return head
        if kind == "city":
            return proper([chance.pick(lexicon.CITIES)])
        if kind == "person" and chance.under(0.45 if case == "Nom" else 0.25):
            if chance.under(0.5):
                return pronoun(chance.pick(["he", "she", "they", "we", "I"]), case)
            name = [chance.pick(lexicon.GIVEN)]
            if chance.under(0.4):
                name.append(chance.pick(lexicon.FAMILY))
            return proper(name)
        plural = chance.under(0.22)
        singular, plurals = chance.pick(NOUNS[kind])
        *parts, last = (plurals if plural else singular).split()
        lemma = singular.split()[-1]
        head = Word(last, lemma, "NOUN", "NNS" if plural else "NN", f"Number={'Plur' if plural else 'Sing'}")
        head.agreement = "plural" if plural else "third"
        for part in parts:
            head.before("compound", Word(part, part, "NOUN", "NN", "Number=Sing"))
        if chance.under(0.32):
            adjective = chance.pick(ADJECTIVES[kind])
            if adjective != lemma:
                head.before("amod", Word(adjective, adjective, "ADJ", "JJ", "Degree=Pos"), first=True)
                if adjective not in lexicon.NOT_GRADABLE and chance.under(0.15):
                    head.left[0].before("advmod", adverb(chance.pick(["very", "rather", "quite"])))
        self._determine(head, plural, kind)
        if not plain and depth < 2:
            self._modify(head, kind, depth)
        return head

    def _determine(self, head, plural, kind):
        chance = self.chance
        following = head.words()[0].form
        form = chance.weighted([("the", 9), ("a", 5), ("possessor", 3), ("this", 1), ("some", 0.6), ("number", 1.5), ("every", 0.5)])
        if form == "possessor":
            if chance.under(0.55):
                head.before("nmod:poss", pronoun(chance.pick(["he", "she", "they", "we", "I"]), "Gen"), first=True)
                return
            if chance.under(0.5):
                owner = proper([chance.pick(lexicon.GIVEN)])
            else:
                noun = chance.pick(NOUNS["person"])[0]
                owner = Word(noun, noun, "NOUN", "NN", "Number=Sing")
                owner.before("det", determiner("the"))
            owner.after("case", Word("'s", "'s", "PART", "POS"))
            head.before("nmod:poss", owner, first=True)
            return
        if form == "number" and plural:
            number = chance.pick(lexicon.NUMBERS)
            head.before("nummod", Word(number, number, "NUM", "CD", "NumForm=Word|NumType=Card"), first=True)
            if chance.under(0.5):
                head.before("det", determiner("the"), first=True)
            return
        if plural:
            form = {"this": "these", "some": "some", "the": "the"}.get(form, "")
        elif form in ("a", "some", "number"):
            form = morphology.article(following)
        if form:
            head.before("det", determiner(form), first=True)

    def _modify(self, head, kind, depth):
        chance = self.chance
        if kind == "person" and chance.under(0.08):
            city = proper([chance.pick(lexicon.CITIES)])
            city.before("case", preposition("from"))
            head.after("nmod", city)
        elif kind in ("text", "event", "matter") and chance.under(0.15):
            topic = self.noun_phrase(chance.pick(["place", "event", "building"]), 2, plain=True)
            topic.before("case", preposition({"event": "in", "text": "about"}.get(kind, "about")), first=True)
            if kind != "event":
                head.after("nmod", topic)
        elif kind in ("building", "container") and chance.under(0.12):
            owner = self.noun_phrase("person" if kind == "container" else "organization", 2, plain=True)
            if owner.xpos != "PRP":
                owner.before("case", preposition("of"), first=True)
                head.after("nmod", owner)
        elif depth < 1 and chance.under(0.14) and kind in ("person", "thing", "text", "building", "vehicle", "organization"):
            self._relative(head, kind, depth)

    def _relative(self, head, kind, depth):
        """`the woman who …`, `the letter that he …`: the noun is the argument, the pronoun R- of it."""
        chance = self.chance
        person = kind == "person"
        by_subject = [frame for frame in FRAMES if frame[3][1] == kind and "=@" not in "".join(frame[4])]
        by_object = [frame for frame in FRAMES if frame[4] and frame[4][0].endswith("=" + kind)
                     and not frame[4][0].startswith("+") and ":" not in frame[4][0] and "@" not in "".join(frame[4])]
        options = (["subject"] if by_subject else []) + (["object"] if by_object else [])
        if not options:
            return
        which = chance.pick(options)
        form = chance.pick(["who", "who", "that"]) if person and which == "subject" else chance.pick(["that", "which"] if not person else ["whom", "that"])
        relative = Word(form, "who" if form == "whom" else form, "PRON", {"who": "WP", "whom": "WP"}.get(form, "WDT"), "PronType=Rel")
        relative.agreement = head.agreement
        if which == "subject":
            verb = self.clause(depth + 1, subject=relative, frame=chance.pick(by_subject), adjuncts=0.25, passive=False)
        else:
            verb = self.clause(depth + 1, moved=relative, frame=chance.pick(by_object), adjuncts=0.25, passive=False)
        predicate = verb
        for label, word, _ in list(predicate.roles):
            if word is relative:
                predicate.roles.remove((label, word, ()))
                predicate.role(label, head, [verb])
                predicate.role("R-" + label, relative)
        head.after("acl:relcl", verb)
