"""Who ever changed a plan, on real repositories: by persons, through renames, moves and merges."""

from __future__ import annotations

from pathlib import Path

from kamctl.gitrepo.repository import Repository
from kamctl.history.editors import editors, named
from kamctl.history.log import versions_of
from kamctl.history.people import Authors
from kamctl.history.reading import whole
from tests.gitting import HEAD_OF_SKAM, NORTH, SOUTH, commit, git, start

A, B = "client: A\nkam: kam-north\nperiod: 2026\n", "client: B\nkam: kam-south\nperiod: 2027\nsegment: A\n"
PERSONS = {"kam-north": ("kam-north@example.com", "north@old.example"), "kam-south": ("kam-south@example.com",)}
NAMES = {"kam-north": "KAM North", "kam-south": "KAM South"}
MERGE = ("-c", "user.name=x", "-c", "user.email=x", "merge", "-q", "--no-commit", "--no-ff")


def told(folder: Path) -> dict[str, tuple[str, ...]]:
    """The names of those who changed each client's plan, the last first."""
    with Repository.find(folder) as repository:
        timeline = whole(repository, repository.head(), versions_of(repository))
        commits = repository.commits(turn.commit for turn in timeline.turns)
        return named(editors(timeline, commits, Authors(PERSONS)), NAMES)


def test_persons_are_known_by_all_their_addresses_and_others_by_one(tmp_path: Path) -> None:
    start(tmp_path)
    commit(tmp_path, {"plans/a.yaml": A, "plans/b.yaml": B}, author=NORTH)
    commit(tmp_path, {"plans/a.yaml": A + "segment: B\n"}, author="At home <North@Old.example>")
    commit(tmp_path, {"plans/b.yaml": B + "region: north\n"}, author="Helper <helper@example.com>")
    commit(tmp_path, {"plans/b.yaml": B + "region: south\n"}, author="The helper <HELPER@example.com>")
    assert told(tmp_path) == {"a": ("KAM North",), "b": ("The helper", "KAM North")}


def test_an_edit_that_changes_nothing_in_meaning_counts_and_a_move_does_not(tmp_path: Path) -> None:
    start(tmp_path)
    commit(tmp_path, {"plans/a.yaml": A}, author=NORTH)
    commit(tmp_path, {"plans/a.yaml": None, "plans/north/a.yaml": A}, author=SOUTH)
    assert told(tmp_path) == {"a": ("KAM North",)}
    commit(tmp_path, {"plans/north/a.yaml": A + "# seen\n"}, author=SOUTH)
    assert told(tmp_path) == {"a": ("KAM South", "KAM North")}


def test_a_client_that_was_renamed_keeps_its_editors(tmp_path: Path) -> None:
    start(tmp_path)
    commit(tmp_path, {"plans/old.yaml": A}, author=NORTH)
    commit(tmp_path, {"plans/old.yaml": None, "plans/new.yaml": A + "segment: B\n"}, author=SOUTH)
    assert told(tmp_path) == {"new": ("KAM South", "KAM North")}


def test_who_merges_edits_nothing_that_is_not_new(tmp_path: Path) -> None:
    start(tmp_path)
    commit(tmp_path, {"plans/a.yaml": A, "plans/b.yaml": B}, author=NORTH)
    git(tmp_path, "checkout", "-q", "-b", "side")
    commit(tmp_path, {"plans/b.yaml": B + "region: north\n"}, author=SOUTH)
    git(tmp_path, "checkout", "-q", "main")
    commit(tmp_path, {"README.md": "x\n"}, author=NORTH)
    git(tmp_path, *MERGE, "side")
    commit(tmp_path, {}, author=HEAD_OF_SKAM)
    assert told(tmp_path) == {"a": ("KAM North",), "b": ("KAM South", "KAM North")}
    git(tmp_path, "checkout", "-q", "-b", "other", "HEAD~1")
    commit(tmp_path, {"README.md": "y\n"}, author=NORTH)
    git(tmp_path, *MERGE, "side")
    commit(tmp_path, {"plans/a.yaml": A + "segment: A\n"}, author=HEAD_OF_SKAM)
    assert told(tmp_path)["a"] == ("Head of SKAM", "KAM North")
