"""Whether what SKAM say makes sense as a whole, beyond the form of each value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from kamctl.plan import quantity
from kamctl.plan.identifier import collision_key
from kamctl.plan.period import MONTHS
from kamctl.plan.public_key import public_key
from kamctl.plan.schema_model import (
    FORMAT,
    KPIS,
    PEOPLE,
    PRODUCTS,
    SALES,
    Format,
    Kpi,
    Person,
    Product,
    Trouble,
)
from kamctl.plan.shape import MONEY

_EMAIL = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+")


def of_schema(
    format_: Format, kpis: Mapping[str, Kpi], people: Mapping[str, Person], products: Mapping[str, Product]
) -> Iterator[tuple[str, Trouble]]:
    """Everything that makes no sense, each with the file that it is in."""
    found = (
        (FORMAT, _format(format_)),
        (KPIS, _kpis(kpis)),
        (PEOPLE, _emails(people)),
        (PEOPLE, _keys(people)),
        (KPIS, _ids(kpis)),
        (PEOPLE, _ids(people)),
        (PRODUCTS, _ids(products)),
    )
    for name, troubles in found:
        for trouble in troubles:
            yield name, trouble


def _format(format_: Format) -> Iterator[Trouble]:
    if format_.version is not None and format_.version != 1:
        yield ("version",), "version", {"version": quantity.plain_text(format_.version)}
    horizon, checkpoint = format_.horizon, format_.checkpoint
    if horizon and checkpoint and MONTHS[checkpoint] > MONTHS[horizon]:
        yield ("checkpoint",), "checkpoint-longer", {"checkpoint": checkpoint, "horizon": horizon}
    for field, rule in (format_.fields or {}).items():
        for name in ("min", "max"):
            if rule[name] is None:  # heard only where the name stands there with nothing behind it
                yield ("fields", field, name), "limit-empty", {"key": True, "field": field, "limit": name}


def _kpis(kpis: Mapping[str, Kpi]) -> Iterator[Trouble]:
    sales = kpis.get(SALES)
    if sales is not None and sales.unit != MONEY:
        yield (SALES, "unit"), "sales-unit", {"unit": sales.unit}
    for kpi, entry in kpis.items():
        green = entry.green if entry.green is not None else Decimal(1)
        amber = entry.amber if entry.amber is not None else Decimal("0.9")
        if amber > green:
            path = (kpi, "amber") if entry.amber is not None else (kpi, "green")
            facts = {"green": quantity.percent_text(green), "amber": quantity.percent_text(amber)}
            yield path, "thresholds", facts


def _emails(people: Mapping[str, Person]) -> Iterator[Trouble]:
    owners: dict[str, str] = {}
    for person, entry in people.items():
        for index, email in enumerate(entry.emails or ()):
            path = (person, "emails", index)
            if not _EMAIL.fullmatch(email):
                yield path, "email", {"value": email}
            elif email.lower() in owners:
                yield path, "email-twice", {"value": email, "first": owners[email.lower()]}
            else:
                owners[email.lower()] = person


def _keys(people: Mapping[str, Person]) -> Iterator[Trouble]:
    signers: dict[str, str] = {}
    for person, entry in people.items():
        for index, key in enumerate(entry.keys or ()):
            path = (person, "keys", index)
            found = public_key(key)
            if found is None:
                yield path, "key", {"value": key}
            elif found.fingerprint in signers:
                yield path, "key-twice", {"first": signers[found.fingerprint]}
            else:
                signers[found.fingerprint] = person


def _ids(catalogue: Mapping[str, Any]) -> Iterator[Trouble]:
    """Ids of which one looks like another: who reads a plan could not tell the two apart."""
    if all(entry.isascii() for entry in catalogue):
        return
    seen: dict[str, str] = {}
    for entry in catalogue:
        first = seen.setdefault(collision_key(entry), entry)
        if first != entry:
            yield (entry,), "id-alike", {"key": True, "value": entry, "first": first}
