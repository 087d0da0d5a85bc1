"""The engine: runs the rules over the schema and the plans, stamps what they find, and puts it in order."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from kamctl.lint.allow import Allow
from kamctl.lint.finding import ERROR, OFF, Finding, LintReport
from kamctl.lint.rule import (
    FORMAT,
    SCHEMA_ERROR,
    UNUSED_ALLOW,
    Context,
    Fix,
    Options,
    Place,
    Problem,
    Rule,
    Subject,
    Wording,
)
from kamctl.lint.silence import Silence
from kamctl.plan.document import Document
from kamctl.plan.fault import Fault, dotted
from kamctl.plan.lapse import Ask
from kamctl.plan.load import load_plan
from kamctl.plan.schema import Schema
from kamctl.plan.source import RawFile, Source


class Mend(NamedTuple):
    """A fix that a finding offers, in the file that it is about."""

    path: str
    fix: Fix
    finding: Finding


class LintResult(NamedTuple):
    """What a run found, and what could be mended of it."""

    report: LintReport
    mends: tuple[Mend, ...]


class _Gathered(NamedTuple):
    """What the rules about several plans want to remember of one: its client, and a note for each rule by name."""

    file: RawFile
    client: str
    notes: tuple[tuple[str, Any], ...]


class _Active(NamedTuple):
    """A rule as SKAM set it."""

    rule: Rule
    severity: str
    allowable: bool
    options: Options


class Engine:
    """Lints plans by a schema on a day. `rules` are all rules there are; those that are off do not run.

    `not_judged` are names of rules: comments that allow them may silence nothing. `updated` is what is known of the
    past, `ask` asks for more of it; see Context. Of plans that are only taken into account it is remembered what
    matters of them, so that linting one plan as it is and as it would be reads the others once.
    """

    def __init__(
        self,
        rules: Iterable[Rule],
        schema: Schema,
        today: date,
        not_judged: Collection[str] = (),
        updated: Mapping[str, date | None] | None = None,
        ask: Ask | None = None,
    ) -> None:
        self.not_judged = not_judged
        self.context = Context(schema, today, updated=updated, ask=ask)
        self.by_name = {rule.name: rule for rule in rules}
        self.active = {rule.name: active for rule in self.by_name.values() if (active := _as_set(rule, schema))}
        everything = self.active.values()
        self._plan_rules = [(active, active.rule.check) for active in everything if active.rule.check]
        self._gathering = [(active, active.rule.gather) for active in everything if active.rule.gather]
        self._gathered: dict[str, _Gathered] = {}

    def lint(
        self, plans: Iterable[RawFile], strays: Iterable[RawFile] = (), only: Collection[str] | None = None
    ) -> LintResult:
        """Everything that is wrong. `strays` are files that should not be where they are.

        With `only` (paths), what the other plans say is taken into account and not reported; errors of the schema
        always are, since the verdict on a plan hangs on them.
        """
        run = _Run(self, only)
        run.schema()
        for stray in strays:
            run.faults(Subject(None, _unread(stray)), [stray.fault] if stray.fault else [])
        for file in plans:
            run.plan(file)
        return run.conclude()


def _as_set(rule: Rule, schema: Schema) -> _Active | None:
    setting = schema.rules.get(rule.name)
    options = {name: option.default for name, option in rule.options.items()}
    if setting is None:
        return _Active(rule, rule.severity, rule.allowable, options)
    severity = setting.severity or rule.severity
    if severity == OFF:
        return None
    allowable = rule.allowable and setting.allow is not False
    return _Active(rule, severity, allowable, options | dict(setting.options))


def _unread(file: RawFile) -> Document:
    return Document(Source(file.name, ""), None, None, (0, 0), [])


class _Noted(NamedTuple):
    """A problem with the rule that found it, until comments have been heard."""

    active: _Active
    problem: Problem
    client: str | None


class _Run:
    """One run of the engine: what it has noted so far."""

    def __init__(self, engine: Engine, only: Collection[str] | None) -> None:
        self.engine = engine
        self.context = engine.context._replace(whole=only is None)
        self.only = only
        self.noted: list[_Noted] = []
        self.gathered: dict[str, list[Any]] = {active.rule.name: [] for active, _ in engine._gathering}
        self.silence = Silence()
        self.clients: dict[str, str] = {}
        self.plans = 0

    def schema(self) -> None:
        """Faults of the schema's files, then what rules find in them."""
        schema = self.context.schema
        for document in schema.documents.values():
            self.silence.hear(Subject(None, document))
        for source, fault in schema.faults:
            self._fault(fault, source, None)
        for active in self.engine.active.values():
            if active.rule.check_schema:
                for problem in active.rule.check_schema(self.context, active.options):
                    self._note(active, problem)

    def plan(self, file: RawFile) -> None:
        """One plan: its faults, the rules about it, and what cross-plan rules want to remember of it."""
        context = self.context
        aside = self.only is not None and file.name not in self.only
        known = self.engine._gathered.get(file.name) if aside else None
        if known is not None and known.file is file:
            self._take(known)
            return
        loaded = load_plan(file, context.schema)
        subject = Subject(loaded.client, loaded.document, loaded.plan)
        gathered = _Gathered(file, loaded.client, tuple(self._notes(subject)))
        self._take(gathered)
        if aside:
            self.engine._gathered[file.name] = gathered
            return
        self.plans += 1
        self.faults(subject, loaded.faults)
        self.silence.hear(subject)
        plan = loaded.plan
        if plan is not None:
            for active, check in self.engine._plan_rules:
                for problem in check(plan, subject, context, active.options):
                    self._note(active, problem)

    def _notes(self, subject: Subject) -> Iterator[tuple[str, Any]]:
        for active, gather in self.engine._gathering:
            note = gather(subject, self.context)
            if note is not None:
                yield active.rule.name, note

    def _take(self, gathered: _Gathered) -> None:
        self.clients[gathered.file.name] = gathered.client
        for rule, note in gathered.notes:
            self.gathered[rule].append(note)

    def faults(self, subject: Subject, faults: Iterable[Fault]) -> None:
        for fault in faults:
            self._fault(fault, subject.source, subject.client)

    def conclude(self) -> LintResult:
        """What all plans together show; then comments are heard and findings stamped and sorted."""
        for active, _ in self.engine._gathering:
            if active.rule.conclude:
                notes = self.gathered[active.rule.name]
                for problem in active.rule.conclude(notes, self.context, active.options):
                    self._note(active, problem)
        findings: list[Finding] = []
        mends: list[Mend] = []
        for noted in self._audible():
            finding = _stamp(noted)
            findings.append(finding)
            if noted.problem.fix:
                mends.append(Mend(finding.path, noted.problem.fix, finding))
        return LintResult(LintReport.of(findings, self.plans), tuple(mends))

    def _fault(self, fault: Fault, source: Source, client: str | None) -> None:
        rule = self.engine.by_name[fault.rule]
        # What is wrong with a file of the schema is an error of the schema, in the same words.
        stamp = SCHEMA_ERROR if rule.group == FORMAT and source.name.startswith("schema/") else fault.rule
        active = self.engine.active.get(stamp)
        if active is None or rule.word is None:
            return  # switched off
        wording: Wording = rule.word(fault, source)
        path = dotted(fault.path) if fault.path else None
        place = Place(source, fault.start, fault.end)
        self.noted.append(_Noted(active, Problem(place, wording.message, wording.hint, path, wording.fix), client))

    def _note(self, active: _Active, problem: Problem) -> None:
        self.noted.append(_Noted(active, problem, self.clients.get(problem.place.source.name)))

    def _audible(self) -> Iterator[_Noted]:
        """What no comment silences and the user asked for, and the comments that silence nothing."""
        for noted in self.noted:
            allowable = noted.active.allowable
            if allowable and self.silence.covers(noted.active.rule.name, noted.problem.place):
                continue
            if self._wanted(noted):
                yield noted
        self.noted.clear()
        for subject, comment in self.silence.unused(self.engine.not_judged):
            self._fault(_unused(comment, self.engine.active), subject.source, subject.client)
        yield from filter(self._wanted, self.noted)

    def _wanted(self, noted: _Noted) -> bool:
        name = noted.problem.place.source.name
        if self.only is None or name in self.only:
            return True
        return name.startswith("schema/") and noted.active.severity == ERROR


def _unused(comment: Allow, active: Mapping[str, _Active]) -> Fault:
    """Why a comment silences nothing."""
    known = active.get(comment.rule or "")
    if comment.rule is None:
        kind = "unclear"
    elif comment.reason is None:
        kind = "no-reason"
    elif known is None:
        kind = "no-rule"
    else:
        kind = "finds-nothing" if known.allowable else "not-allowable"
    return Fault(
        UNUSED_ALLOW, comment.start, comment.end, facts={"kind": kind, "rule": comment.rule, "known": tuple(active)}
    )


def _stamp(noted: _Noted) -> Finding:
    place, problem = noted.problem.place, noted.problem
    source = place.source
    line, column = source.position(place.start)
    end_line, end_column = source.position(max(place.start, place.end))
    return Finding(
        path=source.name,
        line=line,
        column=column,
        end_line=end_line,
        end_column=end_column,
        rule=noted.active.rule.name,
        severity=noted.active.severity,
        message=problem.message,
        hint=problem.hint,
        client=noted.client,
        field=problem.field,
        source_line=source.line(line) if source.text else None,
    )
