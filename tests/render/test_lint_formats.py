"""Findings for machines: the exact documents of a small report, and what their readers document."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from jsonschema import Draft202012Validator

from kamctl.lint.finding import LintReport
from kamctl.render import concise, github, gitlab, junit, lint_json, markdown, sarif
from kamctl.render.fingerprint import fingerprints
from kamctl.words import Sentence
from tests.render.reports import EMPTY, FOLDER, OWNER, REPORT, RULES, SIZE, about

# From npm: @microsoft/sarif-multitool-linux 5.7.0 (MIT), the tool of the format's editors; its line ends
# made LF and its byte order mark removed.
SARIF_SCHEMA = json.loads((Path(__file__).parent / "sarif-2.1.0.schema.json").read_text(encoding="utf-8"))


def as_sarif(report: LintReport) -> str:
    return sarif.render(report, rules=RULES, version="1.2.3")


class TestConcise:
    def test_a_finding_is_one_line(self) -> None:
        assert concise.render(REPORT) == (
            "plans/severny.yaml:12:11: error: 7,5% is no percentage. [value-format]\n"
            "plans/severny.yaml:30:5: warning: The activity is overdue. [activity-overdue]\n"
            "schema/people.yaml:1:1: error: This is no regular file. [unsafe-path]\n"
        )

    def test_no_finding_is_no_line(self) -> None:
        assert concise.render(EMPTY) == ""

    def test_a_path_that_ends_in_a_colon_makes_no_command(self) -> None:
        assert concise.render(about(path=":")).startswith(":<U+003A>12:11: error")


class TestJson:
    def test_a_report_has_the_promised_shape(self) -> None:
        document = json.loads(lint_json.render(LintReport.of([SIZE, FOLDER], plans=6)))

        assert document == {
            "version": 1,
            "findings": [
                {
                    "path": "plans/severny.yaml",
                    "line": 12,
                    "column": 11,
                    "end_line": 12,
                    "end_column": 15,
                    "rule": "value-format",
                    "severity": "error",
                    "message": "7,5% is no percentage.",
                    "hint": "Write 7.5%.",
                    "client": "severny",
                    "field": "discounts.volume.size",
                },
                {
                    "path": "schema/people.yaml",
                    "line": 1,
                    "column": 1,
                    "end_line": 1,
                    "end_column": 1,
                    "rule": "unsafe-path",
                    "severity": "error",
                    "message": "This is no regular file.",
                    "hint": None,
                    "client": None,
                    "field": None,
                },
            ],
            "summary": {"plans": 6, "errors": 2, "warnings": 0},
        }

    def test_no_finding_is_an_empty_list(self) -> None:
        assert lint_json.render(EMPTY) == (
            '{\n  "version": 1,\n  "findings": [],\n'
            '  "summary": {\n    "plans": 6,\n    "errors": 0,\n    "warnings": 0\n  }\n}\n'
        )


class TestGithub:
    def test_errors_come_first_and_a_count_last(self) -> None:
        assert github.render(REPORT) == (
            "::error file=plans/severny.yaml,line=12,endLine=12,col=11,endColumn=15,title=value-format"
            "::plans/severny.yaml:12:11: 7,5%25 is no percentage. [value-format]%0AWrite 7.5%25.\n"
            "::error file=schema/people.yaml,line=1,endLine=1,col=1,endColumn=1,title=unsafe-path"
            "::schema/people.yaml:1:1: This is no regular file. [unsafe-path]\n"
            "::warning file=plans/severny.yaml,line=30,endLine=31,title=activity-overdue"
            "::plans/severny.yaml:30:5: The activity is overdue. [activity-overdue]\n"
            "6 plans checked: 2 errors, 1 warning.\n"
        )

    def test_no_finding_is_the_count_alone(self) -> None:
        assert github.render(EMPTY) == "6 plans checked: no findings.\n"

    @pytest.mark.parametrize(
        ("errors", "warnings", "last"),
        [
            pytest.param(10, 10, "1 plan checked: 10 errors, 10 warnings.", id="all are shown"),
            pytest.param(
                11,
                0,
                "::notice title=kamctl::1 plan checked: 11 errors. "
                "GitHub shows 10 of each kind; all of them are in the log.",
                id="some errors are not shown",
            ),
            pytest.param(
                1,
                12,
                "::notice title=kamctl::1 plan checked: 1 error, 12 warnings. "
                "GitHub shows 10 of each kind; all of them are in the log.",
                id="some warnings are not shown",
            ),
        ],
    )
    def test_a_count_is_noticed_where_github_leaves_findings_out(self, errors: int, warnings: int, last: str) -> None:
        report = LintReport.of([*[SIZE] * errors, *[OWNER] * warnings], plans=1)

        assert github.render(report).splitlines()[-1] == last


# https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format: all of these are required, for
# the place either lines.begin or positions.begin.line.
GITLAB_FIELDS = {"description", "check_name", "fingerprint", "severity", "location"}
GITLAB_SEVERITIES = {"info", "minor", "major", "critical", "blocker"}


class TestGitlab:
    def test_an_issue_has_the_documented_fields(self) -> None:
        issues = json.loads(gitlab.render(REPORT))

        for issue in issues:
            assert set(issue) == GITLAB_FIELDS
            assert issue["severity"] in GITLAB_SEVERITIES
            assert re.fullmatch("[0-9a-f]{32}", issue.pop("fingerprint"))
        assert issues[0] == {
            "description": "7,5% is no percentage. Write 7.5%.",
            "check_name": "value-format",
            "severity": "major",
            "location": {
                "path": "plans/severny.yaml",
                "positions": {"begin": {"line": 12, "column": 11}, "end": {"line": 12, "column": 15}},
            },
        }
        assert [issue["severity"] for issue in issues] == ["major", "minor", "major"]

    def test_no_finding_is_an_empty_list(self) -> None:
        assert gitlab.render(EMPTY) == "[]\n"


class TestFingerprint:
    def test_it_stays_when_lines_move(self) -> None:
        moved = SIZE._replace(line=40, end_line=40, column=3, end_column=9, source_line="moved")
        assert fingerprints([moved]) == fingerprints([SIZE])

    def test_it_is_the_same_on_every_machine(self) -> None:
        assert fingerprints([SIZE]) == ["f0c731a252dcb26327f0fbe2b19890b2"]

    @pytest.mark.parametrize(
        "changes",
        [
            pytest.param({"path": "plans/other.yaml"}, id="path"),
            pytest.param({"rule": "out-of-range"}, id="rule"),
            pytest.param({"field": "discounts.other.size"}, id="field"),
            pytest.param({"message": Sentence("Another message.")}, id="message"),
        ],
    )
    def test_it_tells_findings_apart(self, changes: dict[str, Any]) -> None:
        assert fingerprints([SIZE._replace(**changes)]) != fingerprints([SIZE])

    def test_parts_do_not_run_into_each_other(self) -> None:
        one, other = SIZE._replace(path="a", rule="bc"), SIZE._replace(path="ab", rule="c")
        assert fingerprints([one]) != fingerprints([other])

    def test_equal_findings_are_numbered(self) -> None:
        first, second, third = fingerprints([SIZE, SIZE._replace(line=13), OWNER])
        assert len({first, second, third}) == 3
        assert [first] == fingerprints([SIZE])


class TestSarif:
    def test_the_schema_is_that_of_sarif(self) -> None:
        Draft202012Validator.check_schema(SARIF_SCHEMA)
        assert SARIF_SCHEMA["title"] == "Static Analysis Results Format (SARIF) Version 2.1.0 JSON Schema"
        assert SARIF_SCHEMA["required"] == ["version", "runs"]
        assert {"run", "result", "region", "artifactLocation", "toolComponent"} <= set(SARIF_SCHEMA["definitions"])

    @pytest.mark.parametrize("report", [REPORT, EMPTY], ids=["findings", "none"])
    def test_a_report_is_valid(self, report: LintReport) -> None:
        assert list(Draft202012Validator(SARIF_SCHEMA).iter_errors(json.loads(as_sarif(report)))) == []

    def test_the_schema_would_notice_a_fault(self) -> None:
        document = json.loads(as_sarif(REPORT))
        document["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
        assert len(list(Draft202012Validator(SARIF_SCHEMA).iter_errors(document))) == 1

    def test_a_result_points_to_its_rule_and_place(self) -> None:
        run = json.loads(as_sarif(about(path="plans/Северный ритейл.yaml")))["runs"][0]

        assert run["columnKind"] == "unicodeCodePoints"
        assert run["tool"]["driver"] == {
            "name": "kamctl",
            "version": "1.2.3",
            "rules": [
                {
                    "id": name,
                    "shortDescription": {"text": RULES[name]},
                    "fullDescription": {"text": RULES[name]},
                    "help": {"text": f"kamctl explain {name}"},
                }
                for name in ("activity-overdue", "value-format")
            ],
        }
        uri = "plans/%D0%A1%D0%B5%D0%B2%D0%B5%D1%80%D0%BD%D1%8B%D0%B9%20%D1%80%D0%B8%D1%82%D0%B5%D0%B9%D0%BB.yaml"
        [result] = run["results"]
        assert re.fullmatch("[0-9a-f]{32}", result.pop("partialFingerprints")["kamctl/v1"])
        assert result == {
            "ruleId": "value-format",
            "ruleIndex": 1,
            "level": "error",
            "message": {"text": "7,5% is no percentage. Write 7.5%."},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": uri, "uriBaseId": "%SRCROOT%"},
                        "region": {"startLine": 12, "startColumn": 11, "endLine": 12, "endColumn": 15},
                    }
                }
            ],
            "properties": {"client": "severny", "field": "discounts.volume.size"},
        }

    def test_a_rule_that_nobody_described_is_listed(self) -> None:
        run = json.loads(as_sarif(REPORT))["runs"][0]

        ids = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
        assert ids == ["activity-overdue", "unsafe-path", "value-format"]
        assert [ids[result["ruleIndex"]] for result in run["results"]] == [each["ruleId"] for each in run["results"]]
        assert [result["level"] for result in run["results"]] == ["error", "warning", "error"]

    def test_a_message_holds_no_link(self) -> None:
        report = about(message=Sentence("[x](https://evil.example)"), hint=None)
        assert json.loads(as_sarif(report))["runs"][0]["results"][0]["message"]["text"].startswith("[x]<U+0028>https")


# https://docs.gitlab.com/ci/testing/unit_test_reports/#junit-xml-format-specification, and the attributes that
# Jenkins' junit-10.xsd knows; `file` makes GitLab link to the plan.
JUNIT_ATTRIBUTES = {
    "testsuites": {"name", "tests", "failures", "errors", "skipped"},
    "testsuite": {"name", "tests", "failures", "errors", "skipped"},
    "testcase": {"classname", "name", "file", "line"},
    "failure": {"message", "type"},
    "skipped": {"message"},
}


class TestJunit:
    def test_a_report_is_this_document(self) -> None:
        assert junit.render(REPORT) == (
            '<?xml version="1.0" encoding="utf-8"?>\n'
            '<testsuites name="kamctl lint" tests="3" failures="2" errors="0" skipped="1">\n'
            '  <testsuite name="plans/severny.yaml" tests="2" failures="1" errors="0" skipped="1">\n'
            '    <testcase classname="plans/severny.yaml" name="12:11 value-format"'
            ' file="plans/severny.yaml" line="12">\n'
            '      <failure message="7,5% is no percentage. Write 7.5%." type="value-format">'
            "plans/severny.yaml:12:11: error: 7,5% is no percentage. [value-format]\n"
            "Write 7.5%.</failure>\n"
            "    </testcase>\n"
            '    <testcase classname="plans/severny.yaml" name="30:5 activity-overdue"'
            ' file="plans/severny.yaml" line="30">\n'
            '      <skipped message="The activity is overdue." />\n'
            "    </testcase>\n"
            "  </testsuite>\n"
            '  <testsuite name="schema/people.yaml" tests="1" failures="1" errors="0" skipped="0">\n'
            '    <testcase classname="schema/people.yaml" name="1:1 unsafe-path" file="schema/people.yaml" line="1">\n'
            '      <failure message="This is no regular file." type="unsafe-path">'
            "schema/people.yaml:1:1: error: This is no regular file. [unsafe-path]</failure>\n"
            "    </testcase>\n"
            "  </testsuite>\n"
            "</testsuites>\n"
        )

    def test_no_finding_is_one_passed_test(self) -> None:
        assert junit.render(EMPTY) == (
            '<?xml version="1.0" encoding="utf-8"?>\n'
            '<testsuites name="kamctl lint" tests="1" failures="0" errors="0" skipped="0">\n'
            '  <testsuite name="kamctl lint" tests="1" failures="0" errors="0" skipped="0">\n'
            '    <testcase classname="kamctl lint" name="6 plans checked: no findings." />\n'
            "  </testsuite>\n"
            "</testsuites>\n"
        )

    def test_elements_and_attributes_are_the_documented_ones(self) -> None:
        for element in ElementTree.fromstring(junit.render(REPORT)).iter():
            assert set(element.attrib) == JUNIT_ATTRIBUTES[element.tag]

    def test_names_are_unique_where_findings_share_a_place(self) -> None:
        root = ElementTree.fromstring(junit.render(LintReport.of([SIZE, SIZE, SIZE], plans=1)))
        assert [case.attrib["name"] for case in root.iter("testcase")] == [
            "12:11 value-format",
            "12:11 value-format (2)",
            "12:11 value-format (3)",
        ]


class TestMarkdown:
    def test_a_report_is_a_list_by_file(self) -> None:
        warned = OWNER._replace(path="plans/a.yaml")
        assert markdown.render(LintReport.of([OWNER, SIZE, warned, FOLDER], plans=6)) == (
            "**6 plans checked: 2 errors, 2 warnings.**\n"
            "\n"
            "**plans/severny.yaml**\n"
            "\n"
            "- 12:11 **error**: 7,5% is no percentage. (value-format)\n"
            "  - Write 7.5%.\n"
            "- 30:5 **warning**: The activity is overdue. (activity-overdue)\n"
            "\n"
            "**schema/people.yaml**\n"
            "\n"
            "- 1:1 **error**: This is no regular file. (unsafe-path)\n"
            "\n"
            "**plans/a.yaml**\n"
            "\n"
            "- 30:5 **warning**: The activity is overdue. (activity-overdue)\n"
        )

    def test_no_finding_is_the_summary(self) -> None:
        assert markdown.render(EMPTY) == "**6 plans checked: no findings.**\n"

    def test_a_long_report_says_how_many_more(self) -> None:
        text = markdown.render(LintReport.of([SIZE._replace(line=line) for line in range(1, 5001)], plans=1))

        shown = text.count("**error**")
        assert 500 < shown < 5000
        assert text.endswith(f"\n…and {5000 - shown} findings more.\n")
        assert len(text) < 65_536

    def test_all_findings_of_a_report_that_fits_are_shown(self) -> None:
        text = markdown.render(LintReport.of([SIZE._replace(line=line) for line in range(1, 501)], plans=1))
        assert text.count("**error**") == 500
        assert "more" not in text


def test_renderings_are_cheap_to_import() -> None:
    program = (
        "import sys; before = set(sys.modules); import kamctl.render.safe, kamctl.render.lint_text; "
        "print(*sorted({name.split('.')[0] for name in set(sys.modules) - before}),"
        " *sorted(name for name in sys.modules if name.startswith('kamctl.render.')))"
    )
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()

    assert not {"rich", "json", "xml", "hashlib", "urllib", "pydantic", "click"} & set(loaded)
    assert [name for name in loaded if name.startswith("kamctl.render.")] == [
        f"kamctl.render.{name}" for name in ("cells", "lint_text", "prose", "safe", "wording")
    ]
