"""What lint found: the report that every rendering shows, whole and in order."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from kamctl.plan import rule_setting
from kamctl.words import Sentence

ERROR, WARNING, OFF = rule_setting.SEVERITIES


class Finding(NamedTuple):
    """One thing that is wrong, where, and how to mend it.

    Lines and columns count from 1, columns in characters (code points); the end is exclusive.
    `path` is relative to the repository's root, with forward slashes. `source_line` is the text of
    `line` without its line end (None where there is no text, as for a folder). `client` is the plan's
    id (None for a file of the schema); `field` is the path of names joined by dots (None where the
    finding is about no field). `commit` and `person` are what a finding of guard is about: the commit, and the id of
    the person who answers for it (None where nobody knows who that is).
    """

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    rule: str
    severity: str
    message: Sentence
    hint: Sentence | None = None
    client: str | None = None
    field: str | None = None
    source_line: str | None = None
    commit: str | None = None
    person: str | None = None

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        """By what findings are sorted."""
        return (self.path, self.line, self.column, self.rule, self.field or "")


class Guarded(NamedTuple):
    """What guard looked at: so many commits; `signed`: their signatures were asked for."""

    commits: int
    signed: bool


class LintReport(NamedTuple):
    """All findings of a run, sorted by path, line and column, and how many plans were looked at.

    With `strict` warnings fail as errors do. Where only new findings are asked for, `since` names the state that the
    others were in already, and `old` says how many these are. `stood` is what the commit is called in which all stood
    so, and `today` the day by which it was judged; None for the files as they are. `guarded` is there where it is
    guard's report.
    """

    findings: tuple[Finding, ...]
    plans: int
    strict: bool = False
    since: str | None = None
    old: int = 0
    stood: str | None = None
    today: date | None = None
    guarded: Guarded | None = None

    @classmethod
    def of(cls, findings: Iterable[Finding], plans: int) -> LintReport:
        """The report of findings in whatever order they were found."""
        return cls(tuple(sorted(findings, key=lambda finding: finding.order)), plans)

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return sum(finding.severity == ERROR for finding in self.findings)

    @property
    def warnings(self) -> int:
        """How many findings are warnings."""
        return sum(finding.severity == WARNING for finding in self.findings)

    def fails(self, finding: Finding) -> bool:
        """Whether a finding is one for which the run fails."""
        return self.strict or finding.severity == ERROR

    @property
    def failed(self) -> bool:
        """The verdict: whether anything was found for which the run fails."""
        return any(self.fails(finding) for finding in self.findings)
