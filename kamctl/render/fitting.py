"""Markdown as far as it fits into a comment on a pull request."""

from __future__ import annotations

from collections.abc import Sequence

from kamctl.words import count

LONGEST = 60_000
"""Characters: GitHub takes 65,536; the rest is for what a workflow writes round the report."""

Block = tuple[str, Sequence[str]]
"""A heading and the items below it, each with its line ends."""


def fitting(top: str, blocks: Sequence[Block], noun: str, end: str = "") -> str:
    """What stands on `top`, the blocks with a blank line before each, and the `end`.

    Where that would be too long for a comment, a line in the place of the last items says how many `noun` more there
    are; a block without items counts as one.
    """
    parts = [top]
    room = LONGEST - len(top) - len(end)
    total = sum(len(items) or 1 for _, items in blocks)
    shown = 0
    for heading, items in blocks:
        lead = f"\n{heading}" if parts != [""] else heading
        for item in items or [""]:
            part = lead + item
            if len(part) > room:
                return "".join((*parts, f"\n…and {count(total - shown, f'more {noun}')}.\n", end))
            parts.append(part)
            room -= len(part)
            shown += 1
            lead = ""
    return "".join((*parts, end))
