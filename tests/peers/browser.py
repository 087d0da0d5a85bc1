"""A real browser over pages on the disk: what it complains of, what it asks for, where links lead, what axe-core finds.

`faults` looks at every page of a folder and returns sentences; a folder of pages without a fault has none.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.peers import AXE_CORE, CHROMIUM, peer

WIDE, NARROW = 1280, 390
"""CSS pixels: a laptop's window, a telephone."""

# What axe-core holds a page against: WCAG 2.0, 2.1 and 2.2, A and AA, and what its makers recommend beside them.
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]

# Whatever a page refers to: the element, what is written there, and where that leads.
LINKS = """() => [...document.querySelectorAll('[href], [src], [action], [formaction], [poster], object[data]')].map(
  element => {
    const name = ['href', 'src', 'action', 'formaction', 'poster', 'data'].find(name => element.hasAttribute(name));
    const written = element.getAttribute(name);
    return [element.localName, written, new URL(written, document.baseURI).href];
  })"""
NAMES = "() => [...document.querySelectorAll('[id]')].map(element => element.id)"
OVERFLOW = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  const ends = element => element.getBoundingClientRect().left + Math.max(element.scrollWidth, element.offsetWidth);
  return ['the page', ...[...document.body.querySelectorAll('*')].filter(element => ends(element) > room + 1).map(
    element => element.localName + (element.id ? '#' + element.id : ''))];
}"""
AXE = """chosen => axe.run(document, {runOnly: chosen, resultTypes: ['violations']}).then(
  found => found.violations.flatMap(violation => violation.nodes.map(node => [violation.id, node.html])))"""


@dataclass(frozen=True, slots=True)
class Tab:
    """A window of the browser that shows pages of one folder; `heard` is what it complained of so far."""

    page: Page
    folder: Path
    heard: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The page that is shown, as its path in the folder."""
        return self.path_of(self.page.url) or self.page.url

    def open(self, name: str, fragment: str = "") -> Page:
        """Show a page of the folder, which must be there."""
        file = (self.folder / name).resolve(strict=True)
        self.page.goto(file.as_uri() + (f"#{fragment}" if fragment else ""))
        return self.page

    def axe(self, standards: Sequence[str]) -> list[str]:
        """What axe-core finds on the page, as it is looked at now."""
        if not self.page.evaluate("() => 'axe' in window"):
            self.page.evaluate(Path(peer(AXE_CORE)[0]).read_text("utf-8"))
        found = self.page.evaluate(AXE, {"type": "tag", "values": list(standards)})
        return [f"{self.name}: axe-core finds {rule}: {html[:200]}" for rule, html in found]

    def overflow(self) -> list[str]:
        """What makes the page wider than its window, so that it must be scrolled to and fro to be read."""
        wide = self.page.evaluate(OVERFLOW)
        return [f"{self.name}: wider than the window: {', '.join(wide[:9])}"] if wide else []

    def links(self) -> list[tuple[str, str, str]]:
        """The element, the text and the target of everything that refers to something."""
        return [(element, written, target) for element, written, target in self.page.evaluate(LINKS)]

    def listen(self) -> None:
        """From now on, remember errors of the console and of scripts, and requests that leave the folder."""
        self.page.on("console", lambda told: self._hear(told.text) if told.type == "error" else None)
        self.page.on("pageerror", lambda error: self._hear(f"{error.name}: {error.message}"))
        self.page.on("crash", lambda _: self._hear("the page crashed"))
        self.page.on("websocket", lambda socket: self._asks(socket.url))
        self.page.on("request", lambda request: self._asks(request.url))

    def _hear(self, text: str) -> None:
        self.heard.append(f"{self.name}: error: {text}")

    def _asks(self, url: str) -> None:
        if self.path_of(url) is None:
            self.heard.append(f"{self.name}: asks for {url}")

    def path_of(self, url: str) -> str | None:
        """The path of an address in the folder; None for what lies elsewhere."""
        root = self.folder.resolve().as_uri() + "/"
        return unquote(urldefrag(url).url.removeprefix(root)) if url.startswith(root) else None


@dataclass(frozen=True, slots=True)
class Chromium:
    """A running browser."""

    running: Browser

    @contextmanager
    def tab(self, folder: Path, *, width: int = WIDE, dark: bool = False, scripts: bool = True) -> Iterator[Tab]:
        """A window, so many CSS pixels wide, with nothing remembered from another."""
        context: BrowserContext = self.running.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        try:
            tab = Tab(context.new_page(), folder)
            tab.listen()
            yield tab
        finally:
            context.close()


@contextmanager
def chromium() -> Iterator[Chromium]:
    """Debian's Chromium without a window on the screen; it reaches no other machine by name."""
    asked = ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
    if os.name == "posix" and os.geteuid() == 0:
        asked.append("--no-sandbox")  # which Chromium asks for where root runs it
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=peer(CHROMIUM)[0], args=asked)
        try:
            yield Chromium(running)
        finally:
            running.close()


def pages(folder: Path) -> list[str]:
    """All pages of a folder, by path, with forward slashes."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))


def faults(browser: Chromium, folder: Path) -> list[str]:
    """Everything that is wrong with the pages of a folder."""
    found: list[str] = []
    links: dict[str, list[tuple[str, str, str]]] = {}
    names: dict[str, set[str]] = {}
    with browser.tab(folder) as tab:
        for name in pages(folder):
            page = tab.open(name)
            links[name] = tab.links()
            names[name] = set(page.evaluate(NAMES))
            found += _looked_at(tab)
        found += tab.heard
    found += [told for name in links for told in _dead(folder, name, links[name], names)]
    return found


def _looked_at(tab: Tab) -> list[str]:
    """Wide and light, then narrow and dark: what a width or a colour does to a page, one of these shows."""
    found = tab.overflow() + tab.axe(STANDARDS)
    tab.page.set_viewport_size({"width": NARROW, "height": 900})
    tab.page.emulate_media(color_scheme="dark")
    found += tab.overflow() + [f"{told} (narrow, in the dark)" for told in tab.axe(STANDARDS)]
    tab.page.set_viewport_size({"width": WIDE, "height": 900})
    tab.page.emulate_media(color_scheme="light")
    return found


def _dead(folder: Path, name: str, links: Sequence[Any], names: dict[str, set[str]]) -> Iterator[str]:
    """References of a page to what is not in its folder, and is no address that a person may follow."""
    root = folder.resolve().as_uri() + "/"
    for element, written, target in links:
        if element == "link" and target.startswith("data:image/"):
            continue  # the page's own sign, which stands in the page
        if target.startswith(("https:", "mailto:", "tel:")):
            if element != "a":
                yield f"{name}: <{element}> refers to {written}"
            continue
        if target.startswith("data:image/") and element != "a":
            continue
        address, fragment = urldefrag(target)
        path = unquote(address.removeprefix(root))
        if not address.startswith(root) or not (folder / path).is_file():
            yield f"{name}: a dead link to {written}"
        elif fragment and unquote(fragment) not in names.get(path, set()):
            yield f"{name}: nothing is called as the link says: {written}"
