"""The sections of a plan on its page, in the plan's order: facts, tables and lists."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kamctl.insight.card import PlanCard
from kamctl.insight.report import Entry, Listing, Section
from kamctl.site.addresses import ADDRESSES
from kamctl.site.grid import Grid, grid, machine
from kamctl.site.texts import ABBREVIATIONS, CLIENT

ELSEWHERE = ("risks", "history")
"""Sections that the page tells in a way of its own."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A named value; without a title the text says all."""

    title: str
    text: str
    data: str | None = None
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    """A list under a title."""

    title: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A section of the plan: facts, tables and lists in its order. Its name may be any; its `id` is none of it."""

    id: str
    title: str
    facts: tuple[Fact, ...]
    grids: tuple[Grid, ...]
    lists: tuple[Items, ...]


def fact_of(entry: Entry) -> Fact:
    """A named value; a word for one that is not there."""
    value = entry.value
    if value is None:
        return Fact(entry.title, CLIENT["nothing"])
    return Fact(entry.title, value.text, machine(value), value.tone)


def chapters(card: PlanCard) -> Iterator[Chapter]:
    """The sections of which there is something to tell."""
    told = [section for section in card.sections if section.parts and section.key not in ELSEWHERE]
    for number, section in enumerate(told, 1):
        yield _chapter(section, f"plan-{number}")


def _chapter(section: Section, id_: str) -> Chapter:
    facts: list[Fact] = []
    grids: list[Grid] = []
    lists: list[Items] = []
    for part in section.parts or ():
        if isinstance(part, Entry):
            if part.value is not None and part.value.text:
                facts.append(fact_of(part))
        elif isinstance(part, Listing):
            if part.items:
                lists.append(Items(part.title, tuple(item.text for item in part.items)))
        elif part.rows:
            grids.append(_with_links(replace(grid(f"{id_}-{len(grids)}", section.title, part), quiet=True)))
    return Chapter(id_, ABBREVIATIONS.get(section.title, section.title), tuple(facts), tuple(grids), tuple(lists))


def _with_links(whole: Grid) -> Grid:
    """The table with addresses to write and to call to, where it has any."""
    keys = {number: head.key for number, head in enumerate(whole.heads) if head.key in ADDRESSES}
    if not keys:
        return whole
    lines = tuple(
        replace(
            line,
            cells=tuple(
                replace(cell, href=ADDRESSES[keys[number]](cell.text)) if number in keys else cell
                for number, cell in enumerate(line.cells)
            ),
        )
        for line in whole.lines
    )
    return replace(whole, lines=lines)
