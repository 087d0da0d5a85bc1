"""Reports for the tests of renderings."""

from __future__ import annotations

from kamctl.lint.finding import Finding, LintReport
from kamctl.words import Sentence

SIZE = Finding(
    path="plans/severny.yaml",
    line=12,
    column=11,
    end_line=12,
    end_column=15,
    rule="value-format",
    severity="error",
    message=Sentence("{value} is no percentage.", {"value": "7,5%"}),
    hint=Sentence("Write {value}.", {"value": "7.5%"}),
    client="severny",
    field="discounts.volume.size",
    source_line="    size: 7,5%  # скидка",
)
OWNER = SIZE._replace(
    line=30,
    column=5,
    end_line=31,
    end_column=1,
    rule="activity-overdue",
    severity="warning",
    message=Sentence("The activity is overdue."),
    hint=None,
    field=None,
    source_line="    what: Workshop",
)
FOLDER = OWNER._replace(
    path="schema/people.yaml",
    line=1,
    column=1,
    end_line=1,
    end_column=1,
    rule="unsafe-path",
    severity="error",
    message=Sentence("This is no regular file."),
    client=None,
    source_line=None,
)
REPORT = LintReport.of([OWNER, FOLDER, SIZE], plans=6)
EMPTY = LintReport.of([], plans=6)
RULES = {"value-format": "A value is written in one way.", "activity-overdue": "What was promised is done."}


def about(finding: Finding = SIZE, /, **changes: object) -> LintReport:
    """A report of one finding: `finding` with `changes`."""
    return LintReport.of([finding._replace(**changes)], plans=1)  # type: ignore[arg-type]


def hostile(text: str) -> LintReport:
    """A report whose findings bear `text` in one of their strings each, and the last in all of them."""
    said = Sentence("It says {text} here.", {"text": text})
    everywhere = SIZE._replace(
        path=text,
        message=Sentence("{text}", {"text": text}),
        hint=said,
        client=text,
        field=text,
        source_line=text,
        column=2,
    )
    findings = [
        SIZE._replace(path=text),
        SIZE._replace(message=said),
        SIZE._replace(message=Sentence("{text}", {"text": text}), severity="warning"),
        SIZE._replace(hint=said),
        SIZE._replace(client=text),
        SIZE._replace(field=text),
        SIZE._replace(source_line=text),
        SIZE._replace(source_line=text, column=1, end_column=1),
        OWNER._replace(source_line=text, column=3),
        FOLDER._replace(path=text, message=said),
        everywhere,
    ]
    return LintReport.of(findings, plans=2)
