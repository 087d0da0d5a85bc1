"""What stands round every page: where one is, where one can go, of which day all is, and what is lacking."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kamctl.insight.portfolio import Basis
from kamctl.render.coverage import day_and_currency, lacking
from kamctl.site.names import CHANGES, HABIT, HANDBOOK, INDEX, link
from kamctl.site.texts import FRAME
from kamctl.words import Sentence

NAVIGATION = ((INDEX, "portfolio"), (HABIT, "habit"), (CHANGES, "changes"), (HANDBOOK, "handbook"))


@dataclass(frozen=True, slots=True)
class Way:
    """A link of the navigation; `here`: it is the page that one sees."""

    href: str
    text: str
    here: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """`page` is its file from the site's root. `notices` are sentences about what is missing."""

    page: str
    title: str
    standing: str
    ways: tuple[Way, ...]
    notices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A key figure. `data` is the same for programs, `note` says what it is of; `href` leads to more of it."""

    title: str
    text: str
    note: str = ""
    tone: str = ""
    data: str | None = None
    key: str = ""
    href: str | None = None


def frame_of(page: str, title: str, basis: Basis, notices: Iterable[Sentence | str] = ()) -> Frame:
    """The frame of a page whose reports stand on `basis`."""
    return Frame(
        page=page,
        title=title,
        standing=f"{FRAME['as_of']} {day_and_currency(basis.today, basis.stood, basis.currency)}",
        ways=tuple(Way(link(page, target), FRAME[name], target == page) for target, name in NAVIGATION),
        notices=(*lacking(basis), *(str(notice) for notice in notices)),
    )
