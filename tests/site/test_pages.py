"""What stands on the pages beside the figures: addresses, maps, the story, the handbook."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kamctl.gitrepo.commit import Commit, Moment, Signature
from kamctl.history.change import Change
from kamctl.history.report import Event
from kamctl.site.addresses import mail, phone
from kamctl.site.client import ClientPage, client_page
from kamctl.site.grid import DAYS, FIGURES, SHORT
from kamctl.site.handbook import handbook_page
from kamctl.site.portfolio import portfolio_page
from kamctl.site.sources import dossiers
from kamctl.site.story import Told, story
from tests.harness import BASE_PLAN, FORMAT, overlay, repository
from tests.site.dom import parse
from tests.site.making import PAGES, portfolio, site, sources


@pytest.mark.parametrize(
    ("make", "text", "address"),
    [
        pytest.param(mail, "buyer.dairy+a@example.com", "mailto:buyer.dairy+a@example.com", id="an e-mail"),
        pytest.param(mail, "a@example.com?cc=b@example.com", None, id="an e-mail that would do more"),
        pytest.param(mail, "javascript:a@example.com", None, id="something else before an e-mail"),
        pytest.param(mail, "a@example.com\n", None, id="a line end behind an e-mail"),
        pytest.param(mail, "закупщик@example.com", None, id="letters that not every program knows"),
        pytest.param(phone, "+7 (000) 000-00-01", "tel:+70000000001", id="a telephone"),
        pytest.param(phone, "000.000.00.01", "tel:0000000001", id="a telephone with dots"),
        pytest.param(phone, "+7 000 000-00-01 доб. 5", None, id="more than a telephone"),
        pytest.param(phone, "12", None, id="too short for one"),
    ],
)
def test_only_what_plainly_is_an_address_is_a_link(
    make: Callable[[str], str | None], text: str, address: str | None
) -> None:
    assert make(text) == address


def page(sections: str) -> ClientPage:
    """The page of the base plan with sections laid over it."""
    made = sources(portfolio(repository({"plans/client.yaml": overlay(BASE_PLAN, sections)})))
    return client_page(dossiers(made)[0], made)


def test_contacts_by_influence_and_attitude() -> None:
    found = page("""\
contacts:
  a: {name: Buyer, role: Decides, influence: high, attitude: against}
  b: {name: Clerk, influence: low, attitude: for}
  c: {name: Guard, influence: low}
  d: {name: Cook, influence: high, attitude: against}
""").relations
    assert found is not None
    assert found.columns == ("against", "neutral", "for")
    placed = {
        influence: [(tone, [each.name for each in held]) for tone, held in spots] for influence, spots in found.rows
    }
    assert placed == {
        "high": [("alert", ["Buyer", "Cook"]), ("", []), ("", [])],
        "medium": [("", []), ("", []), ("", [])],
        "low": [("", []), ("", []), ("", ["Clerk"])],
    }
    assert [each.name for each in found.others] == ["Guard"]
    assert page("contacts: {a: {name: Guard, influence: low}}\n").relations is None


def test_risks_by_probability_and_impact() -> None:
    found = page("""\
risks:
  a: {what: A, probability: 30%, impact: 4000000}
  b: {what: B, probability: 75%, impact: 30%, period: 2026}
  c: {what: C, probability: 29%, impact: 4000000}
  d: {what: D, probability: 10%, impact: 3%, period: 2027}
""").heat
    assert found is not None
    placed = {(band, column): [risk for _, risk in spot.named] for band, spots in found.rows
              for column, spot in zip(found.columns, spots, strict=True) if spot.number}  # fmt: skip
    assert placed == {
        ("70% or more", "25% or more"): ["b"], ("30% to 50%", "3% to 10%"): ["a"], ("10% to 30%", "3% to 10%"): ["c"],
    }  # fmt: skip
    assert found.placed == 3


def test_a_promotion_as_planned_and_as_it_came_out() -> None:
    found = page("""\
promotions:
  spring: {from: 2026-04-01, to: 2026-04-14, basis: sell-out, baseline: 2400000, planned: 3600000, actual: 3900000,
           margin: 32%, cost: 300000}
  summer: {from: 2026-07-01, to: 2026-07-14, planned: 3600000, cost: 300000}
""").promotions
    assert found is not None
    keys = [head.key for head in found.heads]
    told = [dict(zip(keys, (cell.data or cell.text for cell in line.cells), strict=True)) for line in found.lines]
    assert [(row["promotion"], row["side"], row["verdict"], row["profit"], row["roi"]) for row in told] == [
        ("spring", "planned", "paid", "84000", "0.28"),
        ("spring", "actual", "paid", "180000", "0.6"),
        ("summer", "planned", "planned", "", ""),
    ]
    assert told[2]["note"] == "the baseline and the margin are missing"
    styles = {head.key: head.style for head in found.heads}
    assert (styles["days"], styles["side"], styles["note"], styles["roi"]) == (DAYS, SHORT, "", FIGURES)


@pytest.mark.parametrize(
    ("sales", "text", "note"),
    [
        pytest.param("plan: 100, actual: 40", "72%", "40 of 100 planned", id="a plan and a result"),
        pytest.param("plan: 100", "planned", "no result yet of 100 planned", id="no result"),
        pytest.param("actual: 40", "no-plan", "no plan figure lies in this period", id="no plan"),
    ],
)
def test_the_sales_of_all_plans(sales: str, text: str, note: str) -> None:
    plan = overlay(BASE_PLAN, f"sales: {{2026-Q2: {{{sales}}}}}\n")
    made = sources(portfolio(repository({"plans/client.yaml": plan})))
    card = portfolio_page(made, dossiers(made)).cards[0]
    assert (card.text, card.note) == (text, note)


def test_notes_and_commits_stand_in_one_story() -> None:
    [entry] = portfolio(repository({"plans/client.yaml": overlay(BASE_PLAN, """\
history:
  - {date: 2026-02-03, note: Earlier, with: buyer}
  - {date: 2026-05-10, note: On the day of the commit}
  - {date: 2026-05-11, note: Later, with: nobody}
contacts: {buyer: {name: The buyer}}
""")})).plans  # fmt: skip
    who = Signature("KAM North", "kam-north@example.com", Moment(1778400000))
    commit = Commit("0" * 40, "", (), who, who, "A subject\n\nand more")
    event = Event("client", "edited", (Change("changed", ("sales", "2026-Q2", "plan"), 10, 9),), commit, "kam-north")
    told = story(entry.plan, "client", [event], {"kam-north": "KAM of the north"})
    assert [(each.kind, each.day, each.title, each.who) for each in told] == [
        ("note", "2026-05-11", "Later", "nobody"),
        ("note", "2026-05-10", "On the day of the commit", ""),
        ("change", "2026-05-10", "A subject", "KAM of the north"),
        ("note", "2026-02-03", "Earlier", "The buyer"),
    ]
    assert told[2].told == (Told("sales.2026-Q2.plan", "10 → 9 (-10%)", "changed"),)


def test_the_handbook_is_of_this_schema() -> None:
    format_ = FORMAT + "rules: {stale-plan: {severity: off}, kpi-gap: {allow: false}}\nskam_only: [discounts]\n"
    found = handbook_page(sources(portfolio(repository({"schema/format.yaml": format_}))), PAGES)
    assert found.lead == "A plan looks a year ahead; results are recorded by the quarter. Amounts are in RUB."
    assert found.sentences == ("Only SKAM may change: discounts.",)
    uses = {section.key: section.use for section in found.sections}
    assert (uses["team"], uses["kpis"], uses["risks"]) == ("in every plan", "in plans of A", "optional")
    assert {"region", "swot"} <= {*uses}
    [discounts] = [section.fields for section in found.sections if section.key == "discounts"]
    assert discounts is not None
    assert [cell.text for cell in discounts.lines[0].cells] == [
        "size", "Size: Size of the discount, such as 7.5%.", "percentage (7.5%)", "at most 15%", "yes",
    ]  # fmt: skip
    [kpis] = [section.fields for section in found.sections if section.key == "kpis"]
    assert kpis is not None
    assert [cell.text for cell in kpis.lines[0].cells][2] == (
        "percentage (7.5%), or number (12000000, 62.50), or amount (12000000, 62.50)"  # each in the KPI's own unit
    )
    assert [section.title for section in found.sections if section.key == "swot"] == ["SWOT"]
    rules = {rule.page.name: rule for rule in found.rules}
    assert (rules["stale-plan"].severity, rules["kpi-gap"].silencing) == ("off", "No comment silences it.")
    assert rules["stale-plan"].options == ("days: 14 (after how many days without an update a plan is stale)",)
    assert [line.cells[0].text for line in found.kpis.lines] == ["Share of shelf", "Visits", "Margin"]


def test_what_one_types_is_set_apart_in_the_handbook() -> None:
    page = parse(site(portfolio(repository({})))["schema.html"])
    codes = [each.text for each in page.all("code")]
    assert {"actual", "basis: turnover", "kamctl approve"} <= {*codes}
    assert "`" not in page.by_id("section-2-fields").text
