"""No text of a plan acts in any rendering, whichever string of a finding it stands in."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt
from markdown_it.token import Token

from kamctl.lint.finding import Finding, LintReport
from kamctl.render import concise, github, gitlab, junit, lint_json, lint_text, markdown, sarif
from kamctl.words import Sentence
from tests.payloads import CASES, PAYLOADS, acting
from tests.render.reports import RULES, SIZE, hostile

FORMATS: dict[str, Callable[[LintReport], str]] = {
    "text": lambda report: lint_text.render(report, width=80, colour=False),
    "narrow text": lambda report: lint_text.render(report, width=20, colour=False),
    "coloured text": lambda report: lint_text.render(report, width=80, colour=True),
    "concise": concise.render,
    "json": lint_json.render,
    "github": github.render,
    "gitlab": gitlab.render,
    "sarif": lambda report: sarif.render(report, rules=RULES, version="1"),
    "junit": junit.render,
    "markdown": markdown.render,
}


def loads(document: str) -> Any:
    """JSON as the strictest reader takes it: no NaN, every name once, valid UTF-8."""

    def refuse(constant: str) -> None:
        raise AssertionError(constant)

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        assert len(dict(pairs)) == len(pairs)
        return dict(pairs)

    document.encode("utf-8")
    return json.loads(document, parse_constant=refuse, object_pairs_hook=once)


def without_surrogates(text: str | None) -> str | None:
    return None if text is None else re.sub("[\ud800-\udfff]", lambda found: f"<U+{ord(found[0]):04X}>", text)


def check_text(output: str, report: LintReport) -> None:
    assert "::" not in output
    assert len(output.split("\n\n")) == len(report.findings) + 1
    assert re.search(r"\n\n2 plans checked:\s9 errors,\s2 warnings\.\n$", output)


def check_coloured(output: str, report: LintReport) -> None:
    check_text(re.sub(r"\x1b\[(0|1|2|1;31|1;32|1;33)m", "", output), report)


def check_concise(output: str, report: LintReport) -> None:
    assert "::" not in output
    lines = output.removesuffix("\n").split("\n")
    assert len(lines) == len(report.findings)
    assert all(re.search(r"(:|:<U\+003A>)\d+:\d+: (error|warning): .* \[[a-z-]+\]$", line) for line in lines)


def check_json(output: str, report: LintReport) -> None:
    assert "::" not in output
    for shown, finding in zip(loads(output)["findings"], report.findings, strict=True):
        assert shown["path"] == without_surrogates(finding.path)
        assert shown["message"] == without_surrogates(str(finding.message))
        assert shown["hint"] == without_surrogates(None if finding.hint is None else str(finding.hint))
        assert shown["client"] == without_surrogates(finding.client)
        assert shown["field"] == without_surrogates(finding.field)


def check_github(output: str, report: LintReport) -> None:
    lines = output.removesuffix("\n").split("\n")
    assert len(lines) == len(report.findings) + 1
    assert lines.pop() == "2 plans checked: 9 errors, 2 warnings."
    for line in lines:
        # As actions/runner reads it: name, properties up to the next `::`, message.
        command = re.fullmatch(r"::(error|warning) ((?:(?!::).)*)::(.*)", line)
        assert command is not None
        assert "::" not in command[3]
        assert not re.search("%(?!25|0A)", command[3])
        names = [pair.split("=")[0] for pair in command[2].split(",")]
        assert names in (
            ["file", "line", "endLine", "col", "endColumn", "title"],
            ["file", "line", "endLine", "title"],
        )
        assert not re.search("%(?!25|3A|2C)", command[2])


def check_gitlab(output: str, report: LintReport) -> None:
    assert "::" not in output
    issues = loads(output)
    assert [issue["location"]["path"] for issue in issues] == [
        without_surrogates(each.path) for each in report.findings
    ]
    assert len({issue["fingerprint"] for issue in issues}) == len(report.findings)
    assert not any(acting(issue["description"]) for issue in issues)


SARIF = Draft202012Validator(
    json.loads((Path(__file__).parent / "sarif-2.1.0.schema.json").read_text(encoding="utf-8"))
)
RELATIVE_URI = re.compile(r"(?!/)(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})*")


def check_sarif(output: str, report: LintReport) -> None:
    assert "::" not in output
    document = loads(output)
    assert list(SARIF.iter_errors(document)) == []
    for result, finding in zip(document["runs"][0]["results"], report.findings, strict=True):
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert RELATIVE_URI.fullmatch(uri)
        if without_surrogates(finding.path) == finding.path:
            assert unquote(uri, errors="strict") == finding.path
        assert "](" not in result["message"]["text"]
        assert not acting(result["message"]["text"])


def check_junit(output: str, report: LintReport) -> None:
    assert "::" not in output
    root = ElementTree.fromstring(output)
    assert {element.tag for element in root.iter()} == {"testsuites", "testsuite", "testcase", "failure", "skipped"}
    cases = list(root.iter("testcase"))
    assert len(cases) == len(report.findings)
    assert len({(case.attrib["classname"], case.attrib["name"]) for case in cases}) == len(cases)
    for text in root.itertext():
        assert not acting(text)


MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
BLOCKS = {"paragraph_open", "paragraph_close", "bullet_list_open", "bullet_list_close", "list_item_open"}
BLOCKS |= {"list_item_close", "inline"}
INLINES = {"text", "strong_open", "strong_close", "code_inline"}
# What GitHub makes of the text after Markdown was read: mentions, issues, addresses, commits.
LIVE = re.compile(r"@\w|\w@|#\w|(?i:\bGH-\d)|://|(?i:www\.)|\b(?=\d*[a-fA-F])[0-9a-fA-F]{7,40}\b")


def check_markdown(output: str, report: LintReport) -> None:
    assert len(output) < 65_536
    assert "::" not in output
    tokens = MARKDOWN.parse(output)
    assert {token.type for token in tokens} <= BLOCKS
    # A line of ours cannot be split or doubled by what it says.
    assert sum(token.type == "list_item_open" for token in tokens) == len(re.findall("(?m)^ *- ", output))
    for token in tokens:
        check_inline(token.children or [])


def check_inline(children: list[Token]) -> None:
    assert {child.type for child in children} <= INLINES
    for child in children:
        if child.type == "code_inline":
            assert re.fullmatch("[0-9a-fA-F]{7,40}", child.content)
        else:
            assert not LIVE.search(child.content)


CHECKS: dict[str, Callable[[str, LintReport], None]] = {
    "text": check_text,
    "narrow text": check_text,
    "coloured text": check_coloured,
    "concise": check_concise,
    "json": check_json,
    "github": check_github,
    "gitlab": check_gitlab,
    "sarif": check_sarif,
    "junit": check_junit,
    "markdown": check_markdown,
}


def test_there_are_enough_payloads() -> None:
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 120
    assert set(CHECKS) == set(FORMATS)


@pytest.mark.no_cover
@pytest.mark.parametrize("text", CASES)
def test_hostile_text_does_not_act(text: str) -> None:
    report = hostile(text)
    for name, rendering in FORMATS.items():
        check_harmless(name, rendering(report), report)


def check_harmless(name: str, output: str, report: LintReport) -> None:
    plain = re.sub(r"\x1b\[(0|1|2|1;31|1;32|1;33)m", "", output) if name == "coloured text" else output
    assert acting(plain) == []
    assert not re.search(r"##\w*\[", plain)
    CHECKS[name](output, report)


anything = st.text(st.characters(exclude_categories=()), max_size=60)
places = st.integers(min_value=1, max_value=80)


@st.composite
def findings(draw: st.DrawFn) -> Finding:
    line, column = draw(places), draw(places)
    return SIZE._replace(
        path=draw(anything),
        line=line,
        column=column,
        end_line=line + draw(st.integers(0, 2)),
        end_column=draw(places),
        severity=draw(st.sampled_from(["error", "warning"])),
        message=Sentence("{text}", {"text": draw(anything)}),
        hint=draw(st.none() | st.builds(lambda text: Sentence("{text}", {"text": text}), anything)),
        client=draw(st.none() | anything),
        field=draw(st.none() | anything),
        source_line=draw(st.none() | anything),
    )


@pytest.mark.no_cover
@pytest.mark.parametrize("name", FORMATS)
@given(st.lists(findings(), max_size=4))
def test_any_report_is_rendered_and_the_same_each_time(name: str, found: list[Finding]) -> None:
    report = LintReport.of(found, plans=3)

    output = FORMATS[name](report)

    output.encode("utf-8")
    assert output == FORMATS[name](report)
    assert not re.search(r"##\w*\[", output)
