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
ICAL_JS = "ical.js"
LIBRE_OFFICE = "LibreOffice"
STRACE = "strace"
FOREIGN_YAML = "foreign-yaml"
CHROMIUM = "Chromium"
AXE_CORE = "axe-core"
LANGUAGE_SERVER_VARIABLE = "KAMCTL_TEST_YAML_LANGUAGE_SERVER"
ICAL_JS_VARIABLE = "KAMCTL_TEST_ICAL_JS"
FOREIGN_YAML_VARIABLE = "KAMCTL_TEST_FOREIGN_YAML"
CHROMIUM_VARIABLE = "KAMCTL_TEST_CHROMIUM"
AXE_CORE_VARIABLE = "KAMCTL_TEST_AXE_CORE"


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


def _foreign_yaml(environment: Mapping[str, str]) -> list[str]:
    for folder in _places(environment, FOREIGN_YAML, FOREIGN_YAML_VARIABLE):
        if folder.is_dir():
            return [str(folder)]
    raise MissingPeerError(
        f"other people's YAML files are not here; .ci/run fetches some, or name a folder in {FOREIGN_YAML_VARIABLE}"
    )


def _strace(environment: Mapping[str, str]) -> list[str]:
    found = shutil.which("strace")
    if found is None:
        raise MissingPeerError("strace is not installed; .ci/run does that, on Linux")
    return [found]


def _node(needed_by: str) -> str:
    node = shutil.which("node")
    if node is None:
        raise MissingPeerError(f"{needed_by} needs Node; .ci/run installs both")
    return node


def _places(environment: Mapping[str, str], name: str, variable: str) -> list[Path]:
    """Where a program of Node's may lie: where a variable says, or where .ci/run puts it."""
    caches = Path(environment.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "kamctl-ci"
    named = environment.get(variable)
    return [Path(named)] if named else sorted(caches.glob(f"{name}-*"), reverse=True)


def _ical_js(environment: Mapping[str, str]) -> list[str]:
    node = _node(ICAL_JS)
    for folder in _places(environment, ICAL_JS, ICAL_JS_VARIABLE):
        for module in (folder, folder / "node_modules/ical.js/dist/ical.js"):
            if module.is_file():
                return [node, str(Path(__file__).with_name("calendar.mjs")), module.resolve().as_uri()]
    raise MissingPeerError(f"ical.js is not installed; .ci/run does that, or name it in {ICAL_JS_VARIABLE}")


def _libre_office(environment: Mapping[str, str]) -> list[str]:
    program = shutil.which("soffice")
    if program is None:
        raise MissingPeerError("LibreOffice is not installed; .ci/run does that")
    return [program, "--headless", "--norestore"]


def _chromium(environment: Mapping[str, str]) -> list[str]:
    """Debian's browser, never one that Playwright would download."""
    program = environment.get(CHROMIUM_VARIABLE) or shutil.which("chromium")
    if program is None:
        raise MissingPeerError(f"Chromium is not installed; .ci/run does that, or name it in {CHROMIUM_VARIABLE}")
    return [program]


def _axe_core(environment: Mapping[str, str]) -> list[str]:
    for place in _places(environment, AXE_CORE, AXE_CORE_VARIABLE):
        for script in (place, place / "node_modules/axe-core/axe.min.js"):
            if script.is_file():
                return [str(script)]
    raise MissingPeerError(f"axe-core is not installed; .ci/run does that, or name it in {AXE_CORE_VARIABLE}")


def _language_server(environment: Mapping[str, str]) -> list[str]:
    node = _node(LANGUAGE_SERVER)
    for folder in _places(environment, LANGUAGE_SERVER, LANGUAGE_SERVER_VARIABLE):
        for script in (folder, folder / "node_modules/.bin/yaml-language-server", folder / "bin/yaml-language-server"):
            if script.is_file():
                return [node, str(script), "--stdio"]
    raise MissingPeerError(
        f"yaml-language-server is not installed; .ci/run does that, or name it in {LANGUAGE_SERVER_VARIABLE}"
    )


_PEERS: Mapping[str, Callable[[Mapping[str, str]], list[str]]] = {
    LANGUAGE_SERVER: _language_server,
    ICAL_JS: _ical_js,
    LIBRE_OFFICE: _libre_office,
    CHECK_JSONSCHEMA: _check_jsonschema,
    STRACE: _strace,
    FOREIGN_YAML: _foreign_yaml,
    CHROMIUM: _chromium,
    AXE_CORE: _axe_core,
}
