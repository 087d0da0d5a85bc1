"""The questions of `kamctl new`: how they are put, how an answer is tried, and how one asks again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from kamctl.cli.terminal import Terminal
from kamctl.errors import UsageError
from kamctl.lint import snapshot as linting
from kamctl.lint.finding import ERROR, Finding, LintReport
from kamctl.lint.snapshot import Snapshot
from kamctl.plan.answers import NAME, NEW, Answer, understood
from kamctl.plan.draft import ContradictionError, Draft
from kamctl.plan.fault import Path, dotted
from kamctl.plan.shape import (
    CHOICE,
    DATE,
    IMPACT,
    KPI,
    MONEY,
    NUMBER,
    PERCENT,
    PERIOD,
    PERSON,
    PRODUCT,
    YES_NO,
    Leaf,
    ListOf,
)
from kamctl.plan.source import RawFile
from kamctl.plan.wanted import Question, questions
from kamctl.render.prose import behind, fold
from kamctl.render.wording import with_hint
from kamctl.words import listing

# A plan in the making lacks what was not asked yet; that is no fault of an answer.
_OF_UNFINISHED = ("missing-field", "missing-section", "budget-basis")

_EXAMPLES = {
    NUMBER: "such as 12 or 0.5",
    MONEY: "such as 12000000",
    PERCENT: "such as 7.5%",
    IMPACT: "such as 4000000 or 15%",
    DATE: "such as 2026-02-03",
    PERIOD: "such as 2026, 2026-H1, 2026-Q3 or 2026-07",
    YES_NO: "true or false",
}

_OPTIONS = {"client": "--name TEXT", "segment": "--segment S", "kam": "--kam ID", "period": "--period P"}


def text_of(draft: Draft, file: str) -> str:
    """The text of a plan."""
    try:
        return draft.text(file)
    except ContradictionError as error:
        raise UsageError("{field} is given twice, in two ways.", field=dotted(error.path)) from error


class Trial(NamedTuple):
    """Lints a draft as if it lay in the repository already, under the name `file`."""

    snapshot: Snapshot
    file: str
    today: date

    def of_plan(self, draft: Draft) -> LintReport:
        """All findings on the plan, those that concern other plans too."""
        return self._lint(self.snapshot, draft)

    def of_answers(self, draft: Draft) -> LintReport:
        """The errors in what was given so far."""
        report = self._lint(self.snapshot._replace(plans=(), strays=()), draft)
        wrong = [finding for finding in report.findings if finding.severity == ERROR and not _of_unfinished(finding)]
        return report._replace(findings=tuple(wrong))

    def of_answer(self, draft: Draft, path: Path) -> list[Finding]:
        """The errors that an answer brings."""
        known = {(finding.rule, finding.field) for finding in self.of_answers(_without(draft, path)).findings}
        probe = draft
        if path == ("period",) and ("sales", "plan") not in draft.answers:
            # How long a plan must be shows in its figures.
            probe = _with(draft, ("sales", "plan"), Decimal(0))
        report = self.of_answers(probe)
        return [finding for finding in report.findings if (finding.rule, finding.field) not in known]

    def _lint(self, snapshot: Snapshot, draft: Draft) -> LintReport:
        data = text_of(draft, self.file).encode("utf-8", "surrogatepass")
        return linting.lint(snapshot.with_file(RawFile(self.file, data)), self.today, {self.file}).report


def _of_unfinished(finding: Finding) -> bool:
    return finding.rule in _OF_UNFINISHED


def _with(draft: Draft, path: Path, answer: Answer | None) -> Draft:
    return draft._replace(answers={**draft.answers, path: answer})


def _without(draft: Draft, path: Path) -> Draft:
    return draft._replace(answers={key: value for key, value in draft.answers.items() if key != path})


def assume(draft: Draft) -> Draft:
    """The draft with everything that need not be asked, or is not likely to be anything else."""
    given = frozenset(draft.answers)
    while known := [question for question in questions(draft, given) if question.default is not None]:
        draft = _with(draft, known[0].path, _meant(draft, known[0], str(known[0].default)))
    return draft


def missing(draft: Draft, width: int) -> list[str]:
    """What must be given, in lines of `width`: each thing in words, with the option that gives it."""
    lines = []
    for question in questions(draft, frozenset(draft.answers)):
        if _follows_kam(question) and ("kam",) not in draft.answers:
            continue  # the KAM, once there is one
        path = dotted(tuple("NAME" if step == NEW else step for step in question.path if step != NAME))
        lines.append(f"  {_OPTIONS.get(path) or f'--set {path}=…'}")
        words = _asked_for(draft, question) + (" One KPI is enough." if question.optional else "")
        lines += behind("      ", words, width)
    return lines


def _follows_kam(question: Question) -> bool:
    return question.path != ("kam",) and isinstance(question.shape, Leaf) and question.shape.type == PERSON


def ask_all(terminal: Terminal, draft: Draft, trial: Trial) -> Draft:
    """The draft with an answer to every question."""
    given = frozenset(draft.answers)
    while open_ := questions(draft, given):
        question = open_[0]
        if question.certain:
            draft = _with(draft, question.path, question.default)
        else:
            draft = _ask(terminal, draft, question, trial)
    return draft


def _ask(terminal: Terminal, draft: Draft, question: Question, trial: Trial) -> Draft:
    """The draft with an answer to one question that lint takes."""
    _say(terminal, f"{_asked_for(draft, question)}{' Enter leaves it out.' if question.optional else ''}")
    default = "" if question.default is None else str(question.default)
    while True:
        typed = terminal.ask(">", default)
        if not typed and question.optional:
            return _with(draft, question.path, None)
        if not typed:
            _say(terminal, "This is required.")
            continue
        if any("\ud800" <= character <= "\udfff" for character in typed):
            _say(terminal, "This has bytes that are no text; type it again.")
            continue
        answered = _with(draft, question.path, _meant(draft, question, typed))
        wrong = trial.of_answer(answered, question.path)
        if not wrong:
            return answered
        for sentence in dict.fromkeys(with_hint(finding) for finding in wrong):
            _say(terminal, sentence)


def _meant(draft: Draft, question: Question, typed: str) -> Answer:
    return understood(question.shape, typed, draft.schema.format.currency or "")


def _say(terminal: Terminal, text: str) -> None:
    terminal.note("".join(f"{line}\n" for line in fold(text, terminal.width)))


def _asked_for(draft: Draft, question: Question) -> str:
    """A question in words: what is wanted, and how it is written."""
    words = [question.about.removesuffix(".")] if question.about else []
    words += _of_periods(question)
    shown = any(character.isdigit() for character in question.about)
    words += [how for how in _how(draft, question) if not (shown and "such as" in how)]
    return f"{question.title}: {'; '.join(words)}." if words else f"{question.title}."


def _of_periods(question: Question) -> Iterator[str]:
    if not question.periods:
        return
    first, last = question.periods[0], question.periods[-1]
    span = first if first == last else f"{first} to {last}"
    if len(question.periods) == 1:
        yield f"for {span}"
    elif question.total == "sum":
        yield f"for {span} in all, shared out evenly"
    else:
        yield f"the same for each of {span}"


def _how(draft: Draft, question: Question) -> Iterator[str]:
    """How the answer is written, or which answers there are."""
    shape = question.shape
    leaf = shape.item if isinstance(shape, ListOf) else shape
    assert isinstance(leaf, Leaf)
    schema = draft.schema
    if leaf.type == CHOICE:
        segments = schema.format.segments if question.path == ("segment",) else None
        titles = {name: f"{name} ({entry.title})" for name, entry in (segments or {}).items() if entry.title}
        yield listing(titles.get(name, name) for name in leaf.choices)
    elif leaf.type == PERSON:
        kams = [person for person, entry in schema.people.items() if entry.role == "kam"]
        yield f"one of {listing((question.path == ('kam',) and kams) or schema.people)}"
    elif leaf.type == PRODUCT:
        yield f"products such as {listing(schema.products, most=4)}" if schema.products else "ids of products"
    elif leaf.type == KPI:
        yield f"one of {listing(schema.kpis)}"
    elif leaf.type == MONEY and schema.format.currency:
        yield f"in {schema.format.currency}, such as 12000000"
    elif leaf.type in _EXAMPLES:
        yield _EXAMPLES[leaf.type]
    if isinstance(shape, ListOf):
        yield "with commas between them"
