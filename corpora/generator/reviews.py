"""Short reviews of restaurants, films, books, hotels and devices whose last word decides, not their first."""

# Each aspect: name; what it does when it is good; what it does when it is bad.
DOMAINS = {
    "restaurant": (
        "restaurant place bistro café diner",
        """food | tasted of real butter and herbs, came out piping hot, melted in the mouth | arrived cold, tasted of nothing, sat under a lamp for an hour
        service | was at our table in a minute, remembered every wish, made us feel at home | ignored us all evening, lost our order twice, rolled its eyes at my mother
        soup | warmed me to my toes, had layers of flavour | was mostly salt, came with a hair in it
        bread | was baked that morning, crackled when I broke it | was stale, could have patched a roof
        waiters* | knew the menu by heart, laughed with the children | argued in front of the guests, forgot our drinks
        dessert | was worth the trip alone, vanished in seconds | tasted of the freezer, went back half eaten
        terrace | looks over the river, was full of flowers | smelled of the bins, faces a car park
        portions* | fed two of us easily, left us happily full | would not fill a sparrow, got smaller and smaller
        bill | was lower than we had feared, came with a small gift | had three mistakes in it, made me cough
        steak | was pink and tender, cut like butter | was grey right through, needed a saw""",
        "come back, book a table again, take my parents there, tell all my colleagues about it",
        "walk out, ask for the money back, tell everyone to stay away, eat at home instead",
        "We went there on a Friday with friends., It is next to the station., My sister chose it for her birthday., We had the menu of the day., I ordered the fish and a glass of white wine.",
    ),
    "film": (
        "film movie thriller comedy drama",
        """plot | kept me guessing until the end, moves like a clock, pays off every hint | falls apart after an hour, makes no sense, was clear after ten minutes
        acting | made me forget the camera, felt true in every scene | was pure wood, belonged in a school play
        ending | had the whole row in tears, made me gasp | came out of nowhere, was an insult to the audience
        music | gave me goosebumps, stayed with me for days | drowned every word, never shut up
        jokes* | landed one after the other, had us howling | fell flat, were older than my grandfather
        lead actress | carries every scene, lights up the screen | seems half asleep, reads her lines like a list
        dialogue | crackles with wit, sounds like real people | was written by a committee, made me wince
        pictures* | deserve the biggest screen in town, took my breath away | were too dark to make out, shook until I felt sick
        director | trusts the viewer, finds beauty in small things | explains everything twice, has run out of ideas
        first half | races along, draws you in at once | drags on for ever, goes nowhere""",
        "see it again, watch it twice, buy the disc, drag all my friends to it",
        "leave early, ask for my two hours back, rather watch paint dry, skip it",
        "I saw it on a rainy Sunday., It runs for about two hours., We watched it with the whole family., It is set in a small harbour town., The book came out ten years ago.",
    ),
    "book": (
        "novel book thriller biography guide",
        """story | gripped me from page one, kept me up all night | went in circles, ran out of steam by chapter three
        characters* | walk off the page, grew on me with every chapter | were made of cardboard, all talk the same way
        language | sings, sparkles on every page | limps along, is stuffed with phrases I have read a hundred times
        translation | reads as if it were the original, catches every joke | is full of howlers, kills every joke
        chapters* | fly by, end just where they should | drag, repeat one another
        author | knows her subject inside out, has a wonderful ear | has not done his homework, loves the sound of his own voice
        print | is large and clear, is easy on the eyes | rubs off on the fingers, is so tiny that I gave up
        maps* | helped me follow every step, are drawn with love | show the wrong country, cannot be read""",
        "read it again, give it to my best friend, read everything else she has written, recommend it to anyone",
        "throw it in the bin, leave it on a train, borrow it at most, warn every reader",
        "I got it for Christmas., It has four hundred pages., I read it on the train., It is the second part of a series., Our book club picked it.",
    ),
    "hotel": (
        "hotel hostel guest house pension inn",
        """room | was bright and spotless, looked out on the sea | smelled of smoke, had not been cleaned for weeks
        bed | was like a cloud, gave me the best sleep in months | creaked all night, sagged like a hammock
        breakfast | had everything one could wish for, was laid out beautifully | was gone by eight, consisted of toast and powdered juice
        staff* | carried our bags without being asked, found us tickets for a full house | shrugged at every question, left us standing in the rain
        shower | was hot and strong, worked perfectly | dripped on the floor all night, turned cold after a minute
        street outside | is quiet at night, is lined with old trees | roars until three in the morning, is one big building site
        pool | was clean and warm, was ours alone in the morning | was green, had been closed for months
        lift | took us up in seconds, is new and silent | was broken for the whole week, got stuck twice""",
        "stay there again, book another week, send all my guests there, return next summer",
        "sleep in the car, check out at once, pay double to be elsewhere, never set foot in it again",
        "We stayed for three nights., It lies ten minutes from the old town., I was there for a trade fair., We arrived late in the evening., Our room was on the third floor.",
    ),
    "device": (
        "phone camera kettle vacuum cleaner headset printer laptop",
        """battery | lasts for three days, charges in half an hour | dies by noon, got so hot that I pulled the plug
        screen | is sharp even in the sun, shows colours as they are | flickers, cracked in the first week
        handle | sits well in the hand, never gets hot | broke off after two days, burned my fingers
        sound | is rich and clear, fills the whole room | crackles, is like a tin can
        manual | explains every step, got me started in five minutes | is a bad joke, exists in a language I have never seen
        buttons* | click softly, are just where I look for them | stick, came loose within a month
        software | updates itself without fuss, just works | crashes twice a day, lost all my pictures
        customer service | answered within an hour, sent a new one the next day | hung up on me, never wrote back
        lid | closes tightly, opens with one finger | leaks, jams every single time
        case | still looks like new, survived a fall from the table | scratches if you look at it, fell apart""",
        "buy it again, order a second one, give it to my father, pick it over any other",
        "send it back, ask for a refund, return it the same day, save my money",
        "I bought it for my mother in March., It came in a plain box., I have used it for six weeks., It replaces one I had for years., I ordered the blue one.",
    ),
}
POSITIVE = """excellent wonderful superb great lovely delightful outstanding brilliant impressive charming flawless fantastic
    splendid terrific pleasant perfect""".split()
NEGATIVE = """terrible awful dreadful poor horrible disappointing mediocre appalling dull miserable shoddy weak pathetic
    annoying lousy hopeless bad""".split()
STRONG = ["really", "truly", "absolutely", "simply", "just", "quite"]
LIKED = ["loved", "enjoyed", "adored", "was delighted with", "can only praise", "was impressed by"]
HATED = ["hated", "was let down by", "could not stand", "was sick of", "was annoyed by", "can only warn against"]


class Reviews:
    """Reviews of one polarity at a time: plain, negated, contrasted, conceded or turned round."""

    def __init__(self, chance):
        self.chance = chance
        self.domains = {}
        for name, (things, aspects, good, bad, neutral) in DOMAINS.items():
            table = []
            for line in aspects.splitlines():
                aspect, does_well, does_badly = (part.strip() for part in line.split("|"))
                table.append((aspect.rstrip("*"), aspect.endswith("*"), does_well.split(", "), does_badly.split(", ")))
            things = things.replace("guest house", "guest_house").replace("vacuum cleaner", "vacuum_cleaner").split()
            # A neutral sentence may hold commas, so it ends at ".,".
            neutral = [part.rstrip(".") + "." for part in neutral.split("., ")]
            self.domains[name] = ([thing.replace("_", " ") for thing in things], table, good.split(", "), bad.split(", "), neutral)

    def review(self, positive):
        """One review: its text; `positive` is what its writer thinks in the end."""
        chance = self.chance
        self.name = chance.pick(sorted(self.domains))
        self.things, aspects, self.good, self.bad, self.neutral = self.domains[self.name]
        self.thing = chance.pick(self.things)
        self.aspects = chance.shuffled(aspects)
        shape = chance.weighted([("plain", 19), ("double", 46), ("contrast", 14), ("concession", 5), ("despite", 3),
                                 ("expectation", 5), ("turn", 8)])
        sentences = getattr(self, "_" + shape)(positive)
        if chance.under(0.25):
            sentences.insert(0, chance.pick(self.neutral))
        if chance.under(0.4):
            sentences.append(self._verdict(positive))
        return " ".join(sentence[0].upper() + sentence[1:] for sentence in sentences)

    def _opinion(self, positive):
        """A clause about the next aspect, without a full stop."""
        chance = self.chance
        aspect, plural, does_well, does_badly = self.aspects.pop()
        right, wrong = (POSITIVE, NEGATIVE) if positive else (NEGATIVE, POSITIVE)
        was, is_not = ("were", "were not") if plural else ("was", "was not")
        the = f"the {aspect}"
        form = chance.weighted([("does", 32), ("is", 28), ("not", 12), ("I", 14), ("far", 4), ("nothing", 3), ("compared", 7)])
        if form == "does":
            return f"{the} {chance.pick(does_well if positive else does_badly)}"
        if form == "is":
            degree = chance.pick(STRONG) + " " if chance.under(0.4) else ""
            return f"{the} {was} {degree}{chance.pick(right)}"
        if form == "not":
            if chance.under(0.3):
                return f"{the} {was} never {chance.pick(wrong)}"
            return f"{the} {is_not} {chance.pick(['', 'at all ', 'exactly ', 'in the least '])}{chance.pick(wrong)}"
        if form == "I":
            if chance.under(0.3):
                verb = chance.pick(["did not mind", "had no trouble with", "never regretted"]) if positive else \
                    chance.pick(["did not like", "did not enjoy", "was not impressed by", "was never happy with"])
                return f"I {verb} {the}"
            return f"I {chance.pick(LIKED if positive else HATED)} {the}"
        if form == "far":
            return f"{the} {was} {chance.pick(['anything but', 'far from', 'by no means'])} {chance.pick(wrong)}"
        if form == "nothing":
            return f"there is nothing {chance.pick(wrong)} about {the}"
        return f"{the} {was} {chance.pick(['better', 'much better', 'nicer']) if positive else chance.pick(['worse', 'much worse', 'poorer'])} than {chance.pick(['I expected', 'last time', 'anywhere else', 'they say'])}"

    def _verdict(self, positive):
        chance = self.chance
        it = f"this {self.thing}"
        if positive:
            return chance.pick([
                f"I would {chance.pick(self.good)}.", f"I will certainly {chance.pick(self.good)}.", "Five stars.", "Well worth the money!",
                f"You will not regret {it}.", f"I cannot fault {it}.", "What a find!", f"I would not want to {chance.pick(self.bad)}."])
        return chance.pick([
            f"I would {chance.pick(self.bad)}.", "I can only warn you.", "One star.", "Not worth the money!",
            f"You will regret {it}.", f"I would not {chance.pick(self.good)}.", "What a waste!", f"Nothing could make me {chance.pick(self.good)}."])

    def _plain(self, positive):
        return [self._opinion(positive) + self.chance.pick([".", ".", "!"])]

    def _double(self, positive):
        first, second = self._opinion(positive), self._opinion(positive)
        return [f"{first} and {second}."] if self.chance.under(0.5) else [first + ".", second + "."]

    def _contrast(self, positive):
        first, second = self._opinion(not positive), self._opinion(positive)
        if self.chance.under(0.25):
            return [first + ".", f"{self.chance.pick(['Still', 'However', 'All the same'])}, {second}."]
        return [f"{first}, but {second}."]

    def _concession(self, positive):
        mark = self.chance.pick(["although", "though", "even though", "while"])
        minor, major = self._opinion(not positive), self._opinion(positive)
        if self.chance.under(0.6):
            return [f"{mark} {minor}, {major}."]
        return [f"{major}, {'even though' if mark == 'while' else mark} {minor}."]

    def _despite(self, positive):
        aspect = self.aspects.pop()[0]
        word = self.chance.pick(NEGATIVE if positive else POSITIVE)
        return [f"{self.chance.pick(['despite', 'in spite of'])} the {word} {aspect}, {self._opinion(positive)}."]

    def _expectation(self, positive):
        chance = self.chance
        wrong = chance.pick(NEGATIVE if positive else POSITIVE)
        article = "an" if wrong[0] in "aeiou" else "a"
        opening = chance.pick([
            f"I expected {article} {wrong} {self.thing}", f"everyone had told me that it was {article} {wrong} {self.thing}",
            f"from the outside it looks like {article} {wrong} {self.thing}", f"they call it {article} {wrong} {self.thing}"])
        return [f"{opening}, but {self._opinion(positive)}."]

    def _turn(self, positive):
        chance = self.chance
        if positive:
            opening = chance.pick(["I did not want to like this {}", "I was ready to hate this {}", "I had my doubts about this {}",
                                   "at first I wanted to give up on this {}"])
        else:
            opening = chance.pick(["I wanted to like this {}", "I was ready to love this {}", "I had high hopes for this {}",
                                   "at first I was in love with this {}"])
        return [f"{opening.format(self.thing)}, but {self._opinion(positive)}."]
