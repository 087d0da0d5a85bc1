"""A GitLab Code Quality report, for the widget and the marks in a merge request.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

from kamctl.lint.finding import ERROR, Finding, LintReport
from kamctl.render.fingerprint import fingerprints
from kamctl.render.safe import inert, json_text
from kamctl.render.wording import with_hint


def render(report: LintReport) -> str:
    """A list with one object a finding; an empty list where there is none."""
    findings = report.findings
    return json_text([_issue(finding, mark) for finding, mark in zip(findings, fingerprints(findings), strict=True)])


def _issue(finding: Finding, fingerprint: str) -> dict[str, object]:
    return {
        "description": inert(with_hint(finding)),
        "check_name": finding.rule,
        "fingerprint": fingerprint,
        "severity": "major" if finding.severity == ERROR else "minor",
        "location": {
            "path": finding.path,
            "positions": {
                "begin": {"line": finding.line, "column": finding.column},
                "end": {"line": finding.end_line, "column": finding.end_column},
            },
        },
    }
