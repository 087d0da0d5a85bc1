"""What a plain scalar means, by the core schema of YAML 1.2.2."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest

from kamctl.plan.scalar import LONGEST_NUMBER, Scalar, resolve

MEANS: list[tuple[str, Scalar]] = [
    ("", None), ("~", None), ("null", None), ("Null", None), ("NULL", None),
    ("true", True), ("True", True), ("TRUE", True), ("false", False), ("False", False), ("FALSE", False),
    ("0", 0), ("-0", 0), ("+1", 1), ("-19", -19), ("010", 10), ("0o17", 15), ("0x1F", 31), ("0xff", 255),
    (".5", Decimal("0.5")), ("1.", Decimal(1)), ("1.50", Decimal("1.50")), ("-2.5", Decimal("-2.5")),
    ("1e3", Decimal(1000)), ("+12e03", Decimal(12000)), ("1.5E-2", Decimal("0.015")), ("0.", Decimal(0)),
    ("-0.0", Decimal("-0.0")), ("12E3", Decimal(12000)),
    (".inf", math.inf), ("-.inf", -math.inf), ("+.INF", math.inf), (".Inf", math.inf),
]  # fmt: skip

TEXTS = [
    "NO", "no", "on", "off", "yes", "y", "n", "nUll", "tRUE", "none", "12:30", "1_000", "1,5", "12 000", "0b11",
    "2026-02-03", "0o8", "0xG", "0x", "0o", "-0x1F", "+0o7", "1e", "e3", ".", "-", "+", "..", "1.2.3", "--1", "+-1",
    ".Nan", ".iNF", "inf", "nan", "Infinity", "-.nan", "=", "<<", "7%", "7.5%", "٣", "１２", "１２.５", "²", "½", "−1",
    "1\n", "1 ", " 1", "0x1F_", "1e3\n", "¹",
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), MEANS)
def test_core_schema(text: str, value: Scalar) -> None:
    found = resolve(text)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize("text", TEXTS)
def test_everything_else_is_text(text: str) -> None:
    assert resolve(text) == text


@pytest.mark.parametrize("text", [".nan", ".NaN", ".NAN"])
def test_not_a_number_is_a_float(text: str) -> None:
    found = resolve(text)
    assert isinstance(found, float)
    assert math.isnan(found)


@pytest.mark.parametrize("text", ["9" * 5000, "9" * (LONGEST_NUMBER + 1)])
def test_digits_without_end_are_no_figure(text: str) -> None:
    assert resolve(text) == math.inf
    assert resolve(f"-{text}") == -math.inf


@pytest.mark.parametrize("text", ["1e999", "1e-999", "1e99999999999999999999", "0." + "1" * 5000])
def test_an_exponent_that_no_figure_has_is_not_finite(text: str) -> None:
    found = resolve(text)
    assert isinstance(found, float)
    assert math.isnan(found)


def test_the_longest_number_is_still_exact() -> None:
    assert resolve("9" * LONGEST_NUMBER) == int("9" * LONGEST_NUMBER)
    assert resolve("0e999") == Decimal(0)
