"""Where each page stands in the site, and how pages link to each other.

A client's page has the client's id for its name, in a folder of its own, so that no id can take the place of another
page. What is no id that every system can have as a file's name goes by a digest, behind a sign that no id begins with.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from kamctl.insight.portfolio import Entry
from kamctl.plan.identifier import is_id
from kamctl.render.safe import uri_path

INDEX, HABIT, CHANGES, HANDBOOK = "index.html", "habit.html", "changes.html", "schema.html"
CLIENTS = "clients"

_DIGITS = 16


def client_pages(entries: Iterable[Entry]) -> dict[str, str]:
    """The pages of plans by the plans' files; of several plans of one client the first has its id for a name."""
    taken: set[str] = set()
    pages = {}
    for entry in entries:
        path = entry.document.source.name
        stem = entry.client
        if not is_id(stem) or stem in taken:
            stem = "_" + sha256(path.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
        taken.add(stem)
        pages[path] = f"{CLIENTS}/{stem}.html"
    return pages


def link(page: str, target: str) -> str:
    """The address of a page, both named from the site's root, as it stands in a link on another page."""
    folder, _, own = target.rpartition("/")
    here = page.rpartition("/")[0]
    if folder == here:
        return uri_path(own)
    return "../" * page.count("/") + uri_path(target)
