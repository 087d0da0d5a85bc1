"""The engine: allow comments, what SKAM set for a rule, single files, and the order of what is found."""

from __future__ import annotations

from datetime import date

import pytest

from kamctl.lint.catalog import RULES
from kamctl.lint.engine import Engine
from kamctl.lint.finding import Finding
from kamctl.lint.page import PLAN
from kamctl.plan.fault import Fault
from kamctl.plan.source import RawFile
from tests.harness import BASE_PLAN, FORMAT, KPIS, TODAY, lint, overlay, repository, run, schema_of

OVER = "credit_line: {limit: 1, days: 1, used: 2}"
ALLOW = "# kamctl: allow credit-overrun because it is agreed"

LIGHT = BASE_PLAN.replace("share: 60%", "share: 20%")
"""A plan of which there may be several."""

LATE = "activities:\n  a: {what: A, owner: kam-north, due: 2026-05-01}\n"

COMMENTS: list[tuple[str, str, list[str]]] = [
    ("a comment on the line silences the rule there", f"{OVER}  {ALLOW}\n", []),
    ("a comment alone above silences the rule on the next line", f"{ALLOW}\n{OVER}\n", []),
    (
        "a comment may be indented with what it is about",
        f"credit_line:\n  limit: 1\n  days: 1\n  {ALLOW}\n  used: 2\n",
        [],
    ),
    (
        "comments stacked above one line all count",
        (
            f"# kamctl: allow activity-overdue because the buyer is ill\n# a word of our own\n{ALLOW}\n"
            "budget: {basis: fixed, amount: 1}\n"
        ),
        ["unused-allow", "unused-allow"],
    ),
    (
        "of two rules on one line each has its comment",
        (
            "# kamctl: allow budget-basis because of the new contract\n"
            "# kamctl: allow budget-overrun because of the new contract\n"
            "budget: {basis: fixed, amount: 1, rate: 2%, spent: {2026-Q1: 5}}\n"
        ),
        [],
    ),
    ("a comment two lines above is too far", f"{ALLOW}\n\n{OVER}\n", ["unused-allow", "credit-overrun"]),
    ("a comment below is too late", f"{OVER}\n{ALLOW}\n", ["credit-overrun", "unused-allow"]),
    (
        "a comment behind another value is not alone above",
        f"region: north  {ALLOW}\n{OVER}\n",
        ["unused-allow", "credit-overrun"],
    ),
    (
        "a comment for another rule silences nothing",
        f"{OVER}  # kamctl: allow budget-overrun because it is agreed\n",
        ["credit-overrun", "unused-allow"],
    ),
    (
        "without a reason nothing is silenced",
        f"{OVER}  # kamctl: allow credit-overrun\n",
        ["credit-overrun", "unused-allow"],
    ),
    (
        "with because and no words nothing is silenced",
        f"{OVER}  # kamctl: allow credit-overrun because\n",
        ["credit-overrun", "unused-allow"],
    ),
    ("a comment that silences nothing is found", f"region: north  {ALLOW}\n", ["unused-allow"]),
    (
        "a rule that does not exist is found",
        "region: north  # kamctl: allow weather because it rains\n",
        ["unused-allow"],
    ),
    (
        "a comment for a rule that looks at the history is left to it",
        "region: north  # kamctl: allow stale-plan because the buyer is away\n",
        [],
    ),
    ("a comment that cannot be understood is found", "region: north  # kamctl: please\n", ["unused-allow"]),
    ("a mark without a space is a comment too", f"{OVER}  #kamctl:allow credit-overrun because it is agreed\n", []),
    ("text in a value is no comment", f'region: north\nswot: {{strengths: ["a {ALLOW}"]}}\n', []),
    ("text in a block of text is no comment", f"swot:\n  strengths:\n    - |\n      {ALLOW}\n", []),
    ("an ordinary comment says nothing", "region: north  # kamctl is fine\n", []),
    ("the name alone is no comment of ours", "region: north  # see kamctl: the manual\n", []),
]


@pytest.mark.parametrize(("sections", "rules"), [case[1:] for case in COMMENTS], ids=[case[0] for case in COMMENTS])
def test_comments(sections: str, rules: list[str]) -> None:
    assert [row[0] for row in lint(sections)] == rules


def test_an_unused_comment_is_found_where_it_stands() -> None:
    assert lint(f"region: north  {ALLOW}\n") == [("unused-allow", f"12:16-12:{16 + len(ALLOW)}", ALLOW)]


def test_a_comment_silences_every_finding_of_the_rule_on_its_line() -> None:
    shares = (
        "activities: {a: {what: A, owner: kam-north, due: 2026-05-01}, b: {what: B, owner: kam-north, due: 2026-05-01}}"
    )
    assert len(lint(f"{shares}\n")) == 2
    assert lint(f"{shares}  # kamctl: allow activity-overdue because of the strike\n") == []


def test_skam_may_say_that_no_comment_silences_a_rule() -> None:
    strict = FORMAT + "rules:\n  credit-overrun: {allow: false}\n"
    assert [row[0] for row in lint(f"{OVER}  {ALLOW}\n", format=strict)] == ["credit-overrun", "unused-allow"]
    assert [row[0] for row in lint(f"{OVER}  {ALLOW}\n", format=strict.replace("false", "true"))] == []


def test_a_rule_about_safety_stays_closed_whatever_skam_say() -> None:
    files: dict[str, str | bytes | None] = {
        PLAN: overlay(BASE_PLAN, "region: north\u200b  # kamctl: allow control-character because it looks nice\n"),
        "schema/format.yaml": FORMAT + "rules:\n  control-character: {allow: true, severity: off}\n",
    }
    found = {finding.rule for finding in run(files).report.findings}
    assert {"control-character", "unused-allow"} <= found


def test_a_finding_about_several_plans_is_silenced_in_the_plan_that_says_so() -> None:
    because = "  # kamctl: allow overloaded-person because of the trade fair"
    team = "team:\n  kam-north: {role: KAM, share: 60%}"
    files: dict[str, str | bytes | None] = {
        PLAN: overlay(BASE_PLAN, f"{team}{because}\n"),
        "plans/other.yaml": overlay(BASE_PLAN, f"{team}\n"),
    }
    findings = run(files).report.findings
    assert [(finding.rule, finding.client) for finding in findings] == [("overloaded-person", "other")]


def test_comments_are_heard_in_the_files_of_the_schema() -> None:
    monthly = KPIS.replace("paid: year", "paid: month").replace(
        "weight: 30%}", "weight: 30%}  # kamctl: allow short-horizon because of the pilot"
    )
    assert [row[0] for row in lint("", "short-horizon", kpis=monthly)] == []
    unused = FORMAT.replace("version: 1", "version: 1  # kamctl: allow short-horizon because of the pilot")
    assert [row[:2] for row in lint("", format=unused)] == [("unused-allow", "1:13-1:63")]


def severities(sections: str, rules: str) -> list[tuple[str, str]]:
    files: dict[str, str | bytes | None] = {
        PLAN: overlay(BASE_PLAN, sections),
        "schema/format.yaml": f"{FORMAT}rules:\n  {rules}\n",
    }
    return [(finding.rule, finding.severity) for finding in run(files).report.findings]


@pytest.mark.parametrize(
    ("rules", "found"),
    [
        ("stale-plan: {days: 14}", [("credit-overrun", "warning")]),
        ("credit-overrun: {}", [("credit-overrun", "warning")]),
        ("credit-overrun: {severity: error}", [("credit-overrun", "error")]),
        ("credit-overrun: {severity: off}", []),
    ],
    ids=["another rule", "nothing", "an error", "off"],
)
def test_skam_say_how_strict_a_rule_is(rules: str, found: list[tuple[str, str]]) -> None:
    assert severities(f"{OVER}\n", rules) == found


def test_an_error_may_be_made_a_warning() -> None:
    assert severities("region: east\n", "not-allowed: {severity: warning}") == [("not-allowed", "warning")]


def test_a_comment_for_a_rule_that_is_off_silences_nothing() -> None:
    assert severities(f"{OVER}  {ALLOW}\n", "credit-overrun: {severity: off}") == [("unused-allow", "warning")]


def lint_some(plans: dict[str, str], only: set[str], schema: dict[str, str] | None = None) -> list[tuple[str, str]]:
    files = repository({PLAN: None, **(schema or {})})
    raw = [RawFile(name, text.encode()) for name, text in plans.items()]
    report = Engine(RULES, schema_of(files), TODAY).lint(raw, only=only).report
    assert report.plans == len(only & plans.keys())
    return [(finding.path, finding.rule) for finding in report.findings]


def test_with_single_files_the_others_are_silent() -> None:
    plans = {f"plans/{name}.yaml": overlay(LIGHT, f"{OVER}\n") for name in ("a", "b")}
    assert lint_some(plans, {"plans/b.yaml"}) == [("plans/b.yaml", "credit-overrun")]


def test_with_single_files_errors_of_the_schema_are_told_and_warnings_are_not() -> None:
    plans = {"plans/a.yaml": BASE_PLAN}
    schema = {"schema/kpis.yaml": KPIS.replace("paid: year", "paid: month")}
    assert lint_some(plans, {"plans/a.yaml"}, schema) == [("schema/kpis.yaml", "kpi-gap")]
    whole = {"schema/kpis.yaml"}
    assert lint_some(plans, whole, schema) == [("schema/kpis.yaml", "kpi-gap"), ("schema/kpis.yaml", "short-horizon")]


def test_with_single_files_a_missing_file_of_the_schema_is_told() -> None:
    files = repository({"schema/people.yaml": None})
    report = Engine(RULES, schema_of(files), TODAY).lint([RawFile(PLAN, BASE_PLAN.encode())], only={PLAN}).report
    assert [(finding.path, finding.rule) for finding in report.findings] == [("schema/people.yaml", "schema-error")]


def test_findings_are_ordered_by_file_line_column_and_rule() -> None:
    plan = f"{OVER}\nbudget: {{basis: turnover, rate: 2%, amount: 5}}\n{LATE}weather: fine\n"
    names = ("plans/b.yaml", "plans/a.yaml", "plans/north/c.yaml")
    files = repository({PLAN: None, "schema/kpis.yaml": KPIS.replace("paid: year", "paid: month")})
    raw = [RawFile(name, overlay(LIGHT, plan).encode()) for name in names]
    findings = Engine(RULES, schema_of(files), TODAY).lint(raw).report.findings
    places = [(finding.path, finding.line, finding.column) for finding in findings]
    assert places == sorted(places)
    assert [finding.rule for finding in findings if finding.path == "plans/a.yaml"] == [
        "credit-overrun",
        "budget-basis",
        "activity-overdue",
        "unknown-field",
    ]
    assert [finding.rule for finding in findings if finding.path == "schema/kpis.yaml"] == ["kpi-gap", "short-horizon"]


def test_neither_the_order_of_plans_nor_of_rules_changes_the_report() -> None:
    files = repository({"plans/b.yaml": overlay(LIGHT, f"{OVER}\n{LATE}"), PLAN: overlay(LIGHT, f"{OVER}\n")})
    raw = [RawFile(name, data) for name, data in files.items() if name.startswith("plans/")]
    schema = schema_of(files)
    there = Engine(RULES, schema, TODAY).lint(raw).report
    assert len(there.findings) == 3
    assert Engine(tuple(reversed(RULES)), schema, TODAY).lint(list(reversed(raw))).report == there


def only_finding(sections: str, today: date = TODAY) -> Finding:
    [finding] = run({PLAN: overlay(BASE_PLAN, sections)}, today).report.findings
    return finding


def test_columns_count_characters_whatever_stands_before() -> None:
    finding = only_finding("credit_line: {limit: 1, days: 1, used: 2} \n")
    cyrillic = only_finding("activities: {визит: {what: 🧀🧀, owner: kam-north, due: 2026-05-01}}\n")
    assert (finding.column, finding.end_column) == (40, 41)
    assert cyrillic.source_line is not None
    assert cyrillic.source_line[cyrillic.column - 1 : cyrillic.end_column - 1] == "2026-05-01"
    assert (cyrillic.column, cyrillic.field) == (55, "activities.визит.due")


def test_columns_behind_a_byte_order_mark_and_lines_that_end_with_crlf() -> None:
    text = "\ufeff" + overlay(BASE_PLAN, f"{OVER}\n").replace("\n", "\r\n")
    [finding] = run({PLAN: text}).report.findings
    assert (finding.line, finding.column, finding.source_line) == (12, 40, OVER)


def test_a_stray_file_is_found_and_counts_as_no_plan() -> None:
    stray = RawFile("plans/link.yaml", b"", Fault("unsafe-path", 0, 0, facts={"kind": "link"}))
    report = Engine(RULES, schema_of(repository({})), TODAY).lint([], [stray]).report
    assert [(finding.path, finding.line, finding.rule) for finding in report.findings] == [
        ("plans/link.yaml", 1, "unsafe-path")
    ]
    assert report.plans == 0


def test_each_rule_stands_in_the_catalogue_once() -> None:
    names = [rule.name for rule in RULES]
    assert len(names) == len(set(names))
