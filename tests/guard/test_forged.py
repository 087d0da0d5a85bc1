"""Commits that git itself would not write: whoever they name as their author, nobody answers for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pytest

from kamctl.gitrepo.repository import Repository
from tests.guard.attacks_on_fields import LIMIT
from tests.guard.signing import rewritten
from tests.guard.world import CEDAR, HEAD, Loom, base_of, edited, guard

AUTHOR = b"author Head of SKAM <skam-head@example.com>"
DATE = b" 1778414400 +0000\ncommitter"


class Forge(NamedTuple):
    repository: Repository
    base: str
    tip: str


@pytest.fixture(scope="module")
def forge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forge]:
    """A commit of SKAM's that changes what only SKAM may."""
    loom = Loom()
    base = base_of(loom)
    tip = loom.commit(edited(CEDAR, LIMIT), [base], HEAD)
    folder = tmp_path_factory.mktemp("forge") / "repository"
    ids = loom.weave(folder)
    with Repository.find(folder) as repository:
        yield Forge(repository, ids[base], ids[tip])


def test_the_commit_as_git_wrote_it_is_fine(forge: Forge) -> None:
    assert guard(forge.repository, forge.base, forge.tip).findings == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(DATE, b" 99999999999999999 +0000\ncommitter", id="a date after all years"),
        pytest.param(DATE, b" -5 +0000\ncommitter", id="a date before 1970"),
        pytest.param(DATE, b"\ncommitter", id="no date"),
        pytest.param(AUTHOR, b"author A <a@example.com> 1778414400 +0000\n" + AUTHOR, id="two authors"),
        pytest.param(AUTHOR, b"xauthor Head <skam-head@example.com>", id="no author"),
        pytest.param(b"<skam-head@", b"<kam-north@example.com> <skam-head@", id="two addresses"),
        pytest.param(b"Head of SKAM <", b"Head > of SKAM <", id="a bracket in the name"),
        pytest.param(b"Head of SKAM <", b"Head\0 of SKAM <", id="a NUL, where git stops reading"),
        pytest.param(b"\nauthor", b"\ntree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\nauthor", id="a second tree"),
    ],
)
def test_a_commit_that_git_would_not_write_is_nobodys(forge: Forge, old: bytes, new: bytes) -> None:
    forged = rewritten(forge.repository.top, forge.tip, old, new)
    (finding,) = guard(forge.repository, forge.base, forged).findings
    assert (finding.rule, finding.person, finding.client) == ("unknown-author", None, "cedar")
    assert "is not written as git writes commits" in str(finding.message)
