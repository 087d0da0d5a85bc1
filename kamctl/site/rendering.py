"""Pages as HTML. Templates decide nothing: they put what a page has in its place.

Whatever is printed is made harmless and escaped; the browser is told to take nothing from elsewhere, and of styles and
scripts only those of ours, which stand in each page, so that a page can be opened, kept or sent by itself.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from kamctl.render.safe import html_text
from kamctl.site import texts
from kamctl.site.changes import ChangesPage
from kamctl.site.chart import HEIGHT, WIDTH
from kamctl.site.client import ClientPage
from kamctl.site.habit import HabitPage
from kamctl.site.handbook import HandbookPage
from kamctl.site.portfolio import PortfolioPage

Page = PortfolioPage | ClientPage | HabitPage | ChangesPage | HandbookPage

_TEMPLATES: Mapping[type, tuple[str, texts.Texts]] = {
    PortfolioPage: ("portfolio.html", texts.PORTFOLIO),
    ClientPage: ("client.html", texts.CLIENT),
    HabitPage: ("habit.html", texts.HABIT),
    ChangesPage: ("changes.html", texts.CHANGES),
    HandbookPage: ("handbook.html", texts.HANDBOOK),
}
"""The template of each page, and its words."""


class Renderer:
    """Makes bytes of pages; templates are read once."""

    def __init__(self) -> None:
        self._environment = Environment(
            loader=PackageLoader("kamctl.site"),
            autoescape=True,
            undefined=StrictUndefined,
            finalize=_printed,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        style, script = (self._own(name) for name in ("site.css", "site.js"))
        self._environment.filters["coded"] = _coded
        self._environment.globals.update(
            frame_words=texts.FRAME,
            style=Markup(style),
            script=Markup(script),
            policies={"active": _policy(style, script), "still": _policy(style, None)},
            chart={"width": WIDTH, "height": HEIGHT},
        )

    def page(self, page: Page) -> bytes:
        """A page as the file that a browser opens."""
        name, words = _TEMPLATES[type(page)]
        text: str = self._environment.get_template(name).render(page=page, frame=page.frame, words=words)
        return text.encode()

    def _own(self, name: str) -> str:
        """A style or a script of ours as it stands in a page."""
        loader = self._environment.loader
        assert loader is not None
        return loader.get_source(self._environment, name)[0]


def _policy(style: str, script: str | None) -> str:
    """What a browser may take: the style and the script that have these digests, pictures in the page, nothing else."""
    scripts = "" if script is None else f"script-src '{_digest(script)}'; "
    return (
        f"default-src 'none'; style-src '{_digest(style)}'; {scripts}img-src data:; base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _coded(text: str) -> Markup:
    """A text of the handbook, in which what one types stands between backticks."""
    parts = (escape(html_text(part)) for part in text.split("`"))
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if odd % 2 else part for odd, part in enumerate(parts)
    )


def _printed(value: object) -> object:
    """What stands in the place of an expression; Jinja escapes it behind this."""
    if isinstance(value, Markup):
        return value
    return "" if value is None else html_text(str(value))
