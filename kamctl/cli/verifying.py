"""Whether the plan still says what a document was made of, and if not, what is different."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kamctl.cli.app import App
from kamctl.cli.child import filled
from kamctl.cli.forms import Source, job_of, with_forms
from kamctl.cli.tree import snapshot_of
from kamctl.errors import HistoryError, UsageError, reason
from kamctl.exchange.documents.comparison import Difference, differences
from kamctl.exchange.documents.forms import Form, forms_among
from kamctl.exchange.documents.origin import SHOWN
from kamctl.exchange.documents.stamp import Stamp
from kamctl.exchange.documents.stamped import stamp_of
from kamctl.plan.load import client_id
from kamctl.render.prose import fold
from kamctl.render.safe import inert
from kamctl.words import Sentence, count, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamctl.exchange.documents.filling import Filled, Job

LARGEST_DOCUMENT = 30 * 1024 * 1024


def verify_document(app: App, name: str) -> int:
    """Tell what has become of the facts of a document."""
    stamp = _stamp(app, name)
    told = say("of {day}, {origin}", day=stamp.today, origin=stamp.origin.words("en"))
    about = f"{inert(name)}: {inert(stamp.form)} of {inert(stamp.client)}, {inert(str(told))}"
    snapshot = app.snapshot()
    if stamp.client not in {client_id(file.name) for file in snapshot.plans}:
        app.terminal.write(f"{about}\nThere is no plan of {inert(stamp.client)} any more.\n")
        return 1
    now = Source(app.workspace, snapshot)
    then, form = _then(app, stamp)
    if form is None:
        form = next((each for each in forms_among(app.workspace.form_files()) if each.id == stamp.form), None)
    if form is None:
        raise UsageError(
            "The form {form} is not there any more, so nobody knows what {file} was made of.",
            form=stamp.form,
            file=name,
        )
    job = _again(app, now, then, stamp, form)
    made = filled(job, form.path)
    if made.stamp is not None and made.stamp.fingerprint == stamp.fingerprint:
        app.terminal.write(f"{about}\nThe plan still says the same.\n")
        return 0
    lines = _changed(app, then, stamp, form, job, made)
    app.terminal.write("".join(f"{line}\n" for line in [about, *lines]))
    return 1


def _again(app: App, now: Source, then: Source | None, stamp: Stamp, form: Form) -> Job:
    """The form as it was, filled in from the plan as it is."""
    source = Source(then.files, now.snapshot) if then is not None else now
    return job_of(app, source, stamp.client, form, stamp.language, stamp.today)


def _stamp(app: App, name: str) -> Stamp:
    path = app.folder / name
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_DOCUMENT + 1)
    except (OSError, ValueError) as error:
        why = reason(error) if isinstance(error, OSError) else str(error)
        raise UsageError("The file {file} cannot be read: {why}.", file=name, why=why) from error
    stamp = stamp_of(data) if len(data) <= LARGEST_DOCUMENT else None
    if stamp is None:
        raise UsageError(
            "{file} is none of kamctl's documents, or what it says of itself was taken out.",
            "Only files that kamctl doc wrote can be verified.",
            file=name,
        )
    return stamp


def _then(app: App, stamp: Stamp) -> tuple[Source | None, Form | None]:
    """The state that a document comes from, and its form there; nothing where git does not have it."""
    if stamp.origin.commit is None or stamp.origin.changed:
        return None, None
    try:
        with app.repository() as repository:
            commit = repository.resolve(stamp.origin.commit)
            source, forms = with_forms(repository, snapshot_of(repository, commit), commit)
            form = next((each for each in forms if each.id == stamp.form), None)
            return (None, None) if form is None else (source, form)
    except (HistoryError, UsageError):
        return None, None


def _changed(app: App, then: Source | None, stamp: Stamp, form: Form, job: Job, made: Filled) -> Sequence[str]:
    """What is different, as far as the state that the document comes from is known."""
    if then is not None:
        before = job_of(app, then, stamp.client, form, stamp.language, stamp.today)
        was = filled(before, form.path)
        if was.stamp is not None and was.stamp.fingerprint == stamp.fingerprint:
            found = differences(before.facts, job.facts, {*was.used, *made.used})
            head = f"The plan says something else now in {count(len(found), 'field')}:"
            return [head, *(line for each in found for line in _told(each, app.terminal.width))]
    told = say("The plan says something else now; what, is not known: {why}.", why=_why_unknown(then, stamp))
    return fold(str(told), app.terminal.width)


def _why_unknown(then: Source | None, stamp: Stamp) -> Sentence:
    if stamp.origin.commit is None or stamp.origin.changed:
        return say("the file was made of what no commit has")
    commit = stamp.origin.commit[:SHOWN]
    if then is None:
        return say("this repository does not have commit {commit}, or not the form in it", commit=commit)
    return say("commit {commit} does not have what the file says", commit=commit)


def _told(difference: Difference, width: int) -> list[str]:
    field = f"  {difference.field}"
    if difference.new is None:
        return fold(f"{field}  {difference.old} is gone" if difference.old else f"{field} is gone", width, hang=6)
    if difference.old is None:
        return fold(f"{field}  {difference.new} is new" if difference.new else f"{field} is new", width, hang=6)
    if difference.old == difference.new:
        return fold(f"{field} has others inside", width, hang=6)
    return fold(f"{field}  {difference.old} → {difference.new}", width, hang=6)
