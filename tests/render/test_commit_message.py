"""The message of a commit: a first line of 72 cells at most, then every change, and nothing that a forge acts on."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kamctl.history.compare import compare
from kamctl.history.report import CREATED, DELETED, EDITED, RENAMED, DiffReport, Event
from kamctl.history.weight import Weight
from kamctl.plan.document import Value
from kamctl.render.cells import width
from kamctl.render.commit_message import MOST_LINES, WIDTH, Rewritten, commit_message, subject
from kamctl.render.safe import commit_text
from kamctl.words import say
from tests.harness import repository, schema_of

SHAPE = schema_of(repository({})).layout.shape


def report(*events: Event) -> DiffReport:
    weights = tuple(tuple(Weight() for _ in event.changes) for event in events)
    return DiffReport("HEAD", "the work tree", events, "RUB", weights, {"client": "Client"})


def event(old: Value, new: Value, kind: str = EDITED, client: str = "client", was: str | None = None) -> Event:
    return Event(client, kind, tuple(compare(old, new, SHAPE)), was=was)


def sales(amount: int) -> Value:
    return {"sales": {"2026-Q3": {"plan": Decimal(amount)}}}


LONG = "a" * 60
MANY: Value = {"contacts": {f"c{number}": {"name": "x"} for number in range(13)}}


@pytest.mark.parametrize(
    ("events", "wanted"),
    [
        pytest.param(
            [event(sales(12000000), sales(13500000))],
            "client: sales.2026-Q3.plan 12 000 000 → 13 500 000 (+12.5%)",
            id="a figure that moved",
        ),
        pytest.param(
            [event(sales(12000000), sales(13500000), client="северный-ритейл")],
            "северный-ритейл: sales.2026-Q3.plan 12 000 000 → 13 500 000 (+12.5%)",
            id="Cyrillic letters fill a cell each",
        ),
        pytest.param(
            [event(sales(12000000), sales(13500000), client="x" * 25), event({"kam": "a"}, {"kam": "b"}, client="y")],
            f"{'x' * 25}: sales.2026-Q3.plan changed + 1 more",
            id="where there is little room the values are left out",
        ),
        pytest.param(
            [
                event(
                    None,
                    {
                        "risks": {
                            "delisting": {"what": "Kefir is delisted in the spring review of dairy", "kpi": "sales"}
                        }
                    },
                )
            ],
            "client: risks.delisting added: Kefir is delisted in the spring review o…",
            id="what was added is cut",
        ),
        pytest.param(
            [event({"client": LONG}, {"client": f"{LONG}b"})], "client: client changed", id="long texts are not quoted"
        ),
        pytest.param([event(None, sales(1), CREATED)], "client: created", id="a new plan"),
        pytest.param([event(None, MANY, CREATED)], "client: created, with 13 fields", id="a new plan of many fields"),
        pytest.param([event(sales(1), None, DELETED)], "client: deleted, with 1 field", id="a plan that is gone"),
        pytest.param(
            [event(sales(1), sales(2), RENAMED, was="old")], "client: renamed from old + 1 more", id="another id"
        ),
        pytest.param(
            [Event("client", EDITED, (), unreadable=say("It could not be read."))],
            "client: written anew; the version before could not be read",
            id="nobody knows what it said",
        ),
        pytest.param(
            [event(sales(1), sales(2), client="x" * 64)],
            f"{'x' * 64}: sales…",
            id="the longest id",
        ),
    ],
)
def test_the_first_line_tells_the_weightiest_change(events: list[Event], wanted: str) -> None:
    told = subject(report(*events), ())
    assert told == wanted
    assert width(told) <= WIDTH


def test_files_that_say_the_same_are_told_too() -> None:
    files = [Rewritten("a", "plans/a.yaml", "plans/a.yaml"), Rewritten("b", "plans/b.yaml", "plans/north/b.yaml")]
    assert commit_message(report(), files) == (
        "a: comments or layout only + 1 more\n\na\n  comments or layout only\n\nb\n  moved to plans/north/b.yaml\n"
    )


def test_ones_own_words_take_the_place_of_the_first_line() -> None:
    told = commit_message(report(event(sales(1), sales(2))), (), "After the strike")
    assert told == "After the strike\n\nclient  Client\n  sales.2026-Q3.plan  1 → 2 (+100%)\n"


def test_the_sentences_are_wrapped_and_bounded() -> None:
    events = [
        event({"risks": {"r": {"what": "слово " * 90}}}, {"risks": {"r": {"what": "слова " * 90}}}, client=f"c{number}")
        for number in range(40)
    ]
    lines = commit_message(report(*events), ()).split("\n")
    assert max(width(line) for line in lines) <= WIDTH
    assert len(lines) <= MOST_LINES + 4
    assert lines[-2].startswith("… and ")


@pytest.mark.parametrize(
    ("text", "harmless"),
    [
        ("[skip ci]", "<U+005B>skip ci]"),
        ("[ci skip]", "<U+005B>ci skip]"),
        ("[no ci] [skip actions]", "<U+005B>no ci] <U+005B>skip actions]"),
        ("***NO_CI***", "<U+002A>**NO_CI***"),
        ("closes #12", "closes <U+0023>12"),
        ("GH-12, but not GHZ-12", "GH<U+002D>12, but not GHZ-12"),
        ("@team, not a@b.example", "<U+0040>team, not a@b.example"),
        ("https://x.example/1", "https<U+003A>//x.example/1"),
        ("::error::x", ":<U+003A>error:<U+003A>x"),
        ("\x1b[2J\u202e", "<U+001B>[2J<U+202E>"),
        ("12\u00a0000 → 13 (+1%) [x] 100% # a", "12 000 → 13 (+1%) [x] 100% # a"),
    ],
    ids=ascii,
)
def test_nothing_in_a_message_acts(text: str, harmless: str) -> None:
    assert commit_text(text) == harmless
