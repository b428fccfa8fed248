"""What a row is given, and the list of rows."""
import json
import os
from dataclasses import dataclass, field

from .machine import Failure, Timed, say
from .peers import python_of

# Seconds of a peer's script: threads that wait for each other can take a hundred times as long on a busy machine.
LIMIT = 600
# Name to row, in the order of the table.
ROWS = {}


@dataclass
class Row:
    name: str
    title: str
    programs: set
    # Gives the sides (name to a function that measures its figures once) and the lines of the table.
    prepare: object
    isExtra: bool = False


def row(name, title, *programs, extra=False):
    """Declares a function as the row of that name, which needs these programs of each build."""

    def declare(function):
        ROWS[name] = Row(name, title, set(programs), function, extra)
        return function

    return declare


@dataclass
class Context:
    now: object
    before: object
    material: object
    threads: int
    quick: bool
    pythons: dict
    # What was found out once and is kept with the results.
    facts: dict
    save: object
    notes: list = field(default_factory=list)

    def builds(self):
        """The builds by the names of their sides."""
        return {"now": self.now} | ({"before": self.before} if self.before else {})

    def peer(self, name):
        """A Python with these packages, or None, which is noted, where they cannot be had."""
        try:
            return python_of(name, self.pythons.get(name))
        except Failure as error:
            self.note(str(error))
            return None

    def note(self, text):
        if text not in self.notes:
            self.notes.append(text)
            say(text)

    def remember(self, key, find):
        """What `find` gives, found once."""
        if key not in self.facts:
            self.facts[key] = find()
            self.save()
        return self.facts[key]


def command(build, *arguments, size=None, repeats=1):
    """A side: a command of braid; the figures of the run with the median time by the clock."""

    def measure():
        runs = [Timed([build.program("braid"), *arguments], build.folder) for _ in range(repeats)]
        return figures(sorted(runs, key=lambda run: run.clock)[repeats // 2], size)

    return measure


def figures(timed, size=None):
    """`seconds` of processor time, `clock` and `ms` by the clock; of `size` bytes `rate` and `clockRate` in MB/s."""
    found = {"seconds": timed.processor, "clock": timed.clock, "ms": timed.clock * 1e3, "memory": timed.memory}
    if size:
        found |= {"rate": size / timed.processor / 1e6, "clockRate": size / timed.clock / 1e6}
    return found


def script(python, path, *arguments):
    """Runs a peer's script; gives the JSON of its last line and its peak memory."""
    timed = Timed([python, path, *arguments], limit=LIMIT)
    try:
        return json.loads(timed.output.strip().splitlines()[-1]) | {"memory": timed.memory}
    except (IndexError, ValueError):
        raise Failure(f"{os.path.basename(path)} printed no JSON: {timed.output[-300:]}") from None
