"""bad-id: an id is short, safe, and looks like no other."""

from __future__ import annotations

import pytest

from kamctl.lint.catalog import RULES
from kamctl.lint.engine import Engine
from kamctl.plan.fault import Fault
from kamctl.plan.source import RawFile
from tests.harness import BASE_PLAN, FORMAT, TODAY, Row, lint, repository, schema_of
from tests.rules.saying import said

RULE = "bad-id"


def contact(name: str) -> str:
    return f"contacts:\n  {name}: {{name: A}}\n"


CASES: list[tuple[str, str, list[Row]]] = [
    ("letters, digits and hyphens are fine", contact("a-1"), []),
    ("Russian letters are fine", contact("закупки-1"), []),
    ("two alphabets in two words are fine", contact("b2b-закупки"), []),
    ("a capital letter is found", contact("Buyer"), [(RULE, "13:3-13:8", "Buyer")]),
    ("a blank is found", contact("big buyer"), [(RULE, "13:3-13:12", "big buyer")]),
    (
        "as a value it is found",
        "risks:\n  a: {what: A, probability: 1%, impact: 1, cause: A B}\n",
        [(RULE, "13:51-13:54", "A B")],
    ),
    ("64 characters are fine", contact("a" * 64), []),
    ("65 are found", contact("a" * 65), [(RULE, "13:3-13:68", "a" * 65)]),
]


@pytest.mark.parametrize(("sections", "found"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_bad_id(sections: str, found: list[Row]) -> None:
    assert lint(sections, RULE) == found


WORDS = [
    ("capitals", "Buyer", "The id Buyer has capital letters.", "Write buyer, here and wherever it is referred to."),
    (
        "blanks",
        "big buyer",
        "The id big buyer has characters other than letters, digits and hyphens.",
        "Write big-buyer, here and wherever it is referred to.",
    ),
    (
        "a dot",
        "a.b",
        "The id a.b has characters other than letters, digits and hyphens.",
        "Write a-b, here and wherever it is referred to.",
    ),
    (
        "hyphens",
        "a--b",
        "The id a--b has a hyphen at an end, or two in a row.",
        "Write a-b, here and wherever it is referred to.",
    ),
    (
        "two alphabets",
        "nоrth",
        "The id nоrth has letters of two alphabets in one word, which look alike.",
        "Type it again on one keyboard.",
    ),
    (
        "a name of Windows",
        "con",
        "The name con is kept by Windows for itself.",
        "Write lower-case letters, digits and single hyphens, such as cold-chain.",
    ),
    (
        "another normal form",
        "и\u0306",
        "The id и\u0306 has letters that are stored in two parts, such as и with a breve for й.",
        "Type it again on one keyboard.",
    ),
    (
        "signs alone",
        "'***'",
        "The id *** has characters other than letters, digits and hyphens.",
        "Write lower-case letters, digits and single hyphens, such as cold-chain.",
    ),
]


@pytest.mark.parametrize(("name", "message", "hint"), [case[1:] for case in WORDS], ids=[case[0] for case in WORDS])
def test_the_reason_is_named(name: str, message: str, hint: str) -> None:
    assert said(contact(name), RULE) == [(message, hint, None)]


FILES = [
    ("capitals", "Severny.yaml", "Call the file severny.yaml; the client's id is the file's name."),
    ("a blank", "big client.yaml", "Call the file big-client.yaml; the client's id is the file's name."),
    (
        "a name of Windows",
        "con.yaml",
        "The client's id is the file's name: lower-case letters, digits and single hyphens.",
    ),
    ("no name", ".yaml", "The client's id is the file's name: lower-case letters, digits and single hyphens."),
]


@pytest.mark.parametrize(("name", "hint"), [case[1:] for case in FILES], ids=[case[0] for case in FILES])
def test_the_name_of_a_plans_file_is_its_clients_id(name: str, hint: str) -> None:
    engine = Engine(RULES, schema_of(repository({})), TODAY)
    report = engine.lint([RawFile(f"plans/{name}", BASE_PLAN.encode())]).report
    [finding] = [finding for finding in report.findings if finding.rule == RULE]
    assert (finding.line, finding.column, str(finding.hint)) == (1, 1, hint)


def test_a_file_with_another_suffix() -> None:
    engine = Engine(RULES, schema_of(repository({})), TODAY)
    facts = {"value": "severny.yml", "reason": "suffix", "client": True}
    report = engine.lint([], [RawFile("plans/severny.yml", b"", Fault(RULE, 0, 0, facts=facts))]).report
    [finding] = [finding for finding in report.findings if finding.path == "plans/severny.yml"]
    assert (finding.rule, finding.severity) == (RULE, "error")
    assert str(finding.message) == "The name severny.yml does not end in .yaml, so nobody reads the file."
    assert str(finding.hint) == "Call the file severny.yaml; the client's id is the file's name."


def test_a_segment_is_a_short_name() -> None:
    format_ = FORMAT.replace("  B: {title: Growing}", "  B: {title: Growing}\n  C D: {title: X}")
    assert said("region: north\n", "schema-error", format=format_) == [
        (
            "The id C D has characters other than letters, digits and hyphens.",
            "Write letters, digits and single hyphens, such as A.",
            None,
        )
    ]
