"""The verdict: what the rules hold against each commit, and against a range as a whole. A pure function of values.

In the range as a whole a fact (a field that says something else, a comment, a file that came, went or moved) is allowed
where a commit made it by one who may, and no commit since has superseded it (`kamctl.guard.record` has what that is).
Where no commit made it, those answer who brought it back with a merge; and else the author of the tip.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from kamctl.guard.authority import Authority
from kamctl.guard.deed import EDITED, MOVED, Act, Deed, starred
from kamctl.guard.fact import Fact
from kamctl.guard.record import Record, Trace
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
    def keys(self) -> tuple[Hashable, ...]:
        """What the same matter is known by, in a commit and in the range as a whole; under a former id, too."""
        name = self.rule.name
        if name in OF_COMMITS:
            return ((name, self.act.commit.id),)
        change = self.offence.change
        return tuple((name, each.subject, None if change is None else each.key(change)) for each in self._deeds)

    @property
    def tells(self) -> tuple[Hashable, ...]:
        """What need not be told again of the range as a whole; of a thing in a list also what it no longer says."""
        change = self.offence.change
        if change is None or starred(change.path) == change.path:
            return self.keys
        return *self.keys, *((self.rule.name, each.subject, each.gone_key(change)) for each in self._deeds)

    @property
    def _deeds(self) -> tuple[Deed, ...]:
        deed = self.offence.deed
        return (deed,) if deed.former is None else (deed, deed._replace(client=deed.former))


class Whole(NamedTuple):
    """What a range does as a whole: as an act of its tip, as facts, and the record of who made them."""

    act: Act
    facts: Sequence[Fact]
    record: Record


Vouching = Callable[[Act], Act]
"""Has an act of whoever answers for a part of the whole vouched for by the signature of its commit."""


def judge(
    acts: Sequence[Act], whole: Whole, authority: Authority, rules: Sequence[Rule], vouching: Vouching
) -> list[Verdict]:
    """What each commit (`acts`, newest first) breaks, then what the range does that none of these verdicts tells."""
    verdicts: list[Verdict] = []
    may = _May()
    for act in acts:
        found = list(_broken(act, authority, rules))
        verdicts += found
        may.take(act, found)
    told = {key for verdict in verdicts for key in verdict.tells}
    tip, others = _answering(whole, {act.commit.id: act for act in acts}, may)
    for verdict in _broken(vouching(tip) if tip.charges else tip, authority, rules):
        if not any(key in told for key in verdict.keys):
            verdicts.append(verdict)
    for act in others:
        verdicts += _broken(vouching(act), authority, rules)
    return verdicts


def _broken(act: Act, authority: Authority, rules: Sequence[Rule]) -> Iterator[Verdict]:
    for rule in rules:
        if rule.judge is not None:
            for offence in rule.judge(act, authority):
                yield Verdict(rule, offence.act or act, offence)


class _May:
    """What commits did whose authors may."""

    def __init__(self) -> None:
        self._good: set[tuple[str, str]] = set()
        self._bad: set[tuple[str, str, Hashable]] = set()

    def take(self, act: Act, verdicts: Iterable[Verdict]) -> None:
        """Note what an act did, as far as nothing is held against it."""
        if act.doer.person is None or not act.vouched:
            return
        id_ = act.commit.id
        held = [verdict.offence for verdict in verdicts if verdict.rule.name != RETROACTIVE]
        bad = {offence.deed.path for offence in held if offence.change is None}
        for deed, change in [(each.deed, each.change) for each in held]:
            if change is not None:
                self._bad |= {(id_, deed.subject, key) for key in (deed.key(change), deed.gone_key(change))}
        self._good |= {(id_, deed.subject) for deed in act.deeds if deed.path not in bad}

    def do(self, commit: str, fact: Fact) -> bool:
        """Whether a commit that made a fact was one of somebody who may."""
        subject = fact.deed.subject
        if (commit, subject) not in self._good:
            return False
        return (commit, subject, fact.key) not in self._bad

    def touch(self, subject: str) -> bool:
        """Whether any commit of one who may touched a plan or a file."""
        return any(each == subject for _, each in self._good)


def _answering(whole: Whole, acts: Mapping[str, Act], may: _May) -> tuple[Act, list[Act]]:
    """The range as a whole with what is charged to its tip, and the acts of others who brought something back."""
    makers: dict[Hashable, Act] = {}
    charged: dict[str, list[Fact]] = {}
    tip = whole.act.commit.id
    for fact in whole.facts:
        trace = whole.record.trace(fact)
        maker = next(iter((*trace.makers, *trace.bringers)), None)
        if maker is not None:
            key = fact.deed.client if fact.change is None else fact.deed.key(fact.change)
            makers.setdefault(key, acts[maker])
        for commit in _charged(trace, fact, may, tip):
            charged.setdefault(commit, []).append(fact)
    deeds = [_left(deed, charged.get(tip, ()), may) for deed in whole.act.deeds]
    others = []
    for commit in [id_ for id_ in acts if id_ in charged and id_ != tip]:
        own = [
            _left(deed, charged[commit], None)._replace(changes=(), figures=(), unreadable=None)
            for deed in whole.act.deeds
        ]
        others.append(acts[commit]._replace(day=whole.act.day, net=True, deeds=tuple(own)))
    return whole.act._replace(deeds=tuple(deeds), makers=makers), others


def _charged(trace: Trace, fact: Fact, may: _May, tip: str) -> tuple[str, ...]:
    """The commits that answer for a fact; none where one who may made it."""
    if any(may.do(commit, fact) for commit in trace.makers):
        return ()
    return trace.bringers or (tip,)


def _left(deed: Deed, facts: Iterable[Fact], may: _May | None) -> Deed:
    """A deed with that for which somebody answers: these facts, and (with `may`) what is none of them."""
    own = [fact for fact in facts if fact.deed is deed]
    changes = [change for change in deed.changes if any(fact.change is change for fact in own)]
    as_such = [fact for fact in own if fact.change is None]
    is_only_spelling = deed.kind == EDITED and deed.ordinary and not deed.changes
    is_whole = bool(as_such) or (may is not None and is_only_spelling and not may.touch(deed.subject))
    kind = EDITED if deed.kind == MOVED and as_such and all(fact.of_remark for fact in as_such) else deed.kind
    return deed._replace(charged=tuple(changes), whole=is_whole, kind=kind)
