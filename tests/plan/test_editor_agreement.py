"""What an editor says by the JSON Schema and what lint says by its format rules: the same, save what is listed here.

Every mutant is a plan with one change. Both judges get the same text; where they differ, the difference must be one
of the table's, and each entry of the table has an example which shows that it is still there.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import jsonschema
import pytest

from kamctl.lint.catalog import RULES
from kamctl.lint.engine import Engine
from kamctl.plan.document import read
from kamctl.plan.fault import Fault
from kamctl.plan.json_schema import export
from kamctl.plan.load import load_plan
from kamctl.plan.period import FIRST_YEAR, LAST_YEAR
from kamctl.plan.schema import Schema
from kamctl.plan.shape import PERIOD, Leaf
from kamctl.plan.source import RawFile
from tests.harness import BASE_PLAN, TODAY, overlay
from tests.plan.mutants import json_values, mutants
from tests.plan.worlds import BARE_PLAN, RICH_PLAN, WORLDS, bare, rich

pytestmark = pytest.mark.no_cover

FORMAT_RULES = {
    "missing-section", "missing-field", "unknown-field", "section-off", "wrong-type", "value-format", "out-of-range",
    "not-allowed", "unknown-person", "unknown-product", "unknown-kpi", "bad-id",
}  # fmt: skip
"""The rules that a JSON Schema can speak of: it sees one plan's values, and neither its text nor its neighbours."""

COUNTS = {"repository": 400, "rich": 1100, "bare": 700}


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that lint alone refuses; `covers` tells it by lint's fault and the text at its place."""

    name: str
    reason: str
    plan: str
    sections: str
    covers: Callable[[Fault, str], bool]


def _at_a_period(fault: Fault) -> bool:
    shape = fault.facts.get("shape")
    return isinstance(shape, Leaf) and shape.type == PERIOD


def _whole_year(fault: Fault, raw: str) -> bool:
    value = fault.facts.get("value")
    if not isinstance(value, Decimal) or not _at_a_period(fault):
        return False
    return value == value.to_integral_value() and FIRST_YEAR <= value <= LAST_YEAR


def _binary(fault: Fault, raw: str) -> bool:
    value = fault.facts.get("value")
    return fault.rule == "out-of-range" and isinstance(value, Decimal) and Decimal(float(value)) != value


def _other_script(fault: Fault, raw: str) -> bool:
    beyond = [
        character for character in raw if not ("\0" <= character <= "\u024f" or "\u0300" <= character <= "\u052f")
    ]
    return fault.rule == "bad-id" and bool(beyond)


DIFFERENCES = (
    Difference(
        "a year with a fraction of nothing",
        "to JSON Schema 2026.0 is the integer 2026",
        RICH_PLAN,
        "period: 2026.0\n",
        _whole_year,
    ),
    Difference(
        "a number that is none",
        "JSON has no .nan, and no keyword that would find it",
        RICH_PLAN,
        "visits: .nan\n",
        lambda fault, raw: raw in (".nan", ".NaN", ".NAN"),
    ),
    Difference(
        "a number of more than forty characters",
        "a tool of the JSON world rounds it where kamctl refuses to guess",
        RICH_PLAN,
        f"visits: 0.{'1' * 60}\n",
        lambda fault, raw: fault.rule == "value-format" and len(raw) > 40 and raw.strip("+-.0123456789eE") == "",
    ),
    Difference(
        "less than binary fractions can tell",
        "JSON's numbers are binary fractions of 53 bits; kamctl's are decimal",
        RICH_PLAN,
        "visits: 12.00000000000000001\n",
        _binary,
    ),
    Difference(
        "a line end behind a value",
        "only in Python, whose `$` also matches before a last line end; editors are exact",
        RICH_PLAN,
        'since: "2026\\n"\n',
        lambda fault, raw: raw.endswith(('\\n"', "\\n'")) or "\n" in raw,
    ),
    Difference(
        "an id with a word of another script than Latin, Greek or Cyrillic",
        "patterns that all tools read alike know no letters, so that more passes there",
        BARE_PLAN,
        "kam: a中\n",
        _other_script,
    ),
)


@dataclass(frozen=True, slots=True)
class Judges:
    """Lint and the exported schema over the same text."""

    schema: Schema
    engine: Engine
    editors: tuple[Any, ...]

    @classmethod
    def of(cls, schema: Schema) -> Judges:
        exported = json.loads(export(schema))
        kinds = (jsonschema.Draft202012Validator, jsonschema.Draft7Validator)
        return cls(schema, Engine(RULES, schema, TODAY), tuple(kind(exported) for kind in kinds))

    def lint(self, text: str) -> set[str]:
        """The format rules that find something."""
        report = self.engine.lint([RawFile("plans/plan.yaml", text.encode())]).report
        return {finding.rule for finding in report.findings if finding.path == "plans/plan.yaml"} & FORMAT_RULES

    def faults(self, text: str) -> list[tuple[Fault, str]]:
        """What lint's findings are made from, each with the text that it is about."""
        loaded = load_plan(RawFile("plans/plan.yaml", text.encode()), self.schema)
        found = [fault for fault in loaded.faults if fault.rule in FORMAT_RULES]
        return [(fault, text[fault.start : fault.end]) for fault in found]

    def accepted(self, text: str) -> bool:
        """Whether an editor has nothing to say, by both drafts."""
        values = _values(text)
        first, second = (editor.is_valid(values) for editor in self.editors)
        assert first == second, "the two drafts differ"
        return bool(first)

    def refusals(self, text: str) -> list[str]:
        """What an editor says."""
        return [error.message for error in self.editors[0].iter_errors(_values(text))]


def _values(text: str) -> Any:
    return json_values(read(RawFile("plan.yaml", text.encode())))


def _unexplained(judges: Judges, text: str) -> list[str]:
    """What lint and the editor disagree about and no difference explains."""
    if read(RawFile("plan.yaml", text.encode())).faults:
        return []  # not plain YAML: there is nothing to agree on
    faults, accepted = judges.faults(text), judges.accepted(text)
    assert judges.lint(text) == {fault.rule for fault, _ in faults}
    if accepted != bool(faults):
        return []
    if not accepted:
        return [f"only the editor: {judges.refusals(text)}"]
    return [
        f"only lint: {fault.rule} at {fault.path}: {raw!r}"
        for fault, raw in faults
        if not any(difference.covers(fault, raw) for difference in DIFFERENCES)
    ]


@pytest.mark.parametrize("world", WORLDS)
def test_plans_without_findings_please_the_editor(world: str) -> None:
    schema, plans = WORLDS[world]()
    judges = Judges.of(schema)
    for name, document in plans.items():
        assert judges.lint(document.source.text) == set(), name
        assert judges.refusals(document.source.text) == [], name


@pytest.mark.parametrize("world", WORLDS)
def test_lint_and_the_editor_agree_on_mutants(world: str) -> None:
    schema, plans = WORLDS[world]()
    judges = Judges.of(schema)
    disagreed = {
        f"{mutant.change}\n": reasons
        for mutant in mutants(plans, COUNTS[world], seed=20260520)
        if (reasons := _unexplained(judges, mutant.text))
    }
    assert disagreed == {}


def test_the_mutants_are_many_and_of_both_kinds() -> None:
    assert sum(COUNTS.values()) >= 2000
    schema, plans = rich()
    judges = Judges.of(schema)
    found = [judges.lint(mutant.text) for mutant in mutants(plans, COUNTS["rich"], seed=20260520)]
    assert sum(not rules for rules in found) > 150
    assert set().union(*found) >= FORMAT_RULES - {"section-off"}


@pytest.mark.parametrize("difference", DIFFERENCES, ids=[difference.name for difference in DIFFERENCES])
def test_each_difference_is_there(difference: Difference) -> None:
    judges = Judges.of(rich()[0] if difference.plan is RICH_PLAN else bare()[0])
    text = overlay(difference.plan, difference.sections)
    assert judges.refusals(text) == []
    assert [difference.covers(fault, raw) for fault, raw in judges.faults(text)] == [True]


def test_a_difference_explains_nothing_else() -> None:
    judges = Judges.of(rich()[0])
    faults = judges.faults(overlay(BASE_PLAN, "period: 2026-Q9\nkam: nobody\nsales:\n  2026-Q1: {plan: half}\n"))
    assert len(faults) > 3
    assert not any(difference.covers(fault, raw) for fault, raw in faults for difference in DIFFERENCES)
