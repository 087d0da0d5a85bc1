"""Annotations on the lines of a GitHub pull request: workflow commands in the log of a step.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from kamctl.lint.finding import ERROR, Finding, LintReport
from kamctl.render.safe import github_data, github_property
from kamctl.render.wording import place, summary, worst_first

# GitHub shows no more than these of each kind and step, the first ones.
SHOWN = 10


def render(report: LintReport) -> str:
    """One command a finding, worst first, then the real count.

    The count is a plain line of the log, and a notice beside the annotations where some of them are not shown.
    """
    lines = [_command(finding) for finding in worst_first(report.findings)]
    total = github_data(summary(report))
    if max(report.errors, report.warnings) > SHOWN:
        total = f"::notice title=kamctl::{total} GitHub shows {SHOWN} of each kind; all of them are in the log."
    return "".join(f"{line}\n" for line in [*lines, total])


def _command(finding: Finding) -> str:
    level = "error" if finding.severity == ERROR else "warning"
    # GitHub accepts columns only where the annotation is on one line.
    columns = {"col": finding.column, "endColumn": finding.end_column} if finding.line == finding.end_line else {}
    values = {"file": finding.path, "line": finding.line, "endLine": finding.end_line, **columns, "title": finding.rule}
    properties = ",".join(f"{name}={github_property(str(value))}" for name, value in values.items())
    # The log shows the message alone, so it says where and which rule once more.
    message = github_data(f"{place(finding)} {finding.message} [{finding.rule}]")
    hint = "" if finding.hint is None else f"%0A{github_data(str(finding.hint))}"
    return f"::{level} {properties}::{message}{hint}"
