"""`kamctl checkin`: asks for what is due on one's plans, and writes all answers at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kamctl.cli import app as edge
from kamctl.cli.app import App
from kamctl.cli.options import complete_client, complete_person
from kamctl.cli.portfolio import of_clients, read_portfolio, require
from kamctl.errors import UsageError
from kamctl.words import Listing, Sentence, count, listing, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from kamctl.cli.bench import Bench
    from kamctl.edit.edits import Edit
    from kamctl.insight.portfolio import Entry, Portfolio
    from kamctl.lint.snapshot import Snapshot
    from kamctl.upkeep.checkin import Question


@click.command("checkin")
@click.argument("clients", nargs=-1, metavar="[CLIENT]...", shell_complete=complete_client)
@click.option(
    "--as", "person", metavar="PERSON", shell_complete=complete_person, help="Who you are, where git does not say."
)
@click.pass_context
def command(context: click.Context, clients: tuple[str, ...], person: str | None) -> int:
    """Ask for what is due now on your plans: results, activities, risk reviews, a note. Enter skips.

    Your plans are those whose `kam` you are, by your e-mail in git and in schema/people.yaml; with CLIENT these plans,
    whoever's they are. Everything is written at the end, after one question, or nothing is.
    """
    app = edge.current(context)
    if not app.terminal.asks:
        raise UsageError(
            "Nobody is here to be asked.",
            "Write single values with kamctl actual, kamctl done, kamctl note and kamctl set.",
        )
    snapshot = app.snapshot()
    portfolio = _mine(app, read_portfolio(app, snapshot), clients, person)
    visit = _Visit(app, snapshot, portfolio)
    try:
        visit.ask()
        agreed = visit.answers and visit.agreed()
    except (KeyboardInterrupt, click.Abort):
        app.terminal.note("\nNothing was written.\n")
        raise click.Abort from None
    if not agreed:
        app.terminal.note("Nothing was written.\n")
        return 0
    return visit.write()


def _mine(app: App, portfolio: Portfolio, clients: tuple[str, ...], person: str | None) -> Portfolio:
    """The plans to ask about."""
    from kamctl.cli.whoami import require_person

    people = portfolio.schema.people
    if person is not None:
        require(person, people, "There is no person {value} in schema/people.yaml.")
    if clients:
        return of_clients(portfolio, clients)
    who = person if person is not None else require_person(app, portfolio.schema)
    mine = portfolio.of_kams((who,))
    if not mine.plans:
        raise UsageError("There is no plan whose kam is {who}.", "Name the clients: kamctl checkin CLIENT", who=who)
    return mine


class _Visit:
    """One check-in: the questions, and what was answered."""

    def __init__(self, app: App, snapshot: Snapshot, portfolio: Portfolio) -> None:
        from kamctl.upkeep.checkin import questions

        self._app = app
        self._snapshot = snapshot
        self._schema = portfolio.schema
        self._entries = portfolio.plans
        self._due = {entry.client: questions(entry, portfolio.schema, app.today) for entry in portfolio.plans}
        self._benches: dict[str, Bench] = {}
        self.answers = 0

    def ask(self) -> None:
        """Every question, client by client; a note on each client of whom something was due, or on all."""
        total = sum(map(len, self._due.values()))
        asked = [entry for entry in self._entries if self._due[entry.client] or not total]
        number = 0
        for entry in asked:
            self._say(Sentence(entry.client + (f"  {entry.plan.client}" if entry.plan.client else "")), bold=True)
            if not total:
                self._say(say("Nothing is due."))
            for question in self._due[entry.client]:
                number += 1
                self._ask_one(entry, question, f"{number} of {total}")
            self._ask_note(entry)

    def _ask_one(self, entry: Entry, question: Question, place: str) -> None:
        from kamctl.render.prose import behind
        from kamctl.upkeep.checkin import edits

        width, hang = self._app.terminal.width, len(place) + 2
        lines = behind(f"{place}  ", str(question.item.message), width) + behind(" " * hang, str(question.known), width)
        self._app.terminal.note("".join(f"{line}\n" for line in lines))
        how = say("{question} Enter skips.", question=_whole(question.how))
        self._ask_until(entry, how, lambda typed: edits(question, typed, self._schema, entry, self._app.today))

    def _ask_note(self, entry: Entry) -> None:
        from kamctl.upkeep.checkin import note

        if "history" in self._schema.layout.shape.fields:
            self._ask_until(
                entry, say("A note on what happened? Enter skips."), lambda typed: note(typed, self._app.today)
            )

    def _ask_until(self, entry: Entry, how: Sentence, meant: Callable[[str], list[Edit] | Sentence]) -> None:
        """Ask until the answer is one that lint takes, or none."""
        from kamctl.render.wording import with_hint

        self._say(how)
        while typed := self._app.terminal.ask(">"):
            if any("\ud800" <= character <= "\udfff" for character in typed):
                self._say(say("This has bytes that are no text; type it again."))
                continue
            edits = meant(typed)
            if isinstance(edits, Sentence):
                self._say(edits)
                continue
            bench = self._bench(entry)
            made = bench.tried(edits)
            if not made.wrong:
                bench.take(made)
                self.answers += 1
                self._show(bench, edits)
                break
            for sentence in dict.fromkeys(with_hint(finding) for finding in made.wrong):
                self._say(Sentence("{said}", {"said": sentence}))
        self._app.terminal.note("\n")

    def _show(self, bench: Bench, edits: list[Edit]) -> None:
        """What will stand in the file."""
        from kamctl.edit.edits import Append, Set
        from kamctl.plan.fault import dotted

        document = bench.document
        for one in edits:
            if isinstance(one, Set):
                self._say(say("  {field}: {text}", field=_whole(dotted(one.path)), text=_whole(document.raw(one.path))))
            elif isinstance(one, Append) and isinstance(one.value, dict):
                self._say(
                    say(
                        "  {field}: {text}",
                        field=dotted(one.path),
                        text=_whole(", ".join(map(str, one.value.values()))),
                    )
                )

    def agreed(self) -> bool:
        """The one question before all is written."""
        from kamctl.render.safe import inert

        names = listing(bench.file.name for bench in self._changed)
        return self._app.terminal.confirm(inert(f"Write {count(self.answers, 'answer')} to {names}?"), default=True)

    def write(self) -> int:
        """Check all plans, write them, and offer to save them."""
        from kamctl.cli.bench import new_errors, write
        from kamctl.render import lint_text

        app = self._app
        report = new_errors(app, self._snapshot, self._schema, self._changed)
        if report.errors:
            app.terminal.write(lint_text.render(report, width=app.terminal.width, colour=app.terminal.colour))
            app.terminal.note("Nothing was written.\n")
            return 1
        write(app, self._changed)
        self._say(say("Wrote {files}.", files=listing(bench.file.name for bench in self._changed)))
        return self._offer()

    def _offer(self) -> int:
        import os

        from kamctl.cli.saving import save
        from kamctl.plan.load import client_id

        app = self._app
        root = app.workspace.root
        if not any(os.path.lexists(folder / ".git") for folder in (root, *root.parents)):
            return 0
        clients = [client_id(bench.file.name) for bench in self._changed]
        try:
            wanted = app.terminal.confirm("Save it in git now?", default=True)
        except (KeyboardInterrupt, click.Abort):
            app.terminal.note("\nIt is written, and not saved in git yet: kamctl save\n")
            raise click.Abort from None
        return save(app, clients) if wanted else 0

    @property
    def _changed(self) -> list[Bench]:
        return [bench for bench in self._benches.values() if bench.changed]

    def _bench(self, entry: Entry) -> Bench:
        from kamctl.cli.bench import Bench

        found = self._benches.get(entry.client)
        if found is None:
            file = self._snapshot.file(entry.document.source.name)
            assert file is not None
            found = self._benches[entry.client] = Bench(self._app, self._snapshot, self._schema, file, entry.document)
        return found

    def _say(self, sentence: Sentence, bold: bool = False) -> None:
        from kamctl.render.prose import BOLD, Paint, fold

        text = str(sentence)
        indent = len(text) - len(text.lstrip(" "))
        lines = fold(text.strip(), self._app.terminal.width - indent)
        paint = Paint(self._app.terminal.colour)
        self._app.terminal.note("".join(f"{' ' * indent}{paint(line, BOLD if bold else '')}\n" for line in lines))


def _whole(text: object) -> Listing:
    return Listing(str(text))
