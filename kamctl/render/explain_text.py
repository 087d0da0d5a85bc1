"""The pages of the rules, as text, JSON and Markdown."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from kamctl.lint.page import Explanation
from kamctl.render.safe import json_text

_BOLD, _DIM, _RED, _GREEN, _END = "\x1b[1m", "\x1b[2m", "\x1b[31m", "\x1b[32m", "\x1b[0m"


def as_page(page: Explanation, *, width: int, colour: bool) -> str:
    """One rule, to be read from top to bottom."""

    def painted(text: str, style: str) -> str:
        return f"{style}{text}{_END}" if colour else text

    lines = [f"{painted(page.name, _BOLD)} ({page.group}, {page.severity} unless format.yaml says otherwise)", ""]
    for paragraph in page.paragraphs:
        lines += [*textwrap.wrap(paragraph, width, break_long_words=False, break_on_hyphens=False), ""]
    for title, sample, style in (("Bad:", page.bad, _RED), ("Good:", page.good, _GREEN)):
        if sample:
            lines += [painted(title, style), "", textwrap.indent(sample.rstrip("\n"), "    "), ""]
    if page.options:
        lines += ["Options, under rules in schema/format.yaml:", ""]
        for name, default, meaning in page.options:
            first = f"    {name}: {default}  "
            lines += textwrap.wrap(meaning, width, initial_indent=first, subsequent_indent=" " * len(first))
        lines.append("")
    lines += textwrap.wrap(_silencing(page), width, break_long_words=False)
    return "\n".join(lines) + "\n"


def as_list(pages: Sequence[Explanation], *, width: int, colour: bool) -> str:
    """All rules by group, a line or two each."""
    longest = max(len(page.name) for page in pages)
    lines: list[str] = []
    group = ""
    for page in pages:
        if page.group != group:
            group = page.group
            lines += ["", f"{_BOLD}{group}{_END}" if colour else group]
        head = f"  {page.name:<{longest}}  "
        room = width - len(head)
        told = textwrap.wrap(page.summary, room, break_long_words=False) if room >= 30 else []
        if told:
            lines += [head + told[0], *(" " * len(head) + line for line in told[1:])]
        else:
            told = textwrap.wrap(page.summary, width, initial_indent="    ", subsequent_indent="    ")
            lines += [f"  {page.name}", *told]
    lines += ["", *textwrap.wrap("kamctl explain RULE says more about one of them.", width)]
    return "\n".join(lines[1:]) + "\n"


def as_markdown(pages: Sequence[Explanation]) -> str:
    """The rules as a chapter of a handbook."""
    parts = []
    for page in pages:
        lines = [f"## {page.name}", "", f"*{page.group}, {page.severity} by default*", ""]
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


def _silencing(page: Explanation) -> str:
    if page.allowable:
        return f"A comment silences it on its line, or on the line below: # kamctl: allow {page.name} because REASON"
    return "No comment silences it."
