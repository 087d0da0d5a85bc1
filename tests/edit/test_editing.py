"""The editor case by case: a text, an edit, the text afterwards; and what it refuses, by name."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple

import pytest

from kamctl.edit.arrangement import FREE, Arrangement
from kamctl.edit.editing import edit
from kamctl.edit.edits import Append, Content, Edit, Insert, Rename, Set, Unset
from kamctl.edit.spot import find
from kamctl.errors import EditError
from kamctl.plan.document import read
from kamctl.plan.order import PlanOrder
from kamctl.plan.source import RawFile
from tests.harness import repository, schema_of

ORDER = PlanOrder.of(schema_of(repository({})))


def done(text: str, *edits: Edit, order: Arrangement = ORDER) -> str:
    """The text after edits."""
    return edit(read(RawFile("plans/x.yaml", text.encode())), edits, order).data.decode()


class Case(NamedTuple):
    """`before` with an edit made is `after`."""

    title: str
    before: str
    edit: Edit
    after: str


NOTE: Content = {"date": date(2026, 5, 20), "note": "Called"}
VISIT = ("activities", "visit", "what")

CASES = [
    Case("a value alone changes", "kam: a  # who\nperiod: 2026\n", Set(("kam",), "b"), "kam: b  # who\nperiod: 2026\n"),
    Case("a comment far off keeps its column", "kam: a        # who\n", Set(("kam",), "abcd"), "kam: abcd     # who\n"),
    Case("so does one in line with the next", "kam: a # x\nb: cd   # y\nc: e    # z\n", Set(("c",), "efg"),
         "kam: a # x\nb: cd   # y\nc: efg  # z\n"),
    Case("a comment close by stays close", "kam: a # who\n", Set(("kam",), "abcd"), "kam: abcd # who\n"),
    Case("a comment behind braces keeps its column too", "sales:\n  2026-Q1: {plan: 5, actual: 6}     # x\n",
         Set(("sales", "2026-Q1", "plan"), Decimal(555)), "sales:\n  2026-Q1: {plan: 555, actual: 6}   # x\n"),
    Case("double quotes stay", 'client: "a"\n', Set(("client",), "b"), 'client: "b"\n'),
    Case("single quotes stay", "client: 'a'\n", Set(("client",), "it's"), "client: 'it''s'\n"),
    Case("what needs quotes gets them", "client: a\n", Set(("client",), "NO"), 'client: "NO"\n'),
    Case("a figure in quotes becomes a figure", 'x: "5"\n', Set(("x",), Decimal(6)), "x: 6\n"),
    Case("a text over several lines becomes one", "client: a\n  b # c\nkam: k\n", Set(("client",), "d"),
         "client: d # c\nkam: k\n"),
    Case("so does a block of text", "client: | # c\n  a\n  b\n\nkam: k\n", Set(("client",), "d"),
         "client: d # c\n\nkam: k\n"),
    Case("text of several lines stands on one", "client: a\n", Set(("client",), "a\nb"), 'client: "a\\nb"\n'),
    Case("a value where there is none", "kam:   # soon\nb: 1\n", Set(("kam",), "k"), "kam: k  # soon\nb: 1\n"),
    Case("a value in the place of null", "kam: ~\n", Set(("kam",), "k"), "kam: k\n"),
    Case("a name in another normal form is the same", "contacts:\n  и\u0306: {name: a}\n",
         Set(("contacts", "й", "name"), "b"), "contacts:\n  и\u0306: {name: b}\n"),
    Case("a year as a name", "sales:\n  2026: {plan: 5}\n", Set(("sales", "2026", "plan"), 6),
         "sales:\n  2026: {plan: 6}\n"),
    Case("a section finds its place", "client: c\nsales: {2026: {plan: 1}}\n", Set(("team", "a", "role"), "KAM"),
         "client: c\nteam:\n  a:\n    role: KAM\nsales: {2026: {plan: 1}}\n"),
    Case("with blank lines where its neighbours have them", "client: c\n\nteam: {a: {role: b}}\n\nrisks: {}\n",
         Set(VISIT, "x"), "client: c\n\nteam: {a: {role: b}}\n\nactivities:\n  visit:\n    what: x\n\nrisks: {}\n"),
    Case("behind the last line without an end", "client: c", Set(("kam",), "k"), "client: c\nkam: k"),
    Case("lines end as the neighbour's", "client: c\r\nperiod: 2026\n", Set(("kam",), "k"),
         "client: c\r\nkam: k\r\nperiod: 2026\n"),
    Case("a byte order mark stays", "\ufeffclient: c\n", Set(("client",), "d"), "\ufeffclient: d\n"),
    Case("the first field of an empty file", "# a comment\n", Set(("client",), "c"), "# a comment\nclient: c\n"),
    Case("the first one of a thing", "risks:\n  a:\n    impact: 5\n", Set(("risks", "a", "what"), "x"),
         "risks:\n  a:\n    what: x\n    impact: 5\n"),
    Case("of a thing in a list", "history:\n  - note: x\n", Set(("history", 0, "date"), date(2026, 1, 2)),
         "history:\n  - date: 2026-01-02\n    note: x\n"),
    Case("in braces", "risks:\n  a: {impact: 5}\n", Set(("risks", "a", "what"), "x"),
         "risks:\n  a: {what: x, impact: 5}\n"),
    Case("in empty braces", "risks: {}\n", Set(("risks", "a", "what"), "x"), "risks: {a: {what: x}}\n"),
    Case("as the neighbours are", "risks:\n  a: {what: x}\n", Set(("risks", "b", "what"), "z"),
         "risks:\n  a: {what: x}\n  b: {what: z}\n"),
    Case("indented as the neighbours are", "risks:\n    a:\n        what: x\n", Set(("risks", "b", "what"), "z"),
         "risks:\n    a:\n        what: x\n    b:\n        what: z\n"),
    Case("periods in order of time", "sales:\n  2026-Q1: {plan: 1}\n  2026-Q4: {plan: 4}\n",
         Set(("sales", "2026-Q3", "plan"), 3),
         "sales:\n  2026-Q1: {plan: 1}\n  2026-Q3: {plan: 3}\n  2026-Q4: {plan: 4}\n"),
    Case("below a name with nothing behind it", "risks:   # none yet\nkam: k\n", Set(("risks", "a", "what"), "x"),
         "risks:   # none yet\n  a:\n    what: x\nkam: k\n"),
    Case("above comments at its depth", "risks:\n  a: {what: x}\n  # b:\n\n# end\n", Set(("risks", "b", "what"), "z"),
         "risks:\n  a: {what: x}\n  b: {what: z}\n  # b:\n\n# end\n"),
    Case("behind deeper comments, which are about the one before", "risks:\n  a:\n    what: x\n    # why?\nkam: k\n",
         Set(("risks", "b", "what"), "z"), "risks:\n  a:\n    what: x\n    # why?\n  b:\n    what: z\nkam: k\n"),
    Case("on a line of its own where braces have lines", "risks: {\n  a: {what: x},  # 1\n  c: {what: z}   # 2\n}\n",
         Set(("risks", "d", "what"), "w"),
         "risks: {\n  a: {what: x},  # 1\n  c: {what: z},   # 2\n  d: {what: w}\n}\n"),
    Case("a note behind the last", "history:\n- date: 2026-01-01\n  note: x\n", Append(("history",), NOTE),
         "history:\n- date: 2026-01-01\n  note: x\n- date: 2026-05-20\n  note: Called\n"),
    Case("an earlier note above a later", "history:\n  - {date: 2026-06-01, note: x}\n", Append(("history",), NOTE),
         "history:\n  - {date: 2026-05-20, note: Called}\n  - {date: 2026-06-01, note: x}\n"),
    Case("a first note", "client: c\n", Append(("history",), NOTE),
         "client: c\nhistory:\n  - date: 2026-05-20\n    note: Called\n"),
    Case("a thing in a list in brackets", "assortment: {listed: [a, b]}\n", Append(("assortment", "listed"), "c, d"),
         'assortment: {listed: [a, b, "c, d"]}\n'),
    Case("a list thing by thing", "x:\n  - a  # 1\n  - b  # 2\n  - c  # 3\n", Set(("x",), ["a", "c", "d"]),
         "x:\n  - a  # 1\n  - c  # 3\n  - d\n"),
    Case("a thing put into a list", "x: [a, b]\n", Insert(("x", 1), "c"), "x: [a, c, b]\n"),
    Case("another name", "sales:\n  2026-Q1: {plan: 1}  # c\n", Rename(("sales", "2026-Q1"), "2027-Q1"),
         "sales:\n  2027-Q1: {plan: 1}  # c\n"),
    Case("taken out with its lines and its comment", "risks:\n  a:\n    what: x\n    # y\n  b: {what: z}\n",
         Unset(("risks", "a")), "risks:\n  b: {what: z}\n"),
    Case("taken out with what was there for its sake", "client: c\n\nrisks:\n  a:\n    what: x\n\nkam: k\n",
         Unset(("risks", "a", "what")), "client: c\n\nkam: k\n"),
    Case("not with what has comments of its own", "risks:  # none?\n  a: {what: x}\nkam: k\n", Unset(("risks", "a")),
         "risks:  # none?\nkam: k\n"),
    Case("out of braces", "a: {b: 1, c: 2, d: 3}\n", Unset(("a", "c")), "a: {b: 1, d: 3}\n"),
    Case("the first out of braces", "a: {b: 1, c: 2}\n", Unset(("a", "b")), "a: {c: 2}\n"),
    Case("the first line of a thing in a list", "history:\n  - date: 2026-01-01\n    note: x\n",
         Unset(("history", 0, "date")), "history:\n  - note: x\n"),
    Case("not with blank lines that are a part of the text above", "a: |+\n  x\n\nb: 1\n", Unset(("b",)),
         "a: |+\n  x\n\n"),
    Case("the last line without an end, and blank ones", "client: c\n\n\nkam: k", Unset(("kam",)), "client: c"),
    Case("the last line without an end", "client: c\nkam: k", Unset(("kam",)), "client: c"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[case.title for case in CASES])
def test_an_edit(case: Case) -> None:
    assert done(case.before, case.edit) == case.after


def test_what_was_set_new_goes_without_a_trace() -> None:
    for case in CASES:
        is_new = bool(find(read(RawFile("x", case.before.encode())), case.edit.path).missing)
        if isinstance(case.edit, Set) and is_new and "~" not in case.before:
            assert done(case.after, Unset(case.edit.path)) == case.before, case.title


def test_the_same_again_changes_nothing() -> None:
    for case in CASES:
        if isinstance(case.edit, Set):
            again = edit(read(RawFile("x", case.after.encode())), [case.edit], ORDER)
            assert not again.changed, case.title


def test_several_edits_are_one() -> None:
    both = [Set(("risks", "a", "impact"), 5), Set(("risks", "a", "what"), "x")]
    assert done("client: c\n", *both) == "client: c\nrisks:\n  a:\n    what: x\n    impact: 5\n"


def test_in_a_file_of_another_kind_new_fields_stand_last() -> None:
    assert done("on: push\njobs:\n  a: {}\n", Set(("name",), "x"), order=FREE) == "on: push\njobs:\n  a: {}\nname: x\n"


REFUSED = [
    ("a file that cannot be read", "a: [\n", Set(("a",), "b"), "cannot be read"),
    ("YAML that refers", "a: &x 1\nb: *x\n", Set(("b",), "2"), "cannot be read"),
    ("a name that stands twice", "kam: a\nkam: b\n", Set(("kam",), "c"), "kam stands twice"),
    ("a field below a value", "kam: a\n", Set(("kam", "x"), "b"), "kam is a value of its own"),
    ("a value for what has fields", "a: {b: 1}\n", Set(("a",), "c"), "a has fields or entries of its own"),
    ("a name in a list", "history:\n  - {note: x}\n", Set(("history", "a"), "b"), "history is a list"),
    ("a thing that a list does not have", "x: [a]\n", Set(("x", 3), "b"), "There is no x.4: x has 1 entries"),
    ("a list that is not there", "a: 1\n", Set(("x", 0), "b"), "There is no list x"),
    ("nothing to take out", "a: 1\n", Unset(("b",)), "There is no b in the file"),
    ("no list to add to", "a: 1\n", Append(("a",), "b"), "a is no list"),
    ("a name that is there", "a: 1\nb: 2\n", Rename(("a",), "b"), "b is there already"),
    ("bytes that are no text", "a: 1\n", Set(("a",), "\udc80"), "bytes that are no text"),
    ("text that the end of the file ends", "a: |\n  b", Set(("c",), "d"), "The last text of"),
    ("a comment in the way", "x:\n  - a: 1\n    # about b\n    b: 2\n", Unset(("x", 0, "a")), "a comment stands"),
    ("a pair without braces", "x: [a: 1]\n", Set(("x", 0, "b"), "c"), "stands in brackets without braces"),
    ("text that loses its line end", "a: |\n  x\nb: 1", Unset(("b",)), "would lose its last line end"),
    ("text that takes in blank lines", "a: |+\n  x\nb: 1\n\nc: 2\n", Unset(("b",)), "would take in the blank lines"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "one", "said"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_an_edit_that_is_refused(before: str, one: Edit, said: str) -> None:
    with pytest.raises(EditError) as refusal:
        done(before, one, order=FREE)
    assert said in str(refusal.value)


def test_a_file_that_is_faulty_elsewhere_is_edited_all_the_same() -> None:
    before = "kam: a\nx: 1\nx: 2\ntext: \u202e\n"
    assert done(before, Set(("kam",), "b")) == before.replace("kam: a", "kam: b")


def test_a_file_as_large_as_may_be_takes_no_more() -> None:
    with pytest.raises(EditError, match="would be larger than a plan may be"):
        done("a: 1\n# " + "x" * (1024 * 1024 - 10) + "\n", Set(("b",), "y" * 100))
