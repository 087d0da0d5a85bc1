"""SARIF 2.1.0, which code scanning services and editors read.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

from collections.abc import Mapping

from kamctl.lint.finding import ERROR, Finding, LintReport
from kamctl.render.fingerprint import fingerprints
from kamctl.render.safe import inert, json_text, uri_path
from kamctl.render.wording import with_hint

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def render(report: LintReport, *, rules: Mapping[str, str], version: str) -> str:
    """The report as one run of kamctl `version`.

    `rules` says in one sentence what each rule is for. All of them are listed, by name, with or without a
    finding; a rule that only a finding names is listed under its bare name.
    """
    names = sorted({*rules, *(finding.rule for finding in report.findings)})
    index = {name: number for number, name in enumerate(names)}
    marks = fingerprints(report.findings)
    results = [_result(finding, index, mark) for finding, mark in zip(report.findings, marks, strict=True)]
    driver = {"name": "kamctl", "version": version, "rules": [_rule(name, rules.get(name, name)) for name in names]}
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json_text({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(name: str, description: str) -> dict[str, object]:
    text = {"text": _text(description)}
    return {
        "id": name,
        "shortDescription": text,
        "fullDescription": text,
        "help": {"text": f"kamctl explain {name}"},
    }


def _result(finding: Finding, index: Mapping[str, int], fingerprint: str) -> dict[str, object]:
    about = {"client": finding.client, "field": finding.field, "commit": finding.commit, "person": finding.person}
    known = {name: value for name, value in about.items() if value is not None}
    return {
        "ruleId": finding.rule,
        "ruleIndex": index[finding.rule],
        "level": "error" if finding.severity == ERROR else "warning",
        "message": {"text": _text(with_hint(finding))},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": uri_path(finding.path), "uriBaseId": "%SRCROOT%"},
                    "region": {
                        "startLine": finding.line,
                        "startColumn": finding.column,
                        "endLine": finding.end_line,
                        "endColumn": finding.end_column,
                    },
                }
            }
        ],
        "partialFingerprints": {"kamctl/v1": fingerprint},
        **({"properties": known} if known else {}),
    }


def _text(text: str) -> str:
    """Text of a message; `[words](address)` would be a link even in SARIF's plain text."""
    return inert(text).replace("](", "]<U+0028>")
