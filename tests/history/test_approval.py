"""Fingerprints of what was approved: the same however it is written, another one when it says another."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamctl.history.approval import content, fingerprint
from kamctl.history.compare import compare
from kamctl.plan.document import Value
from tests.guard.world import plan
from tests.harness import document, repository, schema_of

SHAPE = schema_of(repository({})).layout.shape
PLAN = plan("kam-north", more="promotions:\n  spring: {from: 2026-04-01, to: 2026-04-14, cost: 5}\n")
APPROVED = "approvals:\n  plan: {by: skam-head, on: 2026-05-01, of: x}\n"


def values(text: str) -> Value:
    found = document(text)
    assert not found.unreadable
    return found.values


def of(text: str, what: str = "plan", client: str = "cedar") -> str:
    return fingerprint(client, what, values(text), SHAPE)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("limit: 30000", "limit: 30_000", id="digits in groups"),
        pytest.param("limit: 30000", "limit: 30000.0", id="a fraction of nothing"),
        pytest.param("size: 7%", "size: 7.0%", id="a percentage with its zero"),
        pytest.param("size: 7%", "size: '7%'", id="quotes"),
        pytest.param("period: 2026", "period: '2026'", id="a period in quotes"),
        pytest.param("buyer: {name: Category buyer}", "buyer:\n    name: Category buyer", id="a mapping in lines"),
        pytest.param("limit: 30000\n  days: 45", "days: 45\n  limit: 30000", id="another order"),
        pytest.param("  limit: 30000", "  # a remark\n  limit: 30000   # another", id="comments"),
        pytest.param("contacts:", "risks: {}\ncompetitors: {x: {}}\ncontacts:", id="things with nothing in them"),
        pytest.param("contacts:", f"{APPROVED}contacts:", id="the approvals themselves"),
    ],
)
def test_what_is_only_written_otherwise_stays_approved(old: str, new: str) -> None:
    assert old in PLAN
    assert of(PLAN.replace(old, new)) == of(PLAN)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("limit: 30000", "limit: 30001", id="a figure"),
        pytest.param("limit: 30000", "limit: '30000'", id="a figure that is a text now"),
        pytest.param("limit: 30000", "limit: null", id="a figure that is gone"),
        pytest.param("size: 7%", "size: 70%", id="a percentage"),
        pytest.param("condition: Turnover of 50M", "condition: Turnover of 5OM", id="a letter that looks alike"),
        pytest.param("Category buyer", "Catégory buyer", id="an accent"),
        pytest.param("name: Category buyer", "name: Category buyer, role: x", id="a new field"),
        pytest.param("- {date: 2026-02-03, note: New buyer}\n  - {date: 2026-03-01, note: She asks for a forecast}",
                     "- {date: 2026-03-01, note: She asks for a forecast}\n  - {date: 2026-02-03, note: New buyer}",
                     id="the order of notes"),
        pytest.param("  volume:", "  volumes:", id="a name"),
        pytest.param("cost: 5", "cost: true", id="yes instead of a figure"),
    ],
)  # fmt: skip
def test_what_says_something_else_is_not_approved(old: str, new: str) -> None:
    assert old in PLAN
    assert of(PLAN.replace(old, new)) != of(PLAN)


def test_normal_forms_are_told_apart() -> None:
    composed, decomposed = PLAN.replace("Category", "Caté"), PLAN.replace("Category", "Cate\u0301")
    assert of(composed) != of(decomposed)


def test_an_approval_is_of_one_client_and_one_thing() -> None:
    told = {
        of(PLAN),
        of(PLAN, client="birch"),
        of(PLAN, "discounts"),
        of(PLAN, "discounts.volume"),
        of(PLAN, "credit_line"),
        of(PLAN, "promotions.spring"),
        of(PLAN, "promotions.autumn"),
        of(PLAN, "budget"),
    }
    assert len(told) == 8


def test_a_thing_stays_approved_when_the_rest_changes() -> None:
    changed = PLAN.replace("limit: 30000", "limit: 1")
    assert of(changed, "discounts") == of(PLAN, "discounts")
    assert of(changed, "credit_line") != of(PLAN, "credit_line")


def test_it_is_the_same_in_every_version_to_come() -> None:
    assert of("client: Кедр\nkam: kam-north\nsales:\n  2026-Q1: {plan: 1_000.50}\n") == (
        "v1:2d9db3be6e879aa981c19e3f024031ef277159b644a58f4a5bc89423a9184002"
    )


@pytest.mark.parametrize(
    ("what", "there"),
    [
        ("plan", True),
        ("discounts.volume.size", True),
        ("promotions.none", False),
        ("approvals", False),
        ("client.x", False),
    ],
)
def test_what_there_is_to_approve(what: str, there: bool) -> None:
    assert (content(values(PLAN + APPROVED), what) is not None) == there


LEAF = st.one_of(
    st.integers(-5, 5), st.booleans(), st.sampled_from(["7%", "7.0%", "1_000", "a", "é", "e\u0301", "", "n"])
)
TREES = st.recursive(LEAF, lambda inner: st.one_of(
    st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(["a", "b", "plan", "size", "1"]), inner, max_size=3)
), max_leaves=8)  # fmt: skip
SECTIONS = st.dictionaries(
    st.sampled_from(["sales", "discounts", "risks", "region", "history", "x"]), TREES, max_size=4
)


def shuffled(value: Any, chance: random.Random) -> Any:
    """The same with its names in another order."""
    if isinstance(value, dict):
        names = list(value)
        chance.shuffle(names)
        return {name: shuffled(value[name], chance) for name in names}
    return [shuffled(item, chance) for item in value] if isinstance(value, list) else value


@pytest.mark.no_cover
@given(SECTIONS, SECTIONS, st.integers(0, 9))
def test_two_plans_have_one_fingerprint_where_nothing_changed_in_meaning(one: Any, other: Any, seed: int) -> None:
    same = shuffled(one, random.Random(seed))
    for left, right in ((one, same), (one, other)):
        texts = [json.dumps(each, ensure_ascii=False) for each in (left, right)]
        read = [values(text) or {} for text in texts]
        prints = [fingerprint("cedar", "plan", each, SHAPE) for each in read]
        assert (prints[0] == prints[1]) == (not compare(read[0], read[1], SHAPE))
