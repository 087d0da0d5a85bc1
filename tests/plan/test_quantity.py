"""Figures and dates as a plan writes them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamctl.plan import quantity

NUMBERS: list[tuple[object, Decimal]] = [
    (12, Decimal(12)), (-3, Decimal(-3)), (0, Decimal(0)), (Decimal("62.50"), Decimal("62.50")),
    ("12_000_000", Decimal(12000000)), ("-1_000", Decimal(-1000)), ("1_000.5", Decimal("1000.5")),
    (10**39, Decimal(10) ** 39),
]  # fmt: skip

NO_NUMBERS: list[object] = [
    True, False, None, "12", "12 000", "1_00", "_1", "1_", "1__000", "12_000_", "1_000.", "1_000_0", "1,000",
    float("inf"), float("nan"), [], {}, "1_000\n", "١_٠٠٠",
]  # fmt: skip


@pytest.mark.parametrize(("value", "number"), NUMBERS)
def test_a_number(value: object, number: Decimal) -> None:
    assert quantity.number(value) == number


UNSIGNED: dict[str, Decimal | None] = {
    "-0": quantity.number(Decimal("-0")),
    "-0.0": quantity.number(Decimal("-0.0")),
    "-0_000": quantity.number("-0_000"),
    "-0.0%": quantity.percent("-0.0%"),
    "-0.004 rounded": quantity.rounded(Decimal("-0.004"), 2),
}


@pytest.mark.parametrize("value", UNSIGNED.values(), ids=UNSIGNED.keys())
def test_nothing_has_no_sign(value: Decimal | None) -> None:
    assert value == 0
    assert value is not None
    assert not value.is_signed()


@pytest.mark.parametrize("value", NO_NUMBERS, ids=repr)
def test_what_is_no_number(value: object) -> None:
    assert quantity.number(value) is None


@pytest.mark.parametrize(("text", "fraction"), [("7.5%", "0.075"), ("100%", "1"), ("0%", "0"), ("-3%", "-0.03")])
def test_a_percentage_is_a_fraction(text: str, fraction: str) -> None:
    assert quantity.percent(text) == Decimal(fraction)


@pytest.mark.parametrize("text", ["7.5", "7,5%", "7 %", "%", "+5%", ".5%", "5.%", "1e2%", "7%%", "7%\n", "٧%", "7％"])
def test_what_is_no_percentage(text: str) -> None:
    assert quantity.percent(text) is None


@pytest.mark.parametrize("text", ["2026-02-03", "2024-02-29", "2000-02-29", "2000-01-01", "2099-12-31"])
def test_a_real_day(text: str) -> None:
    assert quantity.day(text) == date.fromisoformat(text)


NO_DAYS = ["2026-02-30", "2026-02-29", "2026-2-3", "20260203", "2026-W05-1", "1999-12-31", "2100-01-01", "0000-01-01",
           "9999-12-31", "2026-02-03T00:00:00", "2026-02-03 ", "2026-13-01", "2026-00-10", "2026-01-00", "03.02.2026",
           "２０２６-02-03", "2026-02-03\n", ""]  # fmt: skip


@pytest.mark.parametrize("text", NO_DAYS)
def test_what_is_no_day(text: str) -> None:
    assert quantity.day(text) is None


@given(st.decimals(-(10**15), 10**15, places=4))
def test_a_fraction_reads_back_as_it_was_written(fraction: Decimal) -> None:
    percentage = fraction / 10**7
    assert quantity.percent(quantity.percent_text(percentage)) in (percentage, None)


@given(st.decimals(-(10**15), 10**15, places=3))
def test_a_number_is_written_without_an_exponent(value: Decimal) -> None:
    text = quantity.plain_text(value)
    assert Decimal(text) == value
    assert set(text) <= set("-.0123456789")


SHOWN = [
    ("12000000", "12\u00a0000\u00a0000"),
    ("62.5", "62.5"),
    ("62.55", "62.55"),
    ("0", "0"),
    ("-1000", "-1\u00a0000"),
    ("-0.004", "0"),
    ("-0.01", "-0.01"),
]


@pytest.mark.parametrize(("amount", "text"), SHOWN)
def test_an_amount_for_people(amount: str, text: str) -> None:
    assert quantity.money_text(Decimal(amount)) == text


@pytest.mark.parametrize(
    ("fraction", "text"), [("0.075", "7.5%"), ("1", "100%"), ("0", "0%"), ("0.2000", "20%"), ("-0.1", "-10%")]
)
def test_a_fraction_for_people(fraction: str, text: str) -> None:
    assert quantity.percent_text(Decimal(fraction)) == text
