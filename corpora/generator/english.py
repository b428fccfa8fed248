"""A grammar of English sentences that knows its own dependency trees and PropBank-style frames."""

from . import lexicon, morphology
from .phrases import ADJECTIVES, CLAUSAL, FRAMES, NOMINALS, NOUNS, Phrases, adverb, determiner, preposition, proper
from .word import Sentence, Word


class Grammar(Phrases):
    """Sentences drawn from one source of choices."""

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
        self._inflect(verb, base, subject, moved, passive, form, question, tense, len(objects))
        self._complete(verb, complements, objects, promoted, particle, moved, subject or controller, passive, depth)
        if passive and chance.under(0.5):
            agent = self.noun_phrase(subject_kind, depth + 1, plain=True)
            agent.before("case", preposition("by"), first=True)
            verb.after("obl:agent", agent)
            verb.role(subject_role, agent)
        if "@" not in "".join(complements):
            self._adjoin(verb, depth, adjuncts, form, subject or controller, question)
        return verb

    def _inflect(self, verb, base, subject, moved, passive, form, question, tense, objects=1):
        """Puts moved word, subject, auxiliaries and negation to the left and gives the verb its form."""
        chance = self.chance
        if moved is not None:
            verb.before("iobj" if objects == 2 else "obj", moved)
        if form == "infinitive":
            if chance.under(0.06):
                verb.role("ARGM-NEG", verb.before("advmod", Word("not", "not", "PART", "RB", "Polarity=Neg")))
            verb.before("mark", Word("to", "to", "PART", "TO"))
            verb.tense = "modal"
            return
        tense = verb.tense = tense or chance.weighted(
            [("past", 9), ("present", 3), ("perfect", 2)]
            + ([] if base in lexicon.STATES else [("progressive", 2), ("modal", 3), ("pluperfect", 1)]))
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
                adverb_role, middle = "ARGM-MNR", self._manner(verb)
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

    def _manner(self, verb):
        acts = any(label in ("ARG0", "R-ARG0") for label, _, _ in verb.roles) or verb.feats.endswith("Voice=Pass")
        return adverb(self.chance.pick(lexicon.MANNER if acts else lexicon.EVENT_MANNER))

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
            verb.role("ARGM-MNR", verb.after("advmod", self._manner(verb)))
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
        frames = [frame for frame in FRAMES
                  if frame[3][1] == kind and frame[1] not in self.used and "@" not in "".join(frame[4])]
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
            adjective = chance.pick(ADJECTIVES[kind])
            head = Word(adjective, adjective, "ADJ", "JJ", "Degree=Pos")
            if adjective not in lexicon.NOT_GRADABLE and chance.under(0.4):
                head.before("advmod", adverb(chance.pick(["very", "too", "rather", "quite", "extremely"])))
        elif which == "noun":
            singular = chance.pick(NOUNS["person"])[0]
            head = Word(singular, singular, "NOUN", "NN", "Number=Sing")
            adjective = chance.pick(ADJECTIVES["person"])
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
