"""The samples of every rule's page: the bad one is found by that rule and no other, the good one by none.

A sample is laid over the base repository of `tests/harness.py`, as `kamctl explain` says.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest

from kamctl.lint.catalog import BY_NAME, RULES
from kamctl.lint.page import PLAN, files_of, read_page
from kamctl.lint.rule import STALE_PLAN, Rule
from tests.harness import BASE, overlay, run

NO_TEXT = {
    "unsafe-path": "a link is no content of a file",
    "editor-schema-stale": "the file that it is about is generated",
}
"""Rules whose fault no text of a plan or of the schema can show, with the reason."""

EDITORS = "editor-schema-stale"
"""The base repository has no schema for editors, and a generated file is no sample's matter."""

BYTES: dict[tuple[str, str], Callable[[str], bytes]] = {
    ("encoding", "Bad"): lambda text: text.encode("cp1251"),
}
"""How a sample arrives as bytes, where that is the point of it."""

UPDATED = re.compile(r"date: ([0-9-]+)")
"""In the samples of stale-plan the plan was last changed, as git has it, on the day of its last note."""

SAMPLED = [rule for rule in RULES if rule.name not in NO_TEXT and rule.judge is None]
"""What guard judges is not a text but a change of it; its samples are tried in tests/guard."""


def names(rules: list[Rule] | tuple[Rule, ...]) -> list[str]:
    return [rule.name for rule in rules]


def found(rule: Rule, heading: str, sample: str) -> list[tuple[str, str]]:
    """The findings on the base repository with a sample laid over it: rule, message."""
    encode = BYTES.get((rule.name, heading), str.encode)
    files: dict[str, str | bytes | None] = {
        name: encode(overlay(BASE.get(name, ""), text)) for name, text in files_of(sample).items()
    }
    updated = {"client": date.fromisoformat(UPDATED.findall(sample)[-1])} if rule.name == STALE_PLAN else None
    findings = run(files, updated=updated).report.findings
    return [(finding.rule, str(finding.message)) for finding in findings if finding.rule != EDITORS]


@pytest.mark.parametrize("rule", RULES, ids=names(RULES))
def test_every_rule_has_a_page_that_says_why_with_a_bad_and_a_good_sample(rule: Rule) -> None:
    page = read_page(rule.page)
    assert page.why.strip()
    assert rule.summary.endswith(".")
    assert page.bad.strip()
    assert page.good.strip()
    assert page.bad != page.good


@pytest.mark.parametrize("rule", SAMPLED, ids=names(SAMPLED))
def test_the_bad_sample_is_found_by_its_rule_and_no_other(rule: Rule) -> None:
    findings = found(rule, "Bad", read_page(rule.page).bad)
    assert {name for name, _ in findings} == {rule.name}, findings


@pytest.mark.parametrize("rule", SAMPLED, ids=names(SAMPLED))
def test_nothing_is_found_in_the_good_sample(rule: Rule) -> None:
    assert found(rule, "Good", read_page(rule.page).good) == []


def test_only_rules_that_exist_are_excused_from_samples() -> None:
    assert NO_TEXT.keys() <= BY_NAME.keys()


def test_a_sample_about_no_file_in_particular_is_about_the_plan() -> None:
    assert files_of("segment: A\n") == {PLAN: "segment: A\n"}
