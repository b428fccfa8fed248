"""Lines of the table: figures of two sides that were measured by turns, and their ratios."""
import statistics
from dataclasses import dataclass, replace

# How a line compares: the figure of a round from this build's and the other side's value.
KINDS = {
    "rate": lambda now, other: now / other,  # times as much, for what should be high
    "cost": lambda now, other: other / now,  # times as good, for what should be low
    "share": lambda now, other: 100 * now / other,  # percent of the other side's
    "slower": lambda now, other: now / other,  # times as long, for what costs more by its nature
}


@dataclass
class Cell:
    """One line: `now` and `other` name a side and one of its figures."""

    label: str
    now: tuple
    other: tuple = None
    beside: str = "before"
    kind: str = "rate"
    # What the ratio must be at least; with `slower` at most.
    must: float = None
    # What the value itself must be at most.
    limit: float = None

    def sides(self):
        return {self.now[0]} | ({self.other[0]} if self.other else set())

    def among(self, sides):
        """The line with the sides that there are: as it is, with this build's value alone, or none."""
        if self.sides() <= set(sides):
            return [self]
        return [replace(self, other=None)] if self.label and self.now[0] in sides else []

    def line(self, rounds):
        """The columns of the table, from the figures of each round."""
        now = [each[self.now[0]][self.now[1]] for each in rounds]
        value = statistics.median(now)
        columns = [self.label, number(value), "", "", "", "", memory(rounds, self)]
        reached = None
        if self.other:
            other = [each[self.other[0]][self.other[1]] for each in rounds]
            if self.kind != "share":
                columns[2] = f"{self.beside} {number(statistics.median(other))}"
            ratios = sorted(KINDS[self.kind](*pair) for pair in zip(now, other) if all(pair))
            if ratios:
                reached = statistics.median(ratios)
                digits = 0 if self.kind == "share" else 2 if ratios[-1] < 10 else 1
                unit = " %" if self.kind == "share" else ""
                columns[3] = f"{reached:.{digits}f}{unit} ({ratios[0]:.{digits}f}-{ratios[-1]:.{digits}f})"
        if self.limit is not None:
            columns[4], isMet = f"≤ {self.limit:g}", value <= self.limit
        elif self.must is not None and reached is not None:
            isMet = reached <= self.must if self.kind == "slower" else reached >= self.must
            columns[4] = f"{'≤ ' if self.kind == 'slower' else ''}{self.must:g}{' %' if self.kind == 'share' else ''}"
        else:
            return columns
        columns[5] = "yes" if isMet else "no"
        return columns


def number(value):
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"


def memory(rounds, cell):
    """Peak memory of both sides in MB."""
    sides = [cell.now[0]] + ([cell.other[0]] if cell.other and cell.other[0] != cell.now[0] else [])
    peaks = [max((each[side].get("memory", 0) for each in rounds), default=0) for side in sides]
    return ", ".join(f"{peak:.0f}" for peak in peaks if peak)


HEADINGS = ["row", "this build", "beside", "times (range)", "must", "met", "MB"]


def table(lines):
    """A Markdown table whose columns stand under each other; a line is a list of columns."""
    rows = [HEADINGS] + lines
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]

    def line(columns):
        return "| " + " | ".join(text.ljust(width) for text, width in zip(columns, widths)) + " |"

    marks = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return [line(HEADINGS), marks] + [line(columns) for columns in lines]
