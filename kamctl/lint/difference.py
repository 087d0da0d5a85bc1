"""Which findings are new and which are gone, between two states of a repository or of its schema.

A finding is known by its rule, its client and its field, whatever the value there says now: who mends half of an old
fault has not made a new one. Where it is about no field it is known by its words; where it is about no client, by its
file.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import NamedTuple

from kamctl.lint.finding import Finding, LintReport


class Difference(NamedTuple):
    """Findings that only the new state has, and those that only the old one had, in their order."""

    new: tuple[Finding, ...]
    gone: tuple[Finding, ...]


def difference(old: Sequence[Finding], new: Sequence[Finding]) -> Difference:
    """What differs; of several findings that are known by the same, as many are paired as both states have."""
    left = list(old)
    come = list(new)
    for key in (_exact, _known_by):  # first those that say the same, so that the others are told as new
        come, left = _unpaired(come, left, key), _unpaired(left, come, key)
    return Difference(tuple(come), tuple(left))


def new_since(
    report: LintReport, old: Sequence[Finding], since: str, renamed: Mapping[str, str] | None = None
) -> LintReport:
    """The report of those findings alone that `old`, the findings of the state called `since`, do not have.

    `renamed` has, by the id that a client had then, the one that it has now.
    """
    names = renamed or {}
    old = [each._replace(client=names.get(each.client or "", each.client)) for each in old]
    new = difference(old, report.findings).new
    return report._replace(findings=new, since=since, old=len(report.findings) - len(new))


_Key = Callable[[Finding], Hashable]


def _known_by(finding: Finding) -> Hashable:
    whose = ("plan", finding.client) if finding.client is not None else ("file", finding.path)
    return finding.rule, whose, finding.field, None if finding.field is not None else str(finding.message)


def _exact(finding: Finding) -> Hashable:
    return _known_by(finding), str(finding.message)


def _unpaired(ours: Iterable[Finding], others: Iterable[Finding], key: _Key) -> list[Finding]:
    """Those of `ours` that are more than `others` has of their key, the first ones being paired first."""
    there: dict[Hashable, int] = {}
    for finding in others:
        there[key(finding)] = there.get(key(finding), 0) + 1
    rest = []
    for finding in ours:
        known = key(finding)
        if there.get(known, 0):
            there[known] -= 1
        else:
            rest.append(finding)
    return rest
