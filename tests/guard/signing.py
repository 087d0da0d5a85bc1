"""Real keys of OpenSSH and GnuPG, and commits signed with them."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from tests.gitting import environment, git
from tests.guard.world import NORTH

LONG_AGO = "20200101T000000"


class Keys:
    """A folder of SSH keys and a ring of GnuPG, both made anew."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = folder / "g"
        self.home.mkdir(mode=0o700)

    def ssh(self, name: str, kind: str = "ed25519") -> str:
        """A new SSH key's public half, as its .pub file has it."""
        path = self.folder / name
        subprocess.run(["ssh-keygen", "-q", "-t", kind, "-N", "", "-C", name, "-f", str(path)], check=True)
        return Path(f"{path}.pub").read_text("ascii").strip()

    def gpg(self, name: str, *options: str, lasts: str = "never") -> str:
        """A new OpenPGP key's fingerprint."""
        self.run(*options, "--quick-generate-key", f"{name} <{name}@example.com>", "ed25519", "sign", lasts)
        listed = self.run("--with-colons", "--list-keys", f"{name}@example.com").decode()
        return next(line.split(":")[9] for line in listed.splitlines() if line.startswith("fpr"))

    def subkey(self, fingerprint: str) -> str:
        """The fingerprint of a new key for signing below another."""
        self.run("--quick-add-key", fingerprint, "ed25519", "sign", "never")
        listed = self.run("--with-colons", "--list-keys", fingerprint).decode()
        return [line.split(":")[9] for line in listed.splitlines() if line.startswith("fpr")][-1]

    def revoke(self, fingerprint: str) -> None:
        """Revoke an OpenPGP key with the certificate that GnuPG made for that day."""
        made = (self.home / "openpgp-revocs.d" / f"{fingerprint}.rev").read_text("utf-8")
        self.run("--import", stdin=made.replace(":-----BEGIN", "-----BEGIN").encode())

    def run(self, *arguments: str, stdin: bytes = b"") -> bytes:
        command = ["gpg", "--homedir", str(self.home), "--batch", "--yes", "--passphrase", "", *arguments]
        return subprocess.run(command, check=True, capture_output=True, input=stdin).stdout


@contextmanager
def keys() -> Iterator[Keys]:
    # The agent's socket needs a short path.
    with TemporaryDirectory(prefix="k") as folder:
        made = Keys(Path(folder))
        try:
            yield made
        finally:
            subprocess.run(["gpgconf", "--homedir", str(made.home), "--kill", "all"], check=True)


class Signer(NamedTuple):
    """How a commit is signed: settings of git."""

    settings: Mapping[str, str]

    @classmethod
    def ssh(cls, keys: Keys, name: str) -> Signer:
        return cls({"gpg.format": "ssh", "user.signingkey": str(keys.folder / name)})

    @classmethod
    def gpg(cls, fingerprint: str, **settings: str) -> Signer:
        return cls({"gpg.format": "openpgp", "user.signingkey": f"{fingerprint}!", **settings})


def sealed(
    folder: Path,
    keys: Keys,
    tree: str,
    parent: str,
    signer: Signer | None,
    by: str = NORTH,
    committer: str | None = None,
    merged: str | None = None,
) -> str:
    """A commit with a tree that is there, signed by somebody or by nobody, maybe a merge; its id."""
    env = {"GNUPGHOME": str(keys.home)}
    for role, who in (("AUTHOR", by), ("COMMITTER", committer or by)):
        name, _, email = who.rstrip(">").partition(" <")
        env |= {f"GIT_{role}_NAME": name, f"GIT_{role}_EMAIL": email, f"GIT_{role}_DATE": "2026-05-10T12:00:00Z"}
    options = [
        part for name, value in (signer.settings if signer else {}).items() for part in ("-c", f"{name}={value}")
    ]
    sign = ["-S"] if signer else []
    parents = ["-p", parent, *(["-p", merged] if merged else [])]
    return git(folder, *options, "commit-tree", *sign, *parents, "-m", "x", tree, env=env).decode().strip()


def rewritten(folder: Path, commit: str, old: bytes, new: bytes) -> str:
    """A commit object with words replaced and the rest of it, its signature too, as it was."""
    data = git(folder, "cat-file", "commit", commit)
    assert old in data
    command = ["git", "hash-object", "-t", "commit", "-w", "--stdin", "--literally"]
    run = subprocess.run(command, cwd=folder, input=data.replace(old, new, 1), capture_output=True, env=environment())
    return run.stdout.decode().strip()


def signature(folder: Path, commit: str) -> bytes:
    """The lines of a commit that are its signature."""
    found = re.search(rb"gpgsig .*?-----END SSH SIGNATURE-----\n", git(folder, "cat-file", "commit", commit), re.DOTALL)
    assert found is not None
    return found[0]
