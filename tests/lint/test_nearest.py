"""“Did you mean”: one near name, or none."""

from __future__ import annotations

import pytest

from kamctl.lint.nearest import nearest

CASES = [
    ("a letter too few", "visit", ["shelf-share", "visits", "margin"], "visits"),
    ("whatever stands behind the near one", "visit", ["visits", "margin", "far", "further"], "visits"),
    ("two letters swapped", "nroth", ["north", "south"], "north"),
    ("another case", "Kam-North", ["kam-north"], "kam-north"),
    ("an underscore for a hyphen", "kam_north", ["kam-north"], "kam-north"),
    ("two names that are as near", "call", ["ball", "mall"], None),
    ("two names that are as near, a nearer one behind them", "calls", ["balls", "malls", "call"], None),
    ("a nearer one behind two", "calls", ["ball", "mall", "call"], "call"),
    ("of two that are as near, the one with the same letters", "lnit", ["init", "lint", "list"], "lint"),
    ("a name that is too far", "weather", ["region", "client"], None),
    ("a short name may differ by one letter alone", "kpi", ["api"], "api"),
    ("two letters of a short name are too many", "kpi", ["apa"], None),
    ("a single letter is nothing to guess from", "a", ["b"], None),
    ("nothing", "", ["a"], None),
    ("no names", "north", [], None),
    ("a text that is too long to be a slip", "x" * 41, ["x" * 40], None),
]


@pytest.mark.parametrize(("text", "names", "near"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_nearest(text: str, names: list[str], near: str | None) -> None:
    assert nearest(text, names) == near


def test_a_guess_among_two_that_are_as_near_is_not_sure() -> None:
    assert nearest("lnit", ["init", "lint"], sure=True) is None
    assert nearest("lnit", ["lint", "list"], sure=True) == "lint"


def test_a_long_list_costs_no_more_than_its_beginning() -> None:
    names = (f"{number:040}" for number in range(10**6))
    assert nearest("x" * 40, names) is None
    assert next(names) < f"{10_000:040}"  # the rest was not even looked at
