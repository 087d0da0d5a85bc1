"""Which new plan is a former one under another id."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kamctl.history.rename import MOST_PAIRS, Named, renames
from kamctl.history.version import Version
from kamctl.plan.document import Value
from kamctl.words import say


def named(client: str, **fields: Value) -> Named:
    return Named(client, Version(f"plans/{client}.yaml", repr(fields), dict(fields), None))


def unreadable(client: str, blob: str) -> Named:
    return Named(client, Version(f"plans/{client}.yaml", blob, None, say("It is a list, not a plan.")))


@pytest.mark.parametrize(
    ("gone", "come", "pairs"),
    [
        pytest.param([named("a", x=1)], [named("b", x=1)], {"b": "a"}, id="an equal file is the same client"),
        pytest.param([named("a", x=1, y=2)], [named("b", x=1, y=3)], {"b": "a"}, id="half of the fields are enough"),
        pytest.param([named("a", x=1, y=2, z=3)], [named("b", x=1, y=3, z=4)], {}, id="less than half of them are not"),
        pytest.param([named("a", x=1)], [named("b", x=1, y=2, z=3)], {}, id="the larger of the two plans counts"),
        pytest.param([named("a", x=True)], [named("b", x=1)], {}, id="yes is not 1"),
        pytest.param([named("a", x=1, y=2)], [named("b", x=Decimal("1.0"), y=2)], {"b": "a"}, id="nor is 1.0"),
        pytest.param(
            [named("a", x=1, y=2), named("b", x=1, y=2, z=3)],
            [named("c", x=1, y=2, z=3)],
            {"c": "b"},
            id="an equal file goes before one that is nearly so",
        ),
        pytest.param(
            [named("a", x=1, y=2, z=0), named("b", x=1, y=2, z=3, v=4)],
            [named("c", x=1, y=2, z=3, v=5)],
            {"c": "b"},
            id="the best share goes first",
        ),
        pytest.param(
            [named("b", x=1), named("a", x=1)],
            [named("d", x=1), named("c", x=1)],
            {"c": "a", "d": "b"},
            id="of those that are as good the first by id",
        ),
        pytest.param([unreadable("a", "1")], [unreadable("b", "1")], {"b": "a"}, id="equal unreadable files are one"),
        pytest.param([unreadable("a", "1")], [unreadable("b", "2")], {}, id="other unreadable files are not"),
        pytest.param([named("a")], [named("b", x=1)], {}, id="an empty plan is like no other"),
        pytest.param([named("a", x=1)], [], {}, id="nothing came"),
    ],
)
def test_renames(gone: list[Named], come: list[Named], pairs: dict[str, str]) -> None:
    assert renames(gone, come) == pairs


def test_of_very_many_only_equal_ones_are_told() -> None:
    number = int(MOST_PAIRS**0.5) + 2
    gone = [named(f"a{index:04}", x=index, y=1) for index in range(number)]
    come = [named(f"b{index:04}", x=index, y=1 if index == 7 else 2) for index in range(number)]
    assert renames(gone, come) == {"b0007": "a0007"}
