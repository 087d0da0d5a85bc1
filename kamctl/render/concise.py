"""One line a finding, for editors and for reading many."""

from __future__ import annotations

from kamctl.lint.finding import LintReport
from kamctl.render.safe import inert
from kamctl.render.wording import concise_line


def render(report: LintReport) -> str:
    """`path:line:column: severity: message [rule]` for each finding; nothing where there is none."""
    return "".join(f"{inert(concise_line(finding))}\n" for finding in report.findings)
