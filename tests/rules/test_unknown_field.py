"""unknown-field: what the schema does not name is off."""

from __future__ import annotations

import pytest

from kamctl.lint.page import PLAN
from tests.harness import BASE_PLAN, Row, lint, overlay, run

CASES = [
    ("a field of SKAM's own is known", "region: north\n", []),
    ("a section of SKAM's own is known", "swot:\n  strengths: [Price]\n", []),
    (
        "a misspelt field of a section is found at its name",
        "swot:\n  strenghts: [Price]\n",
        [("unknown-field", "13:3-13:12", "strenghts")],
    ),
    ("a top-level field that nobody declared is found", "weather: fine\n", [("unknown-field", "12:1-12:8", "weather")]),
]


@pytest.mark.parametrize(("sections", "found"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_unknown_field(sections: str, found: list[Row]) -> None:
    assert lint(sections, "unknown-field") == found


def test_the_hint_names_the_one_near_field_and_the_fix_writes_it() -> None:
    [mend] = run({PLAN: overlay(BASE_PLAN, "swot:\n  strenghts: [Price]\n")}).mends
    assert (str(mend.finding.hint), mend.fix.text) == ("Did you mean strengths?", "strengths")
