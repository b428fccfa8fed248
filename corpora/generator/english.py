"""A grammar of English sentences that knows its own dependency trees and PropBank-style frames."""

from . import lexicon, morphology
from .word import Sentence, Word

_nouns = {name: [morphology.noun(entry) for entry in text.split()] for name, text in lexicon.NOUNS.items()}
_adjectives = {name: text.split() for name, text in lexicon.ADJECTIVES.items()}


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
_object_roles = {"ARG0", "ARG1", "ARG2"}

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


class Grammar:
    """Sentences drawn from one source of choices."""

    def __init__(self, chance):
        self.chance = chance
        self.used = set()  # verbs of this sentence: each once

    # Noun phrases

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
        singular, plurals = chance.pick(_nouns[kind])
        *parts, last = (plurals if plural else singular).split()
        lemma = singular.split()[-1]
        head = Word(last, lemma, "NOUN", "NNS" if plural else "NN", f"Number={'Plur' if plural else 'Sing'}")
        head.agreement = "plural" if plural else "third"
        for part in parts:
            head.before("compound", Word(part, part, "NOUN", "NN", "Number=Sing"))
        if chance.under(0.32):
            adjective = chance.pick(_adjectives[kind])
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
                noun = chance.pick(_nouns["person"])[0]
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

    # Clauses

    def clause(self, depth, subject=None, controller=None, moved=None, frame=None, form="finite", passive=None, adjuncts=0.55,
               question=False, tense=None):
        """A clause as its verb.

        subject: a phrase to use; controller: a phrase elsewhere that is the subject of this infinitive;
        moved: a relative pronoun that is the first object; form: finite or infinitive.
        """
        chance = self.chance
        kind = getattr(controller, "kind", None) or "person"
        if frame is None:
            clausal_too = depth == 0 and controller is None and subject is None and chance.under(0.2)
            while True:
                frame = chance.pick(CLAUSAL if clausal_too else FRAMES)
                clausal = "=@" in "".join(frame[4])
                if controller is not None and (frame[3] != ("ARG0", kind) or frame[0] in ("know.02",)):
                    continue
                if frame[1] in self.used:
                    continue
                if depth >= 1 and clausal and (depth >= 2 or not chance.under(0.25)):
                    continue
                break
        self.used.add(frame[1])
        roleset, base, passivable, (subject_role, subject_kind), complements = frame
        verb = Word(base, base, "VERB", "VB", "VerbForm=Inf")
        verb.roleset, verb.frame_lemma = roleset, base
        objects = [item for item in complements if ":" not in item and "@" not in item and "=" in item]
        if passive is None:
            passive = (passivable and objects and moved is None and controller is None and subject is None
                       and not question and chance.under(0.3))
        particle = next((item[1:] for item in complements if item.startswith("+")), None)
        promoted = None
        if passive:
            promoted = objects[0]
            role, object_kind = promoted.split("=")
            subject = self.noun_phrase(object_kind, depth, case="Nom")
            subject.kind = object_kind
            verb.role(role, subject)
        elif controller is None:
            if subject is None:
                subject = self.noun_phrase(subject_kind, depth, case="Nom")
                subject.kind = subject_kind
            verb.role(subject_role, subject)
        else:
            verb.role(subject_role, controller)
        if moved is not None:
            verb.role(objects[0].split("=")[0], moved)
        self._inflect(verb, base, subject, moved, passive, form, question, tense)
        self._complete(verb, complements, objects, promoted, particle, moved, subject or controller, passive, depth)
        if passive and chance.under(0.5):
            agent = self.noun_phrase(subject_kind, depth + 1, plain=True)
            agent.before("case", preposition("by"), first=True)
            verb.after("obl:agent", agent)
            verb.role(subject_role, agent)
        if "@" not in "".join(complements):
            self._adjoin(verb, depth, adjuncts, form, subject or controller, question)
        return verb

    def _inflect(self, verb, base, subject, moved, passive, form, question, tense):
        """Puts moved word, subject, auxiliaries and negation to the left and gives the verb its form."""
        chance = self.chance
        if moved is not None:
            verb.before("obj", moved)
        if form == "infinitive":
            if chance.under(0.06):
                verb.role("ARGM-NEG", verb.before("advmod", Word("not", "not", "PART", "RB", "Polarity=Neg")))
            verb.before("mark", Word("to", "to", "PART", "TO"))
            verb.tense = "modal"
            return
        tense = verb.tense = tense or chance.weighted([("past", 9), ("present", 3), ("perfect", 2), ("progressive", 2), ("modal", 3), ("pluperfect", 1)])
        negated = chance.under(0.14)
        chain = []  # (lemma, tag) with the verb last
        modal = None
        if tense == "modal":
            modal = chance.pick(["will", "can", "must", "should", "may", "could", "would", "might"])
            chain = [(modal, "MD")]
        elif tense == "perfect":
            chain = [("have", "present")]
        elif tense == "pluperfect":
            chain = [("have", "VBD")]
        elif tense == "progressive":
            chain = [("be", chance.pick(["present", "VBD"]))]
        if passive:
            tag = {"MD": "VB", "have": "VBN", "be": "VBG"}.get(chain[-1][1] if chain and chain[-1][1] == "MD" else chain[-1][0]) if chain else None
            chain.append(("be", tag or ("VBD" if tense == "past" else "present")))
        if chain:
            last_lemma, last_tag = chain[-1]
            tag = "VBN" if passive or last_lemma == "have" else "VB" if last_tag == "MD" else "VBG"
        elif negated or question:
            chain = [("do", "VBD" if tense == "past" else "present")]
            tag = "VB"
        else:
            tag = "VBD" if tense == "past" else "present"
        contraction = negated and modal not in ("may", "might") and chance.under(0.5)
        auxiliaries = []
        for position, (lemma, aux_tag) in enumerate(chain):
            is_passive = passive and position == len(chain) - 1
            auxiliaries.append((self._finite(lemma, aux_tag, subject, "AUX"), "aux:pass" if is_passive else "aux"))
        if question:
            verb.before(auxiliaries[0][1], auxiliaries[0][0])
        verb.before("nsubj:pass" if passive else "nsubj", subject)
        adverb_role = None
        if not negated and not question:
            if chance.under(0.05):
                adverb_role, middle = "ARGM-NEG", adverb("never")
            elif chance.under(0.08):
                adverb_role, middle = "ARGM-TMP", adverb(chance.pick(lexicon.TIME_ADVERBS[tense]))
            elif chance.under(0.06) and not passive:
                adverb_role, middle = "ARGM-MNR", adverb(chance.pick(lexicon.MANNER))
        for position, (auxiliary, relation) in enumerate(auxiliaries):
            if not (question and position == 0):
                verb.before(relation, auxiliary)
            if auxiliary.lemma == modal:
                verb.role("ARGM-MOD", auxiliary)
            if position == 0 and adverb_role:
                verb.role(adverb_role, verb.before("advmod", middle))
            if position == 0 and negated:
                if contraction and not question:
                    auxiliary.form = {"can": "ca", "will": "wo"}.get(auxiliary.form, auxiliary.form)
                    if auxiliary.form == "am":
                        contraction = False
                negation = Word("n't" if contraction and not question else "not", "not", "PART", "RB", "Polarity=Neg")
                verb.role("ARGM-NEG", verb.before("advmod", negation))
        if adverb_role and not auxiliaries:
            verb.role(adverb_role, verb.before("advmod", middle))
        finite = self._finite(base, tag, subject, "VERB")
        verb.form, verb.xpos, verb.feats = finite.form, finite.xpos, finite.feats
        if passive:
            verb.feats += "|Voice=Pass"

    def _finite(self, lemma, tag, subject, upos):
        """An inflected verb; `present` agrees with the subject."""
        agreement = getattr(subject, "agreement", "third")
        features = {"VB": "VerbForm=Inf", "VBG": "Tense=Pres|VerbForm=Part", "VBN": "Tense=Past|VerbForm=Part", "MD": "VerbForm=Fin"}
        if tag == "MD":
            return Word(lemma, lemma, upos, "MD", features["MD"])
        person = {"third": "|Number=Sing|Person=3", "plural": "|Number=Plur", "first": "|Number=Sing|Person=1"}[agreement]
        if tag == "present":
            if lemma == "be":
                form = {"third": "is", "plural": "are", "first": "am"}[agreement]
                return Word(form, lemma, upos, "VBZ" if form == "is" else "VBP", f"Mood=Ind{person}|Tense=Pres|VerbForm=Fin")
            tag = "VBZ" if agreement == "third" else "VBP"
            return Word(morphology.verb(lemma, tag), lemma, upos, tag, f"Mood=Ind{person}|Tense=Pres|VerbForm=Fin")
        if tag == "VBD":
            form = "were" if lemma == "be" and agreement == "plural" else morphology.verb(lemma, "VBD")
            return Word(form, lemma, upos, "VBD", f"Mood=Ind{person}|Tense=Past|VerbForm=Fin")
        form = {"VB": "be", "VBN": "been", "VBG": "being"}[tag] if lemma == "be" else morphology.verb(lemma, tag)
        return Word(form, lemma, upos, tag, features[tag])

    def _complete(self, verb, complements, objects, promoted, particle, moved, subject, passive, depth):
        """Puts the complements to the right."""
        chance = self.chance
        phrases = []
        if particle:
            word = Word(particle, particle, "ADP", "RP")
            verb.frame_lemma = verb.lemma
            verb.role("C-V", word)
        receiver = subject if passive else None
        for item in complements:
            if item.startswith("+") or item == promoted or (moved is not None and item == objects[0]):
                continue
            case, _, rest = item.rpartition(":")
            role, kind = rest.split("=")
            if kind == "@that":
                inner = self.clause(depth + 1, adjuncts=0.3)
                if chance.under(0.7):
                    inner.before("mark", Word("that", "that", "SCONJ", "IN"), first=True)
                phrases.append(("ccomp", inner))
                verb.role(role, inner)
            elif kind == "@whether":
                inner = self.clause(depth + 1, adjuncts=0.3)
                inner.before("mark", Word(chance.pick(["whether", "if"]), "whether", "SCONJ", "IN"), first=True)
                inner.left[0].lemma = inner.left[0].form
                phrases.append(("ccomp", inner))
                verb.role(role, inner)
            elif kind in ("@to", "@object-to"):
                actor = subject if kind == "@to" else receiver
                inner = self.clause(depth + 1, controller=actor, form="infinitive", adjuncts=0.3)
                phrases.append(("xcomp", inner))
                verb.role(role, inner)
            else:
                if case and chance.under(0.3) and verb.roleset not in ("put.01", "wait.01"):
                    continue
                phrase = self.noun_phrase(kind, depth, plain=item != complements[-1])
                phrase.kind = kind
                if receiver is None and not case:
                    receiver = phrase
                if case:
                    phrase.before("case", preposition(case), first=True)
                    phrases.append(("obl", phrase))
                else:
                    relation = "iobj" if len(objects) == 2 and item == objects[0] else "obj"
                    phrases.append((relation, phrase))
                verb.role(role, phrase)
        if particle:
            light = phrases and phrases[0][0] == "obj" and (phrases[0][1].xpos == "PRP" or (len(phrases[0][1].words()) < 3 and chance.under(0.5)))
            phrases.insert(1 if light else 0, ("compound:prt", word))
        for relation, phrase in phrases:
            verb.after(relation, phrase)

    def _adjoin(self, verb, depth, share, form, subject, question):
        """Adds phrases and clauses of time, place, manner, cause and purpose."""
        chance = self.chance
        taken = {label for label, _, _ in verb.roles}
        if chance.under(share * 0.35) and "ARGM-MNR" not in taken:
            verb.role("ARGM-MNR", verb.after("advmod", adverb(chance.pick(lexicon.MANNER))))
        if chance.under(share * 0.4) and not any(label in ("ARG4",) for label in taken) and verb.lemma not in ("leave", "go", "come"):
            place = self.noun_phrase("place", 2, plain=True)
            city = chance.under(0.25)
            if city:
                place = proper([chance.pick(lexicon.CITIES)])
            place.before("case", preposition("in" if city else chance.pick(["in", "near", "outside", "behind"])), first=True)
            verb.role("ARGM-LOC", verb.after("obl", place))
        front = form == "finite" and depth == 0 and not question and chance.under(0.3)
        if chance.under(share * 0.65) and "ARGM-TMP" not in taken:
            if depth == 0 and chance.under(0.3):
                mark = chance.pick(["when", "before", "after", "while", "until"])
                if front and mark == "until":
                    mark = "when"
                time = self._adverbial(mark, verb.tense)
                relation = "advcl"
            else:
                time, relation = self._time(verb.tense)
            self._place(verb, relation, time, front)
            verb.role("ARGM-TMP", time)
        elif depth == 0 and chance.under(share * 0.45):
            which = chance.pick(["cause", "purpose", "condition", "purpose"])
            if which == "purpose" and form == "finite" and subject is not None and getattr(subject, "kind", None) == "person" and subject.relation == "nsubj":
                purpose = self.clause(2, controller=subject, form="infinitive", adjuncts=0.1)
                verb.after("advcl", purpose)
                verb.role("ARGM-PRP", purpose)
            elif which == "cause":
                cause = self._adverbial("because", verb.tense)
                self._place(verb, "advcl", cause, front and chance.under(0.3))
                verb.role("ARGM-CAU", cause)
            else:
                condition = self._adverbial(chance.pick(["although", "if"]) if verb.tense in ("present", "modal") else "although", verb.tense)
                self._place(verb, "advcl", condition, front)
                verb.role("ARGM-ADV", condition)
        if depth == 0 and form == "finite" and not question and chance.under(0.06):
            linker = adverb(chance.pick(lexicon.LINKERS))
            self._place(verb, "advmod", linker, True)
            verb.role("ARGM-DIS", linker)

    def _place(self, verb, relation, phrase, front):
        if not front:
            verb.after(relation, phrase)
            return
        if phrase.upos != "VERB" and len(phrase.words()) > 1 and self.chance.under(0.4):
            verb.before(relation, phrase, first=True)
            return
        comma = Word(",", ",", "PUNCT", ",")
        verb.before("punct", comma, first=True)
        verb.before(relation, phrase, first=True)

    def _adverbial(self, mark, tense):
        past = tense in ("past", "pluperfect", "progressive")
        inner = self.clause(2, adjuncts=0.15, tense=self.chance.pick(["past", "past", "pluperfect"] if past else ["present"]))
        adverbial = mark in ("when",)
        word = Word(mark, mark, "ADV" if adverbial else "SCONJ", "WRB" if adverbial else "IN", "PronType=Int" if adverbial else "_")
        inner.before("advmod" if adverbial else "mark", word, first=True)
        return inner

    def _time(self, tense):
        """A phrase of time that goes with the tense."""
        chance = self.chance
        past = tense in ("past", "pluperfect", "VBD")
        which = chance.pick(["day", "month", "adverb", "clock", "part", "event"] + (["year", "last"] if past else []))
        if which == "adverb":
            word = Word("yesterday" if past else chance.pick(["today", "tomorrow"] if tense == "modal" else ["today"]), "", "NOUN", "NN", "Number=Sing")
            word.lemma = word.form
            return word, "obl:unmarked"
        if which == "last":
            head = Word(chance.pick(["week", "month", "summer", "night", "Tuesday", "winter"]), "", "NOUN", "NN", "Number=Sing")
            head.lemma = head.form
            if head.form == "Tuesday":
                head.upos, head.xpos = "PROPN", "NNP"
            head.before("amod", Word("last", "last", "ADJ", "JJ", "Degree=Pos"))
            return head, "obl:unmarked"
        if which == "event":
            head = self.noun_phrase("event", 2, plain=True)
            head.before("case", preposition(chance.pick(["before", "after", "during"])), first=True)
            return head, "obl"
        if which == "clock":
            head = Word(chance.pick(["noon", "midnight", "dawn", "lunchtime"]), "", "NOUN", "NN", "Number=Sing")
            head.lemma = head.form
            head.before("case", preposition("at"))
        elif which == "part":
            head = Word(chance.pick(["morning", "afternoon", "evening"]), "", "NOUN", "NN", "Number=Sing")
            head.lemma = head.form
            head.before("case", preposition("in"))
            head.before("det", determiner("the"))
        elif which == "year":
            year = str(1950 + chance.below(74))
            head = Word(year, year, "NUM", "CD", "NumForm=Digit|NumType=Card")
            head.before("case", preposition("in"))
        else:
            head = proper([chance.pick(lexicon.DAYS if which == "day" else lexicon.MONTHS)])
            head.before("case", preposition("on" if which == "day" else "in"))
        return head, "obl"

    # Sentences

    def sentence(self):
        """One sentence of any kind."""
        self.used.clear()
        which = self.chance.weighted([("plain", 62), ("coordinated", 12), ("copula", 9), ("existential", 4), ("question", 6), ("nominal", 7)])
        return getattr(self, "_" + which)()

    def _plain(self):
        return Sentence(self.clause(0))

    def _question(self):
        if self.chance.under(0.5):
            return Sentence(self.clause(0, question=True, adjuncts=0.4), end="?")
        who = Word("who", "who", "PRON", "WP", "PronType=Int")
        who.agreement = "third"
        frame = self.chance.pick([frame for frame in FRAMES if frame[3][1] == "person" and "@" not in "".join(frame[4])])
        return Sentence(self.clause(1, subject=who, frame=frame, adjuncts=0.4), end="?")

    def _coordinated(self):
        """Two verbs with one subject, or two clauses."""
        chance = self.chance
        first = self.clause(1, adjuncts=0.3, tense="past", passive=False)
        subject = next(word for word in first.left if word.relation in ("nsubj", "nsubj:pass"))
        conjunction = chance.pick(["and", "and", "but"])
        kind = getattr(subject, "kind", "person")
        frames = [frame for frame in FRAMES if frame[3][1] == kind and "@" not in "".join(frame[4])]
        if frames and chance.under(0.65):
            second = self.clause(1, subject=subject, frame=chance.pick(frames), adjuncts=0.3, tense="past", passive=False)
            second.left = [word for word in second.left if word is not subject]
            subject.head, subject.relation = first, "nsubj"
        else:
            second = self.clause(1, adjuncts=0.3, tense="past", passive=False)
            second.before("punct", Word(",", ",", "PUNCT", ","), first=True)
        comma = 1 if second.left and second.left[0].upos == "PUNCT" else 0
        second.before("cc", Word(conjunction, conjunction, "CCONJ", "CC"), first=True)
        if comma:
            second.left[0], second.left[1] = second.left[1], second.left[0]
        first.after("conj", second)
        return Sentence(first)

    def _copula(self):
        """`The new teacher is very patient`, `Anna was a nurse in Porto`: be.01 with the subject and what it is."""
        chance = self.chance
        kind = chance.pick(["person", "person", "thing", "place", "text", "event", "building"])
        subject = self.noun_phrase(kind, 0, case="Nom")
        which = chance.pick(["adjective", "adjective", "noun" if kind == "person" and getattr(subject, "agreement", "") != "plural" else "adjective", "place"])
        if which == "adjective":
            adjective = chance.pick(_adjectives[kind])
            head = Word(adjective, adjective, "ADJ", "JJ", "Degree=Pos")
            if adjective not in lexicon.NOT_GRADABLE and chance.under(0.4):
                head.before("advmod", adverb(chance.pick(["very", "too", "rather", "quite", "extremely"])))
        elif which == "noun":
            singular = chance.pick(_nouns["person"])[0]
            head = Word(singular, singular, "NOUN", "NN", "Number=Sing")
            adjective = chance.pick(_adjectives["person"])
            if chance.under(0.5):
                head.before("amod", Word(adjective, adjective, "ADJ", "JJ", "Degree=Pos"))
            head.before("det", determiner(morphology.article(head.words()[0].form)), first=True)
        else:
            head = self.noun_phrase("place", 2, plain=True)
            head.before("case", preposition(chance.pick(["in", "near", "behind", "outside"])), first=True)
        negated, tag = chance.under(0.15), chance.pick(["VBD", "present"])
        copula = self._finite("be", tag, subject, "AUX")
        copula.roleset, copula.frame_lemma = "be.01", "be"
        outside = [copula, subject]
        if negated:
            negation = Word("n't" if copula.form != "am" and chance.under(0.5) else "not", "not", "PART", "RB", "Polarity=Neg")
            head.before("advmod", negation, first=True)
            copula.role("ARGM-NEG", negation)
            outside.append(negation)
        head.before("cop", copula, first=True)
        head.before("nsubj", subject, first=True)
        copula.role("ARG1", subject)
        if chance.under(0.3):
            time, relation = self._time(tag)
            head.after(relation, time)
            copula.role("ARGM-TMP", time)
            outside.append(time)
        copula.role("ARG2", head, outside)
        return Sentence(head)

    def _existential(self):
        chance = self.chance
        thing = self.noun_phrase(chance.pick(["person", "animal", "thing", "building"]), 2, plain=True)
        while thing.upos in ("PRON", "PROPN") or any(word.form in ("the", "every", "this", "these") or word.relation == "nmod:poss" for word in thing.left):
            thing = self.noun_phrase(chance.pick(["person", "animal", "thing", "building"]), 2, plain=True)
        verb = self._finite("be", chance.pick(["VBD", "present"]), thing, "VERB")
        verb.roleset, verb.frame_lemma = "be.02", "be"
        verb.before("expl", Word("there", "there", "PRON", "EX"))
        verb.after("nsubj", thing)
        verb.role("ARG1", thing)
        place = self.noun_phrase("place", 2, plain=True)
        place.before("case", preposition(chance.pick(["in", "near", "behind"])), first=True)
        verb.after("obl", place)
        verb.role("ARGM-LOC", place)
        return Sentence(verb)

    def _nominal(self):
        """`The sale of the cottage surprised the mayor`: a noun that is a predicate, and the verb it is subject of."""
        chance = self.chance
        noun, lemma, roleset, role_kind = chance.pick(NOMINALS)
        role, kind = role_kind.split("=")
        head = Word(noun, noun, "NOUN", "NN", "Number=Sing")
        head.agreement, head.roleset, head.frame_lemma = "third", roleset, lemma
        head.before("det", determiner("the"))
        if chance.under(0.3):
            adjective = Word(chance.pick(["sudden", "early", "recent", "long", "quick"]), "", "ADJ", "JJ", "Degree=Pos")
            adjective.lemma = adjective.form
            head.before("amod", adjective)
            head.role("ARGM-MNR" if adjective.form in ("sudden", "quick") else "ARGM-TMP", adjective)
        of = self.noun_phrase(kind, 1, plain=True)
        of.before("case", preposition("of"), first=True)
        head.after("nmod", of)
        head.role(role, of)
        verb = self._finite("", "VB", None, "VERB")
        base, sense = chance.pick([("surprise", "surprise.01"), ("annoy", "annoy.01"), ("please", "please.01"), ("worry", "worry.01"), ("delay", "delay.01")])
        tense = chance.pick(["past", "modal", "perfect"])
        verb = Word(base, base, "VERB", "VB", "VerbForm=Inf")
        verb.roleset, verb.frame_lemma = sense, base
        verb.role("ARG0", head)
        self._inflect(verb, base, head, None, False, "finite", False, tense)
        whom_kind = "event" if base == "delay" else chance.pick(["person", "organization"])
        whom = self.noun_phrase(whom_kind, 1)
        verb.after("obj", whom)
        verb.role("ARG1", whom)
        self._adjoin(verb, 0, 0.3, "finite", head, False)
        return Sentence(verb)
