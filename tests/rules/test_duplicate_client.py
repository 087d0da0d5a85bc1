"""duplicate-client: a client has one plan, and no id looks like another's."""

from __future__ import annotations

import pytest

from kamctl.lint.catalog import RULES
from kamctl.lint.engine import Engine
from kamctl.plan.source import RawFile
from tests.harness import BASE_PLAN, TODAY, repository, schema_of

RULE = "duplicate-client"


def lint(*names: str, only: set[str] | None = None, plan: bytes = BASE_PLAN.encode()) -> list[tuple[str, str]]:
    """The files that the rule finds something in, each with the message."""
    engine = Engine(RULES, schema_of(repository({})), TODAY)
    report = engine.lint([RawFile(name, plan) for name in names], only=only).report
    findings = [finding for finding in report.findings if finding.rule == RULE]
    assert all((finding.line, finding.column, finding.end_column) == (1, 1, 1) for finding in findings)
    return [(finding.path, str(finding.message)) for finding in findings]


CASES = [
    ("two clients are fine", ["plans/a.yaml", "plans/b.yaml"], []),
    (
        "one id in two folders is found in the second",
        ["plans/a.yaml", "plans/north/a.yaml"],
        [("plans/north/a.yaml", "The client a has a plan already, in plans/a.yaml.")],
    ),
    (
        "of three, two are found, both naming the first",
        ["plans/a.yaml", "plans/north/a.yaml", "plans/south/a.yaml"],
        [
            ("plans/north/a.yaml", "The client a has a plan already, in plans/a.yaml."),
            ("plans/south/a.yaml", "The client a has a plan already, in plans/a.yaml."),
        ],
    ),
    (
        "ids that differ by case",
        ["plans/Sever.yaml", "plans/sever.yaml"],
        [("plans/sever.yaml", "The id sever would be taken for Sever, the client of plans/Sever.yaml.")],
    ),
    (
        "ids that differ by a look-alike letter",
        ["plans/kam-north.yaml", "plans/kam-nоrth.yaml"],
        [
            (
                "plans/kam-nоrth.yaml",
                "The id kam-nоrth would be taken for kam-north, the client of plans/kam-north.yaml.",
            )
        ],
    ),
    (
        "ids that differ by how a letter is stored",
        ["plans/и\u0306.yaml", "plans/й.yaml"],
        [
            (
                "plans/й.yaml",
                "The client й has a plan in plans/и\u0306.yaml, whose name only stores its letters otherwise.",
            )
        ],
    ),
    (
        "ids that differ by ß",
        ["plans/strasse.yaml", "plans/straße.yaml"],
        [("plans/straße.yaml", "The id straße would be taken for strasse, the client of plans/strasse.yaml.")],
    ),
]


@pytest.mark.parametrize(("names", "found"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_duplicate_client(names: list[str], found: list[tuple[str, str]]) -> None:
    assert lint(*names) == found
    assert lint(*reversed(names)) == found


def test_plans_that_are_not_asked_for_count_too() -> None:
    names = ["plans/a.yaml", "plans/north/a.yaml"]
    assert [path for path, _ in lint(*names, only={"plans/north/a.yaml"})] == ["plans/north/a.yaml"]
    assert lint(*names, only={"plans/a.yaml"}) == []


def test_files_that_cannot_be_read_count_too() -> None:
    assert [path for path, _ in lint("plans/a.yaml", "plans/b/a.yaml", plan=b"a: [")] == ["plans/b/a.yaml"]


def test_a_comment_cannot_silence_it() -> None:
    plan = b"# kamctl: allow duplicate-client because I want two\n" + BASE_PLAN.encode()
    assert [path for path, _ in lint("plans/a.yaml", "plans/b/a.yaml", plan=plan)] == ["plans/b/a.yaml"]
