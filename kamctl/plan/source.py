"""The text of one file with its line table, and the way from bytes to it.

Offsets are in characters (code points) from the start of the text behind a byte order mark. Lines end
with LF or CRLF and nothing else: other characters that some programs take for a line end would let a
file look different in a review than it reads here, so they are faults.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import islice
from typing import NamedTuple

from kamctl.plan.fault import Fault

LARGEST_FILE = 1024 * 1024
"""Bytes; a plan fits one screen, so a larger file is a mistake or an attack."""

MOST_FAULTS = 1000
"""Faults of one kind that are listed for one file; whoever has mended a thousand runs lint again."""

BOM = b"\xef\xbb\xbf"

# Bytes that can be nothing but printable ASCII, tab, line ends and U+0400 to U+047F (Cyrillic): files made
# of them alone, nearly all of them, need no search for control characters.
_CLEAN_BYTES = bytes([9, 10, 13, *range(0x20, 0x7F), 0xD0, 0xD1, *range(0x80, 0xC0)])

# Characters that a joiner or a variation selector may follow: those that Unicode has as pictures.
_EMOJI = (
    "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u21aa\u231a-\u23ff\u24c2\u25aa-\u25fe\u2600-\u27bf\u2934\u2935"
    "\u2b05-\u2b55\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
)
_CONTROL = (
    r"\r(?!\n)"  # a lone carriage return
    r"|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"  # C0, DEL and C1 (U+0085 among them)
    r"|[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f"
    r"\u2800\u3164\ufdd0-\ufdef\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\ud800-\udfff"
    r"\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
    rf"|(?<![{_EMOJI}\ufe0f])\u200d|\u200d(?![{_EMOJI}])"  # a joiner, save inside an emoji
    rf"|(?<![{_EMOJI}])[\ufe0e\ufe0f](?!\u20e3)"  # a variation selector, save on an emoji or a keycap
)
_CONTROL_RUN = re.compile(rf"(?:{_CONTROL})+")
_CONFLICT = re.compile(r"^(?:<{7}|>{7})(?: [^\r\n]*)?(?=\r?$)", re.MULTILINE)
_HIDDEN_BREAK = re.compile("\r(?!\n)|[\x85\u2028\u2029]")
_UTF_8_PAIR = re.compile(rb"[\xd0\xd1][\x80-\xbf]")
_READABLE_AS_RUSSIAN = re.compile("[А-Яа-яЁё«»—–…№“”„‘’°±·•€\u00a0§©®™\x00-\x7f]*")


class RawFile(NamedTuple):
    """A file as it arrives, from a folder or from git: `name` is its path from the root, with forward slashes.

    `fault` says why it must not or could not be read; `data` is then empty.
    """

    name: str
    data: bytes
    fault: Fault | None = None


class Source:
    """The text of a file: `name` is its path from the root, with forward slashes."""

    __slots__ = ("_last_line", "_starts", "bom", "name", "text")

    def __init__(self, name: str, text: str, bom: bool = False) -> None:
        self.name = name
        self.text = text
        self.bom = bom
        self._starts: list[int] | None = None
        self._last_line = (0, "")

    @property
    def starts(self) -> list[int]:
        """The offset at which each line begins."""
        if self._starts is None:
            self._starts = [0, *(match.end() for match in re.finditer("\n", self.text))]
        return self._starts

    def position(self, offset: int) -> tuple[int, int]:
        """The line and the column of an offset, both from 1."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def line(self, number: int) -> str:
        """The text of a line, counted from 1, without its line end."""
        if self._last_line[0] == number:
            return self._last_line[1]  # a line of a megabyte may have a thousand findings, which share its text
        start = self.starts[number - 1]
        end = self.starts[number] - 1 if number < len(self.starts) else len(self.text)
        if end > start and self.text[end - 1] == "\r" and number < len(self.starts):
            end -= 1
        self._last_line = (number, self.text[start:end])
        return self._last_line[1]


def code_points(text: str) -> str:
    """The characters of `text` by number: `U+202E, U+0009`."""
    return ", ".join(f"U+{ord(character):04X}" for character in dict.fromkeys(text))


def decode(name: str, data: bytes) -> tuple[Source, list[Fault]]:
    """The text of `data` and what is wrong with it as text.

    A UTF-8 byte order mark is read without a word. What is not UTF-8 is a fault `encoding`, never a guess: the
    source then holds the text as far as it can be shown, and must not be read further.
    """
    if len(data) > LARGEST_FILE:
        return Source(name, ""), [Fault("too-large", 0, 0, facts={"limit": "size"})]
    bom = data.startswith(BOM)
    body = data[3:] if bom else data
    wide = _wide_encoding(data)
    if wide:
        return Source(name, ""), [Fault("encoding", 0, 0, facts={"looks_like": wide, "converted": convert(data)})]
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        at = len(body[: error.start].decode("utf-8"))
        converted = cyrillic(body)
        looks_like = "cp1251" if converted is not None else ""
        facts = {"looks_like": looks_like, "byte": f"0x{body[error.start]:02X}", "converted": converted}
        return Source(name, body.decode("utf-8", "replace"), bom), [Fault("encoding", at, at + 1, facts=facts)]
    source = Source(name, text, bom)
    faults: list[Fault] = []
    if "<<<<<<<" in text or ">>>>>>>" in text:
        conflict = _CONFLICT.search(text)
        if conflict:
            faults.append(Fault("yaml-syntax", conflict.start(), conflict.end(), facts={"kind": "conflict"}))
    if body.translate(None, _CLEAN_BYTES) or ("\r" in text and text.count("\r") != text.count("\r\n")):
        faults.extend(
            Fault("control-character", run.start(), run.end(), facts={"characters": code_points(run.group())})
            for run in islice(_CONTROL_RUN.finditer(text), MOST_FAULTS)
        )
    return source, faults


def is_legible(source: Source, faults: list[Fault]) -> bool:
    """Whether the YAML in a decoded file may be read: what is seen in a review is what would be read.

    A second byte order mark is not: the parser would skip it and count every position from behind it.
    """
    return not any(fault.rule in ("encoding", "too-large", "yaml-syntax") for fault in faults) and not (
        faults and (source.text.startswith("\ufeff") or _HIDDEN_BREAK.search(source.text))
    )


def control_characters(text: str) -> str:
    """The characters in a value (after the escapes of a quoted scalar) that must not be there."""
    return "".join(run.group() for run in _CONTROL_RUN.finditer(text))


def cyrillic(data: bytes) -> str | None:
    """The text of `data` read as cp1251, where that makes nothing but ASCII and Russian typography of it.

    A UTF-8 file with a broken byte or two would come out as letters of other Cyrillic alphabets; such a file is told
    by its pairs of bytes, which cp1251 has only where a capital Р or С stands before a quotation mark or the like.
    """
    if 2 * 2 * len(_UTF_8_PAIR.findall(data)) > sum(map((0x7F).__lt__, data)):
        return None
    try:
        text = data.decode("cp1251")
    except UnicodeDecodeError:
        return None
    return text if _READABLE_AS_RUSSIAN.fullmatch(text) and not control_characters(text) else None


def convert(data: bytes) -> str | None:
    """The text of a file in another encoding, where there is only one way to read it; else None."""
    wide = _wide_encoding(data)
    if not wide:
        return cyrillic(data)
    try:
        text = data.decode(wide.lower())
    except UnicodeDecodeError:
        return None
    text = text.removeprefix("\ufeff")
    return None if control_characters(text) else text


def _wide_encoding(data: bytes) -> str:
    """UTF-16 or UTF-32, by byte order mark or by the high bytes of ASCII and Cyrillic in them; empty for neither."""
    for mark, encoding in (
        (b"\xff\xfe\x00\x00", "UTF-32"),
        (b"\x00\x00\xfe\xff", "UTF-32"),
        (b"\xff\xfe", "UTF-16"),
        (b"\xfe\xff", "UTF-16"),
    ):
        if data.startswith(mark):
            return encoding
    head = data[:64]
    if b"\0" not in head and b"\4" not in head:
        return ""
    if len(head) >= 4:
        if not any(head[2::4]) and not any(head[3::4]):
            return "UTF-32-LE"
        if not any(head[0::4]) and not any(head[1::4]):
            return "UTF-32-BE"
    for offset, encoding in ((1, "UTF-16-LE"), (0, "UTF-16-BE")):
        high = head[offset::2]
        if len(high) >= 2 and high.count(0) + high.count(4) > 0.8 * len(high):
            return encoding
    return ""
