"""What findings say: their words and what they offer, for the tables of the rules' tests."""

from __future__ import annotations

from kamctl.lint.page import PLAN
from tests.harness import BASE_PLAN, Row, overlay, rows, run

Said = tuple[str, str, str | None]
"""The message of a finding, its hint, and the text of its fix (None: it offers none)."""


def said(plan: str | bytes, rule: str, **others: str) -> list[Said]:
    """What a rule says of the base plan with `plan` laid over it; `others` replace files of the schema."""
    files: dict[str, str | bytes | None] = {f"schema/{name}.yaml": text for name, text in others.items()}
    files[PLAN] = overlay(BASE_PLAN, plan) if isinstance(plan, str) else plan
    result = run(files)
    fixes = {id(mend.finding): mend.fix.text for mend in result.mends}
    return [
        (str(finding.message), str(finding.hint), fixes.get(id(finding)))
        for finding in result.report.findings
        if finding.rule == rule
    ]


def found(plan: str | bytes, rule: str) -> list[Row]:
    """Findings of a rule in a whole plan, as rows of a table."""
    files: dict[str, str | bytes | None] = {PLAN: plan}
    return rows(run(files), files, rule)
