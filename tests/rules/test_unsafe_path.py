"""unsafe-path: only regular files inside the repository are read."""

from __future__ import annotations

import pytest

from kamctl.lint.catalog import RULES
from kamctl.lint.engine import Engine
from kamctl.plan.fault import Fault
from kamctl.plan.source import RawFile
from tests.harness import TODAY, repository, schema_of

RULE = "unsafe-path"

CASES = [
    ("a link", {"kind": "link"}, "This is a link, and links are not followed."),
    ("a folder that is a link", {"kind": "linked-folder"}, "This folder is a link, and links are not followed."),
    ("a pipe or a folder", {"kind": "not-a-file"}, "This is not a regular file."),
    ("outside of the repository", {"kind": "outside"}, "This lies outside of the repository."),
    ("a submodule", {"kind": "submodule"}, "This is a repository of its own."),
    ("an embedded repository", {"kind": "embedded"}, "This is a repository of its own."),
    ("gone", {"kind": "vanished", "why": "no such file"}, "The file was gone when it was to be read."),
    (
        "no right to read",
        {"kind": "unreadable", "why": "permission denied"},
        "The file cannot be read: permission denied.",
    ),
    ("no reason known", {"kind": "unreadable"}, "The file cannot be read."),
    ("a kind that is new", {"kind": "whirled"}, "The file cannot be read."),
    ("no kind at all", {}, "The file cannot be read."),
]


@pytest.mark.parametrize("stray", [True, False], ids=["a stray", "a plan"])
@pytest.mark.parametrize(("facts", "message"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_unsafe_path(facts: dict[str, str], message: str, stray: bool) -> None:
    engine = Engine(RULES, schema_of(repository({})), TODAY)
    file = RawFile("plans/x.yaml", b"", Fault(RULE, 0, 0, facts=dict(facts)))
    report = engine.lint([] if stray else [file], [file] if stray else []).report
    [finding] = [finding for finding in report.findings if finding.rule == RULE]
    assert str(finding.message) == message
    assert str(finding.hint).endswith(".")
    assert (finding.path, finding.line, finding.column, finding.source_line) == ("plans/x.yaml", 1, 1, None)


def test_regular_files_are_fine() -> None:
    engine = Engine(RULES, schema_of(repository({})), TODAY)
    files = [RawFile(name, data) for name, data in repository({}).items() if name.startswith("plans/")]
    assert [finding for finding in engine.lint(files).report.findings if finding.rule == RULE] == []
