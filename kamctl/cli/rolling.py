"""How `kamctl roll` learns the figures of the next plan, shows that plan, and writes it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple, cast

from kamctl.cli.app import App
from kamctl.cli.bench import Bench, new_errors, write
from kamctl.cli.given import given
from kamctl.edit.edits import Content, Edit, Set
from kamctl.errors import UsageError
from kamctl.history.compare import compare
from kamctl.history.report import EDITED, DiffReport, Event
from kamctl.history.weight import Weight
from kamctl.lint.snapshot import Snapshot
from kamctl.plan import quantity
from kamctl.plan.answers import Answer, understood
from kamctl.plan.fault import Path, dotted
from kamctl.plan.load import LoadedPlan
from kamctl.plan.period import Period
from kamctl.plan.schema import Schema
from kamctl.plan.schema_model import SALES
from kamctl.plan.shape import MONEY, PERCENT, Leaf
from kamctl.plan.source import RawFile
from kamctl.render import lint_text
from kamctl.render.prose import fold
from kamctl.upkeep.rolled import remarks, summary, waiting
from kamctl.upkeep.rolling import Course, Group, groups, grown, roll, shared
from kamctl.words import Listing, Sentence, say

_GROWTH = re.compile(r"([+-−–]?)\s*([0-9]{1,4}(?:[.,][0-9]{1,4})?)\s*%")


class Wishes(NamedTuple):
    """What the command line says of the new plan: growth of sales, values by their paths, the day of reviews."""

    grow: Decimal | None
    values: Mapping[Path, Answer]
    review: date | None

    @classmethod
    def read(
        cls, schema: Schema, today: date, grow: str | None, settings: tuple[str, ...], review: str | None
    ) -> Wishes:
        """The options as they are meant; UsageError for one that cannot be read."""
        share = None if grow is None else growth(grow)
        if grow is not None and share is None:
            raise UsageError("{grow} is no growth.", "Write --grow 5% or --grow -3%.", grow=grow)
        day = None if review is None else understood(Leaf("date"), review, "")
        if day is not None and not isinstance(day, date):
            raise UsageError("{day} is no day.", "Write it as 2027-02-03.", day=review)
        if day is not None and day <= today:
            raise UsageError("{day} is no day to come.", "Write a day after {today}.", day=day, today=today)
        values = {path: value for path, value in given(schema, {}, settings).items() if value is not None}
        return cls(share, values, day)


def growth(text: str) -> Decimal | None:
    """The share that `5%` or `-3,5 %` means; None where it means none."""
    found = _GROWTH.fullmatch(text.strip())
    if found is None:
        return None
    share = Decimal(found[2].replace(",", ".")) / 100
    return -share if found[1] and found[1] != "+" else share


class Work:
    """The rolling of one plan."""

    def __init__(
        self,
        app: App,
        snapshot: Snapshot,
        schema: Schema,
        file: RawFile,
        loaded: LoadedPlan,
        course: Course,
        wishes: Wishes,
    ) -> None:
        assert loaded.plan is not None
        self._app = app
        self._snapshot = snapshot
        self._schema = schema
        self._plan = loaded.plan
        self._document = loaded.document
        self._client = loaded.client
        self._course = course
        self._wishes = wishes
        self._bench = Bench(app, snapshot, schema, file, loaded.document)
        self._groups = groups(loaded.plan, schema, course)
        self._review = wishes.review

    def planned(self, *, asks: bool) -> dict[tuple[str, ...], dict[Period, Decimal]]:
        """The new plan figures; UsageError where the sales plan is not given and nobody can be asked."""
        found: dict[tuple[str, ...], dict[Period, Decimal]] = {}
        for group in self._groups:
            figures = self._given(group)
            if asks and not figures and group.last:
                figures = self._asked(group)
            elif not figures and group.path == (SALES,) and group.last:
                raise UsageError(
                    "The sales plan of {period} must be given, and nobody is here to be asked.",
                    "Write --set sales.plan={whole} for the sum of its parts, or --grow 5%; --grow 0% keeps the last.",
                    period=self._course.new,
                    whole=quantity.plain_text(group.whole or Decimal(0)),
                )
            found[group.path] = figures
        if asks and self._review is None and waiting(self._plan, self._course):
            self._review = self._asked_review()
        return found

    def _given(self, group: Group) -> dict[Period, Decimal]:
        """The figures that the command line gives."""
        found: dict[Period, Decimal] = {}
        if group.path == (SALES,) and self._wishes.grow is not None:
            found |= grown(group, self._wishes.grow)
        path = (*group.path, "plan")
        if path not in self._wishes.values:
            return found
        whole = self._amount(group, self._wishes.values[path])
        if whole is None:
            raise UsageError(
                "What --set gives for {field} is no figure.", "Write {example}.", field=dotted(path),
                example=_example(group),
            )  # fmt: skip
        if not group.last:
            raise UsageError(
                "{field} cannot be shared out: there is no last plan.", "Give each part with --set.", field=dotted(path)
            )
        return found | shared(group, whole)

    def _amount(self, group: Group, answer: Answer | None) -> Decimal | None:
        """A figure that was given for a group; None for what is none."""
        if group.unit == PERCENT:
            return quantity.percent(answer) if isinstance(answer, str) else None
        return answer if isinstance(answer, Decimal) else None

    def _asked(self, group: Group) -> dict[Period, Decimal]:
        """The figures that somebody types; none where Enter keeps the last ones."""
        self._say(self._question(group))
        while typed := self._app.terminal.ask(">"):
            share = growth(typed) if group.unit != PERCENT and typed[0] in "+-−–" else None
            if share is not None:
                return grown(group, share)
            shape = Leaf(group.unit)
            amount = self._amount(group, understood(shape, typed, self._schema.format.currency or ""))
            if amount is not None:
                return shared(group, amount)
            example = _example(group) + ("" if group.unit == PERCENT else " or +5%")
            self._say(say("{typed} is no figure here. Write it like this: {example}.", typed=typed, example=example))
        return {}

    def _question(self, group: Group) -> Sentence:
        kpi = self._schema.kpis.get(group.path[-1])
        title = (kpi.title if kpi is not None else None) or ("Sales" if group.path == (SALES,) else group.path[-1])
        unit = f" in {self._schema.format.currency}" if group.unit == MONEY and self._schema.format.currency else ""
        last = ", ".join(dict.fromkeys(_shown(value, group.unit) for value in group.last.values()))
        if group.total == "sum":
            facts = f"the last plan was {_shown(group.whole or Decimal(0), group.unit)}"
            if group.actual is not None:
                facts += f", the actual {_shown(group.actual, group.unit)}"
            return say(
                "{title}, plan for {period} in all{unit}: {facts}. Enter keeps it; +5% lets it grow.",
                title=title, period=self._course.new, unit=unit, facts=Listing(facts),
            )  # fmt: skip
        return say(
            "{title}, plan for each part of {period}{unit}: the last one was {last}. Enter keeps it.",
            title=title, period=self._course.new, unit=unit, last=Listing(last),
        )  # fmt: skip

    def _asked_review(self) -> date | None:
        self._say(
            say(
                "{number} of the open risks were to be looked at before {day}. When will you look at them again? "
                "Enter leaves it open.",
                number=waiting(self._plan, self._course),
                day=self._course.new.start,
            )
        )
        while typed := self._app.terminal.ask(">"):
            day = understood(Leaf("date"), typed, "")
            if isinstance(day, date) and day > self._app.today:
                return day
            self._say(say("Write a day after {today}, such as {day}.", today=self._app.today, day=self._later()))
        return None

    def _later(self) -> date:
        return max(self._course.new.start, self._app.today + timedelta(days=1))

    def finish(self, planned: Mapping[tuple[str, ...], Mapping[Period, Decimal]], dry_run: bool) -> int:
        """Make the edits, show what they change, check the plan, and write it."""
        app = self._app
        edits = roll(self._plan, self._document, self._course, self._groups, planned, self._review)
        self._bench.take(self._bench.tried([*edits, *self._wished()]))
        report = new_errors(app, self._snapshot, self._schema, [self._bench])
        if report.errors:
            app.terminal.write(lint_text.render(report, width=app.terminal.width, colour=app.terminal.colour))
            app.terminal.note("Nothing was written.\n")
            return 1
        if dry_run:
            app.terminal.write(self._changes())
        told = summary(self._plan, self._course, self._groups, planned, self._review)
        for sentence in (*told, *remarks(self._plan, self._course, app.today)):
            self._say(sentence)
        if dry_run:
            return 0
        write(app, [self._bench])
        self._say(
            say(
                "Rolled {path} from {old} to {new}; the old plan is in git. "
                "Next: kamctl diff {client}, kamctl save {client}.",
                path=self._bench.file.name, old=self._course.old, new=self._course.new, client=self._client,
            )
        )  # fmt: skip
        return 0

    def _wished(self) -> list[Edit]:
        """The values of single fields that the command line gives."""
        wholes = {(*group.path, "plan") for group in self._groups}
        return [Set(path, cast(Content, value)) for path, value in self._wishes.values.items() if path not in wholes]

    def _changes(self) -> str:
        """What the new plan says that the old one did not, and the other way round."""
        from kamctl.cli.diff import arrow
        from kamctl.render.changes import diff_text

        changes = tuple(compare(self._document.values, self._bench.document.values, self._schema.layout.shape))
        event = Event(self._client, EDITED, changes)
        old, new = str(self._course.old), str(self._course.new)
        names = {self._client: self._plan.client or ""}
        weights = (tuple(Weight() for _ in changes),)
        report = DiffReport(old, new, (event,), self._schema.format.currency, weights, names)
        terminal = self._app.terminal
        return diff_text(report, width=terminal.width, colour=terminal.colour, arrow=arrow())

    def _say(self, sentence: Sentence) -> None:
        self._app.terminal.note("".join(f"{line}\n" for line in fold(str(sentence), self._app.terminal.width)))


def _example(group: Group) -> str:
    return "22%" if group.unit == PERCENT else "250000000"


def _shown(value: Decimal, unit: str) -> str:
    if unit == PERCENT:
        return quantity.percent_text(value)
    return quantity.money_text(value) if unit == MONEY else quantity.number_text(value)
