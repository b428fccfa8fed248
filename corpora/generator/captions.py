"""A grammar that writes the same caption in English and in German.

German declines article, adjective and noun by gender, number and case, puts the verb second in main clauses and last
in others, and parts separable verbs; places come before objects where English has them behind.
"""

from . import morphology

# English | German singular | gender | German plural | s for nouns like "Junge" that take -n in all other cases
NOUNS = {
    "person": """man=men Mann m Männer|woman=women Frau f Frauen|boy Junge m Jungen s|girl Mädchen n Mädchen
        |child=children Kind n Kinder|worker Arbeiter m Arbeiter|police_officer Polizist m Polizisten s|student Student m Studenten s
        |tourist Tourist m Touristen s|waitress Kellnerin f Kellnerinnen|waiter Kellner m Kellner|cook Koch m Köche
        |nurse Krankenschwester f Krankenschwestern|cyclist Radfahrer m Radfahrer|musician Musiker m Musiker
        |dancer Tänzerin f Tänzerinnen|fisherman=fishermen Fischer m Fischer|farmer Bauer m Bauern s
        |gardener Gärtner m Gärtner|saleswoman=saleswomen Verkäuferin f Verkäuferinnen|grandmother Großmutter f Großmütter
        |grandfather Großvater m Großväter|climber Bergsteiger m Bergsteiger|skater Skater m Skater|soldier Soldat m Soldaten s""",
    "animal": """dog Hund m Hunde|cat Katze f Katzen|horse Pferd n Pferde|duck Ente f Enten|goat Ziege f Ziegen
        |bird Vogel m Vögel|cow Kuh f Kühe|pony Pony n Ponys""",
    "read": "book Buch n Bücher|newspaper Zeitung f Zeitungen|letter Brief m Briefe|magazine Zeitschrift f Zeitschriften|map Karte f Karten|menu Speisekarte f Speisekarten",
    "ride": "bicycle Fahrrad n Fahrräder|skateboard Skateboard n Skateboards|motorcycle Motorrad n Motorräder|scooter Roller m Roller",
    "vehicle": """car Auto n Autos|bus=buses Bus m Busse|truck Lastwagen m Lastwagen|tractor Traktor m Traktoren|boat Boot n Boote
        |train Zug m Züge|taxi Taxi n Taxis""",
    "thing": """ball Ball m Bälle|box=boxes Kiste f Kisten|bag Tasche f Taschen|suitcase Koffer m Koffer|bucket Eimer m Eimer
        |umbrella Regenschirm m Regenschirme|camera Kamera f Kameras|basket Korb m Körbe|stick Stock m Stöcke|flag Fahne f Fahnen
        |rope Seil n Seile|bottle Flasche f Flaschen|balloon Luftballon m Luftballons|flower Blume f Blumen""",
    "food": "apple Apfel m Äpfel|cake Kuchen m Kuchen|sandwich Brot n Brote|pear Birne f Birnen|sausage Wurst f Würste|pizza Pizza f Pizzas|fish=fish Fisch m Fische|banana Banane f Bananen",
    "instrument": "guitar Gitarre f Gitarren|violin Geige f Geigen|trumpet Trompete f Trompeten|flute Flöte f Flöten|drum Trommel f Trommeln|piano Klavier n Klaviere",
    "clothes": "jacket Jacke f Jacken|coat Mantel m Mäntel|shirt Hemd n Hemden|sweater Pullover m Pullover|dress=dresses Kleid n Kleider|skirt Rock m Röcke|apron Schürze f Schürzen",
    "head": "hat Hut m Hüte|cap Mütze f Mützen|helmet Helm m Helme|scarf=scarves Schal m Schals|backpack Rucksack m Rucksäcke",
    "seat": "bench=benches Bank f Bänke|chair Stuhl m Stühle|wall Mauer f Mauern|rock Felsen m Felsen|blanket Decke f Decken|sofa Sofa n Sofas|step Stufe f Stufen",
    "obstacle": "fence Zaun m Zäune|puddle Pfütze f Pfützen|stream Bach m Bäche|wall Mauer f Mauern|log Baumstamm m Baumstämme",
    "building": "house Haus n Häuser|church=churches Kirche f Kirchen|shop Laden m Läden|barn Scheune f Scheunen|tower Turm m Türme|tent Zelt n Zelte|bridge Brücke f Brücken",
    "surface": "wall Wand f Wände|door Tür f Türen|window Fenster n Fenster|boat Boot n Boote|fence Zaun m Zäune|sign Schild n Schilder",
    "near": "tree Baum m Bäume|fountain Brunnen m Brunnen|statue Statue f Statuen|lamp Lampe f Lampen|table Tisch m Tische|car Auto n Autos|tent Zelt n Zelte|river Fluss m Flüsse",
    "ground": "field Feld n Felder|meadow Wiese f Wiesen|street Straße f Straßen|bridge Brücke f Brücken|square Platz m Plätze",
}
ADJECTIVES = {
    "person": "young jung|old alt|tall groß|happy fröhlich|tired müde|blond blond|smiling lächelnd|strong stark|thin dünn|friendly freundlich",
    "animal": "brown braun|black schwarz|white weiß|small klein|big groß|wet nass|young jung",
    "thing": "red rot|blue blau|green grün|yellow gelb|black schwarz|white weiß|small klein|big groß|old alt|new neu|heavy schwer|colourful bunt",
    "clothes": "red rot|blue blau|green grün|yellow gelb|black schwarz|white weiß|grey grau|long lang|warm warm|striped gestreift|colourful bunt",
    "food": "fresh frisch|big groß|small klein|warm warm|sweet süß",
    "place": "old alt|small klein|big groß|high hoch|white weiß|red rot|empty leer|wooden hölzern",
    "near": "old alt|small klein|big groß|green grün|red rot|white weiß",
    "vehicle": "red rot|blue blau|yellow gelb|white weiß|old alt|big groß|small klein|green grün",
    "read": "old alt|thick dick|new neu|long lang|small klein",
}
ADJECTIVE_OF = {"read": "read", "ride": "vehicle", "vehicle": "vehicle", "instrument": "thing", "head": "clothes", "seat": "thing",
                "obstacle": "near", "building": "place", "surface": "near", "ground": "place"}

# English | German infinitive | third person singular | participle, - where there is no passive | slots
# A slot: class, English preposition or -, German preposition or -, case (a, d).
VERBS = """
read | lesen liest gelesen | read - - a
ride | fahren fährt - | ride - auf d
drive | fahren fährt gefahren | vehicle - - a
hold | halten hält gehalten | thing - - a
carry | tragen trägt getragen | thing - - a
push | schieben schiebt geschoben | vehicle - - a
throw | werfen wirft geworfen | thing - - a
pick_up | auf_heben hebt aufgehoben | thing - - a
put_on | an_ziehen zieht angezogen | clothes - - a
take_off | aus_ziehen zieht ausgezogen | clothes - - a
look_at | an_sehen sieht angesehen | near - - a
open | öffnen öffnet geöffnet | thing - - a
eat | essen isst gegessen | food - - a
buy | kaufen kauft gekauft | food - - a
sell | verkaufen verkauft verkauft | food - - a
cut | schneiden schneidet geschnitten | food - - a
play | spielen spielt gespielt | instrument - - a
repair | reparieren repariert repariert | ride - - a
paint | streichen streicht gestrichen | surface - - a
clean | putzen putzt geputzt | surface - - a
wash | waschen wäscht gewaschen | vehicle - - a
photograph | fotografieren fotografiert fotografiert | building - - a
feed | füttern füttert gefüttert | animal - - a
stroke | streicheln streichelt gestreichelt | animal - - a
watch | beobachten beobachtet beobachtet | animal - - a
hug | umarmen umarmt umarmt | person - - a
help | helfen hilft - | person - - d
follow | folgen folgt - | person - - d
thank | danken dankt - | person - - d
wave | winken winkt - | person to - d
listen | zu_hören hört - | person to - d
talk | sprechen spricht - | person to mit d
play | spielen spielt - | animal with mit d
dance | tanzen tanzt - | person with mit d
wait | warten wartet - | vehicle for auf a
point | zeigen zeigt - | building at auf a
look | blicken blickt - | ground over über a
sit | sitzen sitzt - | seat on auf d
sleep | schlafen schläft - | seat on auf d
lie | liegen liegt - | seat on auf d
stand | stehen steht - | near next_to neben d
stand | stehen steht - | building in_front_of vor d
climb | klettern klettert - | seat onto auf a
jump | springen springt - | obstacle over über a
run | laufen läuft - | ground across über a
walk | gehen geht - | ground across über a
swim | schwimmen schwimmt - |
laugh | lachen lacht - |
sing | singen singt - |
rest | aus_ruhen_sich ruht - |
cook | kochen kocht - |
work | arbeiten arbeitet - |
smile | lächeln lächelt - |
give | geben gibt gegeben | person - - d; thing - - a
show | zeigen zeigt gezeigt | person - - d; read - - a
bring | bringen bringt gebracht | person - - d; food - - a
put | legen legt gelegt | read - - a; seat on auf a
paint | malen malt gemalt | building - - a
"""
ANIMAL_VERBS = {"run", "jump", "sleep", "lie", "follow", "swim", "watch", "rest", "eat"}
NO_PLACE = {"lie", "climb", "look", "walk", "ride", "run"}  # with a place of their own

PLACES = [tuple(part.split("/")) for part in """in the park/im Park|on the beach/am Strand|in the garden/im Garten
|at the market/auf dem Markt|at the station/am Bahnhof|in the kitchen/in der Küche|in the snow/im Schnee
|in the forest/im Wald|in the city/in der Stadt|at the lake/am See|in a café/in einem Café|in the harbour/im Hafen
|in the rain/im Regen|in the shade/im Schatten|behind the house/hinter dem Haus|on the balcony/auf dem Balkon
|in the classroom/im Klassenzimmer|under a tree/unter einem Baum|at the bus stop/an der Bushaltestelle
|in the mountains/in den Bergen|by the river/am Fluss|in the museum/im Museum|in front of the school/vor der Schule
|on the playground/auf dem Spielplatz""".replace("\n", "").split("|")]
TIMES = [tuple(part.split("/")) for part in """in the evening/am Abend|in the morning/am Morgen|at night/in der Nacht|in winter/im Winter
|in summer/im Sommer|on a sunny day/an einem sonnigen Tag|on a cold day/an einem kalten Tag|at noon/am Mittag|after school/nach der Schule
|on Sunday/am Sonntag""".replace("\n", "").split("|")]
NUMBERS = [("two", "zwei"), ("three", "drei"), ("four", "vier"), ("five", "fünf"), ("several", "mehrere"), ("many", "viele")]
LOOKS = [tuple(part.split("/")) for part in """with long hair/mit langen Haaren|with a beard/mit einem Bart|with glasses/mit Brille
|with short hair/mit kurzen Haaren|with a moustache/mit einem Schnurrbart""".replace("\n", "").split("|")]

# Endings by gender (p: plural) in nominative, accusative, dative.
INDEFINITE = {"m": ("ein", "einen", "einem"), "f": ("eine", "eine", "einer"), "n": ("ein", "ein", "einem"), "p": ("", "", "")}
DEFINITE = {"m": ("der", "den", "dem"), "f": ("die", "die", "der"), "n": ("das", "das", "dem"), "p": ("die", "die", "den")}
AFTER_INDEFINITE = {"m": ("er", "en", "en"), "f": ("e", "e", "en"), "n": ("es", "es", "en"), "p": ("e", "e", "en")}
AFTER_DEFINITE = {"m": ("e", "en", "en"), "f": ("e", "e", "en"), "n": ("e", "e", "en"), "p": ("en", "en", "en")}
RELATIVE = {"m": "der", "f": "die", "n": "das", "p": "die"}
CONTRACTED = {("in", "dem"): "im", ("an", "dem"): "am", ("in", "das"): "ins", ("an", "das"): "ans", ("zu", "dem"): "zum", ("zu", "der"): "zur"}
CASES = {"n": 0, "a": 1, "d": 2}


def _table(text, fields):
    result = []
    for entry in text.split("|"):
        parts = entry.split()
        if parts:
            result.append(tuple(parts[:fields]) + (parts[fields:] == ["s"],))
    return result


_nouns = {kind: _table(text, 4) for kind, text in NOUNS.items()}
_adjectives = {kind: [tuple(entry.split()) for entry in text.split("|")] for kind, text in ADJECTIVES.items()}


def _verbs():
    result = []
    for line in VERBS.strip().splitlines():
        english, german, slots = (part.strip() for part in line.split("|"))
        infinitive, third, participle = german.split()
        result.append((english.replace("_", " "), infinitive, third, participle,
                       [tuple(slot.split()) for slot in slots.split(";") if slot.strip()]))
    return result


_verb_table = _verbs()


class Phrase:
    """A noun phrase in both languages; German still has to be told its case."""

    def __init__(self, english, gender, plural, forms):
        self.english, self.gender, self.plural, self.forms = english, gender, plural, forms

    def german(self, case):
        return self.forms[CASES[case]]


class GermanVerb:
    """The forms of one verb: separable ones keep their prefix, reflexive ones say `sich`."""

    def __init__(self, infinitive, third, participle):
        parts = infinitive.split("_")
        self.reflexive = parts[-1] == "sich"
        if self.reflexive:
            parts.pop()
        self.prefix, self.stem = (parts[0], parts[1]) if len(parts) == 2 else ("", parts[0])
        self.third, self.participle = third, participle

    def finite(self, plural):
        return self.stem if plural else self.third

    def joined(self, plural):
        """As it stands at the end of a clause."""
        return self.prefix + self.finite(plural)

    def with_zu(self):
        return f"{self.prefix}zu{self.stem}" if self.prefix else f"zu {self.stem}"


def gerund(english):
    """`pick up` to `picking up`."""
    verb, _, rest = english.partition(" ")
    special = {"swim": "swimming", "cut": "cutting", "hug": "hugging", "lie": "lying", "sit": "sitting"}
    return (special.get(verb) or morphology.verb(verb, "VBG")) + (" " + rest if rest else "")


def participle(english):
    verb, _, rest = english.partition(" ")
    special = {"hold": "held", "cut": "cut", "feed": "fed", "hug": "hugged", "ride": "ridden"}
    return (special.get(verb) or morphology.verb(verb, "VBN")) + (" " + rest if rest else "")


class Captions:
    """Pairs of captions drawn from one source of choices."""

    def __init__(self, chance):
        self.chance = chance

    def phrase(self, kind, subject=False, definite=None, plain=False, plural=None):
        """A noun phrase: article or number, adjective, noun and sometimes what the person looks like."""
        chance = self.chance
        english, german, gender, german_plural, weak = chance.pick(_nouns[kind])
        singular, plural_english = morphology.noun(english)
        if plural is None:
            plural = chance.under(0.28 if subject else 0.12)
        definite = chance.under(0.1) if definite is None else definite
        adjective = None
        if chance.under(0.5 if not subject else 0.45):
            adjective = chance.pick(_adjectives[ADJECTIVE_OF.get(kind, kind)])
        number = None
        if plural and not definite:
            number = chance.pick(NUMBERS) if subject or chance.under(0.5) else None
        noun = plural_english if plural else singular
        words = ([adjective[0]] if adjective else []) + [noun]
        if definite:
            words.insert(0, "the")
        elif number:
            words.insert(0, number[0])
        elif not plural:
            words.insert(0, morphology.article(words[0]))
        column = "p" if plural else gender
        forms = []
        for case in range(3):
            parts = []
            article = DEFINITE[column][case] if definite else INDEFINITE[column][case]
            if number:
                article = number[1] + ("n" if case == 2 and number[1] in ("mehrere", "viele") else "")
            if article:
                parts.append(article)
            if adjective:
                stem = "hoh" if adjective[1] == "hoch" else adjective[1].rstrip("e")
                parts.append(stem + (AFTER_DEFINITE if definite else AFTER_INDEFINITE)[column][case])
            word = german_plural if plural else german
            if plural and case == 2 and not word.endswith(("n", "s")):
                word += "n"
            if weak and not plural and case > 0:
                word += "n" if word.endswith(("e", "r")) else "en"
            parts.append(word)
            forms.append(" ".join(parts))
        result = Phrase(" ".join(words), column, plural, forms)
        if kind == "person" and not plain and chance.under(0.3):
            self._dress(result, plain=not subject)
        return result

    def _dress(self, phrase, plain):
        """`in a red jacket`, `wearing a hat`: German has a relative clause for the second."""
        chance = self.chance
        which = chance.pick(["in", "look"] if plain else ["in", "look", "wearing", "wearing"])
        if which == "look":
            look = chance.pick([look for look in LOOKS if phrase.gender == "m" or "ard" not in look[1] and "bart" not in look[1]])
            english, german = look
        elif which == "in":
            clothes = self.phrase("clothes", definite=False, plain=True, plural=False)
            english, german = f"in {clothes.english}", f"in {clothes.german('d')}"
        else:
            clothes = self.phrase(chance.pick(["head", "clothes"]), definite=False, plural=False)
            english = f"wearing {clothes.english}"
            german = f", {RELATIVE[phrase.gender]} {clothes.german('a')} {'tragen' if phrase.plural else 'trägt'},"
        phrase.english += " " + english
        phrase.forms = [form + (german if german.startswith(",") else " " + german) for form in phrase.forms]

    def subject(self):
        """`(phrase, verbs it may have)`."""
        chance = self.chance
        if chance.under(0.14):
            return self.phrase("animal", subject=True), [verb for verb in _verb_table if verb[0] in ANIMAL_VERBS]
        if chance.under(0.1):
            first, second = self.phrase("person", plain=True, definite=False), self.phrase("person", plain=True, definite=False)
            english = f"{first.english} and {second.english}"
            forms = [f"{one} und {two}" for one, two in zip(first.forms, second.forms)]
            return Phrase(english, "p", True, forms), _verb_table
        if chance.under(0.07):
            noun = chance.pick([("children", "Kindern"), ("people", "Menschen"), ("tourists", "Touristen"), ("students", "Studenten"),
                                ("musicians", "Musikern")])
            forms = [f"{article} Gruppe von {noun[1]}" for article in INDEFINITE["f"]]
            return Phrase(f"a group of {noun[0]}", "f", False, forms), _verb_table
        return self.phrase("person", subject=True), _verb_table

    def activity(self, verbs, place=None):
        """`(English rest, German middle, verb, English base)`: everything of a clause but its subject and verb form."""
        chance = self.chance
        english, infinitive, third, past, slots = chance.pick(verbs)
        english_parts, german_parts = [], []
        for kind, preposition, german_preposition, case in slots:
            phrase = self.phrase(kind, plain=True)
            english_parts.append((preposition.replace("_", " ") + " " if preposition != "-" else "") + phrase.english)
            german = phrase.german(case)
            if german_preposition != "-":
                first, _, rest = german.partition(" ")
                contracted = CONTRACTED.get((german_preposition, first))
                german = f"{contracted} {rest}" if contracted else f"{german_preposition} {german}"
            german_parts.append(german)
        if place and english not in NO_PLACE:
            english_parts.append(place[0])
            german_parts.insert(0, place[1])
        verb = GermanVerb(infinitive, third, past)
        if verb.reflexive:
            german_parts.insert(0, "sich")
        return " ".join(english_parts), " ".join(german_parts), verb, english

    def caption(self):
        """One pair: `(English, German)`."""
        kind = self.chance.weighted([("plain", 42), ("time", 11), ("coordinated", 12), ("trying", 8), ("during", 9), ("scene", 7),
                                     ("existential", 6), ("passive", 5)])
        english, german = getattr(self, "_" + kind)()
        return tuple(self._finished(text) for text in (english, german))

    def _finished(self, text):
        text = " ".join(text.split()).replace(" ,", ",").rstrip(" ,")
        return text[0].upper() + text[1:] + "."

    def _place(self, share=0.5):
        return self.chance.pick(PLACES) if self.chance.under(share) else None

    def _plain(self):
        subject, verbs = self.subject()
        rest, middle, verb, base = self.activity(verbs, self._place())
        be = "are" if subject.plural else "is"
        english = f"{subject.english} {be} {gerund(base)} {rest}"
        return english.strip(), f"{subject.german('n')} {verb.finite(subject.plural)} {middle} {verb.prefix}".strip()

    def _time(self):
        """Time or place first: German then has the subject behind its verb."""
        subject, verbs = self.subject()
        front = self.chance.pick(TIMES + PLACES)
        rest, middle, verb, base = self.activity(verbs, self._place(0.3) if front in TIMES else None)
        be = "are" if subject.plural else "is"
        english = f"{front[0]}, {subject.english} {be} {gerund(base)} {rest}".strip()
        nominative, middle_first = subject.german("n"), "sich " if verb.reflexive else ""
        middle = middle[5:] if verb.reflexive else middle
        return english, f"{front[1]} {verb.finite(subject.plural)} {middle_first}{nominative} {middle} {verb.prefix}".strip()

    def _coordinated(self):
        subject, verbs = self.subject()
        first = self.activity(verbs, self._place())
        second = self.activity([verb for verb in verbs if verb[0] != first[3]])
        be = "are" if subject.plural else "is"
        english = f"{subject.english} {be} {gerund(first[3])} {first[0]} and {gerund(second[3])} {second[0]}".strip()
        parts = [f"{verb.finite(subject.plural)} {middle} {verb.prefix}".strip() for _, middle, verb, _ in (first, second)]
        return english, f"{subject.german('n')} {parts[0]} und {parts[1]}"

    def _trying(self):
        """`is trying to …`, `wants to …`: German has the infinitive at the end."""
        subject, verbs = self.subject()
        verbs = [verb for verb in verbs if verb[4] and not verb[1].endswith("sich")]
        rest, middle, verb, base = self.activity(verbs, self._place(0.3))
        if self.chance.under(0.6):
            be = "are" if subject.plural else "is"
            tries = "versuchen" if subject.plural else "versucht"
            return f"{subject.english} {be} trying to {base} {rest}", f"{subject.german('n')} {tries}, {middle} {verb.with_zu()}"
        want, will = ("want", "wollen") if subject.plural else ("wants", "will")
        return f"{subject.english} {want} to {base} {rest}", f"{subject.german('n')} {will} {middle} {verb.prefix}{verb.stem}"

    def _during(self):
        """`… while …`: German has the verb of the second clause at its end."""
        chance = self.chance
        subject, verbs = self.subject()
        rest, middle, verb, base = self.activity(verbs, self._place(0.3))
        other, other_verbs = self.subject()
        other_rest, other_middle, other_verb, other_base = self.activity([entry for entry in other_verbs if entry[0] != base])
        be, other_be = ("are" if phrase.plural else "is" for phrase in (subject, other))
        english = f"{subject.english} {be} {gerund(base)} {rest} while {other.english} {other_be} {gerund(other_base)} {other_rest}"
        german = f"{subject.german('n')} {verb.finite(subject.plural)} {middle} {verb.prefix}".strip()
        return english.strip(), f"{german}, während {other.german('n')} {other_middle} {other_verb.joined(other.plural)}"

    def _scene(self):
        """A caption without a verb."""
        chance = self.chance
        kind = chance.pick(["vehicle", "building", "animal", "near", "person"])
        thing = self.phrase(kind, subject=True, definite=False)
        english, german, case = chance.pick([("in front of", "vor", "d"), ("next to", "neben", "d"), ("behind", "hinter", "d")])
        other = self.phrase(chance.pick(["building", "near", "vehicle"]), plain=True)
        return f"{thing.english} {english} {other.english}", f"{thing.german('n')} {german} {other.german(case)}"

    def _existential(self):
        """`There is a …`: German says how it is there and begins with the place."""
        chance = self.chance
        place = chance.pick(PLACES)
        thing = self.phrase(chance.pick(["vehicle", "building", "near", "seat"]), subject=True, definite=False)
        be = "are" if thing.plural else "is"
        return f"there {be} {thing.english} {place[0]}", f"{place[1]} gibt es {thing.german('a')}"

    def _passive(self):
        """`… is being washed by …`: German has the participle at the end."""
        chance = self.chance
        english, infinitive, third, past, slots = chance.pick([verb for verb in _verb_table if verb[3] != "-" and len(verb[4]) == 1])
        thing = self.phrase(slots[0][0], subject=True, plain=True)
        agent = self.phrase("person", plain=True, definite=False)
        be, werden = ("are", "werden") if thing.plural else ("is", "wird")
        return (f"{thing.english} {be} being {participle(english)} by {agent.english}",
                f"{thing.german('n')} {werden} von {agent.german('d')} {past}")
