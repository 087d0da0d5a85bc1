"""short-horizon: paid by the month, or planned by the month, means no strategy."""

from __future__ import annotations

import pytest

from tests.harness import FORMAT, KPIS, Row, lint

MONTHLY = FORMAT.replace("horizon: year", "horizon: month").replace("checkpoint: quarter", "checkpoint: month")

CASES: list[tuple[str, dict[str, str], list[Row]]] = [
    ("a year ahead, paid by the year, is a strategy", {}, []),
    ("watching by the month is fine", {"format": FORMAT.replace("checkpoint: quarter", "checkpoint: month")}, []),
    ("a quarter ahead is long enough", {"format": FORMAT.replace("horizon: year", "horizon: quarter")}, []),
    (
        "a KPI that is paid by the month is found",
        {"kpis": KPIS.replace("paid: year", "paid: month")},
        [("short-horizon", "1:88-1:93", "month")],
    ),
    ("plans of a month are found at the horizon", {"format": MONTHLY}, [("short-horizon", "4:10-4:15", "month")]),
    (
        "both are found",
        {"format": MONTHLY, "kpis": KPIS.replace("paid: year", "paid: month")},
        [("short-horizon", "4:10-4:15", "month"), ("short-horizon", "1:88-1:93", "month")],
    ),
    (
        "sales count as a KPI",
        {"kpis": "# ours\nsales: {unit: money, better: higher, total: sum, paid: month}\n"},
        [("short-horizon", "2:56-2:61", "month")],
    ),
    ("a horizon that cannot be read is not judged", {"format": FORMAT.replace("horizon: year", "horizon: week")}, []),
]


@pytest.mark.parametrize(("schema", "found"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_short_horizon(schema: dict[str, str], found: list[Row]) -> None:
    assert lint("", "short-horizon", **schema) == found  # type: ignore[arg-type]  # names of files, none is `today`
