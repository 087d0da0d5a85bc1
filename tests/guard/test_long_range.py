"""A range of over a thousand commits is judged commit by commit, and as a whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from kamctl.gitrepo.repository import Repository
from tests.guard.attacks_on_fields import LIMIT
from tests.guard.world import ALDER, CEDAR, Loom, base_of, edited, guard

pytestmark = pytest.mark.no_cover

COMMITS = 1200
BAD = 700
"""The commit that does what its author may not; the next one takes it back."""


def test_one_bad_commit_among_a_thousand_honest_ones_is_found(tmp_path: Path) -> None:
    loom = Loom()
    base = last = base_of(loom)
    marks = []
    for number in range(COMMITS):
        result = ("actual: 900", f"actual: {1000 + number}")
        files = edited(CEDAR, result, LIMIT) if number == BAD else edited((ALDER, CEDAR)[number % 2], result)
        last = loom.commit(files, [last])
        marks.append(last)
    ids = loom.weave(tmp_path / "repository")
    with Repository.find(tmp_path / "repository") as repository:
        report = guard(repository, ids[base], ids[last])
    found = {(each.rule, each.commit, each.client, each.field) for each in report.findings}
    assert report.guarded is not None
    assert report.guarded.commits == COMMITS
    assert found == {("skam-only", ids[marks[number]], "cedar", "credit_line.limit") for number in (BAD, BAD + 1)}
    assert len(report.findings) == len(found)
