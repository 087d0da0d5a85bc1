"""Changes as words."""

from __future__ import annotations

import pytest

from kamctl.history.compare import compare
from kamctl.history.spelling import Line, lines, value_text
from kamctl.plan.quantity import NO_BREAK_SPACE
from tests.harness import BASE, document, schema_of

SHAPE = schema_of({name: text.encode() for name, text in BASE.items()}).layout.shape


def told(old: str, new: str) -> list[Line]:
    return lines(compare(document(old).values, document(new).values, SHAPE))


def sentence(line: Line) -> str:
    text = f"{line.old} → {line.new} ({line.move})" if line.kind == "changed" else f"{line.kind}: {line.values}"
    return f"{line.subject} {text}".replace(NO_BREAK_SPACE, " ")


@pytest.mark.parametrize(
    ("old", "new", "spelled"),
    [
        pytest.param(
            "sales: {2026-Q3: {plan: 12000000}}",
            "sales: {2026-Q3: {plan: 13500000}}",
            "sales.2026-Q3.plan 12 000 000 → 13 500 000 (+12.5%)",
            id="money in groups of digits, with its relative move",
        ),
        pytest.param(
            "sales: {2026-Q3: {plan: 12000000}}",
            "sales: {2026-Q3: {plan: 12_000_001}}",
            "sales.2026-Q3.plan 12 000 000 → 12 000 001 (+0.000008%)",
            id="a tiny move is not told as none",
        ),
        pytest.param(
            "sales: {2026-Q3: {plan: 0}}",
            "sales: {2026-Q3: {plan: 5}}",
            "sales.2026-Q3.plan 0 → 5 ()",
            id="from nothing there is no relative move",
        ),
        pytest.param(
            "team: {a: {share: 60%}}", "team: {a: {share: 57.5%}}", "team.a.share 60% → 57.5% (-2.5 pp)",
            id="a percentage moves in points",
        ),
        pytest.param(
            "team: {a: {share: 0%}}", "team: {a: {share: 1%}}", "team.a.share 0% → 1% (+1 pp)", id="also from zero"
        ),
        pytest.param("kam: kam-north", "kam: kam-south", "kam kam-north → kam-south ()", id="an id is plain"),
        pytest.param("client: Север", "client: Юг и Север", 'client Север → "Юг и Север" ()', id="text is quoted"),
        pytest.param("client: '12'", "client: 12", 'client "12" → 12 ()', id="text in the form of a figure"),
        pytest.param("client: 'yes'", "client: true", 'client "yes" → yes ()', id="text is not a yes"),
        pytest.param("client: a", "client:", "client a → null ()", id="nothing behind a name"),
        pytest.param("period: 2026", "period: 2027", "period 2026 → 2027 ()", id="a year has no groups and no move"),
    ],
)  # fmt: skip
def test_a_change_is_one_sentence(old: str, new: str, spelled: str) -> None:
    assert [sentence(line) for line in told(old, new)] == [spelled]


def test_a_thing_that_is_added_or_removed_is_one_line() -> None:
    risk = "risks:\n  a: {what: Kefir is delisted, probability: 30%, impact: 4000000}\n"

    (added,), (removed,) = told("{}", risk), told(risk, "{}")

    values = ("Kefir is delisted (probability 30%", f"impact 4{NO_BREAK_SPACE}000{NO_BREAK_SPACE}000)")
    assert (added.subject, added.kind, added.values, added.fields) == ("risks.a", "added", values, 3)
    assert (removed.subject, removed.kind, removed.values) == ("risks.a", "removed", values)


def test_one_field_of_a_thing_is_told_by_its_own_name() -> None:
    (line,) = told("risks: {a: {what: X}}", "risks: {a: {what: X, response: Talk}}")

    assert (line.subject, line.values) == ("risks.a.response", ("Talk",))


def test_long_texts_are_shown_from_where_they_differ_on() -> None:
    (line,) = told(f"client: {'a' * 5000} b", f"client: {'a' * 5000} c")

    assert (line.old, line.new) == (f'"…{"a" * 39} b"', f'"…{"a" * 39} c"')
    assert line.is_long


def test_a_figure_of_any_size_is_shown_whole() -> None:
    assert value_text(document("a: 1e99").value(("a",))).replace(NO_BREAK_SPACE, "") == f"1{'0' * 99}"
    assert value_text(document("a: .inf").value(("a",))) == "inf"
