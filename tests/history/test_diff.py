"""What differs between two states of all plans."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from hashlib import sha1

import pytest

from kamctl.history.diff import PlanFile, Side, Yardstick, diff, summary, tally
from kamctl.history.report import DiffReport
from kamctl.history.version import Versions
from kamctl.history.weight import Measure
from kamctl.words import say
from tests.harness import BASE, schema_of

SCHEMA = schema_of({name: text.encode() for name, text in BASE.items()})
BY = Yardstick(SCHEMA.layout.shape, Measure(("sales.*.plan",), SCHEMA.calendar, date(2026, 5, 20)), "RUB")
LINK = say("This is a link, and links are not followed.")


def compared(
    old: Mapping[str, str | None], new: Mapping[str, str | None], only: tuple[str, ...] = ()
) -> tuple[DiffReport, list[str]]:
    """The report on two sides (None: a link), and the ids that were read for it."""
    contents: dict[str, bytes] = {}
    asked: list[str] = []

    def side(name: str, files: Mapping[str, str | None]) -> Side:
        made = []
        for path, text in sorted(files.items()):
            blob = "" if text is None else sha1(text.encode(), usedforsecurity=False).hexdigest()
            contents[blob] = (text or "").encode()
            made.append(PlanFile(f"plans/{path}.yaml", blob, LINK if text is None else None))
        return Side(name, tuple(made))

    def read(ids: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        for id_ in ids:
            asked.append(id_)
            yield id_, contents[id_]

    return diff(side("HEAD", old), side("the work tree", new), Versions(read), BY, only), asked


@pytest.mark.parametrize(
    ("old", "new", "events"),
    [
        pytest.param({"a": "kam: x"}, {"a": "kam:   x # note"}, [], id="formatting is no change"),
        pytest.param({"a": "kam: x"}, {"north/a": "kam: x"}, [], id="a moved file is no change"),
        pytest.param({"a": "kam: x"}, {"north/a": "kam: y"}, [("a", "edited", None, 1)], id="moved and changed"),
        pytest.param({}, {"a": "kam: x"}, [("a", "created", None, 1)], id="created"),
        pytest.param({"a": "kam: x"}, {}, [("a", "deleted", None, 1)], id="deleted"),
        pytest.param({"a": "kam: x"}, {"b": "kam: x"}, [("b", "renamed", "a", 0)], id="renamed"),
        pytest.param(
            {"a": "kam: x\nperiod: 2026"}, {"b": "kam: y\nperiod: 2026"}, [("b", "renamed", "a", 1)],
            id="renamed with half of its fields changed",
        ),
        pytest.param(
            {"a": "kam: x", "b": "kam: y"}, {"a": "kam: y", "b": "kam: x"},
            [("a", "edited", None, 1), ("b", "edited", None, 1)], id="two that are swapped are two changes",
        ),
        pytest.param(
            {"a": "kam: x"}, {"a": "kam: x", "north/a": "kam: y"}, [], id="of two files of a client the first counts",
        ),
        pytest.param({"a": None}, {"a": None}, [], id="a link that stays is no change"),
        pytest.param({"a": "kam: ["}, {"b/a": "kam: ["}, [], id="what cannot be read is the same as long as it is"),
        pytest.param({}, {"a": ""}, [("a", "created", None, 0)], id="an empty plan is created all the same"),
    ],
)  # fmt: skip
def test_what_became_of_each_client(
    old: dict[str, str | None], new: dict[str, str | None], events: list[tuple[str, str, str | None, int]]
) -> None:
    report, _ = compared(old, new)

    assert [(event.client, event.kind, event.was, len(event.changes)) for event in report.events] == events


def test_only_what_differs_is_read() -> None:
    _, asked = compared({"a": "kam: x", "b": "kam: y"}, {"a": "kam: x", "b": "kam: z"})

    assert len(asked) == 2


def test_the_worst_client_comes_first_and_unreadable_ones_before() -> None:
    plan = "sales: {2026-Q2: {plan: 100}, 2026-Q3: {plan: 100}}\nkam: x"
    old: dict[str, str | None] = dict.fromkeys("abcd", plan)
    new: dict[str, str | None] = {
        "a": plan.replace("kam: x", "kam: y"),
        "b": plan.replace("2026-Q3: {plan: 100}", "2026-Q3: {plan: 10}"),
        "c": plan.replace("2026-Q2: {plan: 100}", "2026-Q2: {plan: 101}"),
        "d": "kam: [",
        "e": "client: New",
    }

    report, _ = compared(old, new)

    assert [event.client for event in report.events] == ["d", "c", "b", "e", "a"]
    assert report.names == {"e": "New"}
    assert tally(report) == (5, 1, 0, 3, 1, 1)
    assert str(summary(report)) == (
        "5 clients changed: 4 changes (1 added, 3 changed); 1 plan figure moved after its period began; "
        "1 plan could not be compared."
    )


def test_what_cannot_be_read_is_said_with_its_side() -> None:
    report, _ = compared({"a": "kam: x", "b": "kam: ["}, {"a": None, "b": "[1]"})

    assert [str(event.unreadable) for event in report.events] == [
        "plans/a.yaml in the work tree could not be read: This is a link, and links are not followed.",
        "plans/b.yaml could not be read in HEAD: It is not YAML on line 1. "
        "Nor in the work tree: It is a list, not a plan.",
    ]


def test_clients_are_chosen_by_their_id_of_either_side() -> None:
    old: dict[str, str | None] = {"a": "kam: x", "b": "kam: y", "c": "kam: z"}

    report, _ = compared(old, {"a2": "kam: x", "b": "kam: 1", "c": "kam: 2"}, ("a", "c"))

    assert [event.client for event in report.events] == ["a2", "c"]


def test_nothing_changed() -> None:
    assert str(summary(compared({}, {})[0])) == "Nothing changed in meaning from HEAD to the work tree."
