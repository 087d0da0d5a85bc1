"""JUnit XML, for CI systems that show test results.

A suite is a file, a test case a finding: an error is a failure; a warning is a skipped test, which CI
shows without calling the run broken, as lint itself does (with `--strict` a warning is a failure too).
A report without findings is one passed test.
`classname` and `name` together are unique, because GitLab drops what has the name of another. There are
no times and no host: the same report is the same bytes.

https://docs.gitlab.com/ci/testing/unit_test_reports/#junit-xml-format-specification
"""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from xml.etree import ElementTree

from kamctl.lint.finding import Finding, LintReport
from kamctl.render.safe import xml_text
from kamctl.render.wording import concise_line, summary, with_hint

LINT, GUARD = "kamctl lint", "kamctl guard"


def render(report: LintReport) -> str:
    """The report as a `testsuites` document in UTF-8."""
    name = LINT if report.guarded is None else GUARD
    root = ElementTree.Element("testsuites", _numbers(name, report, report.findings))
    for path, findings in groupby(report.findings, key=lambda finding: finding.path):
        _add_suite(root, xml_text(path), report, tuple(findings))
    if not report.findings:
        suite = ElementTree.SubElement(root, "testsuite", _numbers(name, report, ()))
        ElementTree.SubElement(suite, "testcase", {"classname": name, "name": xml_text(summary(report))})
    ElementTree.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'


def _numbers(name: str, report: LintReport, findings: tuple[Finding, ...]) -> dict[str, str]:
    failures = sum(report.fails(finding) for finding in findings)
    numbers = {"tests": len(findings) or 1, "failures": failures, "errors": 0, "skipped": len(findings) - failures}
    return {"name": name, **{key: str(value) for key, value in numbers.items()}}


def _add_suite(root: ElementTree.Element, path: str, report: LintReport, findings: tuple[Finding, ...]) -> None:
    suite = ElementTree.SubElement(root, "testsuite", _numbers(path, report, findings))
    seen: Counter[str] = Counter()
    for finding in findings:
        name = f"{finding.line}:{finding.column} {xml_text(finding.rule)}"
        seen[name] += 1
        if seen[name] > 1:
            name = f"{name} ({seen[name]})"
        place = {"classname": path, "name": name, "file": path, "line": str(finding.line)}
        case = ElementTree.SubElement(suite, "testcase", place)
        message = xml_text(with_hint(finding))
        if report.fails(finding):
            failure = ElementTree.SubElement(case, "failure", {"message": message, "type": xml_text(finding.rule)})
            hint = "" if finding.hint is None else f"\n{xml_text(str(finding.hint))}"
            failure.text = xml_text(concise_line(finding)) + hint
        else:
            ElementTree.SubElement(case, "skipped", {"message": message})
