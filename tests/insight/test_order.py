"""Orders against figures worked out by hand, and all that may speak against one."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from kamctl.exchange.orders.order_form import order_form
from kamctl.insight.order import Order, check_order
from kamctl.insight.order_tables import line_table
from kamctl.insight.portfolio import portfolio_of
from kamctl.render.order import as_json, as_text
from tests.harness import TODAY
from tests.insight.plans import plain, rows, world
from tests.payloads import acting

LISTED = "assortment: {listed: [yoghurt-150, kefir-1l]}\n"
CREDIT = "credit_line: {limit: 100000, days: 45, used: 60000, overdue: 0}\n"
DISCOUNTS = "discounts: {volume: {size: 7%, condition: Full pallets}, small: {size: 1.5%, condition: Always}}\n"


def order(sections: str, *wanted: str, discount: str | None = None, day: date = TODAY, **schema: str) -> Order:
    """An order over the base plan with `sections`, of quantities written `kefir-1l=10`."""
    loaded, whole = world(sections, **schema)
    [entry] = portfolio_of([loaded], whole, TODAY).plans
    split = [item.split("=") for item in wanted]
    return check_order(entry, whole, day, [(product, Decimal(text)) for product, text in split], discount)


def told(found: Order) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(as_json(found))
    return said


def refusals(found: Order) -> list[str]:
    return [plain(str(problem)) for problem in found.problems]


def notes(found: Order) -> list[str]:
    return [plain(str(note)) for note in found.notes]


def test_an_order_is_told_to_programs_exactly_so() -> None:
    found = order(LISTED + CREDIT + DISCOUNTS, "yoghurt-150=200", "kefir-1l=48", discount="volume")
    assert told(found) == {
        "version": 1,
        "client": "client",
        "date": "2026-05-20",
        # 200 x 62.50 = 12,500; 48 x 89 = 4,272
        "lines": [
            {"product": "yoghurt-150", "quantity": 200, "price": 62.5, "amount": 12500},
            {"product": "kefir-1l", "quantity": 48, "price": 89, "amount": 4272},
        ],
        "discount": "volume",
        # 16,772 less 7% of it, 1,174.04
        "total": 15597.96,
        # 100,000 - 60,000 - 15,597.96
        "credit_left": 24402.04,
        "problems": [],
    }
    assert list(told(found)) == ["version", "client", "date", "lines", "discount", "total", "credit_left", "problems"]


SUMS: dict[str, tuple[str, list[str], str | None, str, str, str]] = {
    "a whole number of pieces": ("", ["kefir-1l=3"], None, "267", "267", "99733"),
    "part of a piece": ("", ["kefir-1l=2.5"], None, "222.5", "222.5", "99777.5"),
    "half a hundredth goes up": ("price: 0.35", ["x=0.1"], None, "0.04", "0.04", "99999.96"),
    "less than half a hundredth goes down": ("price: 0.34", ["x=0.1"], None, "0.03", "0.03", "99999.97"),
    "each line is rounded, not their sum": ("price: 0.35", ["x=0.1", "y=0.1"], None, "0.08", "0.08", "99999.92"),
    # 1.5% of 89 is 1.335
    "the discount is rounded up by half a hundredth": ("", ["kefir-1l=1"], "small", "89", "87.66", "99912.34"),
    # 7% of 62.50 is 4.375
    "and so is a larger one": ("", ["yoghurt-150=1"], "volume", "62.5", "58.12", "99941.88"),
    "a price in thousandths counts as it is": ("price: 0.125", ["x=1000"], None, "125", "125", "99875"),
    "what costs nothing": ("price: 0", ["x=5"], "volume", "0", "0", "100000"),
}  # fmt: skip


@pytest.mark.parametrize(("entry", "wanted", "discount", "subtotal", "total", "left"), SUMS.values(), ids=SUMS.keys())
def test_what_an_order_comes_to(
    entry: str, wanted: list[str], discount: str | None, subtotal: str, total: str, left: str
) -> None:
    products = "kefir-1l: {title: Kefir, price: 89}\nyoghurt-150: {title: Yoghurt, price: 62.50}\n"
    products += f"x: {{title: X, {entry}}}\ny: {{title: Y, {entry}}}\n" if entry else ""
    plan = DISCOUNTS + "credit_line: {limit: 100000, days: 30, used: 0}\n"
    found = order(plan, *wanted, discount=discount, products=products)
    assert (found.subtotal, found.total, found.credit_left) == (Decimal(subtotal), Decimal(total), Decimal(left))
    assert found.problems == ()


REFUSED: dict[str, tuple[str, list[str], str | None, str, list[str]]] = {
    "nothing speaks against it": (LISTED + CREDIT, ["kefir-1l=1"], None, "2026-05-20", []),
    "a product that nobody sells": (
        LISTED, ["milk=1"], None, "2026-05-20", ["There is no product milk in schema/products.yaml."],
    ),
    "a slip of the hand": (
        LISTED, ["kefir-1=1"], None, "2026-05-20",
        ["There is no product kefir-1 in schema/products.yaml. Did you mean kefir-1l?"],
    ),
    "a product that is not listed": (
        LISTED, ["cream-20=1"], None, "2026-05-20",
        ["cream-20 is not in the assortment: assortment.listed does not have it."],
    ),
    "an assortment with nothing listed": (
        "assortment: {add: {cheese-200: 2026-Q3}}\n", ["kefir-1l=1"], None, "2026-05-20",
        ["kefir-1l is not in the assortment: assortment.listed does not have it."],
    ),
    "the day before it is added": (
        "assortment: {listed: [kefir-1l], add: {cheese-200: 2026-Q3}}\n", ["cheese-200=1"], None, "2026-06-30",
        ["cheese-200 is not listed before 2026-07-01: it is to be added in 2026-Q3."],
    ),
    "the first day on which it is added": (
        "assortment: {listed: [kefir-1l], add: {cheese-200: 2026-Q3}}\n", ["cheese-200=1"], None, "2026-07-01", [],
    ),
    "the last day of the period in which it is dropped": (
        "assortment: {listed: [cream-20], drop: {cream-20: 2026-Q2}}\n", ["cream-20=1"], None, "2026-06-30", [],
    ),
    "the day after that": (
        "assortment: {listed: [cream-20], drop: {cream-20: 2026-Q2}}\n", ["cream-20=1"], None, "2026-07-01",
        ["cream-20 was to be dropped in 2026-Q2, so it is not ordered after 2026-06-30."],
    ),
    "added, then dropped": (
        "assortment: {add: {cream-20: 2026-Q1}, drop: {cream-20: 2026-Q2}}\n", ["cream-20=1"], None, "2026-07-01",
        ["cream-20 was to be dropped in 2026-Q2, so it is not ordered after 2026-06-30."],
    ),
    "a discount that the plan does not have": (
        DISCOUNTS, ["kefir-1l=1"], "large", "2026-05-20", ["The plan has no discount large. It has: volume, small."],
    ),
    "a plan without discounts": (
        "", ["kefir-1l=1"], "large", "2026-05-20", ["The plan has no discount large, and no other."],
    ),
    "overdue debt": (
        "credit_line: {limit: 1000, days: 30, used: 10, overdue: 0.5}\n", ["kefir-1l=1"], None, "2026-05-20",
        ["0.5 of what the client owes is overdue."],
    ),
    "the credit line is used up to the dot": (
        "credit_line: {limit: 1000, days: 30, used: 911}\n", ["kefir-1l=1"], None, "2026-05-20", [],
    ),
    "a hundredth more": (
        "credit_line: {limit: 1000, days: 30, used: 911.01}\n", ["kefir-1l=1"], None, "2026-05-20",
        ["The order comes to 89, and of the credit line 88.99 is free (1 000 less 911.01): 0.01 short."],
    ),
    "the client owes more than the limit": (
        "credit_line: {limit: 1000, days: 30, used: 1500}\n", ["kefir-1l=1"], None, "2026-05-20",
        ["The order comes to 89, and of the credit line 0 is free (1 000 less 1 500): 589 short."],
    ),
    "the client has paid too much": (
        "credit_line: {limit: 0, days: 30, used: -100}\n", ["kefir-1l=1"], None, "2026-05-20", [],
    ),
    "all reasons at once": (
        LISTED + DISCOUNTS + "credit_line: {limit: 1000, days: 30, used: 1000, overdue: 7}\n",
        ["cream-20=1", "nothing=2"], "large", "2026-05-20",
        [
            "cream-20 is not in the assortment: assortment.listed does not have it.",
            "There is no product nothing in schema/products.yaml.",
            "The plan has no discount large. It has: volume, small.",
            "7 of what the client owes is overdue.",
            "Of the credit line nothing is free: 1 000 of 1 000 is used.",
        ],
    ),
    "what cannot be read is not taken for nothing": (
        "assortment: {listed: [kefir-1l], drop: {kefir-1l: Q3}}\ncredit_line: {limit: 1 000, days: 30}\n"
        "discounts: {volume: {size: 7, condition: x}}\n",
        ["kefir-1l=1"], "volume", "2026-05-20",
        [
            "assortment.drop.kefir-1l cannot be read; see kamctl lint.",
            "credit_line.limit cannot be read; see kamctl lint.",
            "discounts.volume.size cannot be read; see kamctl lint.",
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("plan", "wanted", "discount", "day", "reasons"), REFUSED.values(), ids=REFUSED.keys())
def test_what_speaks_against_an_order(
    plan: str, wanted: list[str], discount: str | None, day: str, reasons: list[str]
) -> None:
    found = order(plan, *wanted, discount=discount, day=date.fromisoformat(day))
    assert refusals(found) == reasons
    assert [plain(problem) for problem in told(found)["problems"]] == reasons


def test_without_a_price_there_is_no_total() -> None:
    products = "kefir-1l: {title: Kefir}\nyoghurt-150: {title: Y, price: 1}\n"
    found = order(LISTED + CREDIT, "kefir-1l=1", "yoghurt-150=1", products=products)
    assert refusals(found) == ["kefir-1l has no price in schema/products.yaml."]
    said = told(found)
    assert [line["amount"] for line in said["lines"]] == [None, 1]
    assert (said["total"], said["credit_left"]) == (None, None)


NOTED: dict[str, tuple[str, str, list[str]]] = {
    "all is known": (LISTED + CREDIT, "2026-05-20", []),
    "a plan without assortment and credit line": (
        "", "2026-05-20",
        [
            "The plan has no assortment, so what is listed was not checked.",
            "The plan has no credit line, so what is owed was not checked.",
        ],
    ),
    "a credit line of which nobody says what is used": (
        LISTED + "credit_line: {limit: 1000, days: 30}\n", "2026-05-20",
        ["The plan does not say what is owed now (credit_line.used), so the limit alone was checked."],
    ),
    "a day of another year": (
        LISTED + CREDIT, "2027-01-01", ["The plan is for 2026, and 2027-01-01 is none of its days."],
    ),
    "a product on its way out": (
        "assortment: {listed: [kefir-1l], drop: {kefir-1l: 2026-Q3}}\n" + CREDIT, "2026-05-20",
        ["kefir-1l is to be dropped in 2026-Q3."],
    ),
}  # fmt: skip


def test_what_cannot_be_read_is_not_said_to_be_missing() -> None:
    found = order("assortment: nothing\ncredit_line: nothing\n", "kefir-1l=1")
    assert len(refusals(found)) == 2
    assert notes(found) == []


@pytest.mark.parametrize(("plan", "day", "expected"), NOTED.values(), ids=NOTED.keys())
def test_what_is_good_to_know_refuses_nothing(plan: str, day: str, expected: list[str]) -> None:
    found = order(plan, "kefir-1l=1", day=date.fromisoformat(day))
    assert (notes(found), refusals(found)) == (expected, [])


def test_an_order_as_text() -> None:
    found = order(LISTED + CREDIT + DISCOUNTS, "yoghurt-150=200", "cream-20=1", discount="volume")
    assert plain(as_text(found, width=80, colour=False)) == (
        "Order of Северный ритейл (client) on 2026-05-20; amounts in RUB\n"
        "\n"
        "Product      Title          Quantity   Price     Amount\n"
        "yoghurt-150  Yoghurt 150 g       200   62.50  12 500.00\n"
        "cream-20     Cream 20%             1  110.00     110.00\n"
        "\n"
        "Together                      12 610.00\n"
        "Discount volume, 7%             -882.70\n"
        "Total                         11 727.30\n"
        "Credit limit                 100 000.00\n"
        "Used                          60 000.00\n"
        "Credit left after the order   28 272.70\n"
        "\n"
        "Condition of volume: Full pallets\n"
        "\n"
        "Refused, for 1 reason:\n"
        "  cream-20 is not in the assortment: assortment.listed does not have it.\n"
    )


PRICES = {"a whole price": ("720", "720.00"), "hundredths": ("62.5", "62.50"), "thousandths": ("62.505", "62.505")}


@pytest.mark.parametrize(("price", "shown"), PRICES.values(), ids=PRICES.keys())
def test_a_price_stands_with_all_its_decimals(price: str, shown: str) -> None:
    found = order("", "x=1000", products=f"x: {{title: X, price: {price}}}\n")
    [row] = rows(line_table(found))
    assert row["Price"] == shown
    assert order_form(found, "ru", None, "").lines[0].texts[4] == shown.replace(".", ",")


def test_whatever_a_plan_says_is_harmless_on_a_terminal() -> None:
    products = '"kefir-1l": {title: "\\e[31mKefir ::error::", price: 1}\n'
    plan = 'client: "\\e[2J"\ndiscounts: {d: {size: 1%, condition: "\\e[8m ##[error]"}}\n'
    found = order(plan, "kefir-1l=1", discount="d", products=products)
    text = as_text(found, width=80, colour=False)
    assert acting(text) == []
    assert "::" not in text
    assert "##[" not in text
