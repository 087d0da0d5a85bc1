"""unknown-product: products go by the ids of the catalogue."""

from __future__ import annotations

import pytest

from tests.harness import Row, lint
from tests.rules.saying import said

RULE = "unknown-product"

CASES: list[tuple[str, str, list[Row]]] = [
    ("a product of the catalogue is fine", "assortment: {listed: [kefir-1l]}\n", []),
    ("another is found", "assortment: {listed: [kefir-1l, kefir-2l]}\n", [(RULE, "12:33-12:41", "kefir-2l")]),
    ("as a name", "assortment:\n  add: {milk: 2026-Q3}\n", [(RULE, "13:9-13:13", "milk")]),
    (
        "in a promotion",
        "promotions:\n  a: {from: 2026-04-01, to: 2026-04-02, cost: 1, products: [milk]}\n",
        [(RULE, "13:61-13:65", "milk")],
    ),
]


@pytest.mark.parametrize(("sections", "found"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_unknown_product(sections: str, found: list[Row]) -> None:
    assert lint(sections, RULE) == found


def test_the_nearest_id_is_suggested() -> None:
    assert said("assortment: {listed: [kefir-11]}\n", RULE) == [
        ("There is no product kefir-11 in schema/products.yaml.", "Did you mean kefir-1l?", None)
    ]


def test_else_the_products_are_listed() -> None:
    [(_, hint, _)] = said("assortment: {listed: [milk]}\n", RULE)
    assert hint == "The products there are yoghurt-150, kefir-1l, cheese-200, cream-20."
