"""The few sentences that several renderings share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kamctl.lint.finding import ERROR, Finding, LintReport
from kamctl.words import count

if TYPE_CHECKING:
    from kamctl.history.report import Doubled

MOST_DOUBLED = 10
"""Clients with several plans that are named one by one."""

UNSIGNED = (
    "Without --require-signed this is a check against mistakes, not against an attacker: "
    "anybody can write a commit in another's name."
)


def summary(report: LintReport, checked: str = "") -> str:
    """How much was looked at and what was found, as one sentence; `checked` names it where it is not plans."""
    found = [count(number, noun) for number, noun in ((report.errors, "error"), (report.warnings, "warning")) if number]
    nothing = "no findings" if report.since is None else "no new findings"
    looked_at = count(report.plans, "plan") if report.guarded is None else count(report.guarded.commits, "commit")
    told = f"{checked or looked_at} checked: {', '.join(found) or nothing}."
    if report.guarded is not None and not report.guarded.signed:
        return f"{told} {UNSIGNED}"
    then = f" That is as it stood in {report.stood}, judged by {report.today}." if report.stood else ""
    return f"{told}{then} {_old(report)}" if report.old else told + then


def _old(report: LintReport) -> str:
    """How many findings are not shown, since they are not new."""
    shown = "is not shown" if report.old == 1 else "are not shown"
    return f"{count(report.old, 'finding')} that {report.since} had too {shown}."


def several(doubled: Sequence[Doubled]) -> list[str]:
    """The sentences about clients with several plans, as they are (not yet harmless); past some their number."""
    told = [str(each.message) for each in doubled[:MOST_DOUBLED]]
    rest = len(doubled) - len(told)
    return [*told, *([f"So have {count(rest, 'more client')}."] if rest else [])]


def concise_line(finding: Finding) -> str:
    """A finding as the one line that editors and people know, as it is (not yet harmless)."""
    return f"{place(finding)} {finding.severity}: {finding.message} [{finding.rule}]"


def place(finding: Finding) -> str:
    """Where a finding is, with the colon that ends it."""
    return f"{finding.path}:{finding.line}:{finding.column}:"


def with_hint(finding: Finding) -> str:
    """The message and, where there is one, the hint as a sentence after it."""
    message = str(finding.message)
    if finding.hint is None:
        return message
    return f"{message}{'' if message.endswith(('.', '!', '?', '…')) else '.'} {finding.hint}"


def worst_first(findings: tuple[Finding, ...]) -> list[Finding]:
    """Errors before all else, each kind in its order."""
    return sorted(findings, key=lambda finding: finding.severity != ERROR)
