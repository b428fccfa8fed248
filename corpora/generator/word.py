"""Words in dependency trees, with predicates and their roles."""


class Word:
    """A word with its dependents; the sentence is `left`, the word, `right`, each read in order.

    roles: `(label, word, without)` for a predicate: the argument is the words under `word` that are not
    under one of `without`.
    """

    def __init__(self, form, lemma, upos, xpos, feats="_"):
        self.form, self.lemma, self.upos, self.xpos, self.feats = form, lemma, upos, xpos, feats
        self.relation, self.head = "root", None
        self.left, self.right = [], []
        self.roleset, self.frame_lemma, self.roles = None, None, []
        self.glued = upos == "PUNCT" or xpos == "POS" or form == "n't"  # no space before it

    def before(self, relation, word, first=False):
        """Puts `word` to the left, nearest to this word unless `first`."""
        word.relation, word.head = relation, self
        self.left.insert(0 if first else len(self.left), word)
        return word

    def after(self, relation, word):
        """Puts `word` to the right, farthest from this word."""
        word.relation, word.head = relation, self
        self.right.append(word)
        return word

    def role(self, label, word, without=()):
        self.roles.append((label, word, tuple(without)))

    def words(self):
        """All words of the tree in sentence order."""
        result = []
        for word in self.left:
            result += word.words()
        result.append(self)
        for word in self.right:
            result += word.words()
        return result


class Sentence:
    """A finished tree: `words` in order with an initial capital, and `text` as people write it."""

    def __init__(self, root, end="."):
        root.after("punct", Word(end, end, "PUNCT", "."))
        self.root = root
        self.words = root.words()
        first = self.words[0]
        first.form = first.form[0].upper() + first.form[1:]
        self.index = {id(word): index for index, word in enumerate(self.words)}
        self.text = "".join(("" if word.glued or not index else " ") + word.form for index, word in enumerate(self.words))

    def spans(self, predicate):
        """`(first, last, label)` of every part of a predicate's frame, in order; a split argument goes on with C-."""
        result = [(self.index[id(predicate)], self.index[id(predicate)], "V")]
        for label, word, without in predicate.roles:
            hidden = {id(other) for tree in without for other in tree.words()}
            inside = sorted(self.index[id(other)] for other in word.words() if id(other) not in hidden)
            # A comma at either end is no part of an argument.
            while inside and self.words[inside[0]].upos == "PUNCT":
                inside.pop(0)
            while inside and self.words[inside[-1]].upos == "PUNCT":
                inside.pop()
            runs = []
            for index in inside:
                if runs and index == runs[-1][1] + 1:
                    runs[-1][1] = index
                else:
                    runs.append([index, index])
            for number, (first, last) in enumerate(runs):
                result.append((first, last, label if number == 0 else "C-" + label))
        return sorted(result)

    def conll2012(self, name, number):
        """Columns: document, sentence, token, word, tag, parse, frame lemma, roleset, one column a predicate."""
        predicates = [word for word in self.words if word.roleset]
        columns = []
        for predicate in predicates:
            column = ["*"] * len(self.words)
            taken = set()
            for first, last, label in self.spans(predicate):
                if taken & set(range(first, last + 1)):
                    raise ValueError(f"crossing arguments of {predicate.form} in: {self.text}")
                taken |= set(range(first, last + 1))
                column[first] = f"({label}*" + (")" if first == last else "")
                if first != last:
                    column[last] = "*)"
            columns.append(column)
        lines = []
        for index, word in enumerate(self.words):
            fields = [name, str(number), str(index), word.form, word.xpos, "*", word.frame_lemma or "-", word.roleset or "-"]
            lines.append(" ".join(fields + [column[index] for column in columns]))
        return "\n".join(lines) + "\n\n"

    def conllu(self, identifier):
        """A CoNLL-U block; contractions such as "didn't" are a range of two words."""
        lines = [f"# sent_id = {identifier}", f"# text = {self.text}"]
        for index, word in enumerate(self.words):
            following = self.words[index + 1] if index + 1 < len(self.words) else None
            glued = following is not None and following.glued
            if glued and following.upos != "PUNCT":
                after = self.words[index + 2] if index + 2 < len(self.words) else None
                space = "SpaceAfter=No" if after is not None and after.glued else "_"
                lines.append(f"{index + 1}-{index + 2}\t{word.form}{following.form}" + "\t_" * 7 + f"\t{space}")
            within = word.glued and word.upos != "PUNCT"  # the range line says it
            space = "SpaceAfter=No" if glued and following.upos == "PUNCT" and not within else "_"
            head = self.index[id(word.head)] + 1 if word.head else 0
            fields = [index + 1, word.form, word.lemma, word.upos, word.xpos, word.feats, head, word.relation, "_", space]
            lines.append("\t".join(str(field) for field in fields))
        return "\n".join(lines) + "\n\n"
