"""The pages of the rules, as text, JSON and Markdown."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from kamctl.lint.page import Explanation
from kamctl.render.prose import BOLD, GREEN, RED, Paint, behind, fold
from kamctl.render.safe import json_text

LEAST_SUMMARY = 30
"""Cells beside a rule's name in which what it is for can still be read."""


def as_page(page: Explanation, *, width: int, colour: bool) -> str:
    """One rule, to be read from top to bottom."""
    paint = Paint(colour)
    lines = [f"{paint(page.name, BOLD)} ({page.group}, {_severity(page)})", ""]
    for paragraph in page.paragraphs:
        lines += [*fold(paragraph, width), ""]
    for title, sample, style in (("Bad:", page.bad, RED), ("Good:", page.good, GREEN)):
        if sample:
            lines += [paint(title, style), "", textwrap.indent(sample.rstrip("\n"), "    "), ""]
    if page.options:
        lines += ["Options, under rules in schema/format.yaml:", ""]
        for name, default, meaning in page.options:
            lines += behind(f"    {name}: {default}  ", meaning, width)
        lines.append("")
    lines += fold(_silencing(page), width)
    return "\n".join(lines) + "\n"


def as_list(pages: Sequence[Explanation], *, width: int, colour: bool) -> str:
    """All rules by group, a line or two each."""
    paint = Paint(colour)
    longest = max(len(page.name) for page in pages)
    lines: list[str] = []
    group = ""
    for page in pages:
        if page.group != group:
            group = page.group
            lines += ["", paint(group, BOLD)]
        head = f"  {page.name:<{longest}}  "
        if width - len(head) >= LEAST_SUMMARY:
            lines += behind(head, page.summary, width)
        else:
            lines += [f"  {page.name}", *behind("    ", page.summary, width)]
    lines += ["", *fold("kamctl explain RULE says more about one of them.", width)]
    return "\n".join(lines[1:]) + "\n"


def as_markdown(pages: Sequence[Explanation]) -> str:
    """The rules as a chapter of a handbook."""
    parts = []
    for page in pages:
        lines = [f"## {page.name}", "", f"*{page.group}, {_severity(page)}*", ""]
        for paragraph in page.paragraphs:
            lines += [paragraph, ""]
        for title, sample in (("Bad", page.bad), ("Good", page.good)):
            if sample:
                lines += [f"{title}:", "", "```yaml", sample.rstrip("\n"), "```", ""]
        lines += [f"- `{name}` (default {default}): {meaning}" for name, default, meaning in page.options]
        lines += ["", _silencing(page)] if page.options else [_silencing(page)]
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def as_json(pages: Sequence[Explanation]) -> str:
    """The rules as data."""
    rules = [
        {
            "rule": page.name,
            "group": page.group,
            "severity": page.severity,
            "allowable": page.allowable,
            "summary": page.summary,
            "why": list(page.paragraphs),
            "bad": page.bad or None,
            "good": page.good or None,
            "options": [
                {"name": name, "default": float(default), "description": meaning}
                for name, default, meaning in page.options
            ],
        }
        for page in pages
    ]
    return json_text({"version": 1, "rules": rules})


def _severity(page: Explanation) -> str:
    return "always an error" if page.fixed else f"{page.severity} unless format.yaml says otherwise"


def _silencing(page: Explanation) -> str:
    if page.allowable:
        return f"A comment silences it on its line, or on the line below: # kamctl: allow {page.name} because REASON"
    return "No comment silences it."
