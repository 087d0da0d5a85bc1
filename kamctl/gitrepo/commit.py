"""A commit as git stores it, read without any of the settings that change what git shows of it.

Who writes a commit chooses its names and dates freely, so nothing here is trusted and nothing raises: what cannot be
read is marked.
"""

from __future__ import annotations

import codecs
import re
from datetime import UTC, date, datetime
from typing import NamedTuple

_LATEST = 253402300799
"""The last second of the year 9999."""

_SIGNATURE = re.compile(
    rb"(?P<name>[^<>\n\0]*?) ?<(?P<email>[^<>\n\0]*)>(?: (?P<seconds>-?[0-9]{1,30}))?(?P<rest>[^\n]*)"
)
_ZONE = re.compile(rb" [-+][0-9]{4}")

# What commits were ever written in; Python's other codecs have no business with bytes from outside.
_ENCODINGS = frozenset(
    ("utf-8", "ascii", "cp1251", "cp1252", "cp866", "koi8-r", "koi8-u", "mac-cyrillic", "latin-1", "shift_jis", "gbk")
) | {f"iso8859-{part}" for part in range(1, 17)}


class Moment(NamedTuple):
    """A moment in UTC, in seconds since 1970.

    `known` is False where it could not be read, or lay outside of 1970 to 9999 and was moved to their edge.
    """

    seconds: int
    known: bool = True

    @property
    def day(self) -> date:
        """Its day in UTC."""
        return datetime.fromtimestamp(self.seconds, UTC).date()

    @property
    def iso(self) -> str:
        """As programs write it: `2026-05-10T09:00:00Z`."""
        return f"{datetime.fromtimestamp(self.seconds, UTC):%Y-%m-%dT%H:%M:%SZ}"


class Signature(NamedTuple):
    """Who wrote or committed a commit and when, by what the commit claims."""

    name: str
    email: str
    moment: Moment

    @property
    def shown(self) -> str:
        """Name and address: `KAM North <kam-north@example.com>`."""
        return f"{self.name} <{self.email}>".strip() if self.email or not self.name else self.name


class Commit(NamedTuple):
    """A commit. `sound`: it is written as git writes one, with one author, one committer, and dates of this world.

    `signed` is the kind of signature that it bears (ssh, openpgp, other; empty for none), which may be worth nothing.
    """

    id: str
    tree: str
    parents: tuple[str, ...]
    author: Signature
    committer: Signature
    message: str
    sound: bool = True
    signed: str = ""

    @property
    def subject(self) -> str:
        """The first line of the message."""
        lines = self.message.lstrip().splitlines()
        return lines[0].strip() if lines else ""

    @property
    def short(self) -> str:
        """The beginning of the id, as people quote it."""
        return self.id[:8]


def parse_commit(id: str, data: bytes) -> Commit:
    """The commit in an object's bytes; what cannot be read of it is empty and makes it unsound."""
    head, _, body = data.partition(b"\n\n")
    fields: dict[bytes, list[bytes]] = {}
    for line in head.split(b"\n"):
        key, _, value = line.partition(b" ")
        fields.setdefault(key, []).append(value)
    encoding = _encoding((fields.get(b"encoding") or [b"utf-8"])[-1])
    # Of two lines git takes the last.
    author = parse_signature(fields.get(b"author", [b""])[-1], encoding)
    committer = parse_signature(fields.get(b"committer", [b""])[-1], encoding)
    whole = all(len(fields.get(key, ())) == 1 for key in (b"tree", b"author", b"committer"))
    dated = author.moment.known and committer.moment.known
    return Commit(
        id=id,
        tree=fields.get(b"tree", [b""])[0].decode("ascii", "replace"),
        parents=tuple(parent.decode("ascii", "replace") for parent in fields.get(b"parent", ())),
        author=author,
        committer=committer,
        message=body.decode(encoding, "replace"),
        sound=whole and dated and bool(author.email) and bool(committer.email),
        signed=_kind_of((fields.get(b"gpgsig") or fields.get(b"gpgsig-sha256") or [b""])[0]),
    )


def _kind_of(first_line: bytes) -> str:
    """The kind of a signature that begins so."""
    if not first_line:
        return ""
    return {b"-----BEGIN SSH SIGNATURE-----": "ssh", b"-----BEGIN PGP SIGNATURE-----": "openpgp"}.get(
        first_line.strip(), "other"
    )


def _encoding(name: bytes) -> str:
    """The codec that a commit declares; UTF-8 for one that no commit was ever written in."""
    try:
        found = codecs.lookup(name.decode("ascii")).name
    except (LookupError, ValueError):
        return "utf-8"
    return found if found in _ENCODINGS else "utf-8"


def parse_signature(line: bytes, encoding: str = "utf-8") -> Signature:
    """A name, an address and a moment as git writes them; what cannot be read is empty."""
    found = _SIGNATURE.fullmatch(line)
    if not found:
        return Signature(line.decode(encoding, "replace").strip(), "", Moment(0, known=False))
    moment = _moment(found["seconds"], sound=bool(_ZONE.fullmatch(found["rest"])))
    return Signature(found["name"].decode(encoding, "replace"), found["email"].decode(encoding, "replace"), moment)


def _moment(seconds: bytes | None, sound: bool) -> Moment:
    if seconds is None:
        return Moment(0, known=False)
    claimed = int(seconds)
    kept = min(max(claimed, 0), _LATEST)
    return Moment(kept, known=sound and kept == claimed)
