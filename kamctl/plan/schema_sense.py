"""Whether what SKAM say makes sense as a whole, beyond the form of each value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kamctl.plan import quantity
from kamctl.plan.fault import Path
from kamctl.plan.identifier import collision_key
from kamctl.plan.period import MONTHS
from kamctl.plan.shape import MONEY

if TYPE_CHECKING:
    from kamctl.plan.schema import Format, Kpi, Person, Product

FORMAT, KPIS, PEOPLE, PRODUCTS = "schema/format.yaml", "schema/kpis.yaml", "schema/people.yaml", "schema/products.yaml"

SALES = "sales"
"""The id under which the sales plan counts as a KPI."""

Trouble = tuple[str, Path, str, dict[str, Any]]
"""A fault of a file of the schema: which file, where, its kind, and what the words need (`key`: at the name there)."""

_EMAIL = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+")
_KEY = re.compile(
    r"(?:ssh-(?:ed25519|rsa|dss)|ecdsa-sha2-nistp(?:256|384|521)"
    r"|sk-(?:ssh-ed25519|ecdsa-sha2-nistp256)@openssh\.com) [A-Za-z0-9+/]+={0,2}(?: [^\r\n]*)?"
    r"|openpgp:(?:[0-9A-Fa-f]{40}|[0-9A-Fa-f]{64})"
)


def of_schema(
    format_: Format, kpis: Mapping[str, Kpi], people: Mapping[str, Person], products: Mapping[str, Product]
) -> Iterator[Trouble]:
    """Everything that makes no sense, file by file."""
    yield from _format(format_)
    yield from _kpis(kpis)
    yield from _emails(people)
    yield from _keys(people)
    for name, catalogue in ((KPIS, kpis), (PEOPLE, people), (PRODUCTS, products)):
        yield from _ids(name, catalogue)


def _format(format_: Format) -> Iterator[Trouble]:
    if format_.version is not None and format_.version != 1:
        yield FORMAT, ("version",), "version", {"version": quantity.plain_text(format_.version)}
    horizon, checkpoint = format_.horizon, format_.checkpoint
    if horizon and checkpoint and MONTHS[checkpoint] > MONTHS[horizon]:
        yield FORMAT, ("checkpoint",), "checkpoint-longer", {"checkpoint": checkpoint, "horizon": horizon}
    for field, rule in (format_.fields or {}).items():
        for name in ("min", "max"):
            if rule[name] is None:  # heard only where the name stands there with nothing behind it
                yield FORMAT, ("fields", field, name), "limit-empty", {"key": True, "field": field, "limit": name}


def _kpis(kpis: Mapping[str, Kpi]) -> Iterator[Trouble]:
    sales = kpis.get(SALES)
    if sales is not None and sales.unit != MONEY:
        yield KPIS, (SALES, "unit"), "sales-unit", {"unit": sales.unit}
    for kpi, entry in kpis.items():
        green = entry.green if entry.green is not None else Decimal(1)
        amber = entry.amber if entry.amber is not None else Decimal("0.9")
        if amber > green:
            path = (kpi, "amber") if entry.amber is not None else (kpi, "green")
            facts = {"green": quantity.percent_text(green), "amber": quantity.percent_text(amber)}
            yield KPIS, path, "thresholds", facts


def _emails(people: Mapping[str, Person]) -> Iterator[Trouble]:
    owners: dict[str, str] = {}
    for person, entry in people.items():
        for index, email in enumerate(entry.emails or ()):
            path = (person, "emails", index)
            if not _EMAIL.fullmatch(email):
                yield PEOPLE, path, "email", {"value": email}
            elif email.lower() in owners:
                yield PEOPLE, path, "email-twice", {"value": email, "first": owners[email.lower()]}
            else:
                owners[email.lower()] = person


def _keys(people: Mapping[str, Person]) -> Iterator[Trouble]:
    signers: dict[str, str] = {}
    for person, entry in people.items():
        for index, key in enumerate(entry.keys or ()):
            path = (person, "keys", index)
            body = " ".join(key.split()[:2])  # without the comment that may follow an SSH key
            if not _KEY.fullmatch(key):
                yield PEOPLE, path, "key", {"value": key}
            elif body in signers:
                yield PEOPLE, path, "key-twice", {"first": signers[body]}
            else:
                signers[body] = person


def _ids(name: str, catalogue: Mapping[str, Any]) -> Iterator[Trouble]:
    """Ids of which one looks like another: who reads a plan could not tell the two apart."""
    if all(entry.isascii() for entry in catalogue):
        return
    seen: dict[str, str] = {}
    for entry in catalogue:
        first = seen.setdefault(collision_key(entry), entry)
        if first != entry:
            yield name, (entry,), "id-alike", {"key": True, "value": entry, "first": first}
