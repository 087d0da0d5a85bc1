"""The verdict: what the rules hold against each commit, and against a range as a whole. A pure function of values."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from typing import NamedTuple

from kamctl.guard.authority import Authority
from kamctl.guard.deed import DELETED, EDITED, MOVED, Act, Deed
from kamctl.lint.rule import Offence, Rule

RETROACTIVE = "retroactive-change"
"""The rule that says nothing of who may make a change, since nobody may."""

OF_COMMITS = ("unknown-author", "unsigned")
"""The rules about a commit as such, whatever it did."""


class Verdict(NamedTuple):
    """A rule that an act breaks, and how."""

    rule: Rule
    act: Act
    offence: Offence

    @property
    def key(self) -> Hashable:
        """What the same matter is known by, in a commit and in the range as a whole."""
        if self.rule.name in OF_COMMITS:
            return self.rule.name, self.act.commit.id
        deed, change = self.offence.deed, self.offence.change
        what = None if change is None else deed.key(change)
        return self.rule.name, deed.client or deed.path, what


def judge(acts: Sequence[Act], whole: Act, authority: Authority, rules: Sequence[Rule]) -> list[Verdict]:
    """What each commit (`acts`, newest first) breaks, then what the range does that none of these verdicts tells.

    In the range as a whole somebody still answers for what no commit did whose author may do it.
    """
    verdicts: list[Verdict] = []
    account = _Account()
    for act in acts:
        found = list(_broken(act, authority, rules))
        verdicts += found
        account.take(act, found)
    told = {verdict.key for verdict in verdicts}
    net = account.left_of(whole)
    return verdicts + [verdict for verdict in _broken(net, authority, rules) if verdict.key not in told]


def _broken(act: Act, authority: Authority, rules: Sequence[Rule]) -> Iterator[Verdict]:
    for rule in rules:
        if rule.judge is not None:
            for offence in rule.judge(act, authority):
                yield Verdict(rule, offence.act or act, offence)


class _Account:
    """What commits did whose authors may, and which commit last made each change."""

    def __init__(self) -> None:
        self._changes: set[Hashable] = set()
        self._files: set[Hashable] = set()
        self._touched: set[str] = set()
        self._makers: dict[Hashable, Act] = {}

    def take(self, act: Act, verdicts: Sequence[Verdict]) -> None:
        """Note what an act did, as far as nothing is held against it."""
        held = [verdict.offence for verdict in verdicts if verdict.rule.name != RETROACTIVE]
        is_barred = act.doer.person is None or not act.vouched
        bad_files = {offence.deed.path for offence in held if offence.change is None}
        bad_changes = {(offence.deed.path, offence.deed.key(offence.change)) for offence in held if offence.change}
        for deed in act.deeds:
            for change in deed.changes:
                self._makers.setdefault(deed.key(change), act)
            if is_barred or deed.path in bad_files:
                continue
            changes = {deed.key(change) for change in deed.changes if (deed.path, deed.key(change)) not in bad_changes}
            self._changes |= changes
            self._files.add(_left(deed))
            if deed.client is not None and (changes or not deed.changes):
                self._touched.add(deed.client)

    def left_of(self, whole: Act) -> Act:
        """The range as a whole, charged with what no commit explains."""
        deeds = []
        for deed in whole.deeds:
            charged = tuple(change for change in deed.charged if deed.key(change) not in self._changes)
            deeds.append(deed._replace(charged=charged, whole=not self._explains(deed)))
        return whole._replace(deeds=tuple(deeds), makers=self._makers)

    def _explains(self, deed: Deed) -> bool:
        """Whether a commit by one who may left the file as the range does."""
        if deed.client is None or not deed.ordinary or deed.kind in (DELETED, MOVED):
            return _left(deed) in self._files
        if deed.kind == EDITED and deed.changes:
            return True  # its changes are charged one by one
        return deed.client in self._touched


def _left(deed: Deed) -> Hashable:
    """A file as a deed left it: of a plan that is moved its place, of other files their content."""
    if deed.after is None:
        return "gone", deed.client or deed.path
    if deed.client is not None and deed.ordinary:
        return deed.after.path
    return deed.after
