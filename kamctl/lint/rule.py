"""The rule protocol: what a rule is given, what it yields.

A rule is a module in `kamctl/rules` with a `RULE`. Its docstring is the published page of `kamctl explain`: why the
rule exists, then a sample headed `Bad:` and one headed `Good:`. A rule yields bare problems; the engine stamps name
and severity on them, drops what a comment allows and puts them in order.

A rule has one or more of six parts:

- `word` puts a fault of the reader or the model that bears the rule's name into words;
- `check` looks at one plan;
- `gather` notes what matters of one plan, and `conclude` looks at the notes of all plans together;
- `check_schema` looks at the files of `schema/`;
- `judge` looks at what one commit did, or a range of them; `kamctl guard` runs these, and lint none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from kamctl.lint.finding import ERROR
from kamctl.plan.document import Document
from kamctl.plan.fault import Fault, Path, dotted
from kamctl.plan.lapse import Ask
from kamctl.plan.model import Plan
from kamctl.plan.schema import Schema
from kamctl.plan.source import Source
from kamctl.words import Sentence

if TYPE_CHECKING:
    from kamctl.guard.authority import Authority
    from kamctl.guard.deed import Act, Deed
    from kamctl.history.change import Change

TEXT, FORMAT, PERIODS, CONTENT, GIT, SCHEMA, GUARD = "text", "format", "periods", "content", "git", "schema", "guard"

SCHEMA_ERROR, UNUSED_ALLOW = "schema-error", "unused-allow"
"""The two rules that the engine knows by name: it raises their faults, or stamps others with them."""

STALE_PLAN = "stale-plan"
"""The rule for which lint looks into the history, unless it is off."""


class Place(NamedTuple):
    """A stretch of a file: offsets in characters, half-open."""

    source: Source
    start: int
    end: int


class Fix(NamedTuple):
    """The text that mends a problem, to stand from `start` to `end`.

    Where both are None the text is the whole file's, which was in another encoding.
    """

    start: int | None
    end: int | None
    text: str


class Wording(NamedTuple):
    """What is said of a fault, and what would mend it where there is one meaning."""

    message: Sentence
    hint: Sentence | None = None
    fix: Fix | None = None


class Problem(NamedTuple):
    """What a rule found, before the engine has stamped its name and severity on it."""

    place: Place
    message: Sentence
    hint: Sentence | None = None
    field: str | None = None
    fix: Fix | None = None


class Offence(NamedTuple):
    """What a rule of guard holds against a deed: against one of its changes, or (None) against the deed as such.

    `act` is whom it is charged to, where that is another than the act that the rule was given.
    """

    deed: Deed
    message: Sentence
    hint: Sentence | None = None
    change: Change | None = None
    act: Act | None = None


class Subject(NamedTuple):
    """One file under lint. `client` is the plan's id (None for a file of the schema).

    `plan` is what could be read of the plan; None where nothing could.
    """

    client: str | None
    document: Document
    plan: Plan | None = None

    @property
    def source(self) -> Source:
        """The text of the file."""
        return self.document.source

    def at(self, *path: object) -> Place:
        """The place of the value at a path; of the thing round it where there is none."""
        return self._place(self._existing(path), key=False)

    def key(self, *path: object) -> Place:
        """The place of the key at a path; the file's first character for the plan itself."""
        return self._place(self._existing(path), key=True)

    def problem(
        self, path: tuple[object, ...], message: Sentence, hint: Sentence | None = None, *, key: bool = False
    ) -> Problem:
        """A problem of the field at a path, shown at its value or, with `key`, at its name."""
        place = self.key(*path) if key else self.at(*path)
        return Problem(place, message, hint, dotted(_steps(path)) or None)

    def _existing(self, path: tuple[object, ...]) -> Path:
        steps = _steps(path)
        while steps and not self.document.has(steps):
            steps = steps[:-1]
        return steps

    def _place(self, path: Path, key: bool) -> Place:
        start, end = self.document.key_span(path) if key or not path else self.document.span(path)
        return Place(self.source, start, end)


def _steps(path: tuple[object, ...]) -> Path:
    """Path steps as the document knows them; a period goes by its name."""
    return tuple(step if isinstance(step, int) else str(step) for step in path)


class Context(NamedTuple):
    """What every rule may know beside its subject. `schema` is what SKAM say; `today` decides what is due.

    `whole`: the repository as a whole is checked, not single files of it. `updated` is the day on which each client's
    plan was last changed in meaning, None for one on which it was too long ago for any rule; plans that git does not
    have yet are not in it. Where it is None nothing is known of the past. `ask` tells what changed since approvals that
    no longer hold; to look into the past takes time, so a rule asks once, and only where there are any.
    """

    schema: Schema
    today: date
    whole: bool = True
    updated: Mapping[str, date | None] | None = None
    ask: Ask | None = None


Options = Mapping[str, Any]


class Option(NamedTuple):
    """An option of a rule: its default and what it means. A number of the default's kind is expected."""

    default: Decimal
    description: str


class Rule(NamedTuple):
    """A lint rule; see the module's docstring for its parts.

    `allowable`: a comment may silence it, unless SKAM say no.
    """

    name: str
    group: str
    page: str
    severity: str = ERROR
    options: Mapping[str, Option] = {}
    allowable: bool = True
    word: Callable[[Fault, Source], Wording] | None = None
    check: Callable[[Plan, Subject, Context, Options], Iterable[Problem]] | None = None
    gather: Callable[[Subject, Context], Any] | None = None
    conclude: Callable[[list[Any], Context, Options], Iterable[Problem]] | None = None
    check_schema: Callable[[Context, Options], Iterable[Problem]] | None = None
    judge: Callable[[Act, Authority], Iterable[Offence]] | None = None

    @property
    def fixed(self) -> bool:
        """Whether it is an error whatever SKAM say: a file that cannot be read safely is never fine."""
        return self.severity == ERROR and (self.group == TEXT or self.name == SCHEMA_ERROR)

    @property
    def summary(self) -> str:
        """The first sentence of the rule's page."""
        return " ".join(self.page.strip().split("\n\n")[0].split())
