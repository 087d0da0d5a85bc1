"""overloaded-person: nobody has more than 100% of their time to give, over all plans of a day."""

from __future__ import annotations

import pytest

from kamctl.lint.catalog import RULES
from kamctl.lint.engine import Engine
from kamctl.lint.finding import Finding
from kamctl.plan.source import RawFile
from tests.harness import BASE_PLAN, FORMAT, TODAY, overlay, repository, schema_of

APRIL = FORMAT.replace("fiscal_year_start: 1", "fiscal_year_start: 4")

Shares = dict[str, tuple[str, str]]
"""By client: the plan's period and the team, as a flow mapping."""


def found(plans: Shares, schema: str = FORMAT, only: str | None = None) -> list[Finding]:
    files = repository({"plans/client.yaml": None, "schema/format.yaml": schema})
    raw = [
        RawFile(f"plans/{client}.yaml", overlay(BASE_PLAN, f"period: {period}\nteam: {team}\n").encode())
        for client, (period, team) in plans.items()
    ]
    result = Engine(RULES, schema_of(files), TODAY).lint(raw, only=only and {f"plans/{only}.yaml"})
    return [finding for finding in result.report.findings if finding.rule == "overloaded-person"]


def team(share: str, person: str = "kam-north") -> str:
    return f"{{{person}: {{role: KAM, share: {share}}}}}"


CASES: list[tuple[str, Shares, list[tuple[str, str]]]] = [
    ("shares of 100% in all are fine", {"a": ("2026", team("60%")), "b": ("2026", team("40%"))}, []),
    (
        "shares over 100% are found in both plans",
        {"a": ("2026", team("60%")), "b": ("2026", team("40.5%"))},
        [
            ("a", "100.5% of their time from 2026-01-01 to 2026-12-31: 60% here, 40.5% in b."),
            ("b", "100.5% of their time from 2026-01-01 to 2026-12-31: 40.5% here, 60% in a."),
        ],
    ),
    ("plans that follow one another do not add up", {"a": ("2026-H1", team("90%")), "b": ("2026-H2", team("90%"))}, []),
    (
        "plans that overlap for a while add up for that while",
        {"a": ("2026", team("60%")), "b": ("2026-Q2", team("60%"))},
        [
            ("a", "120% of their time from 2026-04-01 to 2026-06-30: 60% here, 60% in b."),
            ("b", "120% of their time from 2026-04-01 to 2026-06-30: 60% here, 60% in a."),
        ],
    ),
    (
        "each share is found with the worst days it takes part in",
        {"a": ("2026", team("60%")), "b": ("2026-H1", team("60%")), "c": ("2026-H2", team("50%"))},
        [
            ("a", "120% of their time from 2026-01-01 to 2026-06-30: 60% here, 60% in b."),
            ("b", "120% of their time from 2026-01-01 to 2026-06-30: 60% here, 60% in a."),
            ("c", "110% of their time from 2026-07-01 to 2026-12-31: 50% here, 60% in a."),
        ],
    ),
    (
        "a plan that takes no part in the overload is not found",
        {"a": ("2026-Q1", team("60%")), "b": ("2026-Q1", team("60%")), "c": ("2026-Q2", team("60%"))},
        [
            ("a", "120% of their time from 2026-01-01 to 2026-03-31: 60% here, 60% in b."),
            ("b", "120% of their time from 2026-01-01 to 2026-03-31: 60% here, 60% in a."),
        ],
    ),
    (
        "the first of two equally bad times is named",
        {"a": ("2026", team("60%")), "b": ("2026-Q1", team("60%")), "c": ("2026-Q3", team("60%"))},
        [
            ("a", "120% of their time from 2026-01-01 to 2026-03-31: 60% here, 60% in b."),
            ("b", "120% of their time from 2026-01-01 to 2026-03-31: 60% here, 60% in a."),
            ("c", "120% of their time from 2026-07-01 to 2026-09-30: 60% here, 60% in a."),
        ],
    ),
    ("people are counted apart", {"a": ("2026", team("60%")), "b": ("2026", team("60%", "kam-south"))}, []),
    (
        "a person without a share adds nothing",
        {"a": ("2026", team("100%")), "b": ("2026", "{kam-north: {role: KAM}}")},
        [],
    ),
    ("a share that cannot be read adds nothing", {"a": ("2026", team("100%")), "b": ("2026", team("half"))}, []),
    (
        "a plan without a period that can be read adds nothing",
        {"a": ("2026", team("100%")), "b": ("soon", team("50%"))},
        [],
    ),
]


@pytest.mark.parametrize(("plans", "words"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_overloaded_person(plans: Shares, words: list[tuple[str, str]]) -> None:
    findings = found(plans)
    assert [(finding.client, str(finding.message)) for finding in findings] == [
        (client, f"kam-north is to give {rest}") for client, rest in words
    ]


def test_a_finding_stands_at_the_share_and_names_its_field() -> None:
    [finding, _] = found({"a": ("2026", team("60%")), "b": ("2026", team("60%"))})
    assert (finding.path, finding.line, finding.column, finding.end_column) == ("plans/a.yaml", 10, 38, 41)
    assert finding.field == "team.kam-north.share"


def test_years_of_a_fiscal_calendar_overlap_months_of_the_next_year() -> None:
    plans = {"a": ("2026", team("60%")), "b": ("2027-03", team("60%"))}
    assert [str(finding.message).split(" from ")[1].split(":")[0] for finding in found(plans, APRIL)] == [
        "2027-03-01 to 2027-03-31",
        "2027-03-01 to 2027-03-31",
    ]
    assert found(plans, FORMAT) == []


def test_with_one_plan_checked_the_others_still_count() -> None:
    plans = {"a": ("2026", team("60%")), "b": ("2026", team("60%"))}
    assert [finding.client for finding in found(plans, only="b")] == ["b"]


def test_many_plans_are_named_in_part_and_counted() -> None:
    plans = {name: ("2026", team("20%")) for name in "abcdefgh"}
    findings = found(plans)
    assert len(findings) == 8
    assert str(findings[-1].message).endswith(
        "20% here, 20% in a, 20% in b, 20% in c, 20% in d, and more in 3 other plans."
    )
