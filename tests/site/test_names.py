"""No client's page takes the place of another page, and every link leads where it says."""

from __future__ import annotations

from urllib.parse import unquote, urljoin

import pytest

from kamctl.site.names import client_pages, link
from kamctl.site.sources import ClientLink, client_links, dossiers
from tests.harness import BASE_PLAN, repository
from tests.site.dom import parse
from tests.site.making import portfolio, site, sources

FILES = [
    "index", "con", "habit", "schema", "nul", "clients", "северный-ритейл", "йогурт", "ёж", "Index", "INDEX",
    "a b?c#d%20e", "north/index", "北", "x" * 64, "..", "a:b", "javascript:alert(1)", "&lt;", "_0",
]  # fmt: skip


@pytest.fixture(scope="module")
def pages() -> dict[str, bytes]:
    files = {f"plans/{name}.yaml": BASE_PLAN for name in FILES}
    return site(portfolio(repository({**files, "plans/client.yaml": None})))


def test_every_plan_has_a_page_of_its_own(pages: dict[str, bytes]) -> None:
    own = [name for name in pages if name.startswith("clients/")]
    assert len(own) == len(FILES)
    assert len({name.casefold() for name in pages}) == len(FILES) + 4
    assert {"clients/index.html", "clients/северный-ритейл.html", "clients/ёж.html"} <= {*own}
    # What some systems take for a device, or for another file, goes by a name that is no id.
    assert [name for name in own if name.split("/")[1].split(".")[0].casefold() in ("con", "nul")] == []
    assert sum(name.startswith("clients/_") for name in own) == len(FILES) - 9


def test_links_lead_to_pages(pages: dict[str, bytes]) -> None:
    for name, data in pages.items():
        for each in parse(data).all("a"):
            address, _, fragment = each.attributes["href"].partition("#")
            target = unquote(urljoin(f"http://x/{name}", address)).removeprefix("http://x/")
            assert target in pages, (name, each.attributes["href"])
            assert not fragment or parse(pages[target]).has(unquote(fragment)), (name, fragment)


@pytest.mark.parametrize(
    ("page", "target", "address"),
    [
        pytest.param("index.html", "habit.html", "habit.html", id="beside it"),
        pytest.param("index.html", "clients/ёж.html", "clients/%D1%91%D0%B6.html", id="down"),
        pytest.param("clients/a.html", "index.html", "../index.html", id="up"),
        pytest.param("clients/a.html", "clients/index.html", "index.html", id="among clients"),
    ],
)
def test_an_address_is_relative(page: str, target: str, address: str) -> None:
    assert link(page, target) == address


def test_pages_keep_their_names_whatever_else_there_is() -> None:
    alone = client_pages(portfolio(repository({"plans/Index.yaml": BASE_PLAN})).plans)
    among = client_pages(portfolio(repository({f"plans/{name}.yaml": BASE_PLAN for name in FILES})).plans)
    assert alone["plans/Index.yaml"] == among["plans/Index.yaml"]


def test_clients_go_by_their_names_and_those_of_one_name_by_their_ids_too() -> None:
    names = {"a": "Larch Lane", "b": "Larch Lane", "c": "Three Birches", "d": "x" * 200}
    plans = {f"plans/{client}.yaml": BASE_PLAN.replace("Северный ритейл", name) for client, name in names.items()}
    late = plans["plans/c.yaml"].replace("2026-Q2: {plan: 13500000}", "2026-Q2: {plan: 13500000, actual: 1}")
    files = repository({**plans, "plans/c.yaml": late, "plans/client.yaml": None})
    assert client_links(dossiers(sources(portfolio(files))), "index.html") == {
        "a": ClientLink("Larch Lane (a)", "clients/a.html"),
        "b": ClientLink("Larch Lane (b)", "clients/b.html"),
        "c": ClientLink("Three Birches", "clients/c.html"),
        "d": ClientLink("x" * 59 + "…", "clients/d.html"),
    }
    page = parse(site(portfolio(files))["index.html"])
    [name, *_] = page.by_id("behind").all("a")
    assert (name.text, page.row_of("behind")[0]["client"]) == ("Three Birches", "c")
    assert "Furthest behind" not in page.text
