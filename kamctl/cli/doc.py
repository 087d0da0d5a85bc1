"""`kamctl doc`: a standard form filled in from a plan, and whether the plan still says what a document does."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

import click

from kamctl.cli import app as edge
from kamctl.cli.app import App
from kamctl.cli.options import at_option, complete_client, complete_form, language_option
from kamctl.errors import UsageError
from kamctl.render.safe import inert

if TYPE_CHECKING:
    from kamctl.exchange.documents.filling import Filled
    from kamctl.exchange.documents.forms import Form

PDF = ".pdf"


@click.command("doc")
@click.argument("client", required=False, shell_complete=complete_client)
@click.argument("form", required=False, shell_complete=complete_form)
@click.option("-o", "--output", metavar="FILE", help="Where to write it; CLIENT-FORM here when left out.")
@language_option(None)
@click.option("--pdf", "as_pdf", is_flag=True, help="As a PDF, by LibreOffice; so does a FILE that ends in .pdf.")
@at_option
@click.option("--verify", metavar="FILE", help="Tell whether the plan still says what FILE was made of.")
@click.pass_context
def command(
    context: click.Context,
    client: str | None,
    form: str | None,
    output: str | None,
    language: str | None,
    as_pdf: bool,
    at: str | None,
    verify: str | None,
) -> int:
    """Fill in FORM, a file of schema/documents/ by its name without the suffix, from the plan of CLIENT.

    What the form needs and the plan does not have is named, all of it, and nothing is written. With --at the form is
    that of the commit too: a document that was lost is made once more, to the byte with the --today that it names.

    Exit code 0: written, or the plan still says the same; 1: something is missing, or the plan says something else
    now; 2: it could not be done, or FILE is no document of kamctl.
    """
    app = edge.current(context)
    if verify is not None:
        if client or form or output or language or as_pdf or at:
            raise UsageError("--verify takes a file and nothing else.", "It knows its client and its form itself.")
        from kamctl.cli.verifying import verify_document

        return verify_document(app, verify)
    return _write(app, client, form, output, language, as_pdf, at)


def _write(
    app: App,
    client: str | None,
    wanted: str | None,
    output: str | None,
    language: str | None,
    as_pdf: bool,
    at: str | None,
) -> int:
    from kamctl.cli import forms
    from kamctl.exchange.documents.forms import choose, unknown_form

    source, held = forms.source_of(app, at)
    if not client or not wanted:
        raise unknown_form(held, wanted or "without a name")
    form, spoken = choose(held, wanted, language)
    job = forms.job_of(app, source, client, form, spoken)
    place, is_pdf = _place(app, job.stamp.client, form, output, as_pdf)
    from kamctl.cli.child import filled, pdf

    made = filled(job, form.path)
    if made.missing or made.lost:
        _tell_missing(app, made, form, job.stamp.client)
        return 1
    document = pdf(made.document, form.suffix) if is_pdf else made.document
    if place == "-":
        app.terminal.write(document.decode("utf-8"))
    else:
        app.deliver_file(document, place)
        app.terminal.note(f"Wrote {inert(place)}.\n")
    return 0


def _place(app: App, client: str, form: Form, output: str | None, as_pdf: bool) -> tuple[str, bool]:
    """Where the document goes, and whether as a PDF; UsageError where the name says something else."""
    suffix = "" if output is None else PurePath(output).suffix.lower()
    is_pdf = as_pdf or suffix == PDF
    if is_pdf and form.suffix == ".md":
        message = "The form {form} is Markdown, of which LibreOffice makes no PDF."
        raise UsageError(message, "Leave --pdf out, and name a file that ends in .md.", form=form.id)
    if output is None:
        name = f"{client}-{form.id}{PDF if is_pdf else form.suffix}"
        if (app.folder / name).exists():
            raise UsageError("{file} is there already.", "Name the file with -o, which replaces it.", file=name)
        app.place_of(name)
        return name, is_pdf
    if output == "-":
        if is_pdf or form.suffix == ".docx":
            raise UsageError("Only text is written to standard output.", "Name a file with -o.")
        return output, False
    app.place_of(output)
    if is_pdf and suffix != PDF:
        message = "With --pdf a PDF is made; {file} is named like another kind."
        raise UsageError(message, "Name a file that ends in .pdf.", file=output)
    if not is_pdf and suffix != form.suffix:
        raise UsageError(
            "The form {form} makes a {kind} file, or a PDF; {file} is named like another kind.",
            "Name a file that ends in {kind} or .pdf.",
            form=form.id,
            kind=form.suffix,
            file=output,
        )
    return output, is_pdf


def _tell_missing(app: App, made: Filled, form: Form, client: str) -> None:
    """Every field that the form needs and does not get."""
    from kamctl.words import count, say

    fields = count(len(made.missing) + len(made.lost), "field")
    message = "The form {form} needs {fields} that the plan of {client} does not have:"
    lines = [f"error: {say(message, form=form.id, fields=fields, client=client)}"]
    lines += [f"  {field}" for field in made.missing]
    lines += [f"  {field} (stands there, but cannot be read; see kamctl lint)" for field in made.lost]
    app.terminal.note("".join(f"{inert(line)}\n" for line in [*lines, "Nothing was written."]))
