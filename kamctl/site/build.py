"""The whole site as files: their names from its root, and their bytes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kamctl.lint.page import Explanation
from kamctl.site.changes import changes_page
from kamctl.site.client import client_page
from kamctl.site.habit import habit_page
from kamctl.site.handbook import handbook_page
from kamctl.site.names import CHANGES, HABIT, HANDBOOK, INDEX, client_pages
from kamctl.site.portfolio import portfolio_page
from kamctl.site.rendering import Page, Renderer
from kamctl.site.sources import Sources, dossiers


def page_names(sources: Sources) -> list[str]:
    """The files of all pages, in the order in which they are made."""
    return [INDEX, HABIT, CHANGES, HANDBOOK, *client_pages(sources.portfolio.plans).values()]


def pages(sources: Sources, rules: Sequence[Explanation]) -> Iterator[tuple[str, bytes]]:
    """All pages, each made when it is asked for; `rules` are those of the handbook."""
    renderer = Renderer()
    for page in _pages(sources, rules):
        yield page.frame.page, renderer.page(page)


def _pages(sources: Sources, rules: Sequence[Explanation]) -> Iterator[Page]:
    held = dossiers(sources)
    yield portfolio_page(sources, held)
    yield habit_page(sources, held)
    yield changes_page(sources, held)
    yield handbook_page(sources, rules)
    for dossier in held:
        yield client_page(dossier, sources)
