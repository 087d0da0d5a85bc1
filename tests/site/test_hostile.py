"""Whatever a plan or the schema says comes out as text: no element, no attribute, no address is made of it."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from kamctl.render.safe import html_text
from tests.cli.command import put
from tests.gitting import commit, start
from tests.harness import FORMAT, KPIS, PEOPLE, PRODUCTS, document, repository
from tests.payloads import PAYLOADS, acting
from tests.site.dom import Element, parse
from tests.site.making import portfolio, site, site_of

PLAN = """\
client: @
segment: A
kam: kam-north
period: 2026
region: north
team: {kam-north: {role: @, share: 60%, does: @}}
sales: {2026-Q1: {plan: 12000000, actual: 11400000}, 2026-Q2: {plan: 13500000, actual: 10}}
kpis: {shelf-share: {2026-Q2: {plan: 20%, actual: 3%}}}
discounts: {volume: {size: 7%, condition: @}}
activities: {workshop: {what: @, owner: kam-north, due: 2026-05-15}}
risks:
  delisting: {what: @, probability: 30%, impact: 4000000, response: @, owner: kam-north, review: 2026-05-01}
history: [{date: 2026-02-03, note: @, with: buyer}]
contacts: {buyer: {name: @, role: @, phone: @, email: @, influence: high, attitude: neutral}}
competitors: {brand-x: {share: 35%, strengths: @, plans: @}}
swot: {strengths: [@, @]}
"""
FIELDS = PLAN.count("@")
TITLED = {
    "schema/format.yaml": FORMAT.replace("title: Strategic", "title: @").replace("title: Sales region", "title: @"),
    "schema/kpis.yaml": KPIS.replace("title: Share of shelf", "title: @"),
    "schema/people.yaml": PEOPLE.replace("name: KAM North", "name: @"),
    "schema/products.yaml": PRODUCTS.replace("title: Yoghurt 150 g", "title: @"),
}

HARMLESS = "harmless"
ADDRESSES = ("", "mailto", "tel")


def written(template: str, text: str) -> bytes:
    """A file with a text in each of its places, spelled so that YAML reads it back whatever it is."""
    return template.replace("@", json.dumps(text)).encode("utf-8", "surrogatepass")


def readable(text: str) -> bool:
    """Whether a plan can say it: some characters no YAML has, and some texts are too long for a file."""
    found = document(written(PLAN, text))
    return not found.unreadable and isinstance(found.values, dict) and found.values["client"] == text


SAID = [text for text in PAYLOADS if text.strip() and len(text) < 40_000 and readable(text)]


@cache
def of_plans() -> dict[str, Element]:
    """A site of a plan for each text, and one for a harmless one; their pages by name."""
    plans = {f"plans/p{number}.yaml": written(PLAN, text) for number, text in enumerate(SAID)}
    files = repository({"plans/client.yaml": None, f"plans/{HARMLESS}.yaml": written(PLAN, HARMLESS), **plans})
    return {name: parse(page) for name, page in site(portfolio(files)).items()}


def of_schema(text: str) -> dict[str, Element]:
    """The site of a schema that says a text in its titles."""
    files = {name: written(template, text) for name, template in TITLED.items()}
    return {name: parse(page) for name, page in site(portfolio(repository(files))).items()}


def shape(page: Element) -> Counter[tuple[str, ...]]:
    """The elements of a page with their attributes, without those of style."""
    return Counter((each.tag, *sorted(set(each.attributes) - {"class"})) for each in page.all())


def faults(page: Element) -> list[str]:
    """What on a page acts, or leads elsewhere."""
    found = [text for text in page.texts() if acting(text.replace("\t", " "))]
    for each in page.all():
        found += [name for name in each.attributes if name.startswith("on") or name in ("style", "srcdoc", "action")]
        found += [
            value for name in ("href", "src") if (value := each.attributes.get(name)) and not safe(each.tag, value)
        ]
    return found


def safe(tag: str, address: str) -> bool:
    parts = urlsplit(address)
    return (tag == "link" and parts.scheme == "data") or (parts.scheme in ADDRESSES and not parts.netloc)


def seen(text: str) -> str:
    """A text as it is read on a page: made harmless, and with the line ends that HTML has."""
    return re.sub(r"\s+", " ", html_text(text)).strip()


def test_most_payloads_can_be_said() -> None:
    assert len(SAID) > 150


def test_a_plan_says_it_as_text() -> None:
    harmless = shape(of_plans()[f"clients/{HARMLESS}.html"])
    wrong = {}
    for number, text in enumerate(SAID):
        page = of_plans()[f"clients/p{number}.html"]
        found = faults(page)
        # What plainly is an address to write or to call to is a link, and a text that is not what it seems has its own
        # for programs beside it.
        found += [tag for tag, *_ in shape(page) - harmless if tag not in ("a", "data")]
        told, wanted = re.sub(r"\s+", " ", page.text), seen(text)
        if told.count(wanted) < FIELDS - 1 and (len(text) < 200 or wanted[:60] not in told):
            found.append(f"said {told.count(wanted)} times")
        if found:
            wrong[text[:80]] = found
    assert wrong == {}


def test_the_other_pages_say_them_as_text() -> None:
    for name in ("index.html", "habit.html", "changes.html", "schema.html"):
        assert faults(of_plans()[name]) == [], name


def test_the_history_says_it_as_text(tmp_path: Path) -> None:
    root = put(start(tmp_path / "r"), {"plans/client.yaml": None})
    hostile = [
        "</title><script>alert(1)</script>",
        '" onload="x" <b>',
        "\u202egnp.exe &lt;i&gt;",
        "a\x1b[31m::error::x",
    ]
    name, gone = "plans/<img src=x onerror=alert(1)>.yaml", "plans/<img src=y>.yaml"
    commit(root, {gone: written(PLAN, HARMLESS)})
    commit(root, {gone: None})
    for number, text in enumerate(hostile):
        plan = written(PLAN.replace("plan: 13500000", f"plan: {number + 1}"), text)
        commit(root, {name: plan}, text, author=f"{text.replace('<', '(').replace('>', ')')} <{number}@example.com>")
    _, pages = site_of(root, "2026-05-20")
    assert len(pages) == 5
    for page in map(parse, pages.values()):
        assert faults(page) == []
        assert [
            each.attributes for each in (*page.all("img"), *page.all("script"), *page.all("b")) if each.attributes
        ] == []
    for page in (parse(data) for where, data in pages.items() if where.startswith(("changes", "clients"))):
        told = re.sub(r"\s+", " ", page.text)
        assert [text for text in hostile if seen(text) not in told] == []
    changes = parse(pages["changes.html"])
    assert seen("<img src=y>") in changes.text
    assert [row["client"] for row in changes.row_of("moved")][:3] == ["<img src=x onerror=alert(1)>"] * 3


@pytest.mark.parametrize("text", ["</script><script>alert(1)</script>", '" onload="x', "&lt;b&gt;<b>", "\u202egnp.exe"])
def test_the_schema_says_it_as_text(text: str) -> None:
    pages, harmless = of_schema(text), of_schema(HARMLESS)
    for name, page in pages.items():
        assert shape(page) == shape(harmless[name]), name
        assert faults(page) == [], name
    assert seen(text) in pages["schema.html"].text
    assert seen(text) in pages["index.html"].text


def test_a_browser_is_told_to_take_nothing_from_elsewhere() -> None:
    for name, page in of_plans().items():
        [policy] = [each for each in page.all("meta") if each.attributes.get("http-equiv")]
        rules = dict(rule.strip().split(" ", 1) for rule in policy.attributes["content"].split(";"))
        assert rules.pop("default-src") == "'none'"
        assert {rule.split("-")[0] for rule in rules.values()} <= {"'sha256", "data:", "'none'"}, name
        assert all(not each.attributes for each in (*page.all("script"), *page.all("style")))
