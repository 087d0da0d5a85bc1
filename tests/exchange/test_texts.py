"""Every hostile text is plain enough for a document, or refused by the field that has it."""

from __future__ import annotations

import json

import pytest

from kamctl.exchange.documents.fact import plain, restored, texts
from kamctl.exchange.texts import TextError, require_plain
from kamctl.plan.source import control_characters
from tests.exchange.forms import facts_of
from tests.exchange.test_filling import PLAN
from tests.payloads import PAYLOADS

# What XML cannot hold even escaped, and python-docx refuses or drops.
ILLEGAL = [*map(chr, range(9)), "\x0b", "\x0c", *map(chr, range(14, 32)), "\ufffe", "\uffff", "\ud800", "\udfff"]


def test_what_no_document_may_hold_is_refused_by_its_field() -> None:
    for text in (*PAYLOADS, *(f"a{character}b" for character in ILLEGAL)):
        if control_characters(text):
            with pytest.raises(TextError, match=r"^There are characters that no document may hold in: plan\.x "):
                require_plain([("fine", "text"), ("plan.x", text)])
        else:
            require_plain([("plan.x", text)])


def test_no_character_that_xml_cannot_hold_passes() -> None:
    assert [character for character in ILLEGAL if not control_characters(character)] == []


def test_every_text_of_a_plan_and_of_the_schema_is_looked_at() -> None:
    """A mark in every text of the plan and of the catalogues is found again under a path of its own."""
    marked = PLAN.replace("Full pallets", "Full §").replace("Workshop", "W§").replace("Buyer of dairy", "B§")
    schema = {
        "people": "kam-north: {name: K§, role: kam, emails: [a@b.example]}\nlogistics: {name: L, role: member}\n",
        "products": "yoghurt-150: {title: Y§, price: 1}\nkefir-1l: {title: K}\ncheese-200: {title: C}\n",
        "kpis": "visits: {title: V§, unit: number, better: higher, total: sum}\n",
    }
    found = {path for fact in facts_of(marked, **schema).values() for path, text in texts(fact) if "§" in text}
    assert found >= {
        "discounts.volume.condition", "activities.workshop.what", "contacts.buyer.name", "history.1.with", "kam",
        "people.yaml.kam-north.name", "products.yaml.yoghurt-150.title", "assortment.listed.yoghurt-150",
        "kpis.yaml.visits.title", "figures.todo.activity.workshop.what",
    }  # fmt: skip


def test_facts_are_the_same_behind_json() -> None:
    for fact in facts_of(PLAN).values():
        assert restored(json.loads(json.dumps(plain(fact)))) == fact
