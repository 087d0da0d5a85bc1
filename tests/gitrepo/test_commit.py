"""Commits as anybody may write them: what is read of them, and that reading never fails."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamctl.gitrepo.commit import Commit, Moment, Signature, parse_commit
from kamctl.gitrepo.repository import Repository
from tests.gitting import commit, git, start, write_commit

TREE = b"tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n"
KAM = b"KAM North <kam-north@example.com> 1778400000 +0300"
NORTH = Signature("KAM North", "kam-north@example.com", Moment(1778400000))
LAST = 253402300799


def header(author: bytes = KAM, more: bytes = b"") -> bytes:
    return TREE + b"author " + author + b"\ncommitter " + KAM + b"\n" + more


@pytest.mark.parametrize(
    ("data", "author", "message", "sound"),
    [
        pytest.param(header() + b"\nPlan\n", NORTH, "Plan\n", True, id="a commit as git writes it"),
        pytest.param(header() + b"\n", NORTH, "", True, id="an empty message"),
        pytest.param(header(), NORTH, "", True, id="no empty line behind the header"),
        pytest.param(
            header(more=b"gpgsig -----BEGIN\n \n author Mallory <m@example.com> 1 +0000\n -----END\n") + b"\nPlan",
            NORTH,
            "Plan",
            True,
            id="an author inside a signature is none",
        ),
        pytest.param(
            header(b"First <first@example.com> 1 +0000\nauthor " + KAM) + b"\nPlan",
            NORTH,
            "Plan",
            False,
            id="of two authors git takes the last, and such a commit is unsound",
        ),
        pytest.param(
            header(b"KAM North <> 1778400000 +0300") + b"\nPlan",
            NORTH._replace(email=""),
            "Plan",
            False,
            id="no e-mail",
        ),
        pytest.param(
            header(b"KAM North 1778400000 +0300") + b"\nPlan",
            Signature("KAM North 1778400000 +0300", "", Moment(0, known=False)),
            "Plan",
            False,
            id="no brackets",
        ),
        pytest.param(
            header(b"") + b"\nPlan", Signature("", "", Moment(0, known=False)), "Plan", False, id="nothing at all"
        ),
        pytest.param(
            header(b"KAM North <kam-north@example.com>") + b"\nPlan",
            NORTH._replace(moment=Moment(0, known=False)),
            "Plan",
            False,
            id="no date",
        ),
        pytest.param(
            header(b"KAM North <kam-north@example.com> -86400 +0000") + b"\nPlan",
            NORTH._replace(moment=Moment(0, known=False)),
            "Plan",
            False,
            id="seconds before 1970 become 1970, and are marked",
        ),
        pytest.param(
            header(b"KAM North <kam-north@example.com> 100000000000000000000000 +0000") + b"\nPlan",
            NORTH._replace(moment=Moment(LAST, known=False)),
            "Plan",
            False,
            id="10^23 seconds become the year 9999, and are marked",
        ),
        pytest.param(
            header(b"KAM North <kam-north@example.com> " + b"9" * 5000 + b" +0000") + b"\nPlan",
            NORTH._replace(moment=Moment(LAST, known=False)),
            "Plan",
            False,
            id="more digits than Python reads as a number",
        ),
        pytest.param(
            header(b"KAM North <kam-north@example.com> 1778400000 +9999") + b"\nPlan",
            NORTH,
            "Plan",
            True,
            id="a zone that there is not leaves the moment as it is",
        ),
        pytest.param(
            header(b"KAM North <kam-north@example.com> 1778400000 soon") + b"\nPlan",
            NORTH._replace(moment=Moment(1778400000, known=False)),
            "Plan",
            False,
            id="a zone that is none",
        ),
        pytest.param(
            header("КАМ <kam-north@example.com> 1778400000 +0300".encode("cp1251"), b"encoding windows-1251\n")
            + b"\n"
            + "План".encode("cp1251"),
            NORTH._replace(name="КАМ"),
            "План",
            True,
            id="a declared encoding is honoured",
        ),
        pytest.param(
            header("КАМ <kam-north@example.com> 1778400000 +0300".encode("cp1251")) + b"\nPlan",
            NORTH._replace(name="���"),
            "Plan",
            True,
            id="an undeclared one is marked letter by letter",
        ),
        pytest.param(
            header(more=b"encoding zlib\n") + b"\nPlan", NORTH, "Plan", True, id="an encoding that is no alphabet"
        ),
        pytest.param(
            header(more=b"encoding \x00\xff../../x\n") + b"\nPlan", NORTH, "Plan", True, id="an encoding that is noise"
        ),
        pytest.param(header() + b"\none\x00two\n", NORTH, "one\x00two\n", True, id="a NUL in the message"),
        pytest.param(
            header(b"\x1b[31mKAM\x07 <kam-north@example.com> 1778400000 +0300") + b"\nPlan",
            NORTH._replace(name="\x1b[31mKAM\x07"),
            "Plan",
            True,
            id="an escape in a name is data, made safe where it is shown",
        ),
        pytest.param(
            header(b"A <b <c@example.com>> 1778400000 +0300") + b"\nPlan",
            Signature("A <b <c@example.com>> 1778400000 +0300", "", Moment(0, known=False)),
            "Plan",
            False,
            id="brackets in brackets",
        ),
    ],
)
def test_of_a_commit_is_read_what_can_be(data: bytes, author: Signature, message: str, sound: bool) -> None:
    found = parse_commit("f" * 40, data)
    assert (found.author, found.message, found.sound) == (author, message, sound)


def test_what_git_stores_is_read_as_it_was_written(tmp_path: Path) -> None:
    """All the rest is a table of bytes; these bytes went through git."""
    folder = start(tmp_path)
    first = commit(folder, {"a": "1"}, "Первый план\n\nwith a body", author="КАМ <kam@example.com>")
    strange = write_commit(folder, b"author <> -1 x\nencoding zlib\n\n")
    with Repository.find(folder) as repository:
        found = list(repository.commits([first, strange]))
    tree = git(folder, "rev-parse", "HEAD^{tree}").decode().strip()
    who = Signature("КАМ", "kam@example.com", Moment(1778414400))
    assert (found[0].subject, found[0].short) == ("Первый план", first[:8])
    assert found[0] == Commit(first, tree, (), who, who, "Первый план\n\nwith a body\n", sound=True)
    assert (found[1].id, found[1].tree, found[1].sound) == (strange, "", False)


def test_a_commit_names_all_its_parents_in_their_order() -> None:
    data = TREE + b"parent " + b"b" * 40 + b"\nparent " + b"a" * 40 + b"\n" + header()[len(TREE) :]
    assert parse_commit("f" * 40, data).parents == ("b" * 40, "a" * 40)


@pytest.mark.parametrize(
    ("moment", "day", "iso"),
    [
        pytest.param(Moment(0), date(1970, 1, 1), "1970-01-01T00:00:00Z", id="the first"),
        pytest.param(Moment(1778457599), date(2026, 5, 10), "2026-05-10T23:59:59Z", id="the end of a day"),
        pytest.param(Moment(LAST), date(9999, 12, 31), "9999-12-31T23:59:59Z", id="the last"),
    ],
)
def test_a_moment_is_shown_in_utc(moment: Moment, day: date, iso: str) -> None:
    assert (moment.day, moment.iso) == (day, iso)


@pytest.mark.parametrize(
    ("signature", "shown"),
    [
        pytest.param(NORTH, "KAM North <kam-north@example.com>", id="name and address"),
        pytest.param(NORTH._replace(name=""), "<kam-north@example.com>", id="no name"),
        pytest.param(NORTH._replace(email=""), "KAM North", id="no address"),
        pytest.param(NORTH._replace(name="", email=""), "<>", id="neither"),
    ],
)
def test_a_signature_is_shown_as_git_shows_it(signature: Signature, shown: str) -> None:
    assert signature.shown == shown


_LINES = st.sampled_from(
    [
        *(b"tree", b"parent ", b"author ", b"committer ", b"encoding ", b" ", b"\n", b"\n\n", b"<", b">", b"<>"),
        *(
            b"utf-7",
            b"idna",
            b"base64",
            b"cp1251",
            b"rot13",
            b"-1",
            b"9" * 31,
            b" +0300",
            "КАМ".encode("cp1251"),
            b"\0",
        ),
    ]
)


@given(st.lists(_LINES | st.binary(max_size=6), max_size=30).map(b"".join) | st.binary())
def test_no_bytes_are_too_strange_to_be_read(data: bytes) -> None:
    found = parse_commit("f" * 40, data)
    for who in (found.author, found.committer):
        assert 0 <= who.moment.seconds <= LAST
        assert len(who.moment.iso) == 20
    assert isinstance(found.subject, str)
