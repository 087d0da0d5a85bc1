"""Values as the text that stands for them in a YAML file: what is written reads the same in YAML 1.1 and 1.2.

Editors and kamctl read YAML by version 1.2, many other programs still by 1.1, where `NO` is false, `12:30` is 750 and
`010` is eight. Whatever one of them might take for something else than text stands in quotes.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from kamctl.plan.document import read
from kamctl.plan.period import PERIOD_PATTERN
from kamctl.plan.quantity import PERCENT_PATTERN, plain_text
from kamctl.plan.source import RawFile, control_characters

Writable = str | int | Decimal | bool | date
"""What stands alone as a value: `bool` is written `true` or `false`, a `date` without quotes."""

# Words that stand for truth or nothing in one of the two versions, in whatever case.
_WORDS = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null"))
# No figure begins with a letter, and none goes on with a blank and a letter. `-`, `/` and the like act only in front.
_PLAIN_IN_FLOW = re.compile(r"(?:[^\W\d_]|[0-9]{1,9} [^\W\d_])(?:[\w ./%+()&;'*@$^~–—…№«»“”„!=<>|-]*[\w.%)!»“”…])?")
_PLAIN = re.compile(_PLAIN_IN_FLOW.pattern.replace("!", "!,?").replace(",?»", "?»"))
# These have digits in front and are text to both versions all the same.
_TEXT_OF_DIGITS = re.compile(rf"{PERCENT_PATTERN}|{PERIOD_PATTERN.removesuffix('?')}")
# Other programs read escapes by name differently; `\n`, `\t` and code points are the same to all.
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}


def scalar_text(value: Writable, *, in_flow: bool = True) -> str:
    """`value` as it stands in a file, on one line.

    `in_flow` is for a place inside `{…}` or `[…]`, where a comma ends a value; elsewhere it may stand without quotes.
    A character that must not stand in a plan is written by its number, so that what is wrong with it can be found.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return plain_text(value)
    if not isinstance(value, str):
        return str(value)
    form = _PLAIN_IN_FLOW if in_flow else _PLAIN
    if (form.fullmatch(value) and value.lower() not in _WORDS) or _TEXT_OF_DIGITS.fullmatch(value):
        return value
    return quoted(value)


def quoted(text: str) -> str:
    """Text in double quotes, on one line."""
    return f'"{_escaped(text)}"'


def unquoted(written: str) -> str:
    """What text in double quotes says; text without them is itself, and so is what YAML cannot read."""
    if not (len(written) > 1 and written[0] == written[-1] == '"'):
        return written
    value = read(RawFile("", written.encode("utf-8", "surrogatepass"))).values
    return value if isinstance(value, str) else written


def _escaped(text: str) -> str:
    hidden = set(control_characters(text))
    return "".join(_ESCAPES.get(character) or _shown(character, hidden) for character in text)


def _shown(character: str, hidden: set[str]) -> str:
    # A blank that is no space looks like one, so it is written by its number too.
    if character not in hidden and (character == " " or not character.isspace()):
        return character
    number = ord(character)
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
