"""A rule's page: why it exists, a bad sample and a good one, read from the docstring of its module.

A sample stands behind `Bad:` or `Good:`, indented. Its lines take the place of the same sections of a small valid
plan; where they are about another file, the first line is a comment that names it (`# schema/kpis.yaml`), and
several files follow one another so.
"""

from __future__ import annotations

import re
import textwrap
from typing import NamedTuple

from kamctl.lint.rule import Rule
from kamctl.plan.quantity import plain_text

PLAN = "plans/client.yaml"

_SAMPLE = re.compile(r"^(Bad|Good):\n\n((?:(?: {4}[^\n]*)?\n)+)", re.MULTILINE)
_FILE = re.compile(r"# ((?:schema|plans)/\S+)")


class Page(NamedTuple):
    """`why` is prose; `bad` and `good` are the samples as they are printed."""

    why: str
    bad: str
    good: str


def read_page(text: str) -> Page:
    """The parts of a rule's docstring."""
    samples = {heading: textwrap.dedent(body).strip("\n") + "\n" for heading, body in _SAMPLE.findall(text + "\n")}
    return Page(_SAMPLE.split(text + "\n")[0].strip(), samples.get("Bad", ""), samples.get("Good", ""))


def files_of(sample: str) -> dict[str, str]:
    """The files that a sample is about, by path, each with its lines."""
    files: dict[str, str] = {}
    name = PLAN
    for line in sample.splitlines(keepends=True):
        heading = _FILE.fullmatch(line.strip())
        if heading:
            name = heading[1]
            files.setdefault(name, "")
        else:
            files[name] = files.get(name, "") + line
    return files


class Explanation(NamedTuple):
    """All that there is to say of a rule; `fixed`: no setting changes its severity.

    `options` are name, default and meaning; paragraphs are not wrapped.
    """

    name: str
    group: str
    severity: str
    fixed: bool
    allowable: bool
    summary: str
    paragraphs: tuple[str, ...]
    bad: str
    good: str
    options: tuple[tuple[str, str, str], ...]


def explanation(rule: Rule) -> Explanation:
    """The page of a rule with what the rule says of itself."""
    page = read_page(rule.page)
    paragraphs = tuple(" ".join(paragraph.split()) for paragraph in page.why.split("\n\n"))
    options = tuple((name, plain_text(option.default), option.description) for name, option in rule.options.items())
    return Explanation(
        rule.name,
        rule.group,
        rule.severity,
        rule.fixed,
        rule.allowable,
        rule.summary,
        paragraphs,
        page.bad,
        page.good,
        options,
    )
