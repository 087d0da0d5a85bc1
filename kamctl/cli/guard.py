"""`kamctl guard`: may these authors change these fields?"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click

from kamctl.cli import app as edge
from kamctl.cli.app import App
from kamctl.cli.lint import FORMATS, show_report
from kamctl.errors import HistoryError, RepositoryError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kamctl.gitrepo.commit import Commit
    from kamctl.gitrepo.repository import Repository
    from kamctl.guard.authority import Authority
    from kamctl.guard.check import Vouch
    from kamctl.lint.finding import LintReport


@click.command("guard")
@click.argument("span", metavar="RANGE")
@click.option(
    "--require-signed", is_flag=True, help="Every commit must be signed by a key that the base lists for its author."
)
@click.option("--format", "format_", type=click.Choice(FORMATS), default="text", show_default=True, help="How to show.")
@click.option("--output", metavar="FILE", help="Write the report to FILE; - prints it.")
@click.pass_context
def command(context: click.Context, span: str, require_signed: bool, format_: str, output: str | None) -> int:
    """Judge each commit of RANGE, and what they change as a whole: may these authors change these fields?

    RANGE is A..B, where B was made from A, or A...B: from where the two parted to B. Left out, a side is HEAD. People,
    owners, the fields of skam_only, the mailmap and the severities are those of A (or of where they parted), so that
    nobody can grant themselves anything; no comment silences a finding.

    Exit code 0: nothing is held against the range; 1: findings; 2: it could not be judged, or there is nothing in it.
    """
    app = edge.current(context)
    with app.repository() as repository:
        report = _report(app, repository, _span(repository, span), require_signed)
    show_report(app, report, format_, output)
    return 1 if report.failed else 0


class _Span(NamedTuple):
    """A range by its commits; `merged`: there is nothing in it because the base has all of it already."""

    base: str
    tip: str
    merged: bool = False


def _span(repository: Repository, text: str) -> _Span:
    """The range that a user means; an error where it is none, or nothing can be told of it."""
    repository.require_whole()
    dots = "..." if "..." in text else ".."
    before, found, after = text.partition(dots)
    if not found:
        raise UsageError(
            "The range {text} has one end only.", "Write A..B, or A...B for what B has since it left A.", text=text
        )
    one = repository.resolve(before or "HEAD")
    tip = repository.resolve(after or "HEAD")
    if dots == "...":
        return _since_parting(repository, one, tip, text)
    if one == tip:
        raise HistoryError("The range {text} is empty: both ends are one commit, so nothing was checked.", text=text)
    if repository.leads_to(one, tip):
        return _Span(one, tip)
    if repository.leads_to(tip, one):
        raise HistoryError("The range {text} is reversed: {old} was made from {new}.", "Write it the other way round.",
                           text=text, old=before or "HEAD", new=after or "HEAD")  # fmt: skip
    raise HistoryError(
        "The base {base} is not among the commits from which {tip} was made: one of the two has moved on, or history "
        "was rewritten.",
        "Give the commit where they parted, or write {base}...{tip}.",
        base=before or "HEAD",
        tip=after or "HEAD",
    )


def _since_parting(repository: Repository, one: str, tip: str, text: str) -> _Span:
    bases = repository.bases(one, tip)
    if not bases:
        raise HistoryError("The two ends of {text} have no history in common, so there is no base to judge by.",
                           text=text)  # fmt: skip
    if len(bases) > 1:
        raise HistoryError(
            "The two ends of {text} were merged crosswise and parted at several commits, so the base is not clear.",
            "Merge the first into the second, and try again.",
            text=text,
        )
    return _Span(bases[0], tip, merged=bases[0] == tip)


def _report(app: App, repository: Repository, span: _Span, require_signed: bool) -> LintReport:
    from kamctl.guard.check import Span, check
    from kamctl.lint.catalog import RULES
    from kamctl.lint.finding import Guarded, LintReport

    authority = authority_of(repository, span.base)
    if span.merged:
        app.terminal.note("The base has all commits of this range already, so there is nothing to check.\n")
        return LintReport((), 0, guarded=Guarded(0, require_signed))
    judged = Span(repository.from_top(), repository.prefix, span.base, span.tip)
    signed = (lambda commits: vouches(repository, authority, commits)) if require_signed else None
    return check(judged, authority, RULES, app.today, signed)


def vouches(repository: Repository, authority: Authority, commits: Sequence[Commit]) -> dict[str, Vouch]:
    """Whose keys signed these commits, by the keys that the base lists."""
    from kamctl.gitrepo.signatures import owners
    from kamctl.guard.check import Vouch

    keys = authority.keys()
    known = owners(keys)
    sealed = repository.seals(commits, [key for each in keys.values() for key in each])
    found = {}
    for id_, seal in sealed.items():
        people = {known.get(fingerprint) for fingerprint in seal.fingerprints} - {None}
        found[id_] = Vouch(people.pop() if len(people) == 1 else None, seal.status)
    return found


def authority_of(repository: Repository, base: str) -> Authority:
    """What the base says of people, owners and protected fields; RepositoryError where it does not say that clearly."""
    from kamctl.cli.past import shown, snapshot_at
    from kamctl.guard.authority import Authority

    snapshot = snapshot_at(repository, base)
    top = repository.from_top()
    entries = [entry for entry in top.files(base, ".mailmap") if entry.path == ".mailmap" and entry.mode == 0o100644]
    contents = [data for _, data in top.blobs(entry.id for entry in entries)]
    authority = Authority(snapshot.schema(), [*snapshot.plans, *snapshot.strays], b"".join(contents))
    for name in authority.troubles():
        raise RepositoryError(
            "The file {name} of the base {base} has faults, so it does not tell who may do what.",
            "SKAM mend it on the base first; kamctl schema check says what is wrong.",
            name=name,
            base=shown(base),
        )
    return authority
