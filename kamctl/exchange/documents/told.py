"""Facts as a form meets them: values that print themselves in its language, and a log of all that was asked for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from jinja2 import Undefined
from markupsafe import Markup

from kamctl.exchange.documents import language as spelling
from kamctl.exchange.documents.fact import (
    DAY,
    FLAG,
    INSIDE,
    LOST,
    MONEY,
    NAMED,
    NUMBER,
    PERCENT,
    PERIOD,
    Fact,
    Fields,
    Leaf,
    join,
)

_NO_VALUE = "a section, or a list, cannot be printed as it is: print its fields, or join its items"


class Log:
    """What a form has asked for: the paths that were `used`, the `missing` ones that it needs, names `unknown`."""

    def __init__(self) -> None:
        self.used: set[str] = set()
        self.missing: dict[str, None] = {}
        self.lost: dict[str, None] = {}
        self.unknown: dict[str, None] = {}


class Money(Decimal):
    """An amount of money."""


class Percent(Decimal):
    """A fraction that is read as a percentage."""


class Day(str):
    """A day, as ISO 8601 writes it, so that days can be compared and sorted."""

    __slots__ = ()


class PeriodName(str):
    """A period by its name, with its first and its last day."""

    __slots__ = ("ends", "starts")

    starts: Day
    ends: Day


class Id(str):
    """An id that people know by another name, which is what prints."""

    __slots__ = ("shown",)

    shown: str

    @property
    def id(self) -> str:
        """The id itself."""
        return str.__str__(self)

    def __str__(self) -> str:
        return self.shown


class Told:
    """Named facts: `told.name` and `told["name"]`, in a loop the names; `items()` and `values()` as of a mapping."""

    __slots__ = ("_fields", "_log", "_missing")

    def __init__(self, fields: Fields, log: Log, missing: type[Missing]) -> None:
        self._fields, self._log, self._missing = fields, log, missing

    def __getitem__(self, name: Any) -> Any:
        fact = self._fields.inner.get(name)
        path = join(self._fields.path, _plain(name))
        if fact is not None:
            return told(fact, self._log, self._missing)
        known = self._fields.known
        if known is not None and name not in known:
            self._log.unknown.setdefault(path)
        self._log.used.add(path)
        return self._missing(path=path)

    def __iter__(self) -> Iterator[str]:
        self._inside()
        names = self._fields.names
        return (_value(names[name]) if name in names else name for name in self._fields.inner)

    def __len__(self) -> int:
        self._inside()
        return len(self._fields.inner)

    def __contains__(self, name: object) -> bool:
        self._inside()
        return name in self._fields.inner

    def __bool__(self) -> bool:
        self._log.used.add(self._fields.path)
        return True

    def __repr__(self) -> str:
        # Nor in a text that a form puts together: where it lies in memory is another with every run.
        raise TypeError(_NO_VALUE)

    def keys(self) -> tuple[str, ...]:
        """The names of what is inside."""
        return tuple(self)

    def values(self) -> tuple[Any, ...]:
        """What is inside."""
        return tuple(self[name] for name in self)

    def items(self) -> tuple[tuple[str, Any], ...]:
        """Each name with what stands under it."""
        return tuple((name, self[name]) for name in self)

    def get(self, name: str, default: Any = None) -> Any:
        """What stands under a name; the default, where there is one, in the place of what is not there."""
        found = self[name]
        return default if default is not None and isinstance(found, Missing) else found

    def _inside(self) -> None:
        self._log.used.add(join(self._fields.path, INSIDE))


class Missing(Undefined):
    """What is not there. In an `if` it is false; whoever prints it, or counts with it, needs it, and is told so.

    It goes on like this, so that all that a form lacks is known in the end; what comes out is thrown away.
    """

    # The names begin with an underscore, so that a form reaches none of them: `plan.contract.path` is a field.
    __slots__ = ("_path",)

    _log: ClassVar[Log]
    _path: str

    def __init__(self, hint: Any = None, obj: Any = None, name: Any = None, exc: Any = None, path: str = "") -> None:
        super().__init__(hint, obj, name)
        self._path = path

    def _need(self) -> None:
        """Note that a form cannot do without it; what has no path is a name that only the form thinks of."""
        if self._path:
            self._log.missing.setdefault(self._path)
        else:
            self._log.unknown.setdefault(str(self._undefined_name or self._undefined_hint))

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return self[name]

    def __getitem__(self, name: Any) -> Missing:  # type: ignore[override]
        path = join(self._path, _plain(name))
        self._log.used.add(path)
        return type(self)(path=path)

    def __call__(self, *args: Any, **kwargs: Any) -> Missing:  # type: ignore[override]
        self._need()
        return self

    def items(self) -> tuple[Any, ...]:
        """Nothing, in the place of named facts."""
        self._need()
        return ()

    keys = values = items

    def get(self, name: str, default: Any = None) -> Any:
        """What stands under a name: the default, where there is one."""
        return self[name] if default is None else default

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        self._need()
        return ""

    __hash__ = object.__hash__

    def __iter__(self) -> Iterator[Any]:
        self._need()
        return iter(())

    def __len__(self) -> int:
        self._need()
        return 0

    def __eq__(self, other: object) -> bool:
        return self is other

    def __ne__(self, other: object) -> bool:
        return self is not other

    def _needed(self, *others: Any) -> Missing:
        self._need()
        return self

    def _no(self, *others: Any) -> bool:
        self._need()
        return False

    # Jinja's own values that are not there end a form at the first of these.
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _needed  # type: ignore[assignment]
    __truediv__ = __rtruediv__ = __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = _needed  # type: ignore[assignment]
    __pow__ = __rpow__ = __neg__ = __pos__ = __abs__ = __round__ = _needed  # type: ignore[assignment]
    __lt__ = __le__ = __gt__ = __ge__ = _no  # type: ignore[assignment]

    def __int__(self) -> int:  # type: ignore[override]
        self._need()
        return 0

    def __float__(self) -> float:  # type: ignore[override]
        self._need()
        return 0.0


def _plain(name: Any) -> str:
    """A step of a path; an id by which something is looked up, not what people call it."""
    return str.__str__(name) if isinstance(name, str) else str(name)


def told(fact: Fact, log: Log, missing: type[Missing]) -> Any:
    """A fact as a form meets it; asking for it is noted."""
    if isinstance(fact, Fields):
        return Told(fact, log, missing)
    if not isinstance(fact, Leaf):
        log.used.update((fact.path, join(fact.path, INSIDE)))
        return tuple(told(inner, log, missing) for inner in fact.inner)
    log.used.add(fact.path)
    if fact.kind == LOST:
        log.lost.setdefault(fact.path)
        return missing(path=fact.path)
    return _value(fact)


def _value(leaf: Leaf) -> Any:
    if leaf.kind in _NUMBERS:
        return _NUMBERS[leaf.kind](leaf.value)
    if leaf.kind == FLAG:
        return bool(leaf.value)
    if leaf.kind == NAMED:
        named = Id(leaf.value)
        named.shown = leaf.shown
        return named
    if leaf.kind == PERIOD:
        period = PeriodName(leaf.value)
        period.starts, period.ends = map(Day, leaf.shown.split("/"))
        return period
    return Day(leaf.value) if leaf.kind == DAY else leaf.value


_NUMBERS: dict[str, type[Decimal]] = {MONEY: Money, PERCENT: Percent, NUMBER: Decimal}
_FLAGS = {spelling.RUSSIAN: ("нет", "да"), spelling.ENGLISH: ("no", "yes")}


def spell(value: Any, language: str) -> str:
    """What a value prints as, in a language."""
    if isinstance(value, Missing):
        return str(value)
    if isinstance(value, bool):
        return _FLAGS[language][value]
    if isinstance(value, Money):
        return spelling.money(value, language)
    if isinstance(value, Percent):
        return spelling.percent(value, language)
    if isinstance(value, Decimal):
        return spelling.amount(value, language)
    if isinstance(value, int | float):
        return spelling.amount(Decimal(str(value)), language)
    if isinstance(value, Day):
        return spelling.day(date.fromisoformat(value), language)
    if isinstance(value, PeriodName):
        return spelling.period(value, language)
    if isinstance(value, Id):
        return value.shown
    if value is None:
        return ""
    if isinstance(value, str) and not isinstance(value, Markup):
        return value
    if isinstance(value, Told | tuple | list):
        raise TypeError(_NO_VALUE)
    raise TypeError("only values can be printed")
