"""Plan figures that changed after their period had begun, and how far figures moved."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from kamctl.history.change import CHANGED, Change
from kamctl.history.compare import compare
from kamctl.history.moved import moved, relative
from kamctl.plan.document import Value
from kamctl.plan.period import Calendar
from kamctl.plan.shape import ANY, DATE, IMPACT, MONEY, NUMBER, PERCENT, PERIOD, TEXT, Leaf, Record, Shape
from tests.history.plans import SHAPE, values

DAY = date(2026, 7, 1)

SIZES: list[tuple[str, Value, Value, Shape | None, str | None]] = [
    ("an amount that grew", 12_000_000, 13_500_000, Leaf(MONEY), "0.125"),
    ("an amount that shrank, with underscores", "13_500_000", 12_150_000, Leaf(MONEY), "-0.1"),
    ("a number with decimals", Decimal("2.5"), 5, Leaf(NUMBER), "1"),
    ("a percentage moves by a share of itself", "20%", "22%", Leaf(PERCENT), "0.1"),
    ("an impact in money", 4_000_000, 1_000_000, Leaf(IMPACT), "-0.75"),
    ("an impact as a share", "4%", "5%", Leaf(IMPACT), "0.25"),
    ("an impact that was money and is a share", 4_000_000, "5%", Leaf(IMPACT), None),
    ("a number that today's schema does not know", 4, 5, None, "0.25"),
    ("a percentage that today's schema does not know", "4%", "5%", None, "0.25"),
    ("a number in a field of any kind", 4, 5, Leaf(ANY), "0.25"),
    ("a loss that halved grew by half", -100, -50, Leaf(MONEY), "0.5"),
    ("a loss that doubled", -100, -200, Leaf(MONEY), "-1"),
    ("to nothing", 5, 0, Leaf(MONEY), "-1"),
    ("from nothing", 0, 5, Leaf(MONEY), None),
    ("from nothing with an exponent that no figure has", Decimal("0E+999999999"), 5, Leaf(MONEY), None),
    ("to nothing with an exponent that no figure has", 5, Decimal("0E+999999999"), Leaf(MONEY), "-1"),
    ("from the least to the greatest number", Decimal("1e-100"), Decimal("1e100"), Leaf(NUMBER), "1E+200"),
    ("a year is no figure", 2026, 2027, Leaf(PERIOD), None),
    ("a number in a text is no figure", 1, 2, Leaf(TEXT), None),
    ("a date is no figure", "2026-02-03", "2026-02-04", Leaf(DATE), None),
    ("a fraction where a percentage belongs", Decimal("0.2"), "22%", Leaf(PERCENT), None),
    ("text where a number belongs", "twelve", 12, Leaf(NUMBER), None),
    ("yes is no number", True, 2, Leaf(NUMBER), None),
    ("what is no number", float("nan"), float("inf"), Leaf(NUMBER), None),
    ("nothing", None, None, Leaf(NUMBER), None),
    ("a number where a thing belongs", 4, 5, Record(object, {}), "0.25"),  # type: ignore[arg-type]
]


@pytest.mark.parametrize(("old", "new", "shape", "size"), [pytest.param(*row[1:], id=row[0]) for row in SIZES])
def test_the_relative_move(old: Value, new: Value, shape: Shape | None, size: str | None) -> None:
    found = relative(Change(CHANGED, ("x",), old, new, shape))
    assert found == (None if size is None else Decimal(size))


MOVED: list[tuple[str, str, str, date, list[tuple[str, str, str | None]]]] = [
    (
        "a sales plan of a period that runs",
        "sales: {2026-Q3: {plan: 100}}",
        "sales: {2026-Q3: {plan: 90}}",
        DAY,
        [("sales.2026-Q3.plan", "2026-Q3", "-0.1")],
    ),
    (
        "a sales plan of a period that is over",
        "sales: {2025: {plan: 100}}",
        "sales: {2025: {plan: 110}}",
        DAY,
        [("sales.2025.plan", "2025", "0.1")],
    ),
    (
        "a plan figure of a KPI",
        "kpis: {shelf-share: {2026-07: {plan: 20%}}}",
        "kpis: {shelf-share: {2026-07: {plan: 18%}}}",
        DAY,
        [("kpis.shelf-share.2026-07.plan", "2026-07", "-0.1")],
    ),
    (
        "a plan figure of a KPI that is in no catalogue any more",
        "kpis: {gone: {2026-07: {plan: 20%}}}",
        "kpis: {gone: {2026-07: {plan: 18%}}}",
        DAY,
        [("kpis.gone.2026-07.plan", "2026-07", "-0.1")],
    ),
    (
        "a plan figure that was taken out",
        "sales: {2026-Q3: {plan: 100, actual: 5}}",
        "sales: {2026-Q3: {actual: 5}}",
        DAY,
        [("sales.2026-Q3.plan", "2026-Q3", None)],
    ),
    (
        "all figures of a section that was taken out",
        "sales: {2026-Q3: {plan: 100}, 2026-Q4: {plan: 100}, 2026-H2: {plan: 200}}",
        "{}",
        DAY,
        [("sales.2026-Q3.plan", "2026-Q3", None), ("sales.2026-H2.plan", "2026-H2", None)],
    ),
    (
        "a plan figure that is no figure any more",
        "sales: {2026-Q3: {plan: 100}}",
        "sales: {2026-Q3: {plan: much}}",
        DAY,
        [("sales.2026-Q3.plan", "2026-Q3", None)],
    ),
    ("none the day before the period begins", "sales: {2026-Q3: {plan: 1}}", "sales: {2026-Q3: {plan: 2}}",
        date(2026, 6, 30), []),
    ("none that was added", "sales: {2026-Q1: {actual: 1}}", "sales: {2026-Q1: {actual: 1, plan: 2}}", DAY, []),
    ("none that is written another way", "sales: {2026-Q1: {plan: 1_000}}", "sales: {2026-Q1: {plan: 1000.0}}",
        DAY, []),
    ("no actual figure", "sales: {2026-Q1: {actual: 1}}", "sales: {2026-Q1: {actual: 2}}", DAY, []),
    ("no plan of what is no period", "sales: {Q1: {plan: 1}}", "sales: {Q1: {plan: 2}}", DAY, []),
    ("no plan of a list", "sales: [{plan: 1}]", "sales: [{plan: 2}]", DAY, []),
    ("no plan elsewhere", "x: {2026-Q1: {plan: 1}}\nplan: 1", "x: {2026-Q1: {plan: 2}}\nplan: 2", DAY, []),
    ("no plan of a competitor", "competitors: {x: {plan: 1}}", "competitors: {x: {plan: 2}}", DAY, []),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "day", "expected"), [pytest.param(*row[1:], id=row[0]) for row in MOVED])
def test_moved_goalposts(old: str, new: str, day: date, expected: list[tuple[str, str, str | None]]) -> None:
    found = moved(compare(values(old), values(new), SHAPE), Calendar(), day)
    told = [(one.change.field, one.period.name, None if one.size is None else str(one.size)) for one in found]
    assert told == expected


def test_a_period_begins_with_the_fiscal_year() -> None:
    changes = compare(values("sales: {2026: {plan: 1}}"), values("sales: {2026: {plan: 2}}"), SHAPE)
    assert moved(changes, Calendar(4), date(2026, 3, 31)) == []
    assert [one.period.start for one in moved(changes, Calendar(4), date(2026, 4, 1))] == [date(2026, 4, 1)]
