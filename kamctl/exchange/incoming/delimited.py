"""Files of CSV as other programs write them: bytes in, lines of cells out, or why they cannot be read."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator, Sequence
from io import StringIO
from typing import NamedTuple

from kamctl.exchange.trouble import ForeignFileError
from kamctl.plan.imports import Mapped
from kamctl.plan.source import BOM
from kamctl.render.safe import is_guarded
from kamctl.words import listing

MOST_CELLS = 1000
"""Of a line; no export has as many columns."""

_WORKBOOKS = (b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1"))
"""How files of Excel begin, today's and those of old."""


class Record(NamedTuple):
    """A line of a file: where it begins, counted from 1, and its cells."""

    line: int
    cells: tuple[str, ...]


class Delimited(NamedTuple):
    """A file: the titles of its columns, and its lines without those that are empty."""

    titles: tuple[str, ...]
    records: tuple[Record, ...]

    def place(self, column: str) -> int:
        """The place of a column."""
        return self.titles.index(column)


def read(data: bytes, mapping: Mapped) -> Delimited:
    """The lines of a file; ForeignFileError where it is not what the mapping says."""
    if data.startswith(_WORKBOOKS):
        raise ForeignFileError("The file is a workbook, not CSV.", "Leave --map out, or save it as CSV.")
    text = _decoded(data, mapping.encoding or "utf-8")
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise ForeignFileError("Line {line} has a character that no text has (NUL).", "Export it as CSV.", line=line)
    records = _records(text, mapping.parting)
    first = next(records, None)
    if first is None:
        raise ForeignFileError("The file has nothing in it.")
    titles = tuple(_plain(cell) for cell in first.cells)
    _require_columns(titles, mapping)
    return Delimited(titles, tuple(records))


def _decoded(data: bytes, encoding: str) -> str:
    body = data.removeprefix(BOM) if encoding == "utf-8" else data
    try:
        return body.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        raise ForeignFileError(
            "The file is not in {encoding}: line {line} has the byte {byte}.",
            "Say in schema/imports.yaml which encoding it has, such as cp1251.",
            encoding=encoding,
            line=line,
            byte=f"0x{body[error.start]:02X}",
        ) from error


def _records(text: str, delimiter: str) -> Iterator[Record]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise ForeignFileError(
                "Line {line} is not CSV: {why}.",
                "See whether a quotation mark there is never closed.",
                line=line,
                why=str(error),
            ) from error
        if len(cells) > MOST_CELLS:
            raise ForeignFileError("Line {line} has more than {most} cells.", line=line, most=MOST_CELLS)
        if any(cell.strip() for cell in cells):
            yield Record(line, tuple(cells))
        line = reader.line_num + 1


def _require_columns(titles: Sequence[str], mapping: Mapped) -> None:
    missing = [column for column in mapping.columns if _plain(column) not in titles]
    if missing:
        raise ForeignFileError(
            "The first line has no column {column}; it has: {titles}.",
            "See what schema/imports.yaml says of columns, and of what parts them ({delimiter}).",
            column=missing[0],
            titles=listing(titles),
            delimiter=mapping.parting,
        )
    double = next((column for column in mapping.columns if titles.count(_plain(column)) > 1), None)
    if double is not None:
        raise ForeignFileError("The first line has the column {column} twice.", "Take one out.", column=double)


def _plain(title: str) -> str:
    return unicodedata.normalize("NFC", " ".join(title.split()))


def text_of(cell: str) -> str:
    """What a cell says: without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    return (cell[1:] if is_guarded(cell) else cell).strip()
