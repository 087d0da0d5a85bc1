"""Files of Microsoft Office as what they are, zip archives of parts, written the same way every time."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from io import BytesIO

_MOMENT = (1980, 1, 1, 0, 0, 0)
"""The first that a zip archive can hold: when a file was made is none of its content."""

_ENCODING = re.compile(rb"""\s*<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']""")
_HEAD = 256 * 1024
_MARKUP = (".xml", ".rels", ".vml")
_BEFORE_MARKUP = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"


def packed(parts: Mapping[str, bytes]) -> bytes:
    """An archive of parts in their order: the same parts, the same bytes."""
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            entry.create_system = 3  # the same on every system
            archive.writestr(entry, data)
    return whole.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    """The parts of an archive that is one of ours."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def is_markup(name: str, content: bytes) -> bool:
    """Whether somebody may read a part as XML, whatever it is called."""
    return name.lower().endswith(_MARKUP) or content.lstrip(_BEFORE_MARKUP).startswith(b"<")


def is_utf8(content: bytes) -> bool:
    """Whether XML is in UTF-8, as far as it says, so that nothing can hide in another encoding."""
    declared = _ENCODING.match(content.removeprefix(b"\xef\xbb\xbf"))
    return b"\0" not in content and (not declared or declared[1].lower() in (b"utf-8", b"us-ascii", b"ascii"))


def has_document_type(content: bytes) -> bool:
    """Whether XML in UTF-8 has a document type, which can make much of little."""
    return b"<!doctype" in content[:_HEAD].lower() or b"<!DOCTYPE" in content or b"<!ENTITY" in content
