"""assortment-conflict: a product is not added twice, nor added and dropped at once."""

from __future__ import annotations

from typing import Any

import pytest

from tests.harness import Row, lint

CASES: list[tuple[str, str, dict[str, Any], list[Row]]] = [
    (
        "adding what is new and dropping what is listed is fine",
        ("assortment:\n  listed: [yoghurt-150, kefir-1l]\n  add: {cheese-200: 2026-Q3}\n  drop: {kefir-1l: 2026-Q3}\n"),
        {},
        [],
    ),
    (
        "adding what is listed is found at the product",
        ("assortment:\n  listed: [yoghurt-150, kefir-1l]\n  add: {cheese-200: 2026-Q3, kefir-1l: 2026-Q3}\n"),
        {},
        [
            ("assortment-conflict", "14:30-14:38", "kefir-1l"),
        ],
    ),
    (
        "a product added and dropped in one period is found where it is dropped",
        ("assortment:\n  add:\n    cheese-200: 2026-Q3\n  drop:\n    cream-20: 2026-Q3\n    cheese-200: 2026-Q3\n"),
        {},
        [
            ("assortment-conflict", "17:17-17:24", "2026-Q3"),
        ],
    ),
    (
        "a product added in one period and dropped in a later one is fine",
        ("assortment:\n  add: {cheese-200: 2026-Q2}\n  drop: {cheese-200: 2026-Q3}\n"),
        {},
        [],
    ),
    (
        "both may be wrong with one product",
        ("assortment:\n  listed: [cheese-200]\n  add: {cheese-200: 2026}\n  drop: {cheese-200: 2026}\n"),
        {},
        [
            ("assortment-conflict", "14:9-14:19", "cheese-200"),
            ("assortment-conflict", "15:22-15:26", "2026"),
        ],
    ),
    (
        "a period that cannot be read is in no conflict",
        ("assortment:\n  add: {cheese-200: autumn}\n  drop: {cheese-200: autumn}\n"),
        {},
        [],
    ),
    (
        "an assortment that only lists is fine",
        "assortment: {listed: [cheese-200]}\n",
        {},
        [],
    ),
]


@pytest.mark.parametrize(
    ("sections", "settings", "found"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_assortment_conflict(sections: str, settings: dict[str, Any], found: list[Row]) -> None:
    assert lint(sections, "assortment-conflict", **settings) == found
