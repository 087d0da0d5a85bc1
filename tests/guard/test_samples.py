"""The samples of the pages of guard's rules: the bad change is found by its rule, the good one by none.

A sample is laid over the base repository of `tests/harness.py`; its first line says whose commit it is.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kamctl.cli.guard import authority_of
from kamctl.gitrepo.repository import Repository
from kamctl.guard.check import Span, check
from kamctl.lint.catalog import RULES
from kamctl.lint.page import PLAN, read_page
from kamctl.lint.rule import Rule
from tests.guard.world import HEAD, TODAY, Loom
from tests.harness import BASE, BASE_PLAN, FORMAT, overlay

JUDGES = [rule for rule in RULES if rule.judge is not None and rule.name != "unsigned"]
BY = re.compile(r"# a commit by (.* <.*>)\n")
BEFORE = overlay(
    BASE_PLAN,
    "credit_line: {limit: 30000000, days: 45}\nhistory:\n  - {date: 2026-02-03, note: New category buyer}\n",
)


def found(sample: str, folder: Path) -> set[str]:
    by = BY.match(sample)
    assert by is not None
    loom = Loom()
    files = {**BASE, PLAN: BEFORE, "schema/format.yaml": FORMAT + "skam_only: [segment, credit_line, sales.*.plan]\n"}
    base = loom.commit(files, by=HEAD)
    tip = loom.commit({PLAN: overlay(BEFORE, sample.partition("\n")[2])}, [base], by[1])
    ids = loom.weave(folder)
    with Repository.find(folder) as repository:
        span = Span(repository.from_top(), "", ids[base], ids[tip])
        report = check(span, authority_of(repository, ids[base]), RULES, TODAY, None)
    return {finding.rule for finding in report.findings}


@pytest.mark.parametrize("rule", JUDGES, ids=[rule.name for rule in JUDGES])
def test_the_bad_sample_is_found_by_its_rule_and_no_other(rule: Rule, tmp_path: Path) -> None:
    assert found(read_page(rule.page).bad, tmp_path / "repository") == {rule.name}


@pytest.mark.parametrize("rule", JUDGES, ids=[rule.name for rule in JUDGES])
def test_nothing_is_found_in_the_good_sample(rule: Rule, tmp_path: Path) -> None:
    assert found(read_page(rule.page).good, tmp_path / "repository") == set()
