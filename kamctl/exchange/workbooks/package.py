"""Whether a file is a workbook that is safe to open: looked at before anything reads it as one.

A small file may unfold into gigabytes, an entity into millions of itself. So the parts are unfolded here first, counted
while they are, and what has a document type, a macro or a way out of the file is refused by name.
"""

from __future__ import annotations

import zlib
from io import BytesIO
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile, ZipFile, ZipInfo

from kamctl.exchange.archive import has_document_type, is_markup, is_utf8
from kamctl.exchange.trouble import ForeignFileError
from kamctl.exchange.workbooks.markup import Part, Sheets, weight

MOST_PARTS = 1000
MOST_OF_PART, MOST_OF_ALL = 32 * 1024**2, 64 * 1024**2
"""Bytes of a part, and of all parts together, when they are unfolded."""
MOST_TIMES, FREE = 200, 1024**2
"""How many times larger a part may get; up to so many bytes nobody asks."""
MOST_OF_OTHERS, MOST_OF_STRINGS = 120_000, 1_000_000
"""Beginnings and ends of elements in all parts that are no sheets, and in those that hold texts."""

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_PIECE = 256 * 1024
_MAIN = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


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
    except (ExpatError, OverflowError) as error:
        raise ForeignFileError("The file cannot be read as a workbook.", "Save it anew as .xlsx.") from error
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
    total = other = of_strings = 0
    sheets = Sheets()
    for entry in entries:
        content = _unfolded(archive, entry, MOST_OF_ALL - total)
        total += len(content)
        name = entry.filename
        if not is_markup(name, content):
            continue
        _require_plain(name, content)
        if name == "[Content_Types].xml":
            _require_workbook(content)
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            found[name] = sheets.look(content)
        elif name.lower().endswith("sharedstrings.xml"):
            of_strings += weight(content)
        else:
            other += weight(content)
        if other > MOST_OF_OTHERS or of_strings > MOST_OF_STRINGS:
            raise ForeignFileError("The part {name} of the file has more in it than a workbook needs.", name=name)
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
