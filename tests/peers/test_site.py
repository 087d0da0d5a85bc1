"""Sites in a real browser, opened from files: what is wrong with a page, filter and sorting, how it prints."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import quote

import pytest
from playwright.sync_api import Locator, Page

from tests.cli.command import put
from tests.gitting import commit, start
from tests.peers import AXE_CORE, CHROMIUM, needs, sites
from tests.peers.browser import NARROW, WIDE, Chromium, chromium, faults, pages

pytestmark = [needs(CHROMIUM), needs(AXE_CORE)]

CLIENTS = ["basketwise", "larch-lane", "linden-cross", "three-birches", "yuzhny-trakt", "северный-ритейл"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Chromium]:
    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ours")
    return sites.site(sites.ours(folder / "repository"), folder / "Сайт #1")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    return sites.site(sites.hostile(folder / "repository"), folder / "site")


def test_no_page_of_our_own_plans_has_a_fault(browser: Chromium, ours: Path) -> None:
    assert [name for name in pages(ours) if name.startswith("clients/")] == [f"clients/{each}.html" for each in CLIENTS]
    assert faults(browser, ours) == []


def test_no_page_of_hostile_plans_has_a_fault(browser: Chromium, hostile: Path) -> None:
    assert len(pages(hostile)) == 4 + 4
    assert faults(browser, hostile) == []


def test_no_page_has_a_fault_where_there_are_no_plans_yet(browser: Chromium, tmp_path: Path) -> None:
    empty = start(tmp_path / "repository")
    commit(put(empty, {"plans/client.yaml": None}), {})
    made = sites.site(empty, tmp_path / "site")
    assert faults(browser, made) == []
    with browser.tab(made) as tab:
        found = tab.open("index.html").locator("main section").all()
        assert [each.inner_text() for each in found if each.locator("p, table, ul").count() == 0] == []


def test_every_page_is_reached_from_the_first(browser: Chromium, hostile: Path) -> None:
    root, reached, ahead = hostile.resolve().as_uri(), set(), ["index.html"]
    with browser.tab(hostile) as tab:
        while ahead:
            name = ahead.pop()
            if name not in reached:
                tab.open(name)
                reached.add(tab.name)
                ahead += [tab.path_of(target) or name for _, _, target in tab.links() if target.startswith(root)]
    assert sorted(reached) == pages(hostile)


def cells(page: Page, key: str) -> list[str]:
    """What stands in a column of the table of clients, row by row, as it is seen now."""
    return [
        str(text)
        for text in page.locator("#clients").evaluate(
            """(table, key) => {
              const place = [...table.tHead.rows[0].cells].findIndex(head => head.dataset.key === key);
              const seen = [...table.tBodies[0].rows].filter(row => row.checkVisibility());
              return seen.map(row => row.cells[place].innerText.trim());
            }""",
            key,
        )
    ]


def head(page: Page, key: str) -> Locator:
    return page.locator(f"#clients thead th[data-key={key}]")


def chosen(page: Page, title: str) -> Locator:
    """A list of the filter, as a screen reader calls it."""
    return page.get_by_role("search").get_by_role("combobox", name=title, exact=True)


def directions(page: Page) -> dict[str, str]:
    """The columns that say how they are sorted, by key."""
    said = page.locator("#clients thead th[aria-sort]").evaluate_all(
        "heads => heads.map(head => [head.dataset.key, head.getAttribute('aria-sort')])"
    )
    return dict(said)


NAMES = [
    "Basketwise Marketplace", "Larch Lane Kitchens", "Linden Cross Pharmacies", "Three Birches Shops",
    "Торговый дом «Южный тракт»", "Северный ритейл",
]  # fmt: skip
BY_SALES = ["Three Birches Shops", "Linden Cross Pharmacies", "Larch Lane Kitchens", "Торговый дом «Южный тракт»",
            "Basketwise Marketplace", "Северный ритейл"]  # fmt: skip


def test_clients_are_filtered_by_mouse(browser: Chromium, ours: Path) -> None:
    with browser.tab(ours) as tab:
        page = tab.open("index.html")
        count = page.get_by_role("search").get_by_role("status")
        assert (cells(page, "client"), count.inner_text()) == (NAMES, "6 of 6 clients shown")
        chosen(page, "KAM").select_option("KAM North")
        assert (cells(page, "client"), count.inner_text()) == (
            ["Three Birches Shops", "Северный ритейл"],
            "2 of 6 clients shown",
        )
        chosen(page, "Segment").select_option("A")
        assert (cells(page, "client"), count.inner_text()) == (["Северный ритейл"], "1 of 6 clients shown")
        chosen(page, "Status").select_option("red")
        assert (cells(page, "client"), count.inner_text()) == ([], "0 of 6 clients shown")
        page.get_by_role("button", name="Show all").click()
        assert (cells(page, "client"), count.inner_text()) == (NAMES, "6 of 6 clients shown")
        assert tab.heard == []


def test_clients_are_filtered_by_keyboard(browser: Chromium, ours: Path) -> None:
    with browser.tab(ours, width=NARROW) as tab:
        page = tab.open("index.html")
        page.get_by_label("Any word").focus()
        page.keyboard.type("СЕВЕРНЫЙ kam")
        assert cells(page, "client") == ["Северный ритейл"]
        page.keyboard.press("Enter")  # sends no form
        assert cells(page, "client") == ["Северный ритейл"]
        for _ in range(4):
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert cells(page, "client") == NAMES
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("r")  # the status that begins so
        assert cells(page, "status") == ["red"]
        assert page.get_by_role("search").get_by_role("status").inner_text() == "1 of 6 clients shown"
        assert tab.heard == []


def test_clients_are_sorted_by_mouse(browser: Chromium, ours: Path) -> None:
    with browser.tab(ours) as tab:
        page = tab.open("index.html")
        assert directions(page) == {}
        head(page, "actual").get_by_role("button").click()
        assert (cells(page, "client"), directions(page)) == (BY_SALES, {"actual": "ascending"})
        head(page, "actual").get_by_role("button").click()
        assert (cells(page, "client"), directions(page)) == (BY_SALES[::-1], {"actual": "descending"})
        head(page, "kam").get_by_role("button").click()
        assert (cells(page, "kam"), directions(page)) == (sorted(cells(page, "kam")), {"kam": "ascending"})
        assert tab.heard == []


def test_clients_are_sorted_by_keyboard_and_what_has_no_figure_stands_last(browser: Chromium, ours: Path) -> None:
    with browser.tab(ours) as tab:
        page = tab.open("index.html")
        button = head(page, "behind").get_by_role("button")
        button.focus()
        for key, direction in (("Enter", "ascending"), ("Space", "descending")):
            page.keyboard.press(key)
            assert directions(page) == {"behind": direction}
            assert [bool(text) for text in cells(page, "behind")] == [True] + 5 * [False]
        assert button.evaluate("button => button === document.activeElement")
        assert tab.heard == []


def test_what_is_filtered_stays_so_when_it_is_sorted(browser: Chromium, ours: Path) -> None:
    with browser.tab(ours) as tab:
        page = tab.open("index.html")
        chosen(page, "KAM").select_option("KAM North")
        head(page, "actual").get_by_role("button").click()
        assert cells(page, "client") == ["Three Birches Shops", "Северный ритейл"]
        head(page, "actual").get_by_role("button").click()
        assert cells(page, "client") == ["Северный ритейл", "Three Birches Shops"]


def words(page: Page, where: str) -> list[str]:
    """All words that are seen in a part of a page."""
    return " ".join(page.locator(where).all_inner_texts()).split()


def test_whose_a_row_is_stays_in_sight(browser: Chromium, ours: Path) -> None:
    with browser.tab(ours, width=NARROW) as tab:
        page = tab.open("index.html")
        head(page, "plan_at_risk").get_by_role("button").focus()
        beginning = page.locator("#clients tbody th").first.bounding_box()
        focused = head(page, "plan_at_risk").get_by_role("button").bounding_box()
        assert beginning is not None
        assert focused is not None
        assert 0 <= beginning["x"] < NARROW / 4
        assert beginning["x"] + beginning["width"] <= focused["x"] <= NARROW - focused["width"]


@pytest.mark.parametrize("made", ["ours", "hostile"])
def test_without_scripts_all_is_there_to_be_read(browser: Chromium, made: str, request: pytest.FixtureRequest) -> None:
    folder: Path = request.getfixturevalue(made)
    with browser.tab(folder) as tab, browser.tab(folder, scripts=False) as plain:
        scripted = [name for name in pages(folder) if "<script>" in (folder / name).read_text("utf-8")]
        assert "index.html" in scripted
        for name in scripted:
            read, told = (Counter(words(each.open(name), "main")) for each in (tab, plain))
            assert read - Counter(words(tab.page, "form")) == told, name


def test_a_link_to_a_rule_opens_it(browser: Chromium, ours: Path) -> None:
    with browser.tab(ours) as tab:
        rule = tab.open("schema.html", "kpi-gap").locator("#kpi-gap")
        assert rule.locator("p").first.is_visible()
        assert rule.evaluate("rule => Math.abs(rule.getBoundingClientRect().top) < innerHeight")
        tab.open("schema.html", "%E0%A4%A")  # half of a letter
        assert tab.heard == []


# CSS pixels between the margins of A4, upright and across.
UPRIGHT, ACROSS = 688, 1017


@pytest.mark.parametrize(("name", "room"), [("index.html", ACROSS), ("clients/северный-ритейл.html", UPRIGHT)])
def test_pages_are_printed_whole(browser: Chromium, ours: Path, name: str, room: int) -> None:
    with browser.tab(ours, dark=True) as tab:
        page = tab.open(name)
        rows = page.locator("main tr:visible").count()
        page.emulate_media(media="print")
        page.set_viewport_size({"width": room, "height": 900})
        assert page.locator("main tr:visible").count() == rows
        assert not page.get_by_role("navigation").first.is_visible()
        assert tab.overflow() == []
        assert page.evaluate(
            "() => [...document.querySelectorAll('.scroll')].every(e => e.scrollHeight <= e.clientHeight)"
        )
        assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        printed = page.pdf(prefer_css_page_size=True)
        sheets = re.findall(rb"/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]", printed)
        assert 2 <= len(sheets) <= 12
        assert {float(width) > float(height) for width, height in sheets} == {room == ACROSS}


class Server(SimpleHTTPRequestHandler):
    """Any web server: files of a folder, and no word on the terminal."""

    def log_message(self, format: str, *args: object) -> None:
        del format, args


@pytest.fixture
def served(ours: Path) -> Iterator[str]:
    """The address of our own site on a web server of this machine, in a folder of it."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Server, directory=str(ours.parent))) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/{quote(ours.name)}"
        server.shutdown()
        thread.join()


def test_a_web_server_has_it_as_well(browser: Chromium, ours: Path, served: str) -> None:
    with browser.tab(ours) as tab:
        tab.page.goto(f"{served}/index.html")
        tab.page.locator("#clients").get_by_role("link", name="Северный ритейл").click()
        assert tab.page.locator("h1").inner_text() == "Северный ритейл"
        tab.page.get_by_role("link", name="Handbook").click()
        assert tab.page.url == f"{served}/schema.html"
        pages_of_it = ["index.html", "clients/северный-ритейл.html", "schema.html"]
        assert [line.rpartition("asks for ")[2] for line in tab.heard] == [f"{served}/{quote(n)}" for n in pages_of_it]


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_pictures_of_pages_are_taken(browser: Chromium, ours: Path, tmp_path: Path, width: int) -> None:
    with browser.tab(ours, width=width) as tab:
        taken = tab.open("index.html").screenshot(full_page=True, path=tmp_path / f"index-{width}.png")
    assert int.from_bytes(taken[16:20], "big") == width
