"""Public keys that sign commits, as people.yaml has them: an SSH public key, or the fingerprint of an OpenPGP key."""

from __future__ import annotations

import binascii
import re
from base64 import b64decode, b64encode
from hashlib import sha256
from typing import NamedTuple

SSH, OPENPGP = "ssh", "openpgp"

_OPENPGP = re.compile("openpgp:([0-9A-Fa-f]{40}|[0-9A-Fa-f]{64})")
_SSH = re.compile(r"(?P<type>[a-z0-9@.-]+) (?P<body>[A-Za-z0-9+/]+={0,2})(?: [^\x00-\x1f\x7f]*)?")

# How many parts a key of each type has behind its type's name (RFC 4253, RFC 5656, RFC 8709, PROTOCOL.u2f).
_PARTS = {
    "ssh-ed25519": 1,
    "ssh-rsa": 2,
    "ssh-dss": 4,
    "ecdsa-sha2-nistp256": 2,
    "ecdsa-sha2-nistp384": 2,
    "ecdsa-sha2-nistp521": 2,
    "sk-ssh-ed25519@openssh.com": 2,
    "sk-ecdsa-sha2-nistp256@openssh.com": 3,
}
_ED25519 = ("ssh-ed25519", "sk-ssh-ed25519@openssh.com")


class PublicKey(NamedTuple):
    """A key: `kind` is ssh or openpgp, `fingerprint` as git tells it of a signature (`SHA256:…`, or upper-case hex).

    `text` is an SSH key without the comment behind it; empty for an OpenPGP key, of which people.yaml has no more.
    """

    kind: str
    fingerprint: str
    text: str = ""


def public_key(written: str) -> PublicKey | None:
    """The key that a text is; None for anything that is not wholly one."""
    openpgp = _OPENPGP.fullmatch(written)
    if openpgp:
        return PublicKey(OPENPGP, openpgp[1].upper())
    found = _SSH.fullmatch(written)
    if found is None or found["type"] not in _PARTS:
        return None
    try:
        body = b64decode(found["body"], validate=True)
    except binascii.Error:
        return None
    parts = _parts(body)
    if parts is None or len(parts) != _PARTS[found["type"]] + 1 or parts[0] != found["type"].encode() or not all(parts):
        return None
    if found["type"] in _ED25519 and len(parts[1]) != 32:
        return None
    fingerprint = b64encode(sha256(body).digest()).decode("ascii").rstrip("=")
    return PublicKey(SSH, f"SHA256:{fingerprint}", f"{found['type']} {found['body']}")


def _parts(body: bytes) -> list[bytes] | None:
    """The strings of which a key is made, each with its length before it; None where they do not add up."""
    parts, at = [], 0
    while at < len(body):
        end = at + 4 + int.from_bytes(body[at : at + 4], "big")
        if at + 4 > len(body) or end > len(body):
            return None
        parts.append(body[at + 4 : end])
        at = end
    return parts
