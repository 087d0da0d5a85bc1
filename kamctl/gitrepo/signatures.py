"""Whose key signed a commit, as git verifies it.

Nothing of the repository's settings, and nothing of the user's, decides: the programs that verify are named by their
full paths, the keys that count are those that the caller gives, in folders made for this run.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from kamctl.errors import HistoryError, reason
from kamctl.gitrepo.commit import Commit
from kamctl.gitrepo.process import LONGEST, Git, program
from kamctl.plan.public_key import OPENPGP, SSH, PublicKey

GOOD, NONE, BAD, UNKNOWN, EXPIRED, REVOKED, OTHER = "good", "none", "bad", "unknown", "expired", "revoked", "other"

# What git says of a signature: https://git-scm.com/docs/pretty-formats (%G?)
_STATUS = {"G": GOOD, "N": NONE, "B": BAD, "U": UNKNOWN, "E": UNKNOWN, "X": EXPIRED, "Y": EXPIRED, "R": REVOKED}

# Keys that nobody listed are not in the ring: each that is there is to be trusted, and none is looked for elsewhere.
_GPG_SETTINGS = "trust-model always\nno-auto-key-retrieve\nno-auto-key-locate\nno-autostart\nno-greeting\n"

_FORMAT = "--format=%H%x00%G?%x00%GF%x00%GP"


class Seal(NamedTuple):
    """What a commit's signature is worth: `status`, and where that is good the fingerprints of the key that made it."""

    status: str
    fingerprints: tuple[str, ...] = ()


def seals(git: Git, commits: Sequence[Commit], keys: Iterable[PublicKey]) -> dict[str, Seal]:
    """The signatures of commits by these keys; HistoryError where a program that is needed to verify them is missing.

    A signature by any other key is `unknown`; of a kind that people.yaml knows no keys of, `other`.
    """
    kinds = {commit.signed for commit in commits}
    found = {commit.id: Seal(NONE if not commit.signed else OTHER) for commit in commits}
    signed = [commit.id for commit in commits if commit.signed in (SSH, OPENPGP)]
    if not signed:
        return found
    listed = list(keys)
    with TemporaryDirectory(prefix="kamctl-") as folder:
        settings = dict(_settings(git, kinds, listed, Path(folder)))
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        asked = "".join(f"{id_}\n" for id_ in signed).encode("ascii")
        # Of the plumbing none tells whose key it was for several commits; of this nothing but the format is shown.
        arguments = (*options, "log", "--no-walk=unsorted", "--no-patch", "--encoding=UTF-8", _FORMAT, "--stdin")
        output = git.run(*arguments, stdin=asked, environment={"GNUPGHOME": str(Path(folder, "gnupg"))})
    for line in output.decode("utf-8", "replace").split("\n"):
        parts = line.split("\0")
        if len(parts) == 4:
            status = _STATUS.get(parts[1], BAD)
            found[parts[0]] = Seal(status, tuple(part for part in parts[2:] if part) if status == GOOD else ())
    return found


def _settings(git: Git, kinds: Iterable[str], keys: Sequence[PublicKey], folder: Path) -> Iterator[tuple[str, str]]:
    """The settings of git that decide how signatures are verified, all of them."""
    ssh = _needed(git, "ssh-keygen", "SSH", "OpenSSH 8.2 or newer") if SSH in kinds else os.devnull
    gpg = _needed(git, "gpg", "OpenPGP", "GnuPG") if OPENPGP in kinds else os.devnull
    signers = folder / "signers"
    lines = [f'key-{number} namespaces="git" {key.text}\n' for number, key in enumerate(keys) if key.kind == SSH]
    signers.write_text("".join(lines), "ascii")
    ring = folder / "gnupg"
    ring.mkdir(mode=0o700)
    (ring / "gpg.conf").write_text(_GPG_SETTINGS, "ascii")
    if OPENPGP in kinds:
        _fill(ring, gpg, [key.fingerprint for key in keys if key.kind == OPENPGP])
    yield from (("gpg.format", "openpgp"), ("gpg.minTrustLevel", "undefined"))
    yield from (("gpg.program", gpg), ("gpg.openpgp.program", gpg), ("gpg.x509.program", os.devnull))
    yield from (("gpg.ssh.program", ssh), ("gpg.ssh.allowedSignersFile", str(signers)))
    yield from (("gpg.ssh.revocationFile", ""), ("gpg.ssh.defaultKeyCommand", ""))


def _fill(ring: Path, gpg: str, fingerprints: Sequence[str]) -> None:
    """Copy the listed keys that this machine has into a ring of their own."""
    if not fingerprints:
        return
    minimal = ("--batch", "--no-autostart", "--export-options", "export-minimal", "--export", *fingerprints)
    exported = _run(gpg, *minimal)
    if exported:
        _run(gpg, "--homedir", str(ring), "--batch", "--import", stdin=exported)


def _run(command: str, *arguments: str, stdin: bytes = b"") -> bytes:
    """What a program prints; nothing where it fails, since a key that is not there makes no signature good."""
    try:
        run = subprocess.run([command, *arguments], input=stdin, capture_output=True, timeout=LONGEST)
    except (OSError, subprocess.TimeoutExpired) as error:
        why = reason(error) if isinstance(error, OSError) else "it does not answer"
        raise HistoryError("{command} cannot be run: {why}.", command=command, why=why) from error
    return run.stdout


def _needed(git: Git, name: str, kind: str, package: str) -> str:
    found = program(name, git.top)
    if found is None:
        raise HistoryError(
            "There is no {name} on this machine (none on PATH), and commits of the range have {kind} signatures.",
            "Install {package}.",
            name=name,
            kind=kind,
            package=package,
        )
    return found


def owners(people: Mapping[str, Sequence[PublicKey]]) -> dict[str, str | None]:
    """The person of each key, by its fingerprint; a key that two people have is nobody's."""
    found: dict[str, str | None] = {}
    for person, keys in people.items():
        for fingerprint in {key.fingerprint for key in keys}:
            found[fingerprint] = None if fingerprint in found else person
    return found
