"""Other people's programs that kamctl must get on with, and how the tests find them.

A test that needs one says `pytestmark = needs(NAME)`. With CI set a missing peer fails the test; elsewhere such tests
are deselected, and the head of the run says so, since not every machine has Node.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

LANGUAGE_SERVER = "yaml-language-server"
CHECK_JSONSCHEMA = "check-jsonschema"
LANGUAGE_SERVER_VARIABLE = "KAMCTL_TEST_YAML_LANGUAGE_SERVER"


class MissingPeerError(Exception):
    """A peer is not on this machine; the text says how it gets there."""


def needs(name: str) -> pytest.MarkDecorator:
    """Marks tests that run a peer."""
    return pytest.mark.peer(name)


def peer(name: str) -> list[str]:
    """The command that starts a peer; MissingPeerError where it is not there."""
    return _PEERS[name](os.environ)


def modules_of_language_server() -> Path:
    """The package.json beside which Node finds what the language server is made of."""
    script = Path(peer(LANGUAGE_SERVER)[-2]).resolve()
    return next(folder / "package.json" for folder in script.parents if (folder / "package.json").is_file())


def _check_jsonschema(environment: Mapping[str, str]) -> list[str]:
    return [sys.executable, "-m", "check_jsonschema"]


def _language_server(environment: Mapping[str, str]) -> list[str]:
    node = shutil.which("node")
    if node is None:
        raise MissingPeerError("yaml-language-server needs Node; .ci/run installs both")
    named = environment.get(LANGUAGE_SERVER_VARIABLE)
    caches = Path(environment.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "kamctl-ci"
    folders = [Path(named)] if named else sorted(caches.glob("yaml-language-server-*"), reverse=True)
    for folder in folders:
        for script in (folder, folder / "node_modules/.bin/yaml-language-server", folder / "bin/yaml-language-server"):
            if script.is_file():
                return [node, str(script), "--stdio"]
    raise MissingPeerError(
        f"yaml-language-server is not installed; .ci/run does that, or name it in {LANGUAGE_SERVER_VARIABLE}"
    )


_PEERS: Mapping[str, Callable[[Mapping[str, str]], list[str]]] = {
    LANGUAGE_SERVER: _language_server,
    CHECK_JSONSCHEMA: _check_jsonschema,
}
