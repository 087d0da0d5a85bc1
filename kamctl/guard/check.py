"""Guard from end to end: what a range's commits did is read, judged by the base, and told where it is at the tip."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple, Protocol

from kamctl.gitrepo.commit import Commit
from kamctl.guard.authority import Authority
from kamctl.guard.deed import Act, Deed
from kamctl.guard.judge import Verdict, Whole, judge
from kamctl.guard.pairing import REGULAR, files_by_client, grouped
from kamctl.guard.reading import Reader
from kamctl.guard.record import Record
from kamctl.guard.tracing import Tracer
from kamctl.history.past import Past
from kamctl.history.version import Versions
from kamctl.lint.finding import OFF, Finding, Guarded, LintReport
from kamctl.lint.rule import Rule, Subject
from kamctl.plan.document import Document, read
from kamctl.plan.placement import PLANS_FOLDER
from kamctl.plan.source import LARGEST_FILE, RawFile, Source


class Signed(Protocol):
    """Tells whose signatures commits bear."""

    def __call__(self, commits: Sequence[Commit]) -> Mapping[str, Vouch]:
        """For each commit whose key signed it."""


class Vouch(NamedTuple):
    """Whose key signed a commit; None: nobody's that counts. `why` says in one word what its signature is worth."""

    person: str | None
    why: str = ""


class Span(NamedTuple):
    """A range: the commits from which `tip` was made and `base` was not; `prefix` leads to the plans' root.

    `past` is the git repository from its top.
    """

    past: Past
    prefix: str
    base: str
    tip: str


def check(span: Span, authority: Authority, rules: Sequence[Rule], today: date, signed: Signed | None) -> LintReport:
    """Everything that the rules hold against a range, as lint reports it."""
    past = span.past
    ancestry = past.ancestry(span.tip, without=(span.base,))
    commits = list(past.commits(id_ for id_, _ in ancestry))
    steps = list(past.steps(ancestry, ()))
    whole = list(past.steps([(span.tip, (span.base,))], ()))
    versions = Versions(lambda ids: past.blobs(ids, LARGEST_FILE + 1))
    reader = Reader(past, versions, authority.schema.layout.shape, span.prefix)
    reader.fetch([*whole, *steps])
    deeds = {id_: reader.deeds(each) for id_, each in grouped(steps)}
    vouched = None if signed is None else signed([commit for commit in commits if deeds[commit.id]])
    acts = [_act(commit, authority, deeds[commit.id], vouched) for commit in commits]
    net = reader.deeds(whole)
    tip = Act(commits[0], authority.doer(commits[0]), today, net, net=True)
    tracer = Tracer(past, versions, authority.schema.layout.shape, span.prefix)
    facts = [fact for deed in net for fact in tracer.facts(deed)]
    record = Record(ancestry, tracer.edges(steps, facts))

    def vouching(act: Act) -> Act:
        """A merge, or a tip, that answers for more than it did itself has to be its author's, too."""
        return act if signed is None else _signed(act, authority, signed([act.commit]))

    found = judge(acts, Whole(tip, facts, record), authority, rules, vouching)
    shown = [verdict for verdict in found if authority.severity(verdict.rule) != OFF]
    clients = {deed.client for act in (*acts, tip) for deed in act.deeds if deed.client is not None}
    places = _Places(span, versions)
    findings = [_finding(verdict, authority, places) for verdict in shown]
    return LintReport.of(findings, len(clients))._replace(guarded=Guarded(len(commits), signed is not None))


def _act(commit: Commit, authority: Authority, deeds: tuple[Deed, ...], vouched: Mapping[str, Vouch] | None) -> Act:
    day = max(commit.author.moment.day, commit.committer.moment.day)
    act = Act(commit, authority.doer(commit), day, deeds)
    return act if vouched is None or not deeds else _signed(act, authority, vouched)


def _signed(act: Act, authority: Authority, vouched: Mapping[str, Vouch]) -> Act:
    vouch = vouched[act.commit.id]
    committer = authority.person(act.commit.committer)
    return act._replace(signed=True, signer=vouch.person, committer=committer, vouch=vouch.why)


class _Places:
    """Where things stand at the tip."""

    def __init__(self, span: Span, versions: Versions) -> None:
        self._past = span.past
        entries = span.past.files(span.tip, f"{span.prefix}{PLANS_FOLDER}")
        self._ids = {entry.path.removeprefix(span.prefix): entry.id for entry in entries if entry.mode in REGULAR}
        self._paths = files_by_client(self._ids)
        self._documents: dict[str, Document] = {}

    def subject(self, deed: Deed) -> Subject:
        """The file of a deed as it is at the tip; an empty one where it is gone, or is none to read."""
        path = deed.path if deed.client is None else self._paths.get(deed.client, deed.path)
        if path not in self._documents:
            self._documents[path] = self._read(path) if deed.client is not None else _empty(path)
        return Subject(deed.client, self._documents[path])

    def _read(self, path: str) -> Document:
        if path not in self._ids:
            return _empty(path)
        data = dict(self._past.blobs([self._ids[path]], LARGEST_FILE + 1))[self._ids[path]]
        return read(RawFile(path, data))


def _empty(path: str) -> Document:
    return Document(Source(path, ""), None, None, (0, 0), [])


def _finding(verdict: Verdict, authority: Authority, places: _Places) -> Finding:
    rule, act, offence = verdict
    subject = places.subject(offence.deed)
    source = subject.source
    change = offence.change
    place = subject.at(*change.path) if change is not None and subject.document.has(change.path) else None
    place = place or subject.key(*(change.path if change is not None else ()))
    (line, column), (end_line, end_column) = source.position(place.start), source.position(place.end)
    return Finding(
        path=source.name,
        line=line,
        column=column,
        end_line=end_line,
        end_column=end_column,
        rule=rule.name,
        severity=authority.severity(rule),
        message=offence.message,
        hint=offence.hint,
        client=subject.client,
        field=None if change is None else change.field,
        source_line=source.line(line) if source.text else None,
        commit=act.commit.id,
        person=act.doer.person,
    )
