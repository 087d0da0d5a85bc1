"""Addresses to write and to call to, made of what a plan says only where it is plainly such a one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

_MAIL = re.compile(r"[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_PHONE = re.compile(r"\+?[0-9][0-9 ()./\u00a0-]{3,28}[0-9]")
_DIGITS = re.compile(r"[^0-9+]")


def mail(text: str) -> str | None:
    """The address of an e-mail; None where the text is none."""
    return f"mailto:{text}" if _MAIL.fullmatch(text) else None


def phone(text: str) -> str | None:
    """The address of a telephone."""
    return f"tel:{_DIGITS.sub('', text)}" if _PHONE.fullmatch(text) else None


ADDRESSES: Mapping[str, Callable[[str], str | None]] = {"email": mail, "phone": phone}
"""By the column of a plan's contacts."""
