"""The names that a plan may use: what the catalogues of the schema list."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from kamctl.plan.period import Calendar
from kamctl.plan.shape import KPI, PERSON, PRODUCT

UNKNOWN = {PERSON: "unknown-person", PRODUCT: "unknown-product", KPI: "unknown-kpi"}
"""The rule that an id breaks which no catalogue lists, by the type of the value."""


class Names(NamedTuple):
    """The ids that a plan may name; None where the catalogue could not be read, so that any id passes.

    `currency` is the code of the money that figures are in; empty where it is not known.
    """

    calendar: Calendar = Calendar()
    people: Collection[str] | None = None
    products: Collection[str] | None = None
    kpis: Collection[str] | None = None
    currency: str = ""

    def of(self, kind: str) -> Collection[str] | None:
        """The catalogue for a leaf's type."""
        return {PERSON: self.people, PRODUCT: self.products, KPI: self.kpis}.get(kind)
