"""What a change of the schema does, in every format."""

from __future__ import annotations

import csv
import io
import json

import pytest

from kamctl.insight.impact import Impact, impact
from kamctl.render import impact as rendering
from kamctl.words import Sentence
from tests.payloads import CASES, acting
from tests.render.reports import FOLDER, OWNER, SIZE

MISSING = SIZE._replace(rule="missing-field", field="region", message=Sentence("A region is missing."), hint=None)
OTHER = MISSING._replace(client="yug", path="plans/yug.yaml")


def changed() -> Impact:
    """Two plans lack a field now, one of them is rid of an old finding; the schema has a finding of its own."""
    kams = {"severny": "kam-north", "yug": "kam-south"}
    return impact([SIZE, OWNER], [OWNER, MISSING, MISSING._replace(field="kam"), OTHER, FOLDER], kams, "HEAD", 6)


def test_the_figures() -> None:
    found = changed()
    assert [(one.client, one.kam, one.errors, one.fields_to_add) for one in found.clients] == [
        ("severny", "kam-north", 2, 2),
        ("yug", "kam-south", 1, 1),
    ]
    assert [finding.rule for finding in found.clients[0].gone] == ["value-format"]
    assert [tuple(one) for one in found.kams] == [("kam-north", 1, 2), ("kam-south", 1, 1)]
    assert (found.broken, found.failed, found.schema) == (2, True, (FOLDER,))


def test_a_finding_whose_words_changed_is_the_same_finding() -> None:
    other_words = SIZE._replace(message=Sentence("Something else."), line=99)
    assert impact([SIZE], [other_words], {}, "HEAD", 1).clients == ()
    assert impact([SIZE], [SIZE, other_words], {}, "HEAD", 1).clients[0].new == (other_words,)


def test_text_says_who_has_how_much_to_add() -> None:
    lines = rendering.as_text(changed(), width=200, colour=False).split("\n\n")
    assert lines[1] == (
        "Against the schema of HEAD, as far as the new one can be read, 2 of 6 plans would break: "
        "3 new findings, 1 gone, 3 fields to add."
    )
    assert lines[2] == (
        "kam-north: 2 fields to add, new findings in 1 plan\nkam-south: 1 field to add, new findings in 1 plan"
    )
    assert lines[3].startswith("severny (kam-north): 2 fields to add\n  new   plans/severny.yaml:12:11: error: ")
    assert "\n  gone  plans/severny.yaml:12:11: error: 7,5% is no percentage. [value-format]" in lines[3]


def test_programs_get_the_same() -> None:
    whole = json.loads(rendering.as_json(changed()))
    assert (whole["version"], [one["client"] for one in whole["clients"]]) == (1, ["severny", "yug"])
    assert [one["fields_to_add"] for one in whole["clients"]] == [2, 1]
    assert whole["clients"][0]["gone"][0]["rule"] == "value-format"
    rows = list(csv.DictReader(io.StringIO(rendering.as_csv(changed()))))
    assert [(row["client"], row["change"], row["field"]) for row in rows] == [
        ("severny", "new", "region"),
        ("severny", "new", "kam"),
        ("severny", "gone", "discounts.volume.size"),
        ("yug", "new", "region"),
    ]
    page = rendering.as_markdown(changed())
    assert "2 of 6 plans would break" in page
    assert page.index("severny") < page.index("yug")


@pytest.mark.no_cover
@pytest.mark.parametrize("payload", CASES)
def test_hostile_text_does_nothing(payload: str) -> None:
    finding = MISSING._replace(client=payload, field=payload, message=Sentence("{text}", {"text": payload}))
    hostile = impact([], [finding], {payload: payload}, payload, 1)
    for text in (
        rendering.as_text(hostile, width=80, colour=False),
        rendering.as_markdown(hostile),
        rendering.as_csv(hostile).replace("\r\n", "\n"),
        rendering.as_json(hostile),
    ):
        assert acting(text) == []
