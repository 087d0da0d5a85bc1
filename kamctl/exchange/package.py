"""Whether a file is a workbook that is safe to open: looked at before anything reads it as one.

A small file may unfold into gigabytes, an entity into millions of itself. So the parts are unfolded here first, counted
while they are, and what has a document type, a macro or a way out of the file is refused by name.
"""

from __future__ import annotations

import re
import zlib
from io import BytesIO
from typing import NamedTuple
from zipfile import BadZipFile, ZipFile, ZipInfo

from kamctl.exchange.archive import has_document_type, is_utf8
from kamctl.exchange.trouble import ForeignFileError

MOST_PARTS = 1000
MOST_OF_PART, MOST_OF_ALL = 32 * 1024**2, 64 * 1024**2
"""Bytes of a part, and of all parts together, when they are unfolded."""
MOST_TIMES, FREE = 200, 1024**2
"""How many times larger a part may get; up to so many bytes nobody asks."""
MOST_CELLS, MOST_STRINGS, LAST_ROW = 500_000, 500_000, 100_000

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_PIECE = 256 * 1024
_CELL_WITH_VALUE = re.compile(rb"""<c\s[^>]*?\br="[A-Z]{1,3}([0-9]{1,7})"[^>]*(?<!/)>\s*<""")
_MERGED = re.compile(rb"""<mergeCell\s[^>]*?\bref="([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})\"""")
_MAIN = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


class Part(NamedTuple):
    """What is known of a sheet: the last row with something in it, merged cells, whether there are formulas."""

    last_row: int
    merged: tuple[str, ...]
    formulas: bool


def check(data: bytes) -> dict[str, Part]:
    """The sheets of a workbook by the names of their parts; ForeignFileError for what is none, or not a safe one."""
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise ForeignFileError("The workbook is encrypted.", "Save it without a password.")
        raise ForeignFileError("The file is in the format of old Excel (.xls).", "Save it as .xlsx.")
    if not data.startswith(b"PK\x03\x04"):
        raise ForeignFileError("The file is no workbook (.xlsx).", "A file of CSV needs a mapping: --map NAME.")
    try:
        with ZipFile(BytesIO(data)) as archive:
            return _parts(archive)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError) as error:
        raise ForeignFileError("The file is damaged, or was cut off: it cannot be unpacked.") from error


def _parts(archive: ZipFile) -> dict[str, Part]:
    entries = archive.infolist()
    names = [entry.filename for entry in entries]
    if len(entries) > MOST_PARTS:
        raise ForeignFileError("The file has more than {most} parts.", most=MOST_PARTS)
    if len(set(map(str.casefold, names))) < len(names):
        raise ForeignFileError("The file has two parts of one name.")
    if any(entry.flag_bits & 1 for entry in entries):
        raise ForeignFileError("The workbook is encrypted.", "Save it without a password.")
    _refuse_by_name(names)
    found: dict[str, Part] = {}
    total = cells = strings = 0
    for entry in entries:
        content = _unfolded(archive, entry, MOST_OF_ALL - total)
        total += len(content)
        if not entry.filename.lower().endswith((".xml", ".rels", ".vml")):
            continue
        _require_plain(entry.filename, content)
        if entry.filename == "[Content_Types].xml":
            _require_workbook(content)
        strings += content.count(b"<si>") + content.count(b"<si ")
        if entry.filename.startswith("xl/worksheets/"):
            cells += content.count(b"<c ") + content.count(b"<c>")
            found[entry.filename] = _part(content)
        if cells > MOST_CELLS or strings > MOST_STRINGS:
            raise ForeignFileError("The workbook has more than {most} cells.", most=MOST_CELLS)
    if "[Content_Types].xml" not in names:
        raise ForeignFileError("The file is no workbook (.xlsx).")
    return found


def _refuse_by_name(names: list[str]) -> None:
    for name in (name.lower() for name in names):
        if name == "mimetype":
            raise ForeignFileError("The file is no workbook of Excel's (.xlsx).", "Save it as .xlsx.")
        if name.endswith("vbaproject.bin"):
            raise ForeignFileError("The workbook has macros.", "Save it as .xlsx, without them.")
        if "/externallinks/" in name:
            raise ForeignFileError("The workbook has links to other files.", "Take them out: Data, Edit Links, Break.")
        if name.startswith("/") or ".." in name.split("/"):
            raise ForeignFileError("The file has a part that leads out of it.")


def _unfolded(archive: ZipFile, entry: ZipInfo, room: int) -> bytes:
    """A part; refused as soon as it is too large, whatever it says of its own size."""
    most = min(MOST_OF_PART, room)
    pieces, size = [], 0
    with archive.open(entry) as stream:
        while piece := stream.read(_PIECE):
            pieces.append(piece)
            size += len(piece)
            if size > most or (size > FREE and size > MOST_TIMES * max(entry.compress_size, 1)):
                raise ForeignFileError("The file unfolds into more than a workbook has (a zip bomb).")
    return b"".join(pieces)


def _require_plain(name: str, content: bytes) -> None:
    if not is_utf8(content):
        raise ForeignFileError("The part {name} of the file is not in UTF-8.", name=name)
    if has_document_type(content):
        raise ForeignFileError("The part {name} of the file has a document type, which no workbook has.", name=name)


def _require_workbook(content: bytes) -> None:
    if b"macroEnabled" in content:
        raise ForeignFileError("The workbook has macros.", "Save it as .xlsx, without them.")
    if b"sheet.binary" in content:
        raise ForeignFileError("The workbook is in a binary format (.xlsb).", "Save it as .xlsx.")
    if _MAIN not in content:
        raise ForeignFileError("The file is no workbook (.xlsx).")


def _part(content: bytes) -> Part:
    last = max((int(number) for number in _CELL_WITH_VALUE.findall(content)), default=0)
    if last > LAST_ROW:
        raise ForeignFileError("A sheet has something in row {row}, far below any line.", row=last)
    merged = tuple(found.decode() for found in _MERGED.findall(content))
    return Part(last, merged[:MOST_PARTS], b"<f>" in content or b"<f " in content)
