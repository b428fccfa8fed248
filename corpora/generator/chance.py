"""A seeded source of choices that gives the same answers on every version of Python."""

import random


class Chance:
    """Only `random.Random.random()` is used: it alone is documented to stay the same between versions."""

    def __init__(self, seed):
        self._random = random.Random(seed)

    def under(self, probability):
        """True with the given probability."""
        return self._random.random() < probability

    def below(self, count):
        """A whole number from 0 to count - 1."""
        return int(self._random.random() * count)

    def pick(self, items):
        """One of the items, all equally likely."""
        return items[self.below(len(items))]

    def weighted(self, pairs):
        """One of the `(item, weight)` pairs' items."""
        target = self._random.random() * sum(weight for _, weight in pairs)
        for item, weight in pairs:
            target -= weight
            if target < 0:
                return item
        return pairs[-1][0]

    def shuffled(self, items):
        """The items in a random order."""
        result = list(items)
        for index in range(len(result) - 1, 0, -1):
            other = self.below(index + 1)
            result[index], result[other] = result[other], result[index]
        return result
