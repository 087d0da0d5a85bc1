"""Comments of a plan's file: they mean nothing, and yet people and rules of lint go by them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

MARK = b"kamctl:"
"""What a comment that may silence a rule has in it."""

Remark = tuple[bytes, tuple[bytes, ...]]
"""A comment, and the names that lead to the field on its line, or alone on a line to the one below."""


def remarks(data: bytes) -> Counter[Remark]:
    """How often each comment stands in a file; one that silences nothing is the same wherever it stands."""
    return Counter((said, above if MARK in said else ()) for said, above in _remarks(_lines(data)))


def comments_differ(befores: Sequence[bytes], after: bytes) -> bool:
    """Whether a merge wrote a line that no version before had, or moved or dropped a comment that stood in all.

    What merges in git bring together clean has none of this. A comment that stood at other fields in each version is
    no longer the same one: each side may have taken a copy of it out.
    """
    sides, lines = [_lines(data) for data in befores], _lines(after)
    if not {line.strip() for line in lines} <= {line.strip() for side in sides for line in side}:
        return True
    told = Counter(_remarks(lines))
    before = [Counter(_remarks(side)) for side in sides]
    if any(MARK in said and not any((said, above) in side for side in before) for said, above in told):
        return True
    kept = before[0].copy()
    for side in before[1:]:
        kept &= side
    texts = Counter(said for said, _ in told.elements())
    least = [Counter(said for said, _ in side.elements()) for side in before]
    gone = {said for said, _ in (kept - told)}
    return any(texts[said] < min(side[said] for side in least) for said in gone)


def _lines(data: bytes) -> list[bytes]:
    return data.replace(b"\r\n", b"\n").split(b"\n")


def _remarks(lines: Sequence[bytes]) -> Iterator[Remark]:
    """The comments of a file from its end on; a number sign in a text is taken for one, which does no harm."""
    fields = list(_fields(lines))
    below: tuple[bytes, ...] = ()
    for line, field in zip(reversed(lines), reversed(fields), strict=True):
        text = line.strip()
        below = field or below
        if text.startswith(b"#"):
            yield text, below
        elif b" #" in text:
            yield text[text.index(b" #") + 1 :], field


def _fields(lines: Sequence[bytes]) -> Iterator[tuple[bytes, ...]]:
    """For each line the names that lead to what it says, by how far it is indented; nothing for one that says none."""
    above: list[tuple[int, bytes]] = []
    for line in lines:
        text = line.strip()
        if not text or text.startswith(b"#"):
            yield ()
            continue
        indent = len(line) - len(line.lstrip())
        while above and above[-1][0] >= indent:
            above.pop()
        # What stands in a list has no name but what it says.
        above.append((indent, text if text.startswith(b"-") else text.partition(b":")[0]))
        yield tuple(name for _, name in above)
