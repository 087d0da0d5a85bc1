"""The one place that makes text harmless for where it goes.

Names, notes, paths and YAML errors come from whoever may edit a plan. On a terminal they could hide or
recolour lines, in a CI log they could give commands, in a pull request they could mention people or close
issues. Every rendering passes what it shows through a function of this module, and nothing else escapes.

`<U+202E>` stands for a character that must not act; who reads it sees what is there and where.
"""

from __future__ import annotations

import re
from functools import cache

# Controls, lone surrogates, line and paragraph separators, every format character (category Cf), characters
# that are drawn as nothing although they count as letters or marks, tags, supplementary variation selectors,
# what Unicode reserves for more of them, and the code points that are no characters. A test compares this
# with unicodedata; it is written out because asking for the category of each character is slow.
_HIDDEN = (
    "\x00-\x1f\x7f-\x9f\xad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5"
    "\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0"
    "\ufff0-\ufffb\ufffe\uffff\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
)
_PICTOGRAPH = (
    "[\xa9\xae\u203c\u2049\u2122\u2139\u2194-\u21aa\u231a-\u23ff\u24c2\u25aa-\u25fe\u2600-\u27bf\u2934\u2935"
    "\u2b05-\u2b55\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
)
# One emoji with its presentation selector and its skin tone: inside a sequence of them a joiner belongs.
_EMOJI = f"{_PICTOGRAPH}[\ufe0e\ufe0f]?[\U0001f3fb-\U0001f3ff]?"


# Compiled when first needed: that takes milliseconds, and many runs show ASCII alone.
@cache
def _hidden() -> re.Pattern[str]:
    return re.compile(f"[{_HIDDEN}]")


@cache
def _emoji_or_hidden() -> re.Pattern[str]:
    return re.compile(f"((?:{_EMOJI})(?:\u200d{_EMOJI})*|[0-9#*]\ufe0f\u20e3)|([{_HIDDEN}])")


# GitHub's runner and Azure's agent take `##[name]` and `##vso[name]` anywhere in a line for a command.
_HASH_COMMAND = re.compile(r"(##\w*)\[")


def _shown(character: str) -> str:
    return f"<U+{ord(character):04X}>"


_COLON, _BRACKET = _shown(":"), _shown("[")


def visible(text: str) -> str:
    """`text` on one line, with everything that is invisible or acts on a terminal shown as `<U+202E>`.

    That is every control (line ends and tabs too), lone surrogates, bidirectional controls, zero-width and
    other format characters, and variation selectors. A joiner and a selector inside an emoji stay.
    """
    if (text.isascii() and text.isprintable()) or not _hidden().search(text):
        return text
    return _emoji_or_hidden().sub(lambda found: found[1] or _shown(found[2]), text)


def inert(text: str) -> str:
    """`visible(text)` in which no CI finds a command.

    The second colon of `::` becomes `<U+003A>`, the bracket of `##[` (and of `##vso[`, `##teamcity[`)
    `<U+005B>`, wherever they stand: a runner trims what is before the first and looks for the second
    anywhere in a line.
    """
    return _without_commands(visible(text), colon=_COLON, bracket=_BRACKET)


def inert_lines(text: str) -> str:
    """Text of several lines, each of them `inert` and ended."""
    return "".join(f"{inert(line)}\n" for line in text.removesuffix("\n").split("\n"))


def _without_commands(text: str, *, colon: str, bracket: str) -> str:
    """`text` with the second colon of `::` and the bracket of `##[` written as told."""
    if "::" in text:
        text = text.replace("::", f":{colon}")
    return _HASH_COMMAND.sub(lambda found: found[1] + bracket, text) if "##" in text else text


def github_data(text: str) -> str:
    """`text` as the message of a GitHub workflow command."""
    return inert(text).replace("%", "%25")


def github_property(text: str) -> str:
    """`text` as the value of a property of a GitHub workflow command; colons stay exact, as `%3A`."""
    shown = _without_commands(visible(text), colon=":", bracket=_BRACKET)
    return shown.replace("%", "%25").replace(":", "%3A").replace(",", "%2C")


_MARKDOWN = re.compile(
    r"""
      (?P<at> @ )                                                          # mentions, e-mail addresses
    | (?P<number> \# (?=\w) )                                              # #1, owner/repo#1
    | (?P<issue> (?i: (?<![^\W_]) GH (?:SA)? ) ) (?P<dash> - (?=\w) )      # GH-1, GHSA-…
    | (?P<scheme> : ) (?P<slash> / (?=/) )                                 # bare addresses
    | (?P<www> (?i: www ) ) (?P<dot> \. )
    | (?P<commit> (?<![^\W_]) (?! [0-9]+ (?![^\W_]) ) [0-9a-fA-F]{7,40} (?![^\W_]) )
    | (?P<mark> [\\`*_{}\[\]<>\#|~&!$^] )
    """,
    re.VERBOSE,
)


# A list, an underlined heading, a quick action of GitLab.
_BLOCK_START = re.compile(r"^(\d+(?=[.)])|(?=[-+=/]))")


def _for_markdown(found: re.Match[str]) -> str:
    groups = {name: text for name, text in found.groupdict().items() if text is not None}
    if "mark" in groups:
        return f"\\{groups['mark']}"
    if "commit" in groups:
        return f"`{groups['commit']}`"
    # A backslash does not stop these: GitHub looks for them in the text after Markdown was read.
    broken = {"at", "number", "dash", "slash", "dot"}
    return "".join(f"\\{_shown(text)[:-1]}\\>" if name in broken else text for name, text in groups.items())


def markdown(text: str) -> str:
    """`text` as plain words on one line of Markdown, safe at the beginning of a block as well.

    No HTML, link, image, code, table, heading or list comes from it, and none of what GitHub and GitLab
    make of bare text: mentions, references to issues, addresses, commits, quick actions. Where a backslash
    helps there is one; a mention becomes `<U+0040>name`, and what may be a commit is put in a code span
    (plain digits stay: they are money).
    """
    marked = _MARKDOWN.sub(_for_markdown, inert(text).strip())
    return _BLOCK_START.sub(r"\1\\", marked, count=1)


def xml_text(text: str) -> str:
    """`text` for an XML 1.0 document: `inert`, which leaves no character that XML forbids even escaped.

    Escaping `<`, `&` and quotes is left to the writer of the document (ElementTree does it).
    """
    return inert(text)


_BETWEEN_LINES = re.compile("[\n\t]")


def html_text(text: str) -> str:
    """`text` for an HTML document: `visible`, but line ends and tabs stay, which do no more there than part words.

    Escaping `<`, `&` and quotes is left to the writer of the document (Jinja does it).
    """
    if "\n" not in text and "\t" not in text:
        return visible(text)
    ends = _BETWEEN_LINES.findall(text)
    return "".join(visible(part) + end for part, end in zip(_BETWEEN_LINES.split(text), [*ends, ""], strict=True))


def json_text(value: object) -> str:
    """`value` as a strict JSON document: indented, keys in their order, a line end after it.

    A reader gets every string exactly as it was, save lone surrogates, which JSON cannot hold (`<U+D800>`).
    In the document itself invisible characters, `::` and `##[` are written as escapes, so that it is
    harmless in a terminal and in a CI log too.

    Raises ValueError for NaN and infinities.
    """
    import json

    document = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=2)
    # Neither `::` nor `##` is part of JSON itself: both can only stand in a string.
    document = _without_commands(document, colon="\\u003a", bracket="\\u005b")
    return _hidden().sub(_json_escape, document) + "\n"


def _json_escape(found: re.Match[str]) -> str:
    character = found[0]
    if character == "\n":  # the document's own: in a string it is `\\n` by now
        return character
    if "\ud800" <= character <= "\udfff":
        return _shown(character)
    units = character.encode("utf-16-be").hex()
    return "".join(f"\\u{units[start : start + 4]}" for start in range(0, len(units), 4))


_COMMIT = re.compile(
    r"""
      (?P<at> (?<!\w)@ ) (?=\w)                                             # mentions
    | (?P<number> \# ) (?=\w)                                              # closes #1; Jira's #done
    | (?<![^\W_]) (?i: GH ) (?P<dash> - ) (?=\d)                            # GH-1
    | (?P<colon> : ) (?=//)                                                # closes https://…/1
    | (?P<bracket> \[ ) (?= (?i: (?:skip|no)[ -] | [a-z]+ [ ] skip \] ) )   # [skip ci]
    | (?P<star> \*\*\* ) (?=NO_CI)
    """,
    re.VERBOSE,
)


def commit_text(text: str) -> str:
    """`text` as a part of one line of a commit message: plain spaces, and none of what forges make of messages.

    A message could mention people, close issues or keep the checks from running (`[skip ci]`).
    """

    def broken(found: re.Match[str]) -> str:
        sign = next(sign for sign in found.groups() if sign)
        return found[0].removesuffix(sign) + _shown(sign[0]) + sign[1:]

    return _COMMIT.sub(broken, inert(text.replace("\u00a0", " ")))


# What a spreadsheet takes for the beginning of a formula, also after blanks and in its full-width form; after what
# `csv_cell` has put before it too, so that whoever takes one apostrophe away gets back what was there.
_FORMULA = re.compile("'*\\s*[=+\\-@\uff1d\uff0b\uff0d\uff20]")


def csv_cell(value: object, delimiter: str = ",") -> str:
    """A value as a cell of CSV (RFC 4180): numbers as they are, text in quotes where it needs them, lists in one cell.

    What has the delimiter in it stands in quotes. Text is `inert`, and begins with an apostrophe where a spreadsheet
    would take it for a formula.
    """
    if value is None:
        return ""
    if isinstance(value, bool | int | float):
        text = str(value).lower()
        return f'"{text}"' if delimiter in text else text
    text = inert(", ".join(map(str, value)) if isinstance(value, list) else str(value))
    if _FORMULA.match(text):
        text = f"'{text}"
    quoted = delimiter in text or re.search('[",;]|^\\s|\\s$', text)
    return '"' + text.replace('"', '""') + '"' if quoted else text


def is_guarded(cell: str) -> bool:
    """Whether a cell of CSV begins with an apostrophe that `csv_cell` puts before a formula."""
    return cell.startswith("'") and _FORMULA.match(cell[1:]) is not None


_URI_PLAIN = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/")


def uri_path(path: str) -> str:
    """A path with forward slashes as a relative URI: UTF-8, percent-encoded.

    A name that is no UTF-8 on the disk (Python's surrogate escapes) gets its own bytes back.
    """
    try:
        encoded = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        encoded = path.encode("utf-8", "surrogatepass")
    written = "".join(chr(byte) if byte in _URI_PLAIN else f"%{byte:02X}" for byte in encoded)
    # At the beginning a slash would leave the repository, or name a host.
    return f"%2F{written[1:]}" if written.startswith("/") else written
