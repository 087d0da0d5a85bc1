"""Tables as text for a terminal and as Markdown.

In a terminal the columns of the lowest rank stand beside each other as far as they fit; what the others say follows
each row as `Title: value`, unless they are spare. Figures and ids are never cut, sentences are wrapped.
"""

from __future__ import annotations

from collections.abc import Iterable

from kamctl.insight.report import GROUP, HEADING, NUMBER, TEXT, Column, Row, Table, Value
from kamctl.render import cells, safe, tone
from kamctl.render.fitting import LONGEST
from kamctl.render.prose import BOLD, DIM, Paint, flow, fold
from kamctl.words import count, listing

GAP = 2

LEAST_MORE_TEXT = 40
"""Cells for another column of sentences beside the first."""


def least_text(width: int) -> int:
    """Cells for the first column of sentences: a good third of a wide line; narrower ones are read as poems."""
    return min(36, max(20, width * 9 // 20))


def text_lines(table: Table, width: int, paint: Paint) -> list[str]:
    """The table in lines of `width` cells, the titles first; nothing for a table without rows."""
    if not table.rows:
        return []
    layout = _Layout(table, width)
    lines = layout.heading(paint)
    group: str | None = None
    for row in table.rows:
        if layout.outer is not None:
            outer = row[layout.outer]
            if outer is not None and outer.text != group:
                lines.extend(layout.above(outer, paint))
                group = outer.text
        shown = list(row)
        if layout.group in layout.beside:
            value = row[layout.group]
            if value is not None and value.text == group:
                shown[layout.group] = None  # said once for the rows that have it in common
            else:
                group = value.text if value else None
        lines.extend(layout.row(tuple(shown), paint))
    if table.total is not None and len(table.rows) > 1:
        lines.extend(layout.row(table.total, paint, BOLD))
    return lines


class _Layout:
    """Which columns of a table stand beside each other in `width` cells, and how wide they are."""

    def __init__(self, table: Table, width: int) -> None:
        self.columns = table.columns
        rows = _rows(table)
        self.used = [index for index in _shown(table) if any(_text(row[index]) for row in rows)]
        self.natural = {
            index: max(_width(self.columns[index].title), *(_width(_text(row[index])) for row in rows))
            for index in self.used
        }
        self.group = next((index for index in self.used if self.columns[index].kind in (GROUP, HEADING)), -1)
        self.is_apart = self.group >= 0 and self.columns[self.group].kind == HEADING
        self.width = width
        self.beside = self._choose(width)
        self.outer = self.group if self.group >= 0 and self.group not in self.beside else None
        self.indent = "  " if self.outer is not None else ""
        if self.outer is not None:
            self.beside = self._choose(width - 2)

    def _choose(self, width: int) -> dict[int, int]:
        """The columns that stand beside each other, in their order, with their widths."""
        chosen: dict[int, int] = {}
        used = 0
        full: set[bool] = set()  # kinds (sentences, others) of which one found no place: none of lower importance does
        for index in sorted(self.used, key=lambda index: self.columns[index].rank):
            if self.columns[index].kind == HEADING:
                continue
            need = self.natural[index]
            is_text = self.columns[index].kind == TEXT
            if is_text:
                is_first = not any(self.columns[other].kind == TEXT for other in chosen)
                need = min(need, least_text(width) if is_first else LEAST_MORE_TEXT)
            if not chosen:
                need = min(need, width)  # alone it may be folded: a name at its spaces, an id not at all
            if not chosen or (is_text not in full and used + GAP + need <= width):
                used += need + (GAP if chosen else 0)
                chosen[index] = need
            else:
                full.add(is_text)
        spare = max(width - used, 0)
        for index, room in chosen.items():
            if self.columns[index].kind == TEXT:
                chosen[index] = min(room + spare, self.natural[index])
                spare -= chosen[index] - room
        return {index: chosen[index] for index in self.used if index in chosen}

    def heading(self, paint: Paint) -> list[str]:
        if len(self.beside) == 1:
            return []
        titles = tuple(Value(column.title, None) for column in self.columns)
        return self._beside(titles, paint, DIM)

    def above(self, outer: Value, paint: Paint) -> list[str]:
        """What the rows below have in common; a heading stands apart from the rows above it."""
        lines = [paint(line, tone.style(outer, BOLD if self.is_apart else "")) for line in fold(outer.text, self.width)]
        return ["", *lines] if self.is_apart else lines

    def row(self, row: Row, paint: Paint, style: str = "") -> list[str]:
        """The values of a row beside each other, and below them those that found no place."""
        pieces = []
        for index in self.used:
            value = row[index]
            column = self.columns[index]
            if value is not None and value.text and index not in self.beside and index != self.outer:
                if column.spare:
                    continue
                title = column.title
                pieces.append((f"{title}: {value.text}" if title else value.text, tone.style(value, style)))
        below = self.indent + ("    " if self.width >= 36 else "  ")
        lines = self._beside(row, paint, style)
        return lines + [below + line for line in flow(pieces, max(self.width - len(below), 1), paint)]

    def _beside(self, row: Row, paint: Paint, style: str) -> list[str]:
        blocks = {index: _block(row[index], self.columns[index], room) for index, room in self.beside.items()}
        lines = []
        for number in range(max(map(len, blocks.values()), default=0)):
            line, pending = self.indent, 0
            for index, room in self.beside.items():
                block, value = blocks[index], row[index]
                text = block[number] if number < len(block) else ""
                blank = max(room - cells.width(text), 0)
                before = blank if self.columns[index].kind == NUMBER else 0
                if text:
                    colour = tone.style(value, style)
                    line += " " * (pending + before) + paint(text, colour)
                    pending = blank - before + GAP
                else:
                    pending += room + GAP
            lines.append(line)
        return lines


def _block(value: Value | None, column: Column, room: int) -> list[str]:
    if value is None:
        return []
    return [safe.inert(value.text)] if column.kind == NUMBER else fold(value.text, room)


def _rows(table: Table) -> list[Row]:
    """The rows with the last line, which a single one does without."""
    return [*table.rows, *([table.total] if table.total is not None and len(table.rows) > 1 else [])]


def _shown(table: Table) -> list[int]:
    return [index for index, column in enumerate(table.columns) if column.shown]


def _text(value: Value | None) -> str:
    return "" if value is None else value.text


def _width(text: str) -> int:
    return cells.width(safe.inert(text))


def markdown_lines(table: Table) -> list[str]:
    """The table in GitHub's Markdown; columns in which nothing stands are left out."""
    rows = _rows(table)
    used = [index for index in _shown(table) if any(_text(row[index]) for row in rows)]
    if not table.rows or not used:
        return []
    columns = [table.columns[index] for index in used]
    lines = [
        _markdown_row([safe.markdown(column.title) for column in columns]),
        _markdown_row(["---:" if column.kind == NUMBER else "---" for column in columns]),
        *(_markdown_row([safe.markdown(_text(row[index])) for index in used]) for row in table.rows),
    ]
    if table.total is not None and len(table.rows) > 1:
        total = [safe.markdown(_text(table.total[index])) for index in used]
        lines.append(_markdown_row([f"**{text}**" if text else "" for text in total]))
    return lines


def markdown_page(opening: Iterable[str], tables: Iterable[tuple[str, Table]], closing: Iterable[str]) -> str:
    """Paragraphs that are safe already, tables under their titles, paragraphs again; short enough for a comment.

    Of a table that would make it longer the rows that are left out are counted, and the tables behind it are named.
    """
    before, after = "\n\n".join(opening) + "\n", "".join(f"\n{block}\n" for block in closing)
    blocks, room = [before], LONGEST - len(before) - len(after)
    is_full, left_out = False, []
    for title, table in tables:
        lines = [f"{line}\n" for line in markdown_lines(table)]
        head, rows = "".join([f"\n### {safe.markdown(title)}\n\n", *lines[:2]]), lines[2:]
        fitting = 0 if is_full else _fitting(rows, room - len(head))
        is_full = is_full or fitting < len(rows)
        if is_full and not fitting:
            left_out.append(title)
            continue
        blocks += [head, *rows[:fitting]]
        room -= len(head) + sum(map(len, rows[:fitting]))
        if is_full:
            blocks.append(f"\n…and {count(len(rows) - fitting, 'more row')}.\n")
    if left_out:
        blocks.append(f"\nThere is no room here for: {safe.markdown(listing(left_out))}.\n")
    return "".join(blocks) + after


def _fitting(lines: Iterable[str], room: int) -> int:
    """How many lines have room, up to the first that has none."""
    number = 0
    for line in lines:
        room -= len(line)
        if room < 0:
            break
        number += 1
    return number


def _markdown_row(texts: list[str]) -> str:
    return f"| {' | '.join(texts)} |"


def objects(table: Table) -> list[dict[str, object]]:
    """The rows as JSON has them: every column by its key, null where nothing stands."""
    return [
        {column.key: None if value is None else value.data for column, value in zip(table.columns, row, strict=True)}
        for row in table.rows
    ]


def csv(table: Table, delimiter: str = ",") -> str:
    """The rows for a spreadsheet (RFC 4180), a column for each key; without the sums that a sheet makes itself."""
    rows = [[safe.csv_cell(column.key, delimiter) for column in table.columns]]
    rows += [[safe.csv_cell(value, delimiter) for value in row.values()] for row in objects(table)]
    return "".join(delimiter.join(row) + "\r\n" for row in rows)
