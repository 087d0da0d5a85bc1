"""Findings for other programs, in a shape that stays."""

from __future__ import annotations

from kamctl.lint.finding import Finding, LintReport
from kamctl.render.safe import json_text


def render(report: LintReport) -> str:
    """The report as JSON, `"version": 1`; null where a finding has no hint, client or field.

    Where only new findings were asked for, the summary also says how many `old` ones there are. That of guard says how
    many commits it looked at, and whether their signatures were asked for.
    """
    summary: dict[str, object] = {"plans": report.plans, "errors": report.errors, "warnings": report.warnings}
    if report.since is not None:
        summary["old"] = report.old
    if report.guarded is not None:
        summary |= {"commits": report.guarded.commits, "require_signed": report.guarded.signed}
    findings = [as_object(finding) for finding in report.findings]
    return json_text({"version": 1, "findings": findings, "summary": summary})


def as_object(finding: Finding) -> dict[str, object]:
    """A finding as it stands in JSON, in every command that lists findings."""
    charged = {"commit": finding.commit, "person": finding.person} if finding.commit is not None else {}
    return {
        "path": finding.path,
        "line": finding.line,
        "column": finding.column,
        "end_line": finding.end_line,
        "end_column": finding.end_column,
        "rule": finding.rule,
        "severity": finding.severity,
        "message": str(finding.message),
        "hint": None if finding.hint is None else str(finding.hint),
        "client": finding.client,
        "field": finding.field,
        **charged,
    }
