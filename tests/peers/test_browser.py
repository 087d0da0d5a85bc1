"""The browser finds what is wrong with a page: faults are planted into pages that have none otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.peers import AXE_CORE, CHROMIUM, needs
from tests.peers.browser import NARROW, Chromium, chromium, faults

pytestmark = [needs(CHROMIUM), needs(AXE_CORE)]

PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>A page</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<style>
body, a {{ background: #fff; color: #000 }}
@media (prefers-color-scheme: dark) {{ body, a {{ background: #000; color: #fff }} .dim {{ color: #333 }} }}
</style>
</head><body><main id="все"><h1>A page</h1>
<p><a href="Без%20ошибок.html#все">Без ошибок</a> <a href="mailto:a@example.com">Write</a></p>
{planted}
</main></body></html>
"""
OPEN = "default-src * 'unsafe-inline'"
STRICT = "default-src 'none'; style-src 'unsafe-inline'"
PICTURE = "<img src='https://outside.example/x.png' alt='A picture'>"

SOUND = "Без ошибок.html"
PAGES = {
    SOUND: (STRICT, ""),
    "scripts.html": (OPEN, "<script>console.error('planted')</script><script>nowhere()</script>"),
    "barred.html": (STRICT, f"<script>1</script>{PICTURE}"),
    "outside.html": (OPEN, f"<script>new WebSocket('ws://outside.example/')</script>{PICTURE}"),
    "links.html": (
        OPEN,
        "<img src='../beside.png' alt='x'> <a href='nowhere.html'>one</a> <a href='.'>two</a>"
        f" <a href='javascript:1'>three</a> <a href='{SOUND}#nothing'>four</a>",
    ),
    "looks.html": (OPEN, f"<img src='data:,'><p class='dim'>Faint words</p><pre>{'long ' * 100}</pre>"),
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Chromium]:
    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages, in a folder whose name must be escaped in an address."""
    made = tmp_path_factory.mktemp("pages") / "Планы #1"
    made.mkdir()
    for name, (policy, planted) in PAGES.items():
        (made / name).write_text(PAGE.format(policy=policy, planted=planted), "utf-8")
    return made


@pytest.fixture(scope="module")
def found(browser: Chromium, folder: Path) -> list[str]:
    return faults(browser, folder)


def test_a_page_without_a_fault_has_none(found: list[str]) -> None:
    assert [line for line in found if line.startswith(SOUND)] == []


@pytest.mark.parametrize(
    ("page", "told"),
    [
        pytest.param("scripts.html", "error: planted", id="an error that a script tells"),
        pytest.param("scripts.html", "ReferenceError: nowhere is not defined", id="a bug of a script"),
        pytest.param("barred.html", "Executing inline script violates", id="a script that may not run"),
        pytest.param("barred.html", "Loading the image 'https://outside.example/x.png' violates", id="what is barred"),
        pytest.param("barred.html", "<img> refers to https://outside.example/x.png", id="and need not be asked for"),
        pytest.param("outside.html", "asks for https://outside.example/x.png", id="a picture from elsewhere"),
        pytest.param("outside.html", "asks for ws://outside.example/", id="a socket"),
        pytest.param("links.html", "a dead link to ../beside.png", id="a file beside the folder"),
        pytest.param("links.html", "a dead link to nowhere.html", id="a page that is not there"),
        pytest.param("links.html", "a dead link to .", id="a folder is no page"),
        pytest.param("links.html", "a dead link to javascript:1", id="a link that would run something"),
        pytest.param("links.html", f"nothing is called as the link says: {SOUND}#nothing", id="a heading not there"),
        pytest.param("looks.html", "axe-core finds image-alt", id="a picture without words"),
        pytest.param(
            "looks.html", 'color-contrast: <p class="dim">Faint words</p> (narrow, in the dark)', id="what dark hides"
        ),
        pytest.param("looks.html", "wider than the window: the page, main#все, pre", id="a line that is too long"),
    ],
)
def test_a_planted_fault_is_found(found: list[str], page: str, told: str) -> None:
    assert [line for line in found if line.startswith(f"{page}: ") and told in line], found


def test_without_scripts_none_runs(browser: Chromium, tmp_path: Path) -> None:
    changes = "<script>document.querySelector('h1').textContent = 'Changed'</script>"
    (tmp_path / "index.html").write_text(PAGE.format(policy=OPEN, planted=changes), "utf-8")
    for scripts, heading in ((True, "Changed"), (False, "A page")):
        with browser.tab(tmp_path, width=NARROW, scripts=scripts) as tab:
            assert tab.open("index.html").locator("h1").inner_text() == heading
