"""Guard against a naive model of it, over histories made at random."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from kamctl.gitrepo.repository import Repository
from kamctl.lint.finding import Finding
from tests.gitting import environment
from tests.guard import naive_guard as naive
from tests.guard import naive_reading as reading
from tests.guard.generated import MAILMAP, PEOPLE, SKAM_ONLY, Writer
from tests.guard.world import TODAY, Loom, guard

FUZZ = os.environ.get("KAMCTL_TEST_PROFILE") == "fuzz"
SHAPES = ("brought back by one", "moved under another id", "moved under another id in the range as a whole")
"""What a good share of the histories has to have in it."""

GROUPS, IN_GROUP = (50, 100) if FUZZ else (10, 100)


@pytest.mark.parametrize("group", range(GROUPS), ids=lambda group: f"seeds from {group * IN_GROUP}")
def test_the_verdict_is_that_of_the_naive_model(group: int, tmp_path: Path) -> None:
    loom = Loom()
    seeds = range(group * IN_GROUP, (group + 1) * IN_GROUP)
    spans = {seed: Writer(loom, seed).history() for seed in seeds}
    first = min(spans.values())[0]
    ids = loom.weave(tmp_path / "repository", head=first)
    found = 0
    shapes: Counter[str] = Counter()
    with (
        reading.Objects(tmp_path / "repository", environment()) as objects,
        Repository.find(tmp_path / "repository") as repository,
    ):
        for seed, (base, tip) in spans.items():
            listed = [id_ for id_, _ in repository.ancestry(ids[tip], without=(ids[base],))]
            model = naive.Guard(objects, ids[base], PEOPLE, MAILMAP, SKAM_ONLY, TODAY)
            expected, anywhere = model.judge([reading.commit_of(objects, id_) for id_ in listed])
            findings = guard(repository, ids[base], ids[tip]).findings
            told = {_row(finding) for finding in findings}
            missing, more = expected - told, told - expected
            assert missing == set(), (seed, missing, more)
            # The model has no places in a list: a note that was rewritten step by step, by a merge, or that came back
            # so, is told more often than it tells; but never of a commit against which it holds nothing else.
            known = {(rule, client) for rule, _, _, client, field in expected if field == "history"}
            bad = {commit for _, commit, _, _, _ in expected}
            more = {row for row in more if row[4] != "history" or ((row[0], row[3]) not in known and row[1] not in bad)}
            assert {(rule, client, field) for rule, _, _, client, field in more} == anywhere, (seed, more)
            found += len(told)
            shapes.update(model.shapes)
    assert found > IN_GROUP
    assert {shape for shape in SHAPES if shapes[shape] < IN_GROUP // 25} == set(), shapes


def _row(finding: Finding) -> naive.Finding:
    field = "history" if finding.field is not None and finding.field.startswith("history.") else finding.field
    name = "" if finding.rule == "unknown-author" else finding.client or finding.path
    return finding.rule, finding.commit or "", finding.person, name, field
