"""schema-error: what SKAM say is checked as strictly as a plan."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from kamctl.lint.finding import Finding
from kamctl.plan import field_entry, imports, layout, rule_setting, schema, schema_sense
from kamctl.plan.fault import Fault
from kamctl.plan.source import Source
from kamctl.rules import schema_error
from tests.harness import FORMAT, KPIS, PEOPLE, PRODUCTS, Row, repository, rows, run, schema_of

Case = tuple[str, str, str, str, tuple[str, str]]
"""What is wrong, its kind, the file's stem and text, then the place and the text there."""

KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGQpA64Hav/0b7JJX2Y0BlXvGV6WTp7M3hn/mXZpLc5S"


def mapping(fields: str) -> str:
    """A file of mappings with one of these fields."""
    return f"erp: {{client: {{column: C}}, {fields}, value: {{column: V}}}}\n"


CASES: list[Case] = [
    ("a version that kamctl does not know", "version",
     "format", FORMAT.replace("version: 1", "version: 2"), ("1:10-1:11", "2")),
    ("a checkpoint that is longer than the horizon", "checkpoint-longer",
     "format", FORMAT.replace("horizon: year", "horizon: month"), ("5:13-5:20", "quarter")),
    ("a section that is listed twice in one list", "section-twice",
     "format", FORMAT.replace("[team, sales]", "[team, sales, team]"), ("7:27-7:31", "team")),
    ("a section that is required and optional", "section-twice",
     "format", FORMAT.replace("optional: [budget,", "optional: [team, budget,"), ("8:14-8:18", "team")),
    ("a section that a segment lists twice", "section-twice",
     "format", FORMAT.replace("[team, sales, kpis]", "[kpis, kpis]"), ("10:42-10:46", "kpis")),
    ("a section that does not exist", "unknown-section",
     "format", FORMAT.replace("[team, sales]", "[team, sale]"), ("7:20-7:24", "sale")),
    ("a section that does not exist in a segment", "unknown-section",
     "format", FORMAT.replace("[team, sales, kpis]", "[team, weather]"), ("10:42-10:49", "weather")),
    ("a field of a section that is off", "field-of-off-section",
     "format", FORMAT.replace("credit_line, assortment", "assortment"), ("14:3-14:19", "credit_line.days")),
    ("a path with a name that cannot be one", "field-path",
     "format", FORMAT.replace("  region:", "  My Region:"), ("15:3-15:12", "My Region")),
    ("a path that ends in any name", "field-path",
     "format", FORMAT.replace("  region:", "  risks.*:"), ("15:3-15:10", "risks.*")),
    ("a path that goes past a value", "field-place",
     "format", FORMAT + "  client.name: {type: text}\n", ("17:3-17:14", "client.name")),
    ("a path with a name where any name must stand", "field-place",
     "format", FORMAT + "  risks.delisting.impact: {max: 5}\n", ("17:3-17:25", "risks.delisting.impact")),
    ("a path with any name where a field must stand", "field-place",
     "format", FORMAT + "  budget.*.rate: {max: 5%}\n", ("17:3-17:16", "budget.*.rate")),
    ("a path into a field that a thing does not have", "field-place",
     "format", FORMAT + "  risks.*.respons.text: {type: text}\n", ("17:3-17:23", "risks.*.respons.text")),
    ("a field that has fields of its own", "field-clash",
     "format", FORMAT + "  swot: {type: text}\n", ("17:3-17:7", "swot")),
    ("a name that kamctl uses for a note's contact", "field-taken",
     "format", FORMAT + "  history.*.contact: {type: text}\n", ("17:3-17:20", "history.*.contact")),
    ("a name that kamctl uses for the client's id", "field-taken",
     "format", FORMAT + "  id: {type: text}\n", ("17:3-17:5", "id")),
    ("another type for a field of the core", "core-type",
     "format", FORMAT.replace("{max: 90}", "{type: text}"), ("14:28-14:32", "text")),
    ("a core field that need not stand", "core-required",
     "format", FORMAT + "  client: {required: false}\n", ("17:22-17:27", "false")),
    ("choices for a number", "core-choices",
     "format", FORMAT.replace("{max: 90}", "{choices: [a]}"), ("14:31-14:34", "[a]")),
    ("more choices than a core field has", "core-choices",
     "format", FORMAT + "  budget.basis: {choices: [turnover, sales]}\n", ("17:27-17:44", "[turnover, sales]")),
    ("a new field without a type", "type-missing",
     "format", FORMAT + "  mood: {title: Mood}\n", ("17:3-17:7", "mood")),
    ("a misspelt field of the core", "type-missing",
     "format", FORMAT.replace("discounts.*.size", "discounts.*.siez"), ("13:3-13:19", "discounts.*.siez")),
    ("a misspelt section of the core", "type-missing",
     "format", FORMAT.replace("discounts.*.size", "discount.*.size"), ("13:3-13:18", "discount.*.size")),
    ("a type that does not exist", "unknown-type",
     "format", FORMAT + "  mood: {type: texts}\n", ("17:16-17:21", "texts")),
    ("a list of a type that does not exist", "unknown-type",
     "format", FORMAT + "  mood: {type: list of moods}\n", ("17:16-17:29", "list of moods")),
    ("a choice without choices", "choices-missing",
     "format", FORMAT + "  mood: {type: choice}\n", ("17:3-17:7", "mood")),
    ("a choice with no choice to make", "choices-missing",
     "format", FORMAT + "  mood: {type: choice, choices: []}\n", ("17:33-17:35", "[]")),
    ("choices for a text of SKAM's own", "choices-unused",
     "format", FORMAT + "  mood: {type: text, choices: [good, bad]}\n", ("17:31-17:42", "[good, bad]")),
    ("a choice that is listed twice", "choice-twice",
     "format", FORMAT + "  mood: {type: choice, choices: [good, bad, good]}\n", ("17:45-17:49", "good")),
    ("a choice of a core field that is listed twice", "choice-twice",
     "format", FORMAT + "  risks.*.status: {choices: [open, open]}\n", ("17:36-17:40", "open")),
    ("a least value above the greatest", "limits-crossed",
     "format", FORMAT + "  mood: {type: number, min: 5, max: 4}\n", ("17:29-17:30", "5")),
    ("a greatest value below the least of the core", "limits-crossed",
     "format", FORMAT.replace("{max: 90}", "{max: -1}"), ("14:27-14:29", "-1")),
    ("a limit for a text", "no-limits",
     "format", FORMAT + "  mood: {type: text, max: 5}\n", ("17:27-17:28", "5")),
    ("a limit for a section", "no-limits",
     "format", FORMAT + "  team: {min: 1}\n", ("17:15-17:16", "1")),
    ("a limit with nothing behind it", "limit-empty",
     "format", FORMAT.replace("{max: 90}", "{max: }"), ("14:22-14:25", "max")),
    ("a number as the limit of a percentage", "limit-value",
     "format", FORMAT.replace("{max: 15%}", "{max: 15}"), ("13:27-13:29", "15")),
    ("a percentage as the limit of a number", "limit-value",
     "format", FORMAT.replace("{max: 90}", "{max: 90%}"), ("14:27-14:30", "90%")),
    ("a text as the limit of a date", "limit-value",
     "format", FORMAT + "  since: {type: date, min: 01.02.2026}\n", ("17:28-17:38", "01.02.2026")),
    ("a limit of the figures of all KPIs that is said once", "limit-value",
     "format", FORMAT + "  kpis.*.*.plan: {min: none}\n", ("17:24-17:28", "none")),
    ("a path of skam_only that leads nowhere", "unknown-path",
     "format", FORMAT + "skam_only: [segment, sale.*.plan]\n", ("17:22-17:33", "sale.*.plan")),
    ("a path of skam_only into a value", "unknown-path",
     "format", FORMAT + "skam_only: [client.name]\n", ("17:13-17:24", "client.name")),
    ("a path of approval that leads nowhere", "unknown-path",
     "format", FORMAT + "approval: [plan, promotion.*]\n", ("17:18-17:29", "promotion.*")),
    ("a rule that does not exist", "unknown-rule",
     "format", FORMAT + "rules:\n  kpi-gaps: {severity: error}\n", ("18:3-18:11", "kpi-gaps")),
    ("a rule with a bare word", "rule-shape",
     "format", FORMAT + "rules:\n  kpi-gap: off\n", ("18:3-18:10", "kpi-gap")),
    ("a rule with nothing behind it", "rule-shape",
     "format", FORMAT + "rules:\n  kpi-gap:\n", ("18:3-18:10", "kpi-gap")),
    ("a severity that does not exist", "severity",
     "format", FORMAT + "rules:\n  kpi-gap: {severity: warn}\n", ("18:23-18:27", "warn")),
    ("a severity for a rule that is always an error", "severity-fixed",
     "format", FORMAT + "rules:\n  yaml-syntax: {severity: off}\n", ("18:27-18:30", "off")),
    ("a severity that is a list", "severity",
     "format", FORMAT + "rules:\n  kpi-gap: {severity: [error]}\n", ("18:23-18:30", "[error]")),
    ("a setting with nothing behind it", "setting-empty",
     "format", FORMAT + "rules:\n  kpi-gap: {severity: }\n", ("18:13-18:21", "severity")),
    ("an allow that is neither true nor false", "allow",
     "format", FORMAT + "rules:\n  kpi-gap: {allow: no}\n", ("18:20-18:22", "no")),
    ("an option that the rule does not have", "unknown-option",
     "format", FORMAT + "rules:\n  missing-actual: {day: 5}\n", ("18:20-18:23", "day")),
    ("an option that is no number", "option-number",
     "format", FORMAT + "rules:\n  missing-actual: {days: few}\n", ("18:26-18:29", "few")),
    ("an option below nothing", "option-number",
     "format", FORMAT + "rules:\n  missing-actual: {days: -1}\n", ("18:26-18:28", "-1")),
    ("sales in pieces", "sales-unit",
     "kpis", KPIS + "sales: {unit: number, better: higher, total: sum}\n", ("4:15-4:21", "number")),
    ("an amber above the green", "thresholds",
     "kpis", KPIS + "calls: {unit: number, better: higher, total: sum, green: 80%, amber: 81%}\n",
     ("4:70-4:73", "81%")),
    ("a green below the amber that is meant", "thresholds",
     "kpis", KPIS + "calls: {unit: number, better: higher, total: sum, green: 80%}\n", ("4:58-4:61", "80%")),
    ("an address without a host", "email",
     "people", PEOPLE + "new: {name: New, role: kam, emails: [new@]}\n", ("5:38-5:42", "new@")),
    ("an address with a name", "email",
     "people", PEOPLE + "new: {name: New, role: kam, emails: ['New <new@example.com>']}\n",
     ("5:38-5:61", "'New <new@example.com>'")),
    ("an address of somebody else in other letters", "email-twice",
     "people", PEOPLE + "new: {name: New, role: kam, emails: [KAM-North@example.com]}\n",
     ("5:38-5:59", "KAM-North@example.com")),
    ("a key that is none", "key",
     "people", PEOPLE + "new: {name: New, role: kam, keys: [my key]}\n", ("5:36-5:42", "my key")),
    ("a key of somebody else with another comment", "key-twice",
     "people", f"{PEOPLE}one: {{name: One, role: kam, keys: [{KEY} one]}}\n"
               f"two: {{name: Two, role: kam, keys: [{KEY} two]}}\n",
     (f"6:36-6:{40 + len(KEY)}", f"{KEY} two")),
    ("a key that begins as one", "key",
     "people", PEOPLE + "new: {name: New, role: kam, keys: [ssh-ed25519 AAAA]}\n", ("5:36-5:52", "ssh-ed25519 AAAA")),
    ("a person whose id looks like another", "id-alike",
     "people", PEOPLE + "cop: {name: One, role: kam}\nсор: {name: Two, role: kam}\n", ("6:1-6:4", "сор")),
    ("a product whose id looks like another", "id-alike",
     "products", PRODUCTS + "cop: {title: One}\nсор: {title: Two}\n", ("6:1-6:4", "сор")),
    ("a mapping with days and periods", "import-when",
     "imports", mapping("date: {column: D}, period: {column: P}, kpi: sales"), ("1:47-1:53", "period")),
    ("a delimiter of two signs", "import-delimiter",
     "imports", mapping("date: {column: D}, kpi: sales, delimiter: ;;"), ("1:70-1:72", ";;")),
    ("a delimiter that may be a part of a word", "import-delimiter",
     "imports", mapping("date: {column: D}, kpi: sales, delimiter: x"), ("1:70-1:71", "x")),
    ("a delimiter that is a number", "import-delimiter",
     "imports", mapping("date: {column: D}, kpi: sales, delimiter: 1"), ("1:70-1:71", "1")),
    ("days without a year", "import-format",
     "imports", mapping('date: {column: D, format: "%d.%m"}, kpi: sales'), ("1:54-1:61", '"%d.%m"')),
    ("days with a sign that nobody knows", "import-format",
     "imports", mapping('date: {column: D, format: "%d %m %Y %B"}, kpi: sales'), ("1:54-1:67", '"%d %m %Y %B"')),
    ("a KPI that is neither an id nor a column", "import-kpi",
     "imports", mapping("date: {column: D}, kpi: [sales]"), ("1:47-1:50", "kpi")),
    ("a KPI whose column has something beside it", "import-kpi",
     "imports", mapping("date: {column: D}, kpi: {column: K, id: {}}"), ("1:47-1:50", "kpi")),
    ("a KPI by names that are no names", "import-kpi",
     "imports", mapping("date: {column: D}, kpi: {column: K, ids: [sales]}"), ("1:47-1:50", "kpi")),
    ("a name of another program's for a KPI that is none", "import-no-kpi",
     "imports", mapping("date: {column: D}, kpi: {column: K, ids: {Полка: shelf}}"), ("1:77-1:82", "shelf")),
    ("a KPI that the catalogue does not have", "import-no-kpi",
     "imports", mapping("date: {column: D}, kpi: sals"), ("1:52-1:56", "sals")),
]  # fmt: skip


def places(stem: str, text: str) -> list[Row]:
    files: dict[str, str | bytes | None] = {f"schema/{stem}.yaml": text}
    return rows(run(files), files, "schema-error")


def findings(stem: str, text: str) -> list[Finding]:
    found = run({f"schema/{stem}.yaml": text}).report.findings
    return [finding for finding in found if finding.rule == "schema-error"]


@pytest.mark.parametrize(
    ("kind", "stem", "text", "place"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_schema_error(kind: str, stem: str, text: str, place: tuple[str, str]) -> None:
    assert places(stem, text) == [("schema-error", *place)]
    [(_, fault)] = schema_of(repository({f"schema/{stem}.yaml": text})).faults
    assert fault.facts["kind"] == kind
    [finding] = findings(stem, text)
    assert (finding.path, finding.severity, finding.client) == (f"schema/{stem}.yaml", "error", None)


def test_nothing_is_wrong_with_the_base_schema() -> None:
    assert places("format", FORMAT) == []


def test_every_kind_of_fault_that_the_readers_know_has_words_and_a_case() -> None:
    kinds = {case[1] for case in CASES} | {"file-missing", "file-suffix"}
    assert schema_error.WORDS.keys() == kinds
    written = {
        constant.value
        for module in (field_entry, imports, layout, rule_setting, schema, schema_sense)
        for constant in ast.walk(ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8")))
        if isinstance(constant, ast.Constant)
    }
    assert kinds <= written


@pytest.mark.parametrize(
    ("stem", "text", "message", "hint"),
    [
        (
            "format",
            FORMAT.replace("[team, sales]", "[team, sale]"),
            "There is no section sale.",
            "Did you mean sales?",
        ),
        (
            "format",
            FORMAT.replace("discounts.*.size", "discounts.*.siez"),
            "discounts.*.siez is a new field and has no type.",
            "Did you mean size?",
        ),
        (
            "format",
            FORMAT.replace("discounts.*.size", "discount.*.size"),
            "discount.*.size is a new field and has no type.",
            "Did you mean discounts?",
        ),
        (
            "format",
            FORMAT + "rules:\n  kpi-gaps: {severity: error}\n",
            "There is no rule kpi-gaps.",
            "Did you mean kpi-gap?",
        ),
        (
            "format",
            FORMAT + "rules:\n  weather: {}\n",
            "There is no rule weather.",
            "Run kamctl explain to see them all.",
        ),
        (
            "format",
            FORMAT + "rules:\n  missing-actual: {day: 5}\n",
            "The rule missing-actual has no option day.",
            "Did you mean days?",
        ),
        (
            "format",
            FORMAT + "rules:\n  kpi-gap: off\n",
            "What is set for the rule kpi-gap stands in fields of its own.",
            "Write kpi-gap: {severity: warning}.",
        ),
        (
            "format",
            FORMAT + "skam_only: [client.name]\n",
            "client.name names nothing that a plan can have: name is not known there.",
            "Nothing may stand there; take this entry out.",
        ),
        (
            "format",
            FORMAT.replace("{max: 15%}", "{max: 15}"),
            "This limit of discounts.*.size is not written as a value of the field is.",
            "Write it like this: 15%.",
        ),
        (
            "kpis",
            KPIS + "calls: {unit: number, better: higher, total: sum, green: 80%}\n",
            "Amber begins at 90%, which is above green at 80%.",
            "Write an amber that is not above green (they are 90% and 100% when left out).",
        ),
    ],
    ids=[
        "a section nearby",
        "a field nearby",
        "a core section nearby",
        "a rule nearby",
        "where the rules are listed",
        "an option nearby",
        "how a rule is set",
        "that nothing may stand there",
        "how a percentage is written",
        "the thresholds that are meant",
    ],
)
def test_the_words_name(stem: str, text: str, message: str, hint: str) -> None:
    [finding] = findings(stem, text)
    assert (str(finding.message), str(finding.hint)) == (message, hint)


@pytest.mark.parametrize("stem", ["kpis", "people"])
def test_a_file_that_must_be_there_is_found_at_its_first_character(stem: str) -> None:
    found = run({f"schema/{stem}.yaml": None}).report.findings
    first = [(finding.path, finding.line, finding.column) for finding in found if finding.rule == "schema-error"]
    assert first == [(f"schema/{stem}.yaml", 1, 1)]


def test_without_products_plans_may_name_any() -> None:
    found = run({"schema/products.yaml": None}).report.findings
    assert [finding for finding in found if finding.rule == "schema-error"] == []


def test_a_file_nobody_reads_is_found_where_its_name_is_nearly_one_that_is() -> None:
    found = run({"schema/product.yaml": "a: 1\n", "schema/weather.yaml": "a: 1\n", "schema/imports.yaml": ""})
    near = [(finding.path, str(finding.hint)) for finding in found.report.findings if finding.rule == "schema-error"]
    assert near == [("schema/product.yaml", "Did you mean schema/products.yaml?")]


def test_a_catalogue_with_another_suffix_is_found_and_not_read() -> None:
    found = run({"schema/products.yml": PRODUCTS, "schema/weather.yml": "a: ["}).report.findings
    assert [(finding.path, finding.rule, str(finding.message), str(finding.hint)) for finding in found] == [
        (
            "schema/products.yml",
            "schema-error",
            "The name schema/products.yml does not end in .yaml, so nobody reads the file.",
            "Call the file schema/products.yaml, or take it out.",
        )
    ]


@pytest.mark.parametrize(
    ("stem", "text", "place"),
    [
        ("format", FORMAT.replace("horizon: year", "horizon: decade"), ("4:10-4:16", "decade")),
        ("format", FORMAT + "holidays: none\n", ("17:1-17:9", "holidays")),
        ("format", FORMAT.replace("fiscal_year_start: 1", "fiscal_year_start: 13"), ("3:20-3:22", "13")),
        ("kpis", "visits: {unit: number, better: higher}\n", ("1:1-1:7", "visits")),
        ("people", PEOPLE + "Boss: {name: Boss, role: skam}\n", ("5:1-5:5", "Boss")),
        ("products", PRODUCTS + "milk: {title: Milk, price: cheap}\n", ("5:28-5:33", "cheap")),
    ],
    ids=["a choice", "an unknown field", "a number out of range", "a missing field", "a bad id", "a wrong type"],
)
def test_what_is_a_fault_of_form_in_a_plan_is_an_error_of_the_schema(
    stem: str, text: str, place: tuple[str, str]
) -> None:
    assert places(stem, text) == [("schema-error", *place)]


def test_a_kind_that_nobody_has_put_into_words_is_still_said() -> None:
    wording = schema_error.word(Fault("schema-error", 0, 0, facts={"kind": "new"}), Source("schema/kpis.yaml", ""))
    assert str(wording.message) == "This part of the schema cannot be used as it is written."


def test_no_comment_and_no_setting_silences_it() -> None:
    comment = "  # kamctl: allow schema-error because we know better\n"
    text = FORMAT.replace("version: 1\n", "version: 2" + comment) + "rules:\n  schema-error: {severity: off}\n"
    found = run({"schema/format.yaml": text}).report.findings
    assert [finding.rule for finding in found] == ["schema-error", "unused-allow", "schema-error"]
