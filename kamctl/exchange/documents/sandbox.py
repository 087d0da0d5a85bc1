"""Where a form runs: Jinja's sandbox, in which it sees facts and spells them, and nothing else.

No loaders, no extensions, none of Jinja's own names but `range`, `dict` and `namespace`; filters that would let a text
go unescaped, draw lots or print what is inside of things are not there. Whatever is printed is escaped for the kind of
file here, whether a form switches Jinja's own escaping off or not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from jinja2 import Template, meta, nodes
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from kamctl.exchange.documents import language as spelling
from kamctl.exchange.documents.told import Day, Log, Missing, Money, Percent, spell

DOCX, HTML, MARKDOWN = ".docx", ".html", ".md"
SUFFIXES = (DOCX, HTML, MARKDOWN)

GLOBALS = ("range", "dict", "namespace")
FILTERS = (
    "abs", "batch", "capitalize", "count", "d", "default", "first", "float", "groupby", "int", "items", "last",
    "length", "list", "lower", "map", "max", "min", "reject", "rejectattr", "replace", "reverse", "round", "select",
    "selectattr", "slice", "sort", "sum", "title", "trim", "truncate", "unique", "upper",
)  # fmt: skip

_MARKS = re.compile(r"[\\`*_\[\]<>#|~&${}@]|:(?=//)|(?<=[wW]{3})\.")
_BLANKS = re.compile(r"[ \t\n]+")
_BLOCK = re.compile(r"^(?:(?=[-+](?:[\s-]|$)|=)|(\d+)(?=[.)](?:\s|$)))")


class FormEnvironment(ImmutableSandboxedEnvironment):
    """Jinja for one form: `suffix` is the kind of file, `log` takes down what the form asks for."""

    def __init__(self, suffix: str, language: str, currency: str, log: Log, names: tuple[str, ...]) -> None:
        missing: type[Missing] = type("Missing", (Missing,), {"_log": log, "__slots__": ()})
        super().__init__(
            autoescape=True, undefined=missing, finalize=self.printed, loader=None, extensions=(), cache_size=0
        )
        self.suffix, self.language, self.currency, self.log = suffix, language, currency, log
        self.missing, self.names = missing, {*names, *GLOBALS}
        self.filters = {name: self.filters[name] for name in FILTERS} | self._filters()
        self.globals = {name: self.globals[name] for name in GLOBALS}

    def from_string(
        self, source: str | nodes.Template, globals: Any = None, template_class: type[Template] | None = None
    ) -> Template:
        """A template; names that nobody knows are noted, wherever they stand."""
        if isinstance(source, str):
            for name in sorted(meta.find_undeclared_variables(self.parse(source)) - self.names):
                self.log.unknown.setdefault(name)
        return super().from_string(source, globals, template_class)

    def unsafe_undefined(self, obj: Any, attribute: str) -> Any:
        """What reaches behind values ends the form at once."""
        raise SecurityError(f"{attribute} of {_article(obj)}")

    def printed(self, value: Any) -> Markup:
        """What stands in the place of an expression: harmless in the file."""
        if isinstance(value, Markup):
            return value  # a part of the form, which was printed before
        return Markup(ESCAPES[self.suffix](spell(value, self.language)))

    def _filters(self) -> dict[str, Callable[..., Any]]:
        return {
            "money": self._money, "number": self._number, "percent": self._percent, "day": self._day,
            "words": self._words, "plural": self._plural, "text": self._text, "join": self._join,
            "sentence": self._sentence, "required": self._required,
        }  # fmt: skip

    def _money(self, value: Any, places: int | None = None) -> Any:
        return value if isinstance(value, Missing) else spelling.money(Decimal(value), self.language, _few(places))

    def _number(self, value: Any, places: int | None = None) -> Any:
        return value if isinstance(value, Missing) else spelling.amount(Decimal(value), self.language, _few(places))

    def _percent(self, value: Any, places: int | None = None) -> Any:
        return value if isinstance(value, Missing) else spelling.percent(Decimal(value), self.language, _few(places))

    def _day(self, value: Any, style: str = "long") -> Any:
        from datetime import date

        return value if isinstance(value, Missing) else spelling.day(date.fromisoformat(value), self.language, style)

    def _words(self, value: Any, currency: str | None = None) -> Any:
        if isinstance(value, Missing):
            return value
        unit = currency or (self.currency if isinstance(value, Money) else None)
        return spelling.in_words(Decimal(value), self.language, unit)

    def _plural(self, value: Any, one: str, *more: str) -> Any:
        return value if isinstance(value, Missing) else spelling.plural(Decimal(value), self.language, one, *more)

    def _text(self, value: Any) -> Any:
        return value if isinstance(value, Missing) else spell(value, self.language)

    def _join(self, values: Any, between: str = ", ") -> str:
        return between.join(spell(value, self.language) for value in values)

    def _sentence(self, value: Any) -> Any:
        text = self._text(value)
        return text if isinstance(text, Missing) else text[:1].upper() + text[1:]

    def _required(self, value: Any, field: str) -> Any:
        """A value of which something must be there; else the field is named as missing."""
        if value:
            return value
        self.log.missing.setdefault(field)
        return ""


def _few(places: int | None) -> int | None:
    return None if places is None else max(0, min(int(places), 9))


_CALLED = {str: "a text", tuple: "a list", Day: "a day", Money: "an amount", Percent: "a percentage"}


def _article(obj: Any) -> str:
    return "what is not there" if isinstance(obj, Missing) else _CALLED.get(type(obj), f"a {type(obj).__name__}")


def _for_word(text: str) -> str:
    # References, and not the braces themselves: docxtpl reads what was printed once more.
    return str(escape(text)).replace("{", "&#123;").replace("}", "&#125;")


def _for_markdown(text: str) -> str:
    line = _BLANKS.sub(" ", text)  # more of them would indent what is no code, or end a paragraph
    return _BLOCK.sub(r"\1\\", _MARKS.sub(lambda found: f"\\{found[0]}", line), count=1)


ESCAPES: Mapping[str, Callable[[str], str]] = {
    DOCX: _for_word,
    HTML: lambda text: str(escape(text)),
    MARKDOWN: _for_markdown,
}
"""How a text is written in each kind of file."""
