"""Guard against a naive model of it, over histories made at random.

Findings are the same by rule, commit, person, client and field; of a note only that it is one of `history`, since its
place in the list is a matter of how two lists are paired. One thing cannot be the same: to the model a note is one
thing, to the program each of its fields is. Where one note was rewritten step by step the program may tell of a date
that stayed while its text came from another (3 of the first 4,000 seeds); it does so only of a client against whose
notes, or of a commit against whose work on this plan, the model holds something, too.
"""

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
pytestmark = pytest.mark.no_cover

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
            by_client = {(rule, client) for rule, _, _, client, field in expected if field == "history"}
            by_commit = {(commit, client) for _, commit, _, client, _ in expected}
            more = {
                row
                for row in more
                if row[4] != "history" or ((row[0], row[3]) not in by_client and (row[1], row[3]) not in by_commit)
            }
            assert {(rule, client, field) for rule, _, _, client, field in more} == anywhere, (seed, more)
            found += len(told)
            shapes.update(model.shapes)
    assert found > IN_GROUP
    assert {shape for shape in SHAPES if shapes[shape] < IN_GROUP // 25} == set(), shapes


def _row(finding: Finding) -> naive.Finding:
    field = "history" if finding.field is not None and finding.field.startswith("history.") else finding.field
    name = "" if finding.rule == "unknown-author" else finding.client or finding.path
    return finding.rule, finding.commit or "", finding.person, name, field
