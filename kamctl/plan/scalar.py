"""What a plain scalar means: the core schema of YAML 1.2.2 (section 10.3.2), as editors read it.

`NO`, `12:30` and `2026-02-03` are text, `010` is ten, `1e3` a thousand. PyYAML's own resolver follows
YAML 1.1 and is not asked.
"""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from functools import lru_cache

Scalar = str | int | Decimal | float | bool | None
"""Finite numbers are int or Decimal; a float stands for `.inf` and `.nan` alone."""

LONGEST_NUMBER = 40
"""Characters; what is longer is no figure that anybody wrote, and costs time to convert."""

_INTEGER = re.compile("[-+]?[0-9]+")
_DECIMAL = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_WORDS: dict[str, bool | None] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_FIRST = frozenset("0123456789+-.")


@lru_cache(maxsize=65536)
def resolve(text: str) -> Scalar:
    """The value of a plain scalar's text."""
    if text[:1] not in _FIRST:
        return _WORDS.get(text, text)
    if _INTEGER.fullmatch(text):
        return int(text) if len(text) <= LONGEST_NUMBER else float("-inf" if text[0] == "-" else "inf")
    if _DECIMAL.fullmatch(text):
        return _decimal(text)
    if text[:2] in ("0x", "0o") and len(text) <= LONGEST_NUMBER:
        digits, base = text[2:], 16 if text[1] == "x" else 8
        allowed = "0123456789abcdefABCDEF" if base == 16 else "01234567"
        return int(digits, base) if digits and not digits.strip(allowed) else text
    if _NOT_FINITE.fullmatch(text):
        return float(text.replace(".", "", 1))
    return text


def _decimal(text: str) -> Decimal | float:
    if len(text) > LONGEST_NUMBER:
        return float("nan")
    try:
        number = Decimal(text)
    except InvalidOperation:  # an exponent beyond even Decimal's
        return float("nan")
    # Decimal keeps exponents of any size; arithmetic with them later would not end.
    return number if abs(number.adjusted()) <= 100 or not number else float("nan")
