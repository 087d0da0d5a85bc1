"""Options and completions that several commands share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.shell_completion import CompletionItem

from kamctl.cli import app as edge
from kamctl.errors import KamctlError
from kamctl.render.safe import inert

if TYPE_CHECKING:
    from kamctl.plan.document import Document, Value
    from kamctl.plan.fault import Path
    from kamctl.plan.schema import Schema
    from kamctl.plan.shape import Shape

at_option = click.option(
    "--at",
    metavar="REV|DATE",
    help="As it was in a commit, or at the end of a day in UTC (2026-02-03, by the committers' dates). What is due is "
    "still told by --today.",
)
"""For commands that read the repository through `App.snapshot(at)`."""

Command = TypeVar("Command", bound=Callable[..., Any])


class TypedCommand(click.Command):
    """A command whose arguments are typed as they are said: `-5` or `-5% on milk` is a value.

    Only a whole word that is the name of an option is one; letters inside of another are never options.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the options before the arguments, and a `--` between them."""
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        names = {name: option for option in options for name in (*option.opts, *option.secondary_opts)}
        found: list[str] = []
        typed: list[str] = []
        words = iter(args)
        for word in words:
            if word == "--":
                typed += words
            elif word in names:
                value = [] if names[word].is_flag or names[word].count else list(islice(words, 1))
                if value or names[word].is_flag or names[word].count:
                    found += [word, *value]
                elif not ctx.resilient_parsing:  # the shell completes just that value
                    raise click.BadOptionUsage(word, f"Option {word!r} requires an argument.", ctx)
            elif word.startswith("--") and word.partition("=")[0] in names:
                found.append(word)
            else:
                typed.append(word)
        return super().parse_args(ctx, [*found, "--", *typed])


def edit_options(command: Command) -> Command:
    """The options of commands that edit a plan."""
    no_input = click.option("--no-input", is_flag=True, help="Ask nothing; a near miss is an error.")
    dry_run = click.option("--dry-run", "-n", is_flag=True, help="Show what it would do, and write nothing.")
    return no_input(dry_run(command))


# What every shell takes for one plain word; a file may be called `$(reboot).yaml`.
_WORD = re.compile(r"\w[\w./-]*")


def _offered(words: Mapping[str, str | None], typed: str) -> list[CompletionItem]:
    """The words that begin as typed, each with what is said of it; none that would act where it is typed."""
    fitting = [word for word in words if word.startswith(typed) and _WORD.fullmatch(word)]
    return [CompletionItem(word, help=inert(words[word] or "") or None) for word in fitting]


def complete_client(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The ids of the repository's clients that begin as typed; nothing where there is no repository."""
    import unicodedata

    from kamctl.plan.load import client_id

    typed = unicodedata.normalize("NFC", incomplete)
    try:
        plans, _ = edge.current(context).workspace.plan_files()
    except KamctlError:
        return []
    clients = sorted({client_id(plan.name) for plan in plans})
    return _offered(dict.fromkeys(clients), typed)


def complete_rule(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The names of the rules that begin as typed."""
    from kamctl.lint.catalog import RULES

    return _offered({rule.name: rule.summary for rule in RULES}, incomplete)


def complete_segment(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The client classes that begin as typed."""
    schema = _schema(context)
    segments = (schema.format.segments or {}) if schema else {}
    return _offered({name: entry.title for name, entry in segments.items()}, incomplete)


def complete_person(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The ids of the KAMs that begin as typed; of anybody where no KAM's does."""
    schema = _schema(context)
    people = (
        {person: entry for person, entry in schema.people.items() if person.startswith(incomplete)} if schema else {}
    )
    kams = {person: entry for person, entry in people.items() if entry.role == "kam"}
    return _offered({person: entry.name for person, entry in (kams or people).items()}, incomplete)


def complete_kpi(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The KPIs that begin as typed, sales among them."""
    schema = _schema(context)
    titles = {kpi: entry.title for kpi, entry in schema.kpis.items()} if schema else {}
    return _offered({"sales": None, **titles}, incomplete)


def complete_mapping(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The mappings for files of other programs that begin as typed."""
    schema = _schema(context)
    return _offered(dict.fromkeys(schema.imports) if schema else {}, incomplete)


def complete_contact(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The contacts of the client's plan that begin as typed."""
    return _named_things(context, "contacts", "name", incomplete)


def complete_activity(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The activities of the client's plan that are not done and begin as typed."""
    return _named_things(context, "activities", "what", incomplete, without="done")


def complete_period(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The checkpoints of the client's plan that begin as typed."""
    schema, document = _schema(context), _document(context)
    written = document.value(("period",)) if document is not None and document.has(("period",)) else ""
    period = schema.calendar.parse(str(written)) if schema else None
    if schema is None or period is None:
        return []
    return _offered({part.name: None for part in schema.calendar.parts(period, schema.checkpoint)}, incomplete)


def complete_field(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The fields that the client's plan has, up to the next dot."""
    document = _document(context)
    return _fields(document, None, incomplete) if document is not None else []


def complete_field_or_value(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """A field that the client's plan has or may have, up to the next dot; behind a field what can be its value."""
    from kamctl.plan.answers import field_path
    from kamctl.plan.shape import CHOICE, PERSON, PRODUCT, Leaf, shape_at

    document, schema = _document(context), _schema(context)
    words: tuple[str, ...] = context.params.get("words") or ()
    if document is None or schema is None:
        return []
    if len(words) % 2 == 0:
        return _fields(document, schema.layout.shape, incomplete)
    path = field_path(schema.layout.shape, words[-1])
    leaf = shape_at(schema.layout.shape, path) if path else None
    if not isinstance(leaf, Leaf):
        return []
    offers: dict[str, Mapping[str, str | None]] = {
        CHOICE: dict.fromkeys(leaf.choices),
        PERSON: {person: entry.name for person, entry in schema.people.items()},
        PRODUCT: {product: entry.title for product, entry in schema.products.items()},
    }
    return _offered(offers.get(leaf.type, {}), incomplete)


def _fields(document: Document, shape: Shape | None, incomplete: str) -> list[CompletionItem]:
    """The names that may follow the last dot of what was typed, each with all that stands before it."""
    from kamctl.plan.shape import step_into

    head, dot, _ = incomplete.rpartition(".")
    path: Path = ()
    for name in head.split(".") if dot else ():
        step = int(name) - 1 if name.isdecimal() and name.isascii() and len(name) < 4 else name
        path, shape = (*path, step), step_into(shape, step)
    value = document.get(path)
    names = dict.fromkeys([*_names_of(value), *_names_in(shape)])
    return _offered({f"{head}{dot}{name}": title for name, title in names.items()}, incomplete)


def _names_of(value: Value) -> Iterable[str]:
    if isinstance(value, list):
        return (str(index + 1) for index in range(len(value)))
    return value if isinstance(value, dict) else ()


def _names_in(shape: Shape | None) -> Iterable[str]:
    from kamctl.plan.order import names_in_order

    return names_in_order(shape) or ()


def _named_things(
    context: click.Context, section: str, about: str, incomplete: str, without: str = ""
) -> list[CompletionItem]:
    """The things of a section of the client's plan, each with what its field `about` says."""
    document = _document(context)
    things = document.get((section,)) if document is not None else None
    if not isinstance(things, dict):
        return []
    fields = {name: thing if isinstance(thing, dict) else {} for name, thing in things.items()}
    offers = {name: str(thing.get(about) or "") for name, thing in fields.items() if without not in thing}
    return _offered(offers, incomplete)


def _document(context: click.Context) -> Document | None:
    """The plan of the client that was typed already."""
    import unicodedata

    from kamctl.plan.document import read
    from kamctl.plan.load import client_id

    # Behind an option that waits for its value, click has not told the words apart yet.
    words = [word for word in context.args if not word.startswith("-")]
    client = unicodedata.normalize("NFC", str(context.params.get("client") or next(iter(words), "")))
    try:
        plans, _ = edge.current(context).workspace.plan_files()
    except KamctlError:
        return None
    found = [plan for plan in plans if client_id(plan.name) == client]
    return read(found[0]) if len(found) == 1 else None


def complete_folder(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The folders of plans that begin as typed."""
    try:
        folders = edge.current(context).workspace.plan_folders()
    except KamctlError:
        return []
    return _offered(dict.fromkeys(folders), incomplete)


def _schema(context: click.Context) -> Schema | None:
    try:
        return edge.current(context).snapshot().schema()
    except KamctlError:
        return None


clients_argument = click.argument("clients", nargs=-1, metavar="[CLIENT]...", shell_complete=complete_client)
"""For commands that tell of all plans, or of some clients' (`cli.portfolio.of_clients`)."""

kams_option = click.option(
    "--kam", "kams", metavar="ID", multiple=True, shell_complete=complete_person, help="Only this KAM. Several times."
)
"""The same of some KAMs' (`cli.portfolio.of_kams`)."""

LANGUAGES = ("ru", "en")


def language_option(default: str | None) -> Callable[[Command], Command]:
    """The option `--lang` of a command that writes for a client."""
    return click.option(
        "--lang",
        "language",
        type=click.Choice(LANGUAGES),
        default=default,
        show_default=True,
        help="The language it is in.",
    )


def complete_form(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The forms that begin as typed."""
    from kamctl.exchange.documents.forms import forms_among

    try:
        forms = forms_among(edge.current(context).workspace.form_files())
    except KamctlError:
        return []
    return _offered(dict.fromkeys(form.id for form in forms), incomplete)
