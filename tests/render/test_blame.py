"""Blame in every format, and what hostile plans and commits do in it: nothing."""

from __future__ import annotations

import json

import pytest

from kamctl.gitrepo.commit import Commit, Moment, Signature
from kamctl.history.report import BlameReport, Origin
from kamctl.render import blame
from tests.payloads import CASES, acting
from tests.render.test_lint_hostile import without_surrogates

DAY = Moment(1778403600)  # 2026-05-10 09:00 UTC


def origin(value: str = "Visits", name: str = "KAM North", client: str = "severny", field: str = "does") -> Origin:
    signature = Signature(name, "kam-north@example.com", DAY)
    commit = Commit("a" * 40, "", (), signature, signature, "Subject")
    return Origin(client, ("team", "kam-north", field), value, None, commit, None, None)


def report(one: Origin, unread: tuple[str, ...] = ()) -> BlameReport:
    return BlameReport((one,), unread)


def test_text_names_the_person_as_people_do() -> None:
    named = origin()._replace(person="kam-north")
    assert blame.as_text(report(named), {"kam-north": "KAM of the North"}, width=100, colour=False) == (
        "severny\n"
        "Field                Value   Set on      By                Commit\n"
        "team.kam-north.does  Visits  2026-05-10  KAM of the North  aaaaaaaa\n"
    )


def test_a_plan_that_could_not_be_read_is_told_in_every_format() -> None:
    both = report(origin(), ("plans/x.yaml",))
    assert "1 file could not be read: plans/x.yaml." in blame.as_text(both, {}, width=80, colour=False)
    assert "1 file could not be read: plans/x.yaml." in blame.as_markdown(both, {})
    assert json.loads(blame.as_json(both))["unreadable"] == ["plans/x.yaml"]
    assert blame.unread(both).startswith("1 file could not be read: plans/x.yaml.")


@pytest.mark.parametrize("unread", [(), ("plans/x.yaml",)], ids=["all plans", "one could not be read"])
def test_a_page_is_short_enough_for_a_comment(unread: tuple[str, ...]) -> None:
    many = [origin("*" * 900, client=f"client-{number:03}") for number in range(400)]
    page = blame.as_markdown(BlameReport(tuple(many), unread), {})
    shown = page.count("team.kam-north.does")
    assert 0 < shown < 400
    assert len(page) < 65_536
    assert f"\n…and {400 - shown} more fields.\n" in page
    assert ("1 file could not be read: plans/x.yaml." in page) == bool(unread)


def test_a_page_has_a_table_for_each_plan() -> None:
    both = BlameReport((origin(), origin(field="role"), origin(client="south")))
    assert blame.as_markdown(both, {}) == (
        "**severny**\n\n| Field | Value | Set on | By | Commit |\n| --- | --- | --- | --- | --- |\n"
        "| team.kam-north.does | Visits | 2026-05-10 | KAM North | `aaaaaaaa` |\n"
        "| team.kam-north.role | Visits | 2026-05-10 | KAM North | `aaaaaaaa` |\n"
        "\n**south**\n\n| Field | Value | Set on | By | Commit |\n| --- | --- | --- | --- | --- |\n"
        "| team.kam-north.does | Visits | 2026-05-10 | KAM North | `aaaaaaaa` |\n"
    )


def test_nothing_to_tell_is_a_sentence() -> None:
    assert blame.as_text(BlameReport(()), {}, width=80, colour=False) == "There are no fields.\n"
    assert blame.as_markdown(BlameReport(()), {}) == "There are no fields.\n"


@pytest.mark.no_cover
@pytest.mark.parametrize("payload", CASES)
def test_hostile_text_does_nothing(payload: str) -> None:
    hostile = report(origin(payload, payload, payload, payload), (payload,))
    for text in (
        blame.as_text(hostile, {}, width=80, colour=False),
        blame.as_markdown(hostile, {}),
        blame.as_csv(hostile).replace("\r\n", "\n"),
        blame.as_json(hostile),
        blame.unread(hostile),
    ):
        assert acting(text) == []
    entry = json.loads(blame.as_json(hostile))["fields"][0]
    assert entry["value"] == without_surrogates(payload)
    assert entry["author"] == without_surrogates(f"{payload} <kam-north@example.com>".strip())
