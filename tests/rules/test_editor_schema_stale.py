"""editor-schema-stale: what editors complete and check is what `schema/` says now."""

from __future__ import annotations

import pytest

from kamctl.lint.catalog import RULES, known_rules
from kamctl.lint.engine import Engine
from kamctl.lint.finding import Finding
from kamctl.plan.fault import Fault
from kamctl.plan.schema import read_schema
from kamctl.plan.schema_model import EDITOR_SCHEMA
from kamctl.plan.source import RawFile
from tests.harness import BASE, FORMAT, PRODUCTS, TODAY, repository, run, schema_of

EXPORTED = repository({})[EDITOR_SCHEMA]

MISSING = "The schema for editors is missing, so they cannot complete or check plans."
STALE = "The schema for editors is not what the other files of schema/ say now."

CASES: list[tuple[str, dict[str, str | bytes | None], list[str]]] = [
    ("what the files of schema/ say is not stale", {EDITOR_SCHEMA: EXPORTED}, []),
    ("line ends of another system do not matter", {EDITOR_SCHEMA: EXPORTED.replace(b"\n", b"\r\n")}, []),
    ("a file that is not there is missing", {EDITOR_SCHEMA: None}, [MISSING]),
    ("an empty file is stale", {EDITOR_SCHEMA: b""}, [STALE]),
    (
        "a product more makes it stale",
        {EDITOR_SCHEMA: EXPORTED, "schema/products.yaml": PRODUCTS + "milk: {title: Milk}\n"},
        [STALE],
    ),
    (
        "with a fault in the schema there is nothing to compare with",
        {EDITOR_SCHEMA: b"", "schema/format.yaml": FORMAT.replace("horizon: year", "horizon: decade")},
        [],
    ),
    (
        "SKAM may switch it off",
        {EDITOR_SCHEMA: None, "schema/format.yaml": FORMAT + "rules: {editor-schema-stale: {severity: off}}\n"},
        [],
    ),
]


def stale(findings: tuple[Finding, ...]) -> list[Finding]:
    return [finding for finding in findings if finding.rule == "editor-schema-stale"]


@pytest.mark.parametrize(("files", "messages"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_editor_schema_stale(files: dict[str, str | bytes | None], messages: list[str]) -> None:
    assert [str(finding.message) for finding in stale(run(files).report.findings)] == messages


def test_it_is_a_warning_at_the_first_character_that_says_what_to_run() -> None:
    [finding] = stale(run({EDITOR_SCHEMA: None}).report.findings)
    assert (finding.path, finding.line, finding.column, finding.severity) == (EDITOR_SCHEMA, 1, 1, "warning")
    assert str(finding.hint) == "Run: kamctl schema export"


def test_where_single_plans_are_checked_it_does_not_look() -> None:
    files = repository({EDITOR_SCHEMA: None})
    plans = [RawFile(name, data) for name, data in files.items() if name.startswith("plans/")]
    engine = Engine(RULES, schema_of(files), TODAY)
    assert len(stale(engine.lint(plans).report.findings)) == 1
    assert stale(engine.lint(plans, only={"plans/client.yaml"}).report.findings) == []


def test_a_link_in_its_place_is_said_to_be_one_and_not_followed() -> None:
    raw = {name: RawFile(name, text.encode()) for name, text in BASE.items() if name.startswith("schema/")}
    raw[EDITOR_SCHEMA] = RawFile(EDITOR_SCHEMA, b"", Fault("unsafe-path", 0, 0, facts={"kind": "link"}))
    findings = Engine(RULES, read_schema(raw, known_rules()), TODAY).lint([]).report.findings
    assert [(finding.rule, finding.path) for finding in findings] == [("unsafe-path", EDITOR_SCHEMA)]
