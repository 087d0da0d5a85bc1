"""Changes as text, Markdown, JSON and CSV; no text of a plan or a commit acts in any of them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date

import pytest

from kamctl.gitrepo.commit import Commit, Moment, Signature
from kamctl.history.change import Change
from kamctl.history.compare import compare
from kamctl.history.report import DiffReport, Event, LogReport, Remark
from kamctl.history.weight import Measure, weigh
from kamctl.plan.document import Value
from kamctl.plan.period import Calendar
from kamctl.render.changes import diff_text, log_text
from kamctl.render.changes_data import diff_csv, diff_json, log_csv, log_json
from kamctl.render.changes_markdown import diff_markdown, log_markdown
from kamctl.words import Sentence
from tests.harness import BASE, document, schema_of
from tests.payloads import CASES, acting
from tests.render.test_lint_hostile import BLOCKS, MARKDOWN, check_inline, without_surrogates

SHAPE = schema_of({name: text.encode() for name, text in BASE.items()}).layout.shape
MEASURE = Measure(("sales.*.plan",), Calendar(), date(2026, 5, 20))

OLD = """\
client: Северный ритейл
sales: {2026-Q2: {plan: 13500000}, 2026-Q3: {plan: 12000000}}
team: {kam-north: {share: 60%}}
activities: {a: {what: Joint forecast workshop with the category team of the client}}
"""
NEW = """\
client: Северный ритейл
sales: {2026-Q2: {plan: 13500001}, 2026-Q3: {plan: 13500000}}
team: {kam-north: {share: 75%}}
activities: {a: {what: Совместный семинар по прогнозу с отделом категории клиента}}
risks: {delisting: {what: Kefir is delisted, probability: 30%, impact: 4000000}}
"""


def report(old: str = OLD, new: str = NEW, *others: Event) -> DiffReport:
    event = Event("severny", "edited", tuple(compare(document(old).values, document(new).values, SHAPE)))
    return diff_of(event, *others)


def diff_of(*events: Event, names: dict[str, str] | None = None) -> DiffReport:
    weights = tuple(tuple(weigh(change, MEASURE) for change in event.changes) for event in events)
    return DiffReport("HEAD", "the work tree", events, "RUB", weights, names or {"severny": "Северный ритейл"})


def plain(text: str) -> str:
    return text.replace("\xa0", " ")


WIDE = """\
severny  Северный ритейл
  sales.2026-Q2.plan    13 500 000 → 13 500 001 (+0.000007%) [only SKAM may change it; its period has begun]
  sales.2026-Q3.plan    12 000 000 → 13 500 000 (+12.5%) [only SKAM may change it]
  team.kam-north.share  60% → 75% (+15 pp)
  activities.a.what
    -  "Joint forecast workshop with the category team of the client"
    +  "Совместный семинар по прогнозу с отделом категории клиента"
  risks.delisting       added: Kefir is delisted (probability 30%, impact 4 000 000)

1 client changed: 7 changes (3 added, 4 changed); 1 plan figure moved after its period began.
"""
NARROW = """\
severny  Северный ритейл
  sales.2026-Q2.plan    13 500 000 → 13 500 001 (+0.000007%) [only SKAM may
                        change it; its period has begun]
  sales.2026-Q3.plan    12 000 000 → 13 500 000 (+12.5%) [only SKAM may change
                        it]
  team.kam-north.share  60% → 75% (+15 pp)
  activities.a.what
    -  "Joint forecast workshop with the category team of the client"
    +  "Совместный семинар по прогнозу с отделом категории клиента"
  risks.delisting       added: Kefir is delisted (probability 30%, impact
                        4 000 000)

1 client changed: 7 changes (3 added, 4 changed); 1 plan figure moved after its
period began.
"""


@pytest.mark.parametrize(("width", "text"), [(200, WIDE), (80, NARROW)])
def test_a_difference_as_text(width: int, text: str) -> None:
    assert plain(diff_text(report(), width=width, colour=False)) == text


def test_an_arrow_that_the_terminal_can_spell() -> None:
    text = diff_text(report("kam: a\nlimit: 1000", "kam: b\nlimit: 2000"), width=80, colour=False, arrow="->")

    assert "kam    a -> b\n" in text
    assert "limit  1 000 -> 2 000 (+100%)\n" in text


def test_colours_are_for_what_came_and_went() -> None:
    text = diff_text(report("kam: a\nb: 1", "kam: c\nd: 1"), width=80, colour=True)

    assert "  kam  a \x1b[2m→\x1b[0m c\n" in text
    assert "  b    \x1b[1;31mremoved: 1\x1b[0m\n" in text
    assert "  d    \x1b[1;32madded: 1\x1b[0m\n" in text


def test_a_difference_as_markdown() -> None:
    assert plain(diff_markdown(report())) == (
        "**1 client changed: 7 changes (3 added, 4 changed); 1 plan figure moved after its period began.**\n\n"
        "**severny** Северный ритейл\n\n"
        "- sales.2026-Q2.plan 13 500 000 → 13 500 001 (\\+0.000007%) – "
        "**only SKAM may change it; its period has begun**\n"
        "- sales.2026-Q3.plan 12 000 000 → 13 500 000 (\\+12.5%) – **only SKAM may change it**\n"
        "- team.kam-north.share 60% → 75% (\\+15 pp)\n"
        "- activities.a.what\n"
        '  - old: "Joint forecast workshop with the category team of the client"\n'
        '  - new: "Совместный семинар по прогнозу с отделом категории клиента"\n'
        "- risks.delisting added: Kefir is delisted (probability 30%, impact 4 000 000)\n"
    )


def test_a_plan_that_is_gone_is_one_line() -> None:
    gone = Event("yug", "deleted", (Change("removed", ("kam",), "x", None), Change("removed", ("period",), 1, None)))

    assert diff_text(diff_of(gone, names={}), width=80, colour=False) == (
        "yug  deleted, with 2 fields\n\n1 client changed: 2 changes (2 removed).\n"
    )


def test_json_has_a_change_for_each_field() -> None:
    events = (
        Event("a", "renamed", (Change("changed", ("sales", "2026-Q3", "plan"), 12, 13),), was="b"),
        Event("c", "edited", (), unreadable=Sentence("It is a link.")),
        Event("d", "edited", (Change("added", ("history", 2, "note"), None, "7.5%"),)),
    )

    assert json.loads(diff_json(diff_of(*events))) == {
        "version": 1,
        "changes": [
            {"client": "a", "field": "sales.2026-Q3.plan", "kind": "changed", "old": 12, "new": 13},
            {"client": "d", "field": "history.3.note", "kind": "added", "old": None, "new": "7.5%"},
        ],
        "renamed": [{"client": "a", "was": "b"}],
        "unreadable": [{"client": "c", "message": "It is a link."}],
        "duplicates": [],
        "notices": [],
    }
    assert diff_csv(diff_of(*events)) == (
        "client,field,kind,old,new\r\na,,renamed,b,a\r\na,sales.2026-Q3.plan,changed,12,13\r\n"
        "d,history.3.note,added,,7.5%\r\n"
    )


def committed(number: str, name: str = "Anna", subject: str = "Move Q3", known: bool = True) -> Commit:
    moment = Moment(1778403600 if number == "b" else 1767261600, known)
    who = Signature(name, "kam-north@example.com", moment)
    return Commit(number * 40, "t" * 40, (), who, who, subject)


def history(client: str | None = None) -> LogReport:
    change = Change("changed", ("sales", "2026-Q3", "plan"), 12000000, 13500000)
    return LogReport(
        (
            Event("severny", "edited", (change,), committed("b"), "kam-north"),
            Event("severny", "created", (Change("added", ("kam",), None, "x"),), committed("a", known=False)),
        ),
        (Remark("severny", "2026-02-03", "New buyer", "buyer"),),
        client,
    )


def test_a_log_as_text_has_the_notes_in_their_place() -> None:
    text = log_text(history("severny"), width=80, colour=False, names={"kam-north": "KAM North"})

    assert plain(text) == (
        "2026-05-10  KAM North  bbbbbbbb  Move Q3\n"
        "    sales.2026-Q3.plan  12 000 000 → 13 500 000 (+12.5%)\n\n"
        "2026-02-03  note  New buyer (with buyer)\n\n"
        "2026-01-01?  Anna  aaaaaaaa  Move Q3\n"
        "  created\n"
        "    kam  added: x\n"
    )


def test_with_moved_each_sentence_tells_its_reason() -> None:
    text = log_text(history(), width=80, colour=False, moved=True)

    assert plain(text).startswith(
        "2026-05-10  kam-north  bbbbbbbb\n"
        "  severny\n"
        "    sales.2026-Q3.plan  12 000 000 → 13 500 000 (+12.5%): Move Q3\n\n"
        "2026-02-03  note  severny  New buyer (with buyer)\n"
    )


def test_a_log_as_markdown_json_and_csv() -> None:
    assert plain(log_markdown(history())).startswith(
        "**2026-05-10** kam-north `bbbbbbbb` Move Q3 – severny\n\n- sales.2026-Q3.plan 12 000 000 → 13 500 000"
    )
    document = json.loads(log_json(history()))
    assert document["changes"][0] == {
        "commit": "b" * 40,
        "date": "2026-05-10T09:00:00Z",
        "author": "Anna <kam-north@example.com>",
        "person": "kam-north",
        "client": "severny",
        "field": "sales.2026-Q3.plan",
        "kind": "changed",
        "old": 12000000,
        "new": 13500000,
    }
    assert document["notes"] == [{"client": "severny", "date": "2026-02-03", "note": "New buyer", "with": "buyer"}]
    assert log_csv(history()).startswith("commit,date,author,person,client,field,kind,old,new\r\n")


def hostile_events(text: str) -> tuple[Event, ...]:
    value: Value = text
    changes = (
        Change("changed", (text, "a"), value, f"{text}x"),
        Change("added", ("risks", text, "what"), None, value),
        Change("added", ("risks", text, "owner"), None, value),
        Change("removed", ("b",), value, None),
    )
    who = Signature(text, text, Moment(0))
    commit = Commit("c" * 40, "t" * 40, (), who, who, text)
    return (
        Event(text, "renamed", changes, commit, text, was=text),
        Event("x", "edited", (), commit, unreadable=Sentence("{text}", {"text": text})),
    )


RENDERINGS: dict[str, Callable[[tuple[Event, ...], str], str]] = {
    "text": lambda events, text: diff_text(diff_of(*events, names={text: text}), width=80, colour=False),
    "narrow text": lambda events, text: diff_text(diff_of(*events, names={text: text}), width=20, colour=False),
    "coloured text": lambda events, text: diff_text(diff_of(*events, names={text: text}), width=80, colour=True),
    "json": lambda events, _: diff_json(diff_of(*events)),
    "csv": lambda events, _: diff_csv(diff_of(*events)).replace("\r\n", "\n"),
    "markdown": lambda events, text: diff_markdown(diff_of(*events, names={text: text})),
    "log": lambda events, text: log_text(log_of(events, text), width=80, colour=False, names={text: text}),
    "log of moved figures": lambda events, text: log_text(log_of(events, text), width=80, colour=False, moved=True),
    "log as json": lambda events, text: log_json(log_of(events, text)),
    "log as csv": lambda events, text: log_csv(log_of(events, text)).replace("\r\n", "\n"),
    "log as markdown": lambda events, text: log_markdown(log_of(events, text)),
}


def log_of(events: tuple[Event, ...], text: str) -> LogReport:
    return LogReport(events, (Remark(text, text, text, text),), None)


@pytest.mark.no_cover
@pytest.mark.parametrize("text", CASES)
def test_hostile_text_does_not_act(text: str) -> None:
    events = hostile_events(text)
    for name, rendering in RENDERINGS.items():
        check_harmless(name, rendering(events, text), text)


def check_harmless(name: str, output: str, text: str) -> None:
    shown = re.sub(r"\x1b\[(0|1|2|1;31|1;32|1;33)m", "", output) if name == "coloured text" else output
    assert acting(shown) == []
    assert "::" not in output
    assert not re.search(r"##\w*\[", output)
    if "json" in name:
        assert json.loads(output)["changes"][0]["old"] == without_surrogates(text)
    if "csv" in name:
        assert len(output.split("\n")) == 7  # the titles, a renaming, four fields, and the end
    if "markdown" in name:
        assert len(output) < 65_536
        tokens = MARKDOWN.parse(output)
        assert {token.type for token in tokens} <= BLOCKS
        for token in tokens:
            check_inline(token.children or [])


def test_markdown_that_is_too_long_says_how_much_is_left() -> None:
    event = Event("a", "edited", tuple(Change("added", ("f", f"n{i}", "x"), None, "word " * 90) for i in range(500)))

    output = diff_markdown(diff_of(event))

    assert len(output) <= 60_100
    left = re.search(r"\n…and (\d+) more lines\.\n$", output)
    assert left is not None
    assert output.count("\n- ") + int(left[1]) == 500


def test_a_log_tells_a_new_plan_in_one_line_and_its_few_fields_one_by_one() -> None:
    def created(fields: int) -> LogReport:
        changes = tuple(Change("added", ("risks", f"risk-{number}", "what"), None, "x") for number in range(fields))
        return LogReport((Event("severny", "created", changes, committed("a")),), (), "severny")

    many, few = log_text(created(13), width=80, colour=False), log_text(created(12), width=80, colour=False)
    assert "created, with 13 fields" in many
    assert "risk-0" not in many
    assert "risk-11" in few
    assert "created, with 13 fields" in log_markdown(created(13))
    assert "risk" not in log_markdown(created(13))
