"""Public keys as people.yaml has them."""

from __future__ import annotations

import pytest

from kamctl.plan.public_key import public_key

ED = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGQpA64Hav/0b7JJX2Y0BlXvGV6WTp7M3hn/mXZpLc5S"
HEX = "0123456789abcdef0123456789abcdef01234567"


@pytest.mark.parametrize(
    ("written", "kind", "fingerprint"),
    [
        pytest.param(ED, "ssh", None, id="an SSH key"),
        pytest.param(f"{ED} kam north@laptop", "ssh", None, id="an SSH key with its comment"),
        pytest.param(f"openpgp:{HEX}", "openpgp", HEX.upper(), id="an OpenPGP fingerprint"),
        pytest.param(f"openpgp:{HEX.upper()}", "openpgp", HEX.upper(), id="an OpenPGP fingerprint in upper case"),
        pytest.param(f"openpgp:{'a' * 64}", "openpgp", "A" * 64, id="a longer OpenPGP fingerprint"),
    ],
)
def test_a_key_is_read(written: str, kind: str, fingerprint: str | None) -> None:
    found = public_key(written)
    assert found is not None
    assert found.kind == kind
    assert found.fingerprint == (fingerprint or found.fingerprint)
    assert found.text == ("" if kind == "openpgp" else ED)


@pytest.mark.parametrize(
    "written",
    [
        pytest.param("", id="nothing"),
        pytest.param("ssh-ed25519", id="a type alone"),
        pytest.param("ssh-ed25519 AAAA", id="a body that says nothing"),
        pytest.param(ED[:-8], id="a key that was cut off"),
        pytest.param(ED.replace("ssh-ed25519 ", "ssh-rsa "), id="a key of another type than its name"),
        pytest.param(ED.replace("AAAAIG", "AAAAIF", 1)[:-1] + "=", id="a body that is no base64"),
        pytest.param(f"* {ED}", id="a principal of anybody before it"),
        pytest.param(f"cert-authority {ED}", id="an option before it"),
        pytest.param(f'namespaces="git" {ED}', id="another option before it"),
        pytest.param(f"{ED}\n* {ED}", id="a second line"),
        pytest.param(f"{ED} a\rb", id="a control character in the comment"),
        pytest.param(f"ssh-ed25519-cert-v01@openssh.com {ED.split()[1]}", id="a certificate"),
        pytest.param("openpgp:0123456789ABCDEF", id="a short OpenPGP id"),
        pytest.param(f"openpgp:{HEX}0", id="an OpenPGP fingerprint with a digit too many"),
        pytest.param(HEX, id="a fingerprint without what it is of"),
    ],
)
def test_what_is_not_wholly_a_key_is_none(written: str) -> None:
    assert public_key(written) is None
