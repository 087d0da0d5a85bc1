"""The map of the risks drawn for a terminal, and as a table of Markdown.

Each cell has its shade, which says how grave it is without any colour, and the numbers by which the list below knows
the risks; their ids too where there is room. What finds no place is counted: no number is cut. On a line too short for
five columns the cells in which risks are stand below each other, the gravest first.
"""

from __future__ import annotations

from collections.abc import Sequence

from kamctl.insight.report import ALERT, GOOD, WATCH, Value
from kamctl.insight.risk_map import BANDS, IMPACT_CUTS, PROBABILITY_CUTS, RiskMap, band, gravity, short_band
from kamctl.render import cells, safe, tone
from kamctl.render.prose import BOLD, DIM, Paint, behind, fold
from kamctl.words import listing

SHADES = {GOOD: "░", WATCH: "▒", ALERT: "█"}
LEGEND = "░ low, ▒ middle, █ high; numbers as in the list below."
AXES = "Probability by impact, as a share of the plan's own sales plan"

NARROWEST = 40
"""Cells that a line has at least where the map is drawn in five columns."""

MOST_LINES = 4
"""Of a cell; what does not fit is counted in the last one."""

MOST_IN_WORDS = 12
"""Numbers of a cell that is not drawn."""

_WIDEST_CELL = 36
_ROOM_FOR_WORDS = 12
"""Cells of a column in which a band is written in words."""


def text_lines(placed: RiskMap, ids: Sequence[str], width: int, paint: Paint) -> list[str]:
    """The map in lines of `width` cells; `ids` are those of the risks, in their order."""
    if not any(place is not None for place in placed.places):
        return []
    if width < NARROWEST:
        return _listed(placed, width, paint)
    return [paint(line, DIM) for line in fold(AXES, width)] + _Grid(placed, ids, width, paint).lines()


def _listed(placed: RiskMap, width: int, paint: Paint) -> list[str]:
    lines = [paint(line, DIM) for line in fold(f"{AXES}:", width)]
    for probability, impact in sorted(_cells(), key=lambda cell: (-sum(cell), -cell[0])):
        numbers = placed.at(probability, impact)
        if numbers:
            grave = gravity(probability, impact)
            where = f"{band(PROBABILITY_CUTS, probability)} by {band(IMPACT_CUTS, impact)}: {_some(numbers)}"
            lines += [paint(line, _style(grave)) for line in behind(f"{SHADES[grave]} ", where, width)]
    return lines


def _cells() -> list[tuple[int, int]]:
    return [(probability, impact) for probability in range(BANDS) for impact in range(BANDS)]


def _style(grave: str) -> str:
    return tone.style(Value("", None, grave))


def _joined(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))


def _some(numbers: Sequence[int]) -> str:
    """The first of many numbers, and how many more there are."""
    return listing(map(str, numbers), MOST_IN_WORDS)


class _Grid:
    """The map in five columns, as wide as they may be."""

    def __init__(self, placed: RiskMap, ids: Sequence[str], width: int, paint: Paint) -> None:
        self.placed = placed
        self.ids = ids
        self.paint = paint
        in_words = (width - _ROOM_FOR_WORDS) // BANDS - 1 >= _ROOM_FOR_WORDS
        title = band if in_words else short_band
        self.rows = [title(PROBABILITY_CUTS, number) for number in range(BANDS)]
        self.columns = [title(IMPACT_CUTS, number) for number in range(BANDS)]
        self.label = max(map(len, self.rows)) + 1
        self.cell = min((width - self.label) // BANDS - 1, _WIDEST_CELL)  # a line stands before each
        self.named = self._fits_ids()

    def lines(self) -> list[str]:
        """The titles of the columns, then the rows, the most probable first; lines between where one has several."""
        rule = "─" * self.label + ("┼" + "─" * self.cell) * BANDS
        rows = [self._row(probability) for probability in reversed(range(BANDS))]
        lines = [" " * self.label + "".join(self._heading(title) for title in self.columns)]
        for number, row in enumerate(rows):
            if number == 0 or any(len(each) > 1 for each in rows):
                lines.append(rule)
            lines += row
        return [line.rstrip(" ") for line in lines]

    def _heading(self, title: str) -> str:
        blank = self.cell - len(title)
        return "│" + " " * (blank // 2) + self.paint(title, DIM) + " " * (blank - blank // 2)

    def _row(self, probability: int) -> list[str]:
        blocks = [self._block(self.placed.at(probability, impact)) for impact in range(BANDS)]
        lines = []
        for number in range(max(map(len, blocks)) or 1):
            line = self.paint(self.rows[probability].ljust(self.label) if number == 0 else " " * self.label, DIM)
            for impact, block in enumerate(blocks):
                grave = gravity(probability, impact)
                text = block[number] if number < len(block) else ""
                blank = " " * (self.cell - 2 - cells.width(text))
                line += "│" + self.paint(SHADES[grave], _style(grave)) + " " + self.paint(text, BOLD) + blank
            lines.append(line)
        return lines

    def _block(self, numbers: Sequence[int]) -> list[str]:
        """The risks of a cell in lines that fit into it."""
        if self.named:
            lines = [f"{number} {safe.inert(self.ids[number - 1])}" for number in numbers]
            if len(lines) > MOST_LINES:
                return [*lines[: MOST_LINES - 1], f"and {len(lines) - MOST_LINES + 1} more"]
            return lines
        room = self.cell - 2
        lines = fold(_joined(numbers), room) if numbers else []
        if len(lines) <= MOST_LINES and all(cells.width(line) <= room for line in lines):
            return lines
        # As many numbers as leave the last line for how many more there are; where not even these fit, how many.
        kept = lines[: MOST_LINES - 1]
        shown = sum(line.count(",") + (not line.endswith(",")) for line in kept)
        more = f"+{len(numbers) - shown}"
        return [*kept, more] if all(cells.width(line) <= room for line in (*kept, more)) else [str(len(numbers))]

    def _fits_ids(self) -> bool:
        """Whether every number with its id fits into a cell, and the words that count what does not."""
        placed = [number for number, place in enumerate(self.placed.places, 1) if place is not None]
        words = [f"{number} {safe.inert(self.ids[number - 1])}" for number in placed]
        return all(cells.width(each) <= self.cell - 2 for each in (*words, f"and {len(placed)} more"))


def markdown_lines(placed: RiskMap) -> list[str]:
    """The map as a table of Markdown, with the numbers of the risks."""
    if not any(place is not None for place in placed.places):
        return []
    titles = [band(IMPACT_CUTS, number) for number in range(BANDS)]
    lines = ["| " + " | ".join(["Probability by impact", *titles]) + " |", "| --- |" + " --- |" * BANDS]
    for probability in reversed(range(BANDS)):
        row = [
            f"{SHADES[gravity(probability, impact)]} {_some(placed.at(probability, impact))}".rstrip()
            for impact in range(BANDS)
        ]
        lines.append(f"| {band(PROBABILITY_CUTS, probability)} | {' | '.join(row)} |")
    return lines
