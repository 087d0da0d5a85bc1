"""A list of findings for a comment on a pull request."""

from __future__ import annotations

from kamctl.lint.finding import Finding, LintReport
from kamctl.render import safe
from kamctl.render.fitting import LONGEST
from kamctl.render.wording import summary, worst_first
from kamctl.words import count, shorten

LONGEST_TEXT = 1_000


def render(report: LintReport) -> str:
    """The summary, then the findings by file: files with errors first, in each file errors first.

    Where they would be too long for a comment, the last line says how many more there are.
    """
    files: dict[str, list[Finding]] = {}
    for finding in worst_first(report.findings):
        files.setdefault(finding.path, []).append(finding)
    blocks = [f"**{safe.markdown(summary(report))}**\n"]
    room = LONGEST - len(blocks[0])
    shown = 0
    for path, findings in files.items():
        heading = f"\n**{_text(path) or '.'}**\n\n"
        for finding in findings:
            block = heading + _item(finding)
            if len(block) > room:
                blocks.append(f"\n…and {count(len(report.findings) - shown, 'finding')} more.\n")
                return "".join(blocks)
            blocks.append(block)
            room -= len(block)
            shown += 1
            heading = ""
    return "".join(blocks)


def _item(finding: Finding) -> str:
    hint = "" if finding.hint is None else f"  - {_text(str(finding.hint))}\n"
    place = f"{finding.line}:{finding.column}"
    return f"- {place} **{finding.severity}**: {_text(str(finding.message))} ({_text(finding.rule)})\n{hint}"


def _text(text: str) -> str:
    return safe.markdown(shorten(text, LONGEST_TEXT))
