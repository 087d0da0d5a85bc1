"""Edits of one plan, as every command makes them: tried in memory, judged by lint, written whole, told in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from typing import TYPE_CHECKING, NamedTuple

from kamctl.cli.app import App
from kamctl.cli.portfolio import plan_file, schema_of
from kamctl.edit.editing import Edited, edit
from kamctl.edit.edits import Append, Content, Edit, Set
from kamctl.edit.pen import meaning
from kamctl.edit.spot import require_editable
from kamctl.history.change import REMOVED, Change
from kamctl.history.compare import compare
from kamctl.history.meaning import same
from kamctl.lint.difference import difference
from kamctl.lint.finding import ERROR, Finding, LintReport
from kamctl.lint.nearest import nearest
from kamctl.lint.snapshot import Snapshot, lint_edit
from kamctl.plan.document import Document, read
from kamctl.plan.fault import Path, dotted
from kamctl.plan.order import PlanOrder
from kamctl.plan.schema import Schema
from kamctl.plan.shape import shape_at
from kamctl.plan.source import RawFile
from kamctl.render.prose import fold
from kamctl.render.safe import inert
from kamctl.words import count, listing, say

if TYPE_CHECKING:
    from kamctl.render.edit_text import Place

HISTORY = "history"


class AtHand(NamedTuple):
    """One plan that is to be edited, in the repository that it lies in.

    `asks`: somebody is there to be asked what they meant.
    """

    app: App
    snapshot: Snapshot
    schema: Schema
    file: RawFile
    document: Document
    asks: bool

    @property
    def currency(self) -> str:
        """The code of the money that plans are kept in; empty where it is not known."""
        return self.schema.format.currency or ""


class Attempt(NamedTuple):
    """Edits that were made in memory: what they change in meaning, and the errors that they would bring."""

    edited: Edited
    changes: tuple[Change, ...]
    wrong: tuple[Finding, ...]


Make = Callable[[Document], Sequence[Edit]]
"""The edits that are wanted, of the plan as it is at the moment when nobody else writes."""


def plan_at_hand(app: App, client: str, *, no_input: bool = False) -> AtHand:
    """The plan of a client, by an id in any normal form; a near miss is asked about.

    EditError where the file could not be read whole: what it has and has not is not known.
    """
    snapshot = app.snapshot()
    asks = app.terminal.asks and not no_input
    file = plan_file(app, snapshot, client, asks=asks)
    document = read(file)
    require_editable(document)
    return AtHand(app, snapshot, schema_of(snapshot), file, document, asks)


def attempt(hand: AtHand, edits: Sequence[Edit]) -> Attempt:
    """The edits, made and judged in memory. A value that means what stands there already is left as it is written."""
    shape = hand.schema.layout.shape
    new_edits = [one for one in edits if not _says_so(hand, one)]
    edited = edit(hand.document, new_edits, PlanOrder.of(hand.schema))
    if not edited.changed:
        return Attempt(edited, (), ())
    changes = tuple(compare(hand.document.values, edited.document.values, shape))
    file = RawFile(hand.file.name, edited.data)
    before, after = lint_edit(hand.snapshot, hand.file, file, hand.app.today, hand.schema)
    new = difference(before.findings, after.findings).new
    touched = {change.field for change in changes if change.kind != REMOVED}
    wrong = [found for found in after.findings if found.severity == ERROR and (found in new or found.field in touched)]
    return Attempt(edited, changes, tuple(wrong))


def note_edits(document: Document, note: dict[str, Content]) -> Sequence[Edit]:
    """A dated note as an edit of the history; nothing where it stands there already."""
    notes = document.get((HISTORY,))
    if isinstance(notes, list) and meaning(note) in notes:
        return []
    return [Append((HISTORY,), note)]


def carry_out(hand: AtHand, make: Make, *, dry_run: bool = False) -> int:
    """Make edits of a plan and tell what came of it; the exit code.

    Nothing is written where lint would find new errors, and nothing where it would change nothing.
    """
    workspace = hand.app.workspace
    with nullcontext() if dry_run else workspace.alone():
        if not dry_run and (now := workspace.read(hand.file.name)) != hand.file:
            hand = hand._replace(file=now, document=read(now), snapshot=hand.snapshot.with_file(now))
        edits = make(hand.document)
        made = attempt(hand, edits)
        if made.wrong:
            return refuse(hand, made, edits)
        if made.edited.changed and not dry_run:
            workspace.write(hand.file.name, made.edited.data, hand.file.data)
    tell(hand, made, edits, dry_run=dry_run)
    return 0


def refuse(hand: AtHand, made: Attempt, edits: Sequence[Edit]) -> int:
    """Show what lint has against an edit, and whose name is near one that would be new."""
    from kamctl.render import lint_text

    terminal = hand.app.terminal
    report = LintReport.of(made.wrong, 1)
    terminal.write(lint_text.render(report, width=terminal.width, colour=terminal.colour))
    near = dict.fromkeys(filter(None, (_near(hand.document, one.path) for one in edits)))
    terminal.note("".join(f"Did you mean {inert(name)}?\n" for name in near))
    terminal.note("Nothing was written.\n")
    return 1


def _near(document: Document, path: Path) -> str | None:
    """What is there already and has a name near to the first one of a path that is not."""
    for depth, step in enumerate(path):
        owner = path[:depth]
        names = document.get(owner)
        if not isinstance(names, dict):
            return None
        if step not in names:
            near = nearest(str(step), names)
            return dotted((*owner, near)) if near else None
    return None


def _places(document: Document, paths: Sequence[Path]) -> list[Place]:
    """Where values stand and how they are written, by line in the order of the file."""
    from kamctl.render.edit_text import Place

    source = document.source
    written: dict[int, list[str]] = {}
    for path in sorted(paths, key=lambda path: document.span(path)[0]):
        value = document.raw(path).split("\n")[0].rstrip()
        start, end = document.key_span(path)
        name = "-" if isinstance(path[-1], int) else f"{source.text[start:end]}:"
        written.setdefault(source.position(document.span(path)[0])[0], []).append(f"{name} {value}")
    return [Place(source.name, number, ", ".join(parts)) for number, parts in written.items()]


def tell(hand: AtHand, made: Attempt, edits: Sequence[Edit], *, dry_run: bool) -> None:
    """What was changed, in the words of `diff`, and how it stands in the file now."""
    from kamctl.cli.diff import arrow
    from kamctl.history.spelling import lines
    from kamctl.history.weight import SKAM_ONLY, Measure, weigh
    from kamctl.render import edit_text

    terminal, schema = hand.app.terminal, hand.schema
    measure = Measure(schema.format.skam_only or (), schema.calendar, hand.app.today)
    weights = [weigh(change, measure) for change in made.changes]
    document = made.edited.document
    asked = [one.path for one in edits if isinstance(one, Set)]
    paths = [change.path for change in made.changes if change.kind != REMOVED] if made.changes else asked
    places = _places(document, [path for path in paths if document.has(path)])
    told = lines(made.changes, weights)
    terminal.write(edit_text.as_text(told, places, width=terminal.width, colour=terminal.colour, arrow=arrow()))
    barred = [change.field for change, weight in zip(made.changes, weights, strict=True) if SKAM_ONLY in weight.reasons]
    if barred:
        sentence = say("Only SKAM may change {fields}: guard will ask for one of them.", fields=listing(barred))
        terminal.note("".join(f"{line}\n" for line in fold(str(sentence), terminal.width)))
    if not made.edited.changed:
        terminal.note("The plan says so already; nothing was written.\n")
    elif dry_run:
        terminal.note(f"Nothing was written: --dry-run shows {count(len(made.changes), 'change')}.\n")
    elif not made.changes:
        terminal.note(f"{inert(document.source.name)} was written, and means what it meant before.\n")


def _says_so(hand: AtHand, one: Edit) -> bool:
    """Whether an edit sets a value to what it means already, however that is written."""
    from kamctl.edit.pen import meaning

    if not isinstance(one, Set) or not hand.document.has(one.path):
        return False
    old, new = hand.document.value(one.path), meaning(one.value)
    if isinstance(old, dict | list) or isinstance(new, dict | list):
        return False
    return same(old, new, shape_at(hand.schema.layout.shape, one.path))
