"""log, blame and --at against a replay by brute force, over repositories made at random."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path

import pytest

from kamctl.cli.tree import snapshot_of
from kamctl.gitrepo.repository import Repository
from kamctl.history.blame import build_blame
from kamctl.history.log import Reading, Wanted, build_log, versions_of
from kamctl.history.people import Authors
from kamctl.history.reading import plain, whole
from kamctl.history.report import Event
from kamctl.plan.document import Value
from kamctl.plan.period import Calendar
from tests.cli.command import kamctl
from tests.gitting import git
from tests.history.generated import make
from tests.history.plans import SHAPE
from tests.history.replay import Replay, Told

pytestmark = pytest.mark.no_cover

FUZZ = os.environ.get("KAMCTL_TEST_PROFILE") == "fuzz"
GROUPS, IN_GROUP = (60, 50) if FUZZ else (15, 20)
SHOWN, COMMANDED = 4, 5


@pytest.mark.parametrize("group", range(GROUPS), ids=lambda group: f"seeds from {group * IN_GROUP}")
def test_history_equals_its_replay(group: int, tmp_path: Path) -> None:
    for seed in range(group * IN_GROUP, (group + 1) * IN_GROUP):
        folder = tmp_path / str(seed)
        make(folder, seed)
        replay = Replay(folder)
        try:
            _compare(folder, replay, seed)
        finally:
            replay.read.close()


def _compare(folder: Path, replay: Replay, seed: int) -> None:
    with Repository.find(folder) as repository:
        reading = Reading(repository, versions_of(repository), SHAPE, Calendar(), Authors({}))
        head = repository.head()
        timeline = whole(repository, head, reading.versions)
        expected = replay.log()
        assert _told(build_log(timeline, reading, Wanted()).events) == expected, seed
        for client in sorted({told[1] for told in expected}):
            own = plain(repository, head, client, reading.versions) or timeline
            report = build_log(own, reading, Wanted(), client)
            assert _told(report.events) == [told for told in expected if told[1] == client], (seed, client)
        origins = build_blame(timeline, reading).origins
        blamed = {
            (origin.client, _dotted(origin.path)): (str(origin.value), _text(origin.previous), origin.commit.id)
            for origin in origins
        }
        assert blamed == replay.blame(), seed
        for commit in [commit for commit, _ in replay.order[:: max(len(replay.order) // 3, 1)]]:
            plans = {file.name: file.data for file in snapshot_of(repository, commit).plans}
            files = replay.plans[commit].values()
            assert plans == {file.path: replay.read(file.blob) for file in files if file.regular}, (seed, commit)


def _told(events: Iterable[Event]) -> list[Told]:
    return [
        (
            event.commit.id if event.commit else "",
            event.client,
            event.kind,
            event.was,
            event.unreadable is not None,
            frozenset((change.kind, change.field, _text(change.old), _text(change.new)) for change in event.changes),
        )
        for event in events
    ]


def _text(value: Value) -> str | None:
    return None if value is None else str(value)


def _dotted(path: tuple[str | int, ...]) -> str:
    return ".".join(str(step + 1) if isinstance(step, int) else step for step in path)


@pytest.mark.parametrize("seed", range(5000, 5000 + SHOWN), ids=lambda seed: f"seed {seed}")
def test_the_replay_equals_one_that_reads_each_version_with_git_show(seed: int, tmp_path: Path) -> None:
    make(tmp_path, seed)
    quick, slow = Replay(tmp_path), Replay(tmp_path, by_show=True)
    try:
        assert quick.log() == slow.log()
        assert quick.blame() == slow.blame()
        _compare(tmp_path, slow, seed)
    finally:
        quick.read.close()
        slow.read.close()


@pytest.mark.parametrize("seed", range(6000, 6000 + COMMANDED), ids=lambda seed: f"seed {seed}")
def test_the_commands_tell_what_the_replay_tells(seed: int, tmp_path: Path) -> None:
    make(tmp_path, seed)
    git(tmp_path, "reset", "-q", "--hard", "main")
    replay = Replay(tmp_path)
    try:
        events, fields = replay.log(), replay.blame()
    finally:
        replay.read.close()
    log = json.loads(kamctl(tmp_path, "log", "--format", "json").out)
    told = {(each["commit"], each["client"], each["field"], each["kind"]) for each in log["changes"]}
    assert told == {(commit, client, field, kind) for commit, client, *_, all_ in events for kind, field, _, _ in all_}
    blame = json.loads(kamctl(tmp_path, "blame", "--format", "json").out)
    assert {(each["client"], each["field"]): each["commit"] for each in blame["fields"]} == {
        field: commit for field, (_, _, commit) in fields.items()
    }
    client = events[0][1]
    one = json.loads(kamctl(tmp_path, "log", client, "--format", "json").out)
    assert one["changes"] == [each for each in log["changes"] if each["client"] == client]
