"""Files made to break whoever opens them as a workbook, and what each must be called."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from tests.exchange.books import WHOLE, book, portfolio

ENTITIES = '<!DOCTYPE a [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def good() -> bytes:
    """A workbook that may be opened."""
    return book(portfolio({"client": WHOLE})).data


def changed(parts: Mapping[str, Callable[[bytes], bytes] | bytes | None], data: bytes | None = None) -> bytes:
    """A good workbook with other parts; None takes one away."""
    out = BytesIO()
    with ZipFile(BytesIO(data or good())) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            change = parts.get(name, old.read(name))
            if change is not None:
                new.writestr(name, change(old.read(name)) if callable(change) else change)
        for name, change in parts.items():
            if name not in old.namelist() and isinstance(change, bytes):
                new.writestr(name, change)
    return out.getvalue()


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet2.xml"
TYPES = "[Content_Types].xml"


def _behind_head(text: str) -> Callable[[bytes], bytes]:
    return lambda data: data.replace(b"?>", b"?>" + text.encode(), 1)


def _cells(number: int) -> Callable[[bytes], bytes]:
    cells = "".join(f'<c r="A9"><v>{each * 7919 % 1_000_003}</v></c>' for each in range(number)).encode()
    return lambda data: data.replace(b"</sheetData>", b'<row r="9">' + cells + b"</row></sheetData>")


def _before(end: str, count: int, piece: str, begin: str = "") -> Callable[[bytes], bytes]:
    """A part with so many more elements before an end tag; `#` in them is a number of their own."""
    added = begin + "".join(piece.replace("#", str(number * 7919 % 1_000_003)) for number in range(count))
    return lambda data: data.replace(f"</{end}>".encode(), f"{added}</{end}>".encode(), 1)


def _long_texts() -> bytes:
    """One text of 32,000 characters in 2,200 cells."""
    number = ZipFile(BytesIO(good())).read("xl/sharedStrings.xml").count(b"<si>")
    rows = "".join(f'<row r="{row}">' + f'<c r="B{row}" t="s"><v>{number}</v></c>' + "</row>" for row in range(9, 2209))
    return changed(
        {
            "xl/sharedStrings.xml": _before("sst", 1, "<si><t>" + "x" * 32_000 + "</t></si>"),
            SHEET: _before("sheetData", 1, rows),
        }
    )


def _many_parts() -> bytes:
    return changed({f"xl/media/{number}.png": b"x" for number in range(1100)})


def _twice() -> bytes:
    out = BytesIO(good())
    with ZipFile(out, "a") as archive:
        archive.writestr("XL/workbook.xml", b"<workbook/>")
    return out.getvalue()


def _lying() -> bytes:
    """A part that says it is small."""
    data = bytearray(changed({"xl/media/a.xml": b"<a>" + b" " * 40_000_000}))
    entry = data.rfind(b"xl/media/a.xml")
    size = (40_000_003).to_bytes(4, "little")
    for at in (data.find(size), data.rfind(size)):
        data[at : at + 4] = (10).to_bytes(4, "little")
    assert entry
    return bytes(data)


def _stored() -> bytes:
    out = BytesIO()
    with ZipFile(BytesIO(good())) as old, ZipFile(out, "w", ZIP_STORED) as new:
        for name in old.namelist():
            new.writestr(ZipInfo(name), old.read(name))
        new.writestr("xl/embeddings/x.bin", b"x" * 9_000_000)
    return out.getvalue()


def _flagged() -> bytes:
    data = bytearray(good())
    entry = data.rfind(b"PK\x01\x02")
    data[entry + 8] |= 1
    return bytes(data)


BOMBS: Mapping[str, tuple[Callable[[], bytes], str]] = {
    "200 MB in one part": (
        lambda: changed({"xl/sharedStrings.xml": b"<sst>" + b"x" * 200_000_000}), "a zip bomb"
    ),
    "60 MB of sheets that are not that repetitive": (
        lambda: changed({f"xl/worksheets/s{n}.xml": bytes(range(32, 127)) * 250_000 for n in range(3)}), "a zip bomb"
    ),
    "a part that lies about its size": (_lying, "damaged"),
    "entities of entities": (lambda: changed({SHEET: _behind_head(ENTITIES)}), "has a document type"),
    "a document type in small letters": (
        lambda: changed({"xl/styles.xml": _behind_head("<!doctype a>")}), "has a document type"
    ),
    "a document type in UTF-16": (
        lambda: changed({SHEET: lambda data: data.decode().replace("UTF-8", "UTF-16").encode("utf-16")}), "not in UTF-8"
    ),
    "a document type in EBCDIC": (
        lambda: changed({SHEET: lambda data: data.replace(b"UTF-8", b"cp037")}), "not in UTF-8"
    ),
    "more than a thousand parts": (_many_parts, "more than 1000 parts"),
    "two parts of one name": (_twice, "two parts of one name"),
    "half a million cells": (lambda: changed({SHEET: _cells(500_001)}), "more than 500000 cells"),
    "a cell far below": (
        lambda: changed(
            {SHEET: lambda data: data.replace(
                b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')}
        ),
        "something in row 1048576",
    ),
    "a workbook with macros": (lambda: changed({"xl/vbaProject.bin": b"x"}), "has macros"),
    "one that says it has macros": (
        lambda: changed(
            {TYPES: lambda data: data.replace(b"openxmlformats-officedocument.spreadsheetml.sheet.main",
                                              b"ms-excel.sheet.macroEnabled.main")}
        ),
        "has macros",
    ),
    "a binary workbook": (
        lambda: changed(
            {TYPES: lambda data: data.replace(b"openxmlformats-officedocument.spreadsheetml.sheet.main",
                                              b"ms-excel.sheet.binary.main")}
        ),
        "binary format",
    ),
    "links to other files": (lambda: changed({"xl/externalLinks/externalLink1.xml": b"<a/>"}), "links to other files"),
    "a part that leads out": (lambda: changed({"../../etc/passwd": b"x"}), "leads out of it"),
    "an encrypted archive": (_flagged, "encrypted"),
    "an encrypted workbook": (
        lambda: bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le"), "encrypted"
    ),
    "a workbook of old Excel": (lambda: bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 512, "old Excel"),
    "a document of LibreOffice": (
        lambda: changed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), "Save it as .xlsx"
    ),
    "a text document": (
        lambda: changed({TYPES: lambda data: data.replace(b"spreadsheetml.sheet.main", b"x")}), "no workbook"
    ),
    "an archive of something else": (lambda: changed({TYPES: None}), "no workbook"),
    "nothing": (lambda: b"", "no workbook"),
    "a text": (lambda: b"client,plan\n", "no workbook"),
    "the first half": (lambda: good()[: len(good()) // 2], "cut off"),
    "all but its last bytes": (lambda: good()[:-30], "cut off"),
    "a workbook of somebody else": (
        lambda: changed({"xl/workbook.xml": lambda data: data.replace(b'name="kamctl"', b'name="other"')}),
        "has lost what it remembers",
    ),
    "one whose memory is damaged": (
        lambda: changed({"xl/sharedStrings.xml": lambda data: data.replace(b":period", b'"period')}), "is damaged"
    ),
    "sheets that are no XML": (lambda: changed({SHEET: b"<worksheet><sheetData><row>"}), "cannot be read as"),
    "a hundred thousand sheets": (
        lambda: changed({"xl/workbook.xml": _before("sheets", 100_000, '<sheet name="s#" sheetId="#" r:id="rId2"/>')}),
        "more than 250 sheets",
    ),
    "two sheets of one part": (
        lambda: changed({"xl/workbook.xml": _before("sheets", 1, '<sheet name="again" sheetId="99" r:id="rId2"/>')}),
        "one part of the file",
    ),
    "a text of a quarter of a million pieces": (
        lambda: changed({"xl/sharedStrings.xml": _before("sst", 255_000, "<r><t>#</t></r>")}),
        "more in it than a workbook needs",
    ),
    "a hundred thousand looks": (
        lambda: changed({"xl/styles.xml": _before("cellXfs", 125_000, '<xf numFmtId="#" fontId="0"/>')}),
        "more in it than a workbook needs",
    ),
    "fifty thousand rules of looks": (
        lambda: changed({SHEET: _before("worksheet", 17_000, '<a><b c="#"/><d/></a>')}), "beside their cells"
    ),
    "a cell with a thousand values": (
        lambda: changed({SHEET: _before("sheetData", 1_000, "<v>#</v>", '<row r="9"><c r="A9"/></row>')}),
        "more than one value",
    ),
    "thousands of attributes": (
        lambda: changed({SHEET: lambda data: data.replace(b"<sheetData>", b"<sheetData " + b"a='1' " * 20_000 + b">")}),
        "more attributes than any has",
    ),
    "one text of 32,000 characters in thousands of cells": (_long_texts, "characters of text"),
    "a document type in a part of another name": (
        lambda: changed({"xl/styles.bin": b"\n <!DOCTYPE a><styleSheet/>"}), "has a document type"
    ),
    "rows that are not in their order": (
        lambda: changed({SHEET: _before("sheetData", 1, '<row r="2"/>')}), "not in their order"
    ),
    "a strict workbook": (
        lambda: changed({SHEET: lambda data: data.replace(MAIN.encode(), b"http://purl.oclc.org/ooxml/spreadsheetml/main")}),
        "strict form",
    ),
    "a style that is not there": (
        lambda: changed({"xl/styles.xml": f"<styleSheet xmlns='{MAIN}'/>".encode()}),
        "cannot be read as a workbook",
    ),
}  # fmt: skip
