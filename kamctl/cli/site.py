"""`kamctl site`: all of it as a static web site."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kamctl.cli import app as edge
from kamctl.cli.app import App
from kamctl.cli.options import at_option
from kamctl.errors import UsageError

if TYPE_CHECKING:
    from kamctl.published import Published
    from kamctl.site.sources import Sources

FOLDER = "site"
"""In the repository's root, where no other folder is named; kamctl init has git ignore it there."""


@click.command("site")
@click.option("-o", "--output", metavar="DIR", help="The folder to write it to; else site in the repository's root.")
@click.option("--open", "opens", is_flag=True, help="Show it in your browser ($BROWSER, or the system's own).")
@at_option
@click.pass_context
def command(context: click.Context, output: str | None, opens: bool, at: str | None) -> int:
    """Write a static web site: the portfolio, a page for each client, the habit of sharing, changes, a handbook.

    It opens from the folder itself (site/index.html) and from any web server; no page takes anything from elsewhere.
    The figures are those of kamctl status, risks, promo, agenda and habit. Only pages that changed are written, and
    those of clients that are gone are removed; a folder that has other files in it is refused.

    Exit code 0: written; 1: written, and something of the plans could not be read and is missing; 2: not written.
    """
    from kamctl.cli.progress import progress
    from kamctl.cli.site_sources import sources_of
    from kamctl.lint.catalog import RULES
    from kamctl.lint.page import explanation
    from kamctl.published import publishing
    from kamctl.site.build import page_names, pages
    from kamctl.site.names import CLIENTS, INDEX

    app = edge.current(context)
    root, called = _folder(app, output)
    snapshot = app.snapshot(at)
    rules = [explanation(rule) for rule in RULES]
    with progress(app, "Site", 2 * len(snapshot.plans)) as advance:  # each plan is looked into, and gets a page
        sources = sources_of(app, snapshot, advance)
        names = page_names(sources)
        with publishing(root, called, names) as folder, _collected():
            for name, data in pages(sources, rules):
                folder.put(name, data)
                advance(name.startswith(CLIENTS))
    app.terminal.write(_told(folder, len(names), called))
    if opens:
        _open(app, root / INDEX)
    return _verdict(app, sources)


@contextmanager
def _collected() -> Iterator[None]:
    """What each page leaves behind is collected meanwhile, which the program else does without; what was read is not
    looked through for it.
    """
    was = gc.isenabled()
    gc.freeze()
    gc.enable()
    try:
        yield
    finally:
        if not was:
            gc.disable()
        gc.unfreeze()


def _folder(app: App, output: str | None) -> tuple[Path, str]:
    """Where the site goes, and what the user calls that."""
    workspace = app.workspace
    if output is None:
        return workspace.root / FOLDER, FOLDER
    root = app.folder / output
    if workspace.is_inside_sources(root):
        raise UsageError(
            "{folder} is for the plans, the schema or git alone.", "Name another folder with -o DIR.", folder=output
        )
    return root, output


def _open(app: App, page: Path) -> None:
    """Show the first page; where there is no browser, say where it lies."""
    from kamctl.cli.opening import shown
    from kamctl.render.safe import inert

    if not shown(page):
        app.terminal.note(
            inert(f"There is no browser here that could be started. Open {page.resolve().as_uri()}") + "\n"
        )


def _told(folder: Published, pages: int, called: str) -> str:
    from kamctl.render.safe import inert
    from kamctl.words import count

    removed = f", {folder.removed} removed" if folder.removed else ""
    start = f"{called.rstrip('/')}/index.html"
    return inert(f"{count(pages, 'page')} in {called}: {folder.written} written{removed}. Open {start}.") + "\n"


def _verdict(app: App, sources: Sources) -> int:
    """Say what is missing, and give the exit code that follows."""
    from kamctl.render.coverage import lacking
    from kamctl.render.safe import inert
    from kamctl.site.sources import EVERYTHING

    basis = sources.portfolio.basis(EVERYTHING)
    for sentence in lacking(basis):
        app.terminal.note(inert(sentence) + "\n")
    return 0 if basis.whole else 1
