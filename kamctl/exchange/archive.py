"""Files of Microsoft Office as what they are, zip archives of parts, written the same way every time."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO

_MOMENT = (1980, 1, 1, 0, 0, 0)
"""The first that a zip archive can hold: when a file was made is none of its content."""


class RefusedFormError(Exception):
    """A form has something inside that none may have; the text says what."""


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
