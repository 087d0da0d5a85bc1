"""The plans along histories of a few commits: what the replay's repositories have seldom or never."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from kamctl.gitrepo.repository import Repository
from kamctl.history.event import deed
from kamctl.history.log import Reading, Wanted, build_log, versions_of
from kamctl.history.people import Authors
from kamctl.history.reading import known_ids, plain, whole
from kamctl.history.standing import client_at
from kamctl.plan.period import Calendar
from tests.gitting import commit, git, start
from tests.history.plans import SHAPE

A, B = "client: A\nkam: kam-north\nperiod: 2026\n", "client: B\nkam: kam-south\nperiod: 2027\nsegment: A\n"

Tale = list[tuple[str, str, list[str]]]


def story(folder: Path, client: str | None = None) -> Tale:
    """The events of a repository, oldest first: client, kind, fields; each also as the log of one client has it."""
    with Repository.find(folder) as repository:
        reading = Reading(repository, versions_of(repository), SHAPE, Calendar(), Authors({}))
        head = repository.head()
        timeline = whole(repository, head, reading.versions)
        if client and (own := plain(repository, head, client, reading.versions)):
            timeline = own
        events = build_log(timeline, reading, Wanted(), client).events
    told = [(event.client, event.kind, [change.field for change in event.changes]) for event in events]
    return told[::-1]


def history(folder: Path, *steps: Mapping[str, str | None]) -> Path:
    start(folder)
    for number, files in enumerate(steps):
        commit(folder, files, f"Step {number}", date=f"2026-01-{number + 1:02}T12:00:00+0000")
    return folder


ALL_A, ALL_B = ["client", "kam", "period"], ["client", "kam", "period", "segment"]


@pytest.mark.parametrize(
    ("steps", "tale"),
    [
        pytest.param(
            [{"plans/a.yaml": A, "plans/b.yaml": B}, {"plans/a.yaml": B, "plans/b.yaml": A}],
            [
                ("b", "created", ALL_B),
                ("a", "created", ALL_A),
                ("b", "edited", [*ALL_A, "segment"]),
                ("a", "edited", ALL_B),
            ],
            id="two that were swapped are told by their ids",
        ),
        pytest.param(
            [{"plans/a.yaml": A}, {"plans/a.yaml": None, "plans/b.yaml": A}, {"plans/b.yaml": None, "plans/c.yaml": A}],
            [("c", "created", ALL_A), ("c", "renamed", []), ("c", "renamed", [])],
            id="a client that was renamed twice goes by its last id",
        ),
        pytest.param(
            [{"plans/a.yaml": A}, {"plans/a.yaml": None, "plans/b.yaml": A}, {"plans/a.yaml": B}],
            [("b", "created", ALL_A), ("b", "renamed", []), ("a", "created", ALL_B)],
            id="an id that was given to another client is that one's from then on",
        ),
        pytest.param(
            [{"plans/a.yaml": A}, {"plans/a.yaml": None}, {"plans/north/a.yaml": B}],
            [("a", "created", ALL_A), ("a", "deleted", ALL_A), ("a", "created", ALL_B)],
            id="a client that was deleted and made again in another folder is one",
        ),
        pytest.param(
            [{"plans/a.yaml": A}, {"plans/a.yaml": None, "plans/North/a.yaml": A}],
            [("a", "created", ALL_A)],
            id="a move is no event",
        ),
        pytest.param(
            [{"plans/a.yaml": A}, {"plans/a.yaml": "["}, {"plans/a.yaml": A.replace("north", "south")}],
            [("a", "created", ALL_A), ("a", "edited", []), ("a", "edited", ["kam"])],
            id="across an unreadable version the last readable one is compared",
        ),
        pytest.param(
            [{"plans/a.yaml": "["}, {"plans/a.yaml": A}, {"plans/a.yaml": "]"}, {"plans/a.yaml": None}],
            [("a", "created", []), ("a", "edited", ALL_A), ("a", "edited", []), ("a", "deleted", ALL_A)],
            id="what was never readable loses nothing either",
        ),
        pytest.param(
            [{"plans/a.yaml": A}, {"plans/a.yaml": None}, {"plans/a.yaml/b.yaml": B}],
            [("a", "created", ALL_A), ("a", "deleted", ALL_A), ("b", "created", ALL_B)],
            id="a folder in the place of a file",
        ),
        pytest.param(
            [{"plans/Ёлка.yaml": A}, {"plans/Ёлка.yaml": None, "plans/Е\u0308лка.yaml": A}],
            [("Ёлка", "created", ALL_A)],
            id="an id in another normal form is the same id",
        ),
        pytest.param([{"plans/a.txt": A, "plans/.a.yaml": A, "b.yaml": B}], [], id="what is no plan is not told"),
    ],
)
def test_story(steps: list[dict[str, str | None]], tale: Tale, tmp_path: Path) -> None:
    history(tmp_path, *steps)
    told = story(tmp_path)
    assert sorted(told) == sorted(tale)
    for client in {client for client, _, _ in tale}:
        assert story(tmp_path, client) == [each for each in tale if each[0] == client]


def test_of_two_files_with_one_id_the_first_by_path_counts(tmp_path: Path) -> None:
    history(tmp_path, {"plans/b/a.yaml": B}, {"plans/a.yaml": A}, {"plans/a.yaml": None})
    swap = ["client", "kam", "period", "segment"]
    assert story(tmp_path) == [("a", "created", ALL_B), ("a", "edited", swap), ("a", "edited", ALL_B)]
    assert story(tmp_path, "a") == [("a", "created", ALL_B)]  # the log of one client follows the file that it has


def test_a_link_in_the_place_of_a_plan_cannot_be_read(tmp_path: Path) -> None:
    history(tmp_path, {"plans/a.yaml": A})
    (tmp_path / "plans/a.yaml").unlink()
    (tmp_path / "plans/a.yaml").symlink_to("/etc/passwd")
    commit(tmp_path, {}, date="2026-02-01T12:00:00+0000")
    with Repository.find(tmp_path) as repository:
        versions = versions_of(repository)
        reading = Reading(repository, versions, SHAPE, Calendar(), Authors({}))
        assert plain(repository, repository.head(), "a", versions) is None
        turn = whole(repository, repository.head(), versions).turns[0]
        found = deed(turn, reading.look(), SHAPE)
    assert found is not None
    assert str(found.unreadable) == "The file plans/a.yaml cannot be read as a plan. It is a link, not a file."


def test_a_rename_on_one_branch_and_an_edit_on_the_other(tmp_path: Path) -> None:
    history(tmp_path, {"plans/a.yaml": A})
    git(tmp_path, "checkout", "-q", "-b", "side")
    commit(tmp_path, {"plans/a.yaml": None, "plans/b.yaml": A}, date="2026-02-01T12:00:00+0000")
    git(tmp_path, "checkout", "-q", "main")
    commit(tmp_path, {"plans/a.yaml": A.replace("2026", "2028")}, date="2026-02-02T12:00:00+0000")
    git(tmp_path, "-c", "user.name=x", "-c", "user.email=x@example.com", "merge", "-q", "--no-edit", "side")

    expected = [("b", "created", ALL_A), ("b", "renamed", []), ("b", "edited", ["period"])]
    assert story(tmp_path) == expected
    assert story(tmp_path, "b") == expected
    with Repository.find(tmp_path) as repository:
        timeline = whole(repository, repository.head(), versions_of(repository))
    assert known_ids(timeline) == ({"b"}, {"a": "b"})


@pytest.mark.parametrize(
    ("path", "client"),
    [
        pytest.param("plans/a.yaml", "a", id="a plan"),
        pytest.param("plans/юг/Е\u0308лка.yaml", "Ёлка", id="a plan in a folder, its id in NFC"),
        pytest.param("plans/.git/a.yaml", None, id="in a hidden folder"),
        pytest.param("plans/~$a.yaml", None, id="what an editor left"),
        pytest.param("plans/a.yml", None, id="another suffix"),
        pytest.param("plansx/a.yaml", None, id="another folder"),
        pytest.param("schema/format.yaml", None, id="the schema"),
    ],
)
def test_client_at(path: str, client: str | None) -> None:
    assert client_at(path) == client
