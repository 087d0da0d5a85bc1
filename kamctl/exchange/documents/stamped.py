"""Finds the stamp of a document that somebody hands in: only where `kamctl doc` puts it, and only one that is whole."""

from __future__ import annotations

import re
import zipfile
import zlib
from html import unescape
from io import BytesIO

from kamctl.exchange.documents.stamp import VERSION, Stamp, read_stamp

_LARGEST_PART = 1024 * 1024
_PROPERTY = re.compile(rb"<(?:\w+:)?property\s[^>]*name=\"kamctl\"[^>]*>\s*<(?:\w+:)?lpwstr(?:\s[^>]*)?>([^<]{1,400})<")
_META = re.compile(rb"<meta\s+name=\"kamctl\"\s+content=\"([^\"<>]{1,400})\"")
_COMMENT = re.compile(rb"(?:\A|\n)<!-- ([^<>]{1,400}) -->\s*\Z")
_KEYWORDS = re.compile(rb"/Keywords\s*(?:<FEFF([0-9A-Fa-f]{1,1600})>|\(([^()\\]{1,400})\))")


def stamp_of(data: bytes) -> Stamp | None:
    """The stamp of a document of any kind; None where it has none."""
    if data.startswith(b"PK"):
        return _read(_PROPERTY.search(_properties(data)))
    if data.startswith(b"%PDF"):
        found = _KEYWORDS.search(data)
        if found is not None and found[1]:
            keywords = bytes.fromhex(_even(found[1])).decode("utf-16-be", "replace")
        else:
            keywords = found[2].decode("latin-1") if found is not None else ""
        # LibreOffice takes each word for a keyword.
        return _stamp(keywords.replace(", ", " ").replace(f" {VERSION} ", f" {VERSION}:"))
    # What ends a file is ours; before that a text may look like a stamp in a file of another kind.
    return _read(_COMMENT.search(data)) or _read(_META.search(data))


def _properties(data: bytes) -> bytes:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive, archive.open("docProps/custom.xml") as part:
            return part.read(_LARGEST_PART)
    except (zipfile.BadZipFile, zlib.error, KeyError, RuntimeError, NotImplementedError, EOFError, OSError):
        return b""


def _read(found: re.Match[bytes] | None) -> Stamp | None:
    return None if found is None else _stamp(unescape(found[1].decode("utf-8", "replace")))


def _stamp(text: str) -> Stamp | None:
    return read_stamp(text.strip())


def _even(digits: bytes) -> str:
    return digits[: len(digits) // 4 * 4].decode("ascii")
