"""`guard --require-signed`: whose key signed a commit, by OpenSSH and GnuPG as git runs them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from kamctl.cli.guard import authority_of, vouches
from kamctl.gitrepo.repository import Repository
from kamctl.guard.check import Span, check
from kamctl.lint.catalog import RULES
from tests.cli.command import kamctl
from tests.gitting import git
from tests.guard.attacks_on_fields import LIMIT
from tests.guard.signing import LONG_AGO, Keys, Signer, keys, rewritten, sealed, signature
from tests.guard.world import BASE, CEDAR, HEAD, NORTH, PLATFORM, SOUTH, TODAY, Loom, edited

PEOPLE = "schema/people.yaml"
RESULT = ("actual: 900", "actual: 950")


class Vault(NamedTuple):
    folder: Path
    keys: Keys
    base: str
    trees: dict[str, str]
    commits: dict[str, str]

    @property
    def tree(self) -> str:
        """That of an honest result."""
        return self.trees["tip"]


def people(made: Keys) -> str:
    """The people of the base with their keys; that of skam-lost is a key that no machine has."""
    lists = {
        "kam-north": [made.ssh("north"), made.ssh("rsa", "rsa"), f"openpgp:{made.gpg('gnorth')}"],
        "kam-south": [made.ssh("south"), f"openpgp:{made.gpg('gsouth')}"],
        "skam-head": [made.ssh("head"), "openpgp:" + "AB" * 20],
    }
    lists["kam-north"].append(f"openpgp:{made.gpg('grevoked')}")
    old = made.gpg("gold", f"--faked-system-time={LONG_AGO}!", lasts="1d")
    lists["kam-north"].append(f"openpgp:{old}")
    text = BASE[PEOPLE]
    for person, listed in lists.items():
        head, found, tail = text.partition(f"{person}: ")
        text = head + found + tail.replace("]}", f"], keys: {listed}}}".replace("'", '"'), 1)
    return text


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vault]:
    """A base whose people have keys, and a commit for each way in which one may be signed."""
    with keys() as made:
        loom = Loom()
        who, stranger_key = people(made), made.ssh("stranger")
        more = who.replace("kam-north: {", f'kam-north: {{keys: ["{stranger_key}"], ', 1)
        base = loom.commit({**BASE, PEOPLE: who}, by=HEAD, day="2026-01-05")
        tip = loom.commit(edited(CEDAR, RESULT), [base])
        adds = loom.commit({PEOPLE: more}, [base])
        uses = loom.commit(edited(CEDAR, RESULT), [adds])
        raised = loom.commit(edited(CEDAR, LIMIT), [base])
        folder = tmp_path_factory.mktemp("vault") / "repository"
        ids = loom.weave(folder)
        marks = {"base": base, "tip": tip, "adds": adds, "uses": uses, "raised": raised}
        trees = {
            name: git(folder, "rev-parse", f"{ids[mark]}^{{tree}}").decode().strip() for name, mark in marks.items()
        }
        stranger = made.gpg("gstranger")
        fakes = made.folder / "gpg-long-ago"
        fakes.write_text('#!/bin/sh\nexec gpg --faked-system-time=20200101T001000! "$@"\n', "ascii")
        fakes.chmod(0o755)
        names = {name: git_key(made, name) for name in ("gnorth", "gsouth", "gold", "grevoked")}

        def by(signer: Signer | None, who: str = NORTH, committer: str | None = None) -> str:
            return sealed(folder, made, trees["tip"], ids[base], signer, who, committer)

        north = by(Signer.ssh(made, "north"))
        gpg = by(Signer.gpg(names["gnorth"]))
        head = by(Signer.ssh(made, "head"), HEAD)
        swap = signature(folder, north), signature(folder, head)
        commits = {
            "by the author's SSH key": north,
            "by another SSH key of theirs": by(Signer.ssh(made, "rsa")),
            "by the author's OpenPGP key": gpg,
            "by a key below the author's OpenPGP key": by(Signer.gpg(made.subkey(names["gnorth"]))),
            "by SKAM's SSH key, as SKAM": head,
            "by nobody": by(None),
            "by another KAM's SSH key": by(Signer.ssh(made, "south")),
            "by SKAM's SSH key": by(Signer.ssh(made, "head")),
            "in SKAM's name by a KAM's key": by(Signer.ssh(made, "north"), HEAD),
            "by another KAM's OpenPGP key": by(Signer.gpg(names["gsouth"])),
            "by an SSH key that nobody has": by(Signer.ssh(made, "stranger")),
            "by an OpenPGP key that nobody has": by(Signer.gpg(stranger)),
            "by an OpenPGP key that has expired": by(Signer.gpg(names["gold"], **{"gpg.program": str(fakes)})),
            "by an OpenPGP key that was revoked then": by(Signer.gpg(names["grevoked"])),
            "by the author and committed by another": by(Signer.ssh(made, "north"), NORTH, SOUTH),
            "by the author and committed by a platform": by(Signer.ssh(made, "north"), NORTH, PLATFORM),
            "by the committer and not by the author": by(Signer.ssh(made, "south"), NORTH, SOUTH),
            "another message, SSH": rewritten(folder, north, b"\n\nx", b"\n\ny"),
            "another message, OpenPGP": rewritten(folder, gpg, b"\n\nx", b"\n\ny"),
            "another author, SSH": rewritten(folder, head, b"skam-head@", b"kam-north@"),
            "a signature of another commit": rewritten(folder, north, *swap),
            "of another kind": rewritten(folder, north, b"BEGIN SSH SIGNATURE", b"BEGIN SIGNED MESSAGE"),
            "of no kind": rewritten(folder, north, b"BEGIN SSH SIGNATURE", b"BEGIN NOTHING"),
        }  # fmt: skip
        added = sealed(folder, made, trees["adds"], ids[base], Signer.ssh(made, "head"), HEAD)
        commits["by a key that SKAM add"] = sealed(folder, made, trees["uses"], added, Signer.ssh(made, "stranger"))
        made.revoke(names["grevoked"])
        yield Vault(folder, made, ids[base], trees, commits)


def git_key(made: Keys, name: str) -> str:
    listed = made.run("--with-colons", "--list-keys", f"{name}@example.com").decode()
    return next(line.split(":")[9] for line in listed.splitlines() if line.startswith("fpr"))


GOOD = (
    "by the author's SSH key",
    "by another SSH key of theirs",
    "by the author's OpenPGP key",
    "by a key below the author's OpenPGP key",
    "by SKAM's SSH key, as SKAM",
)
EXPECTED = {
    "by nobody": "it has no signature",
    "by another KAM's SSH key": "its signature is by the key of kam-south",
    "by SKAM's SSH key": "its signature is by the key of skam-head",
    "in SKAM's name by a KAM's key": "its signature is by the key of kam-north",
    "by another KAM's OpenPGP key": "its signature is by the key of kam-south",
    "by an SSH key that nobody has": "by a key that the base does not list",
    "by an OpenPGP key that nobody has": "by a key that the base does not list",
    "by an OpenPGP key that has expired": "has expired",
    "by an OpenPGP key that was revoked then": "the key that made its signature has been revoked",
    "by the author and committed by another": "it was committed by kam-south",
    "by the author and committed by a platform": "it was committed by noreply@platform.example",
    "by the committer and not by the author": "its signature is by the key of kam-south",
    "another message, SSH": "its signature is not one of this commit",
    "another message, OpenPGP": "its signature is not one of this commit",
    "another author, SSH": "its signature is not one of this commit",
    "a signature of another commit": "its signature is not one of this commit",
    "of another kind": "neither SSH's nor OpenPGP's",
    "of no kind": "neither SSH's nor OpenPGP's",
}


def verdicts(vault: Vault, commit: str, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """The findings of a commit: rule, message."""
    monkeypatch.setenv("GNUPGHOME", str(vault.keys.home))
    with Repository.find(vault.folder) as repository:
        authority = authority_of(repository, vault.base)
        span = Span(repository.from_top(), "", vault.base, commit)
        report = check(span, authority, RULES, TODAY, lambda commits: vouches(repository, authority, commits))
    assert report.guarded is not None
    assert report.guarded.signed
    return [(finding.rule, str(finding.message)) for finding in report.findings]


@pytest.mark.parametrize("name", GOOD)
def test_a_commit_that_its_author_signed_passes(vault: Vault, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert verdicts(vault, vault.commits[name], monkeypatch) == []


@pytest.mark.parametrize("name", EXPECTED)
def test_any_other_signature_is_none(vault: Vault, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (found,) = verdicts(vault, vault.commits[name], monkeypatch)
    assert found[0] == "unsigned"
    assert EXPECTED[name] in found[1]


def test_no_setting_of_the_repository_decides_or_runs_anything(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trap, mark, everybody = tmp_path / "trap", tmp_path / "mark", tmp_path / "everybody"
    trap.write_text(f"#!/bin/sh\necho ran >> '{mark}'\necho '[GNUPG:] GOODSIG x'\nexit 0\n", "utf-8")
    trap.chmod(0o755)
    stranger = (vault.keys.folder / "stranger.pub").read_text("ascii")
    everybody.write_text(f"* {stranger}", "ascii")
    names = ("gpg.program", "gpg.openpgp.program", "gpg.x509.program", "gpg.ssh.program", "gpg.ssh.defaultKeyCommand")
    settings = {**dict.fromkeys(names, str(trap)), "gpg.ssh.allowedSignersFile": str(everybody),
                "gpg.minTrustLevel": "never", "gpg.ssh.revocationFile": str(everybody),
                "log.showSignature": "true"}  # fmt: skip
    try:
        for name, value in settings.items():
            git(vault.folder, "config", name, value)
        for name in ("by an SSH key that nobody has", "by an OpenPGP key that nobody has", "of another kind"):
            assert [rule for rule, _ in verdicts(vault, vault.commits[name], monkeypatch)] == ["unsigned"]
        for name in GOOD:
            assert verdicts(vault, vault.commits[name], monkeypatch) == []
    finally:
        for name in settings:
            git(vault.folder, "config", "--unset", name)
    assert not mark.exists()


def test_a_key_that_the_range_adds_counts_from_the_next_one(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    (found,) = verdicts(vault, vault.commits["by a key that SKAM add"], monkeypatch)
    assert found[0] == "unsigned"
    assert "by a key that the base does not list" in found[1]


@pytest.mark.parametrize(
    ("name", "lacks", "says"),
    [
        ("by the author's SSH key", "ssh-keygen", "There is no ssh-keygen on this machine"),
        ("by the author's OpenPGP key", "gpg", "There is no gpg on this machine"),
    ],
)
def test_a_machine_that_cannot_verify_says_what_it_lacks(
    vault: Vault, tmp_path: Path, name: str, lacks: str, says: str
) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    for tool in {"git", "gpg", "ssh-keygen"} - {lacks}:
        found = subprocess.run(["which", tool], capture_output=True, text=True, check=True).stdout.strip()
        (tools / tool).symlink_to(found)
    ran = kamctl(vault.folder, "guard", "--require-signed", f"{vault.base}..{vault.commits[name]}",
                 env={"PATH": str(tools), "GNUPGHOME": str(vault.keys.home)})  # fmt: skip
    assert (ran.code, ran.out) == (2, "")
    assert says in ran.err


def test_a_clean_merge_by_a_platform_needs_no_signature(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    signed = vault.commits["by the author's SSH key"]
    merge = sealed(vault.folder, vault.keys, vault.tree, vault.base, None, PLATFORM, merged=signed)
    assert verdicts(vault, merge, monkeypatch) == []


@pytest.mark.parametrize(
    ("signer", "expected"),
    [
        pytest.param(None, [("unsigned", "it has no signature")], id="unsigned"),
        pytest.param("north", [("unsigned", "its signature is by the key of kam-north")], id="by a KAM's key"),
        pytest.param("head", [], id="by their own key"),
    ],
)
def test_a_merge_in_the_name_of_skam_brings_nothing_back_unless_they_signed_it(
    vault: Vault, signer: str | None, expected: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def by_head(tree: str, parent: str, key: str | None = "head") -> str:
        return sealed(vault.folder, vault.keys, tree, parent, Signer.ssh(vault.keys, key) if key else None, HEAD)

    raised, before = vault.trees["raised"], vault.trees["base"]
    done = by_head(raised, vault.base)
    back = by_head(before, done)
    merge = sealed(
        vault.folder, vault.keys, raised, done, Signer.ssh(vault.keys, signer) if signer else None, HEAD, merged=back
    )
    found = verdicts(vault, merge, monkeypatch)
    assert [rule for rule, _ in found] == [rule for rule, _ in expected]
    assert all(words in message for (_, message), (_, words) in zip(found, expected, strict=True))


def test_the_command_says_that_signatures_were_asked_for(vault: Vault) -> None:
    env = {"GNUPGHOME": str(vault.keys.home), "PATH": os.environ["PATH"]}
    commit = vault.commits["by the author's SSH key"]
    ran = kamctl(vault.folder, "guard", "--require-signed", f"{vault.base}..{commit}", env=env)
    assert (ran.code, ran.out) == (0, "1 commit checked: no findings.\n")
