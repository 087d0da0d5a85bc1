"""Mending: what has one meaning is written as it should be, nothing else changes, and doubt leaves a file alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamctl.lint.fixing import Mended, leaves, unified_diff
from kamctl.lint.page import PLAN
from kamctl.lint.snapshot import Snapshot, lint, mend_all
from kamctl.plan.document import read
from kamctl.plan.source import RawFile
from tests.harness import BASE_PLAN, FORMAT, TODAY, overlay, repository


def snapshot(plan: str | bytes, **schema: str) -> Snapshot:
    """The base repository with a plan in the place of its own."""
    whole = repository({PLAN: plan, **{f"schema/{name}.yaml": text for name, text in schema.items()}})
    files = {name: RawFile(name, data) for name, data in whole.items()}
    return Snapshot(
        {name: file for name, file in files.items() if name.startswith("schema/")},
        [file for name, file in files.items() if name.startswith("plans/")],
    )


def mended(plan: str | bytes, **schema: str) -> list[Mended]:
    """What mending makes of the base repository with a plan."""
    repository_ = snapshot(plan, **schema)
    return mend_all(repository_, TODAY, lint(repository_, TODAY))


WRITTEN = [
    ("a misspelt field", "regoin: north\n", "region: north\n"),
    ("a misspelt field and the value under it, in two rounds",
     "activites:\n  a: {what: Visit, owner: kam-north, due: 15.12.2026}\n",
     "activities:\n  a: {what: Visit, owner: kam-north, due: 2026-12-15}\n"),
    ("spaces between groups of digits", "credit_line: {limit: 30 000 000, days: 45}  # as agreed\n",
     "credit_line: {limit: 30000000, days: 45}  # as agreed\n"),
    ("a decimal comma in a percentage", "discounts:\n  volume: {size: '7,5%', condition: Always}\n",
     "discounts:\n  volume: {size: 7.5%, condition: Always}\n"),
    ("a percentage without its sign", "discounts:\n  volume: {size: 7.5, condition: Always}\n",
     "discounts:\n  volume: {size: 7.5%, condition: Always}\n"),
    ("a date as people write it", "history:\n  - {date: 03.02.2026, note: Visit}\n",
     "history:\n  - {date: 2026-02-03, note: Visit}\n"),
    ("a number where text belongs", "contacts:\n  buyer: {name: Buyer, phone: 88001000001}\n",
     'contacts:\n  buyer: {name: Buyer, phone: "88001000001"}\n'),
    ("two slips in one line", "risks:\n  a: {what: x, probability: 30, impact: 4 000 000}\n",
     "risks:\n  a: {what: x, probability: 30%, impact: 4000000}\n"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after"), [case[1:] for case in WRITTEN], ids=[case[0] for case in WRITTEN])
def test_what_has_one_meaning_is_written(before: str, after: str) -> None:
    [change] = mended(overlay(BASE_PLAN, before))
    assert change.after.decode() == overlay(BASE_PLAN, after)


LEFT = [
    ("a percentage that may be a fraction", "discounts:\n  volume: {size: 0.075, condition: Always}\n"),
    ("a comma that may part thousands or decimals", "credit_line: {limit: '12,500', days: 45}\n"),
    ("a misspelt field whose right name is there too", "region: north\nregoin: south\n"),
    ("a date with slashes", "history:\n  - {date: 03/02/2026, note: Visit}\n"),
]


@pytest.mark.parametrize("plan", [case[1] for case in LEFT], ids=[case[0] for case in LEFT])
def test_what_has_two_meanings_is_left(plan: str) -> None:
    assert mended(overlay(BASE_PLAN, plan)) == []


def test_a_field_that_is_near_two_is_left() -> None:
    format_ = FORMAT + "  mall: {type: text}\n  ball: {type: text}\n"
    assert mended(overlay(BASE_PLAN, "call: x\n"), format=format_) == []


def test_line_ends_comments_and_a_missing_last_line_end_stay() -> None:
    plan = overlay(BASE_PLAN, "# why\r\nregoin: north\t# because\r\n").rstrip("\r\n")
    [change] = mended(plan)
    assert change.after == plan.replace("regoin", "region").encode()


def test_a_byte_order_mark_goes() -> None:
    [change] = mended(b"\xef\xbb\xbf" + BASE_PLAN.encode())
    assert (change.after, change.mended) == (BASE_PLAN.encode(), ())


@pytest.mark.parametrize("encoding", ["cp1251", "utf-16", "utf-16-le", "utf-32"])
def test_another_encoding_is_converted_where_it_is_certain(encoding: str) -> None:
    [change] = mended(BASE_PLAN.encode(encoding))
    assert change.after == BASE_PLAN.encode()


def test_bytes_that_are_no_russian_text_are_left() -> None:
    assert mended(BASE_PLAN.encode() + b"note: \xff\xfe\x98\n") == []


def test_a_file_of_the_schema_is_mended_too() -> None:
    kpis = "shelf-share: {titel: Share of shelf, unit: percent, better: higher, total: last}\n"
    [change] = mended(BASE_PLAN, kpis=kpis)
    assert (change.name, change.after.decode()) == ("schema/kpis.yaml", kpis.replace("titel", "title"))


def test_the_difference_is_a_unified_diff() -> None:
    change = Mended("plans/x.yaml", b"a: 1\nb: 2\n", b"a: 1\nb: 3", ())
    assert unified_diff(change).splitlines() == [
        "--- a/plans/x.yaml",
        "+++ b/plans/x.yaml",
        "@@ -1,2 +1,2 @@",
        " a: 1",
        "-b: 2",
        "+b: 3",
        "\\ No newline at end of file",
    ]


SLIPS = st.lists(
    st.sampled_from(
        [
            "regoin: north\n",
            "credit_line: {limit: 12 000 000, days: 4O}\n",
            "discounts:\n  one: {size: '3,5%', condition: x}\n  two: {size: 0.5, condition: 12}\n",
            "history:\n  - {date: 1.2.2026, note: x}\n  - {date: 2026-2-3, notes: y}\n",
            "risks:\n  a: {what: x, probability: 30, impact: 4,5 млн, reveiw: 01.12.2026, response: x}\n",
            "competitors:\n  x: {share: '35 %', strenghts: [x]}\n",
        ]
    ),
    unique=True,
)


@pytest.mark.no_cover
@given(slips=SLIPS)
def test_mending_is_idempotent_and_changes_no_other_value(slips: list[str]) -> None:
    plan = BASE_PLAN
    for slip in slips:
        plan = overlay(plan, slip)
    changes = mended(plan)
    if not changes:
        return
    [change] = changes
    assert mended(change.after) == []
    before = dict(leaves(read(RawFile(PLAN, plan.encode())).values))
    after = dict(leaves(read(RawFile(PLAN, change.after)).values))
    assert len(before) == len(after)
    kept = [path for path in before if path[0] in ("client", "kam", "period", "team", "sales")]
    assert [before[path] for path in kept] == [after[path] for path in kept]
