"""The exported JSON Schema: its dialects, its keywords, and what an editor gets from it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
import regress

from kamctl.plan.json_schema import MOST_TITLED, export, json_schema, one_of
from tests.harness import KPIS, PEOPLE, PRODUCTS
from tests.plan.worlds import BARE_FORMAT, WORLDS, rich, schema

SAME_IN_BOTH_DRAFTS = {
    "$schema", "$ref", "title", "description", "definitions", "type", "properties", "required", "additionalProperties",
    "propertyNames", "items", "enum", "const", "pattern", "maxLength", "minimum", "maximum", "minItems",
    "minProperties", "allOf", "anyOf", "not", "if", "then", "else",
}  # fmt: skip
NAMES_BELOW = ("properties", "definitions")
LISTS_BELOW = ("allOf", "anyOf")
SCHEMAS_BELOW = ("items", "additionalProperties", "propertyNames", "not", "if", "then", "else")

EXPORTED = {world: json_schema(make()[0]) for world, make in WORLDS.items()}
SWITCH = "version: 1\ncurrency: RUB\nhorizon: year\ncheckpoint: quarter\nsections: {required: [sales]}\n"


def _schemas(schema: Any) -> Iterator[dict[str, Any]]:
    """A JSON Schema and all that stand in it."""
    if isinstance(schema, bool):
        return
    yield schema
    for keyword in NAMES_BELOW:
        for inner in schema.get(keyword, {}).values():
            yield from _schemas(inner)
    for keyword in LISTS_BELOW:
        for inner in schema.get(keyword, ()):
            yield from _schemas(inner)
    for keyword in SCHEMAS_BELOW:
        if keyword in schema:
            yield from _schemas(schema[keyword])


@pytest.mark.parametrize("draft", [jsonschema.Draft202012Validator, jsonschema.Draft7Validator])
@pytest.mark.parametrize("world", WORLDS)
def test_both_drafts_accept_it(world: str, draft: Any) -> None:
    draft.check_schema(EXPORTED[world])


@pytest.mark.parametrize("world", WORLDS)
def test_it_keeps_to_keywords_that_mean_the_same_in_both_drafts(world: str) -> None:
    for inner in _schemas(EXPORTED[world]):
        assert set(inner) <= SAME_IN_BOTH_DRAFTS
        assert "$ref" not in inner or set(inner) == {"$ref"}, "draft 7 ignores what stands beside a $ref"
        assert not isinstance(inner.get("items"), list)


@pytest.mark.parametrize("world", WORLDS)
def test_every_reference_leads_somewhere_and_every_definition_is_used(world: str) -> None:
    used = {inner["$ref"] for inner in _schemas(EXPORTED[world]) if "$ref" in inner}
    assert used == {f"#/definitions/{name}" for name in EXPORTED[world]["definitions"]}


@pytest.mark.parametrize("world", WORLDS)
def test_every_pattern_is_read_by_python_and_by_ecmascript(world: str) -> None:
    patterns = {inner["pattern"] for inner in _schemas(EXPORTED[world]) if "pattern" in inner}
    for pattern in patterns - {r"\S"}:
        re.compile(pattern)
        regress.Regex(pattern, flags="u")
        regress.Regex(pattern)
        assert pattern.startswith("^")
        assert pattern.endswith("$")


def test_the_same_schema_gives_the_same_bytes() -> None:
    first, second = export(rich()[0]), export(rich()[0])
    assert first == second
    assert first.endswith(b"}\n")
    assert b"\r" not in first
    assert json.loads(first) == EXPORTED["rich"]


def test_text_stands_as_it_is_written() -> None:
    made = export(schema({"format": SWITCH, "kpis": KPIS, "people": "kam-1: {name: Северный КАМ, role: kam}\n"}))
    assert "Северный КАМ".encode() in made


def test_catalogues_are_offered_with_their_titles() -> None:
    exported = EXPORTED["rich"]
    assert exported["definitions"]["person"]["anyOf"][0] == {"const": "kam-north", "description": "KAM North"}
    assert exported["definitions"]["product"]["anyOf"][1] == {"const": "kefir-1l", "description": "Kefir 1 l"}
    assert exported["definitions"]["kpi"]["anyOf"][0] == {"const": "sales", "description": "Sales"}
    assert exported["properties"]["segment"]["anyOf"][1] == {"const": "B", "description": "Growing"}
    assert exported["properties"]["segment"]["anyOf"][2] == {"const": "C"}
    assert exported["properties"]["kam"]["allOf"] == [{"$ref": "#/definitions/person"}]
    assert exported["properties"]["team"]["propertyNames"] == {"$ref": "#/definitions/person"}
    assert exported["properties"]["assortment"]["properties"]["add"]["propertyNames"] == {
        "$ref": "#/definitions/product"
    }


def test_each_kpi_has_figures_in_its_unit() -> None:
    kpis = EXPORTED["rich"]["properties"]["kpis"]["properties"]
    assert kpis == {
        "shelf-share": {"title": "Share of shelf", "allOf": [{"$ref": "#/definitions/figures-in-percent"}]},
        "visits": {"title": "Visits", "allOf": [{"$ref": "#/definitions/figures-in-number"}]},
        "margin": {"title": "Margin", "allOf": [{"$ref": "#/definitions/figures-in-money"}]},
    }


def test_a_missing_catalogue_lets_any_id_pass() -> None:
    exported = EXPORTED["bare"]
    assert exported["properties"]["kam"]["allOf"] == [{"$ref": "#/definitions/id"}]
    assert exported["properties"]["kpis"] == {"title": "KPIs", "description": "Figures by KPI and period."}
    assert "person" not in exported["definitions"]
    assert "segment" not in exported["properties"]


def test_an_empty_catalogue_lets_no_name_pass() -> None:
    made = json_schema(schema({"format": SWITCH, "kpis": KPIS, "people": PEOPLE, "products": "# none yet\n"}))
    assert "product" not in made["definitions"]  # assortment is off, so that nothing speaks of products
    made = json_schema(
        schema({"format": SWITCH.replace("[sales]", "[assortment]"), "kpis": KPIS, "products": "# none\n"})
    )
    assert made["definitions"]["product"] == {"not": {}}


def test_a_long_catalogue_is_a_bare_list() -> None:
    names = {f"product-{number}": f"Product {number}" for number in range(MOST_TITLED + 1)}
    assert one_of(names) == {"enum": list(names)}
    assert "anyOf" in one_of(dict(list(names.items())[:MOST_TITLED]))


def test_sections_that_are_off_are_not_there() -> None:
    made = json_schema(schema({"format": BARE_FORMAT, "kpis": KPIS, "people": PEOPLE, "products": PRODUCTS}))
    assert list(made["properties"]) == ["client", "kam", "period", "team", "assortment", "sales", "kpis", "ghost"]
    assert made["additionalProperties"] is False


def test_required_sections_go_by_segment() -> None:
    filled = {"type": "object", "minProperties": 1}
    needs_a = {"team": filled, "sales": filled, "kpis": filled, "swot": filled}
    assert EXPORTED["rich"]["allOf"] == [
        {
            "if": {"properties": {"segment": {"const": "A"}}, "required": ["segment"]},
            "then": {"required": list(needs_a), "properties": needs_a},
        },
        {"if": {"properties": {"segment": {"const": "B"}}, "required": ["segment"]}, "then": {}},
        {
            "if": {"properties": {"segment": {"enum": ["A", "B"]}}, "required": ["segment"]},
            "else": {
                "required": ["team", "history"],
                "properties": {"team": filled, "history": {"type": "array", "minItems": 1}},
            },
        },
    ]


def test_a_field_has_its_title_and_description() -> None:
    risk = EXPORTED["rich"]["properties"]["risks"]["additionalProperties"]
    assert risk["properties"]["cause"] == {
        "title": "Cause",
        "description": "Risks with one cause, in any plan, happen together.",
        "allOf": [{"$ref": "#/definitions/id"}],
    }
    assert risk["required"] == ["what", "probability", "impact", "response"]
    assert EXPORTED["rich"]["properties"]["region"] == {"title": "Sales region", "enum": ["north", "south"]}
    assert EXPORTED["rich"]["properties"]["budget"]["anyOf"] == [{"required": ["rate"]}, {"required": ["amount"]}]
