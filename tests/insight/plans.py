"""Plans of the harness as they are loaded, for tests of what reports say of them."""

from __future__ import annotations

from typing import Any

from kamctl.insight.card import PlanCard, plan_card
from kamctl.insight.report import ALERT, Entry, Listing, Table
from kamctl.plan.load import LoadedPlan, load_plan
from kamctl.plan.schema import Schema
from kamctl.plan.source import RawFile
from tests.harness import BASE_PLAN, TODAY, overlay, repository, schema_of

Told = dict[str, Any]


def world(sections: str, name: str = "plans/client.yaml", **schema: str) -> tuple[LoadedPlan, Schema]:
    """The base plan with `sections` laid over it, and the schema with whole files replaced."""
    whole = schema_of(repository({f"schema/{file}.yaml": text for file, text in schema.items()}))
    return load_plan(RawFile(name, overlay(BASE_PLAN, sections).encode()), whole), whole


def card(sections: str, **schema: str) -> PlanCard:
    """The card of the base plan with `sections` laid over it."""
    loaded, whole = world(sections, **schema)
    return plan_card(loaded, whole, TODAY)


def shown(card: PlanCard, section: str) -> list[Any]:
    """What people are shown of a section: rows of tables by their titles, entries and listings as they read."""
    said: list[Any] = []
    for part in next(each for each in card.sections if each.key == section).parts or ():
        if isinstance(part, Entry):
            if part.value is not None and part.value.text:
                said.append(f"{part.title}: {plain(part.value.text)}" if part.title else plain(part.value.text))
        elif isinstance(part, Listing):
            said.append((part.title, [item.text for item in part.items]))
        else:
            said += rows(part)
    return said


def rows(table: Table) -> list[Told]:
    """A table's rows and its last line, without what is empty or for programs alone."""
    lines = [*table.rows, *([table.total] if table.total and len(table.rows) > 1 else [])]
    return [
        {
            column.title: plain(value.text) + ("!" if value.tone == ALERT else "")
            for column, value in zip(table.columns, line, strict=True)
            if column.shown and value is not None
        }
        for line in lines
    ]


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")
