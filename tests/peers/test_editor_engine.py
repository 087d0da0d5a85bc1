"""What editors are made of (a YAML 1.2 parser and ajv, in JavaScript) says of mutants what lint says.

tests/plan/test_editor_agreement.py asks the same of Python's validators over kamctl's own reading; here nothing
but the verdict is kamctl's.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from kamctl.plan.document import read
from kamctl.plan.json_schema import export
from kamctl.plan.schema import Schema
from kamctl.plan.source import RawFile
from tests.peers import LANGUAGE_SERVER, modules_of_language_server, needs, peer
from tests.plan.mutants import mutants
from tests.plan.test_editor_agreement import DIFFERENCES, Judges
from tests.plan.worlds import WORLDS

pytestmark = [needs(LANGUAGE_SERVER), pytest.mark.no_cover]

COUNT = 500
SCRIPT = Path(__file__).with_name("verdicts.mjs")
# Editors read `$` exactly, so what only Python lets pass is no excuse here.
EXCUSES = [difference for difference in DIFFERENCES if difference.name != "a line end behind a value"]


def _verdicts(schema: Schema, plans: list[str]) -> list[Any]:
    node = peer(LANGUAGE_SERVER)[0]
    done = subprocess.run(
        [node, str(SCRIPT), str(modules_of_language_server())],
        input=json.dumps({"schema": json.loads(export(schema)), "plans": plans}),
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    assert (done.returncode, done.stderr) == (0, ""), "ajv is strict: it also refuses a schema that it half understands"
    return list(json.loads(done.stdout))


@pytest.mark.parametrize("world", WORLDS)
def test_an_editors_own_parts_agree_with_lint(world: str) -> None:
    schema, plans = WORLDS[world]()
    judges = Judges.of(schema)
    texts = {mutant.text: mutant.change for mutant in mutants(plans, COUNT, seed=7)}
    readable = [text for text in texts if not read(RawFile("plan.yaml", text.encode())).faults]
    assert len(readable) > COUNT * 0.8
    for text, verdict in zip(readable, _verdicts(schema, readable), strict=True):
        faults = judges.faults(text)
        if verdict == [True, True]:
            unexcused = [item for item in faults if not any(excuse.covers(*item) for excuse in EXCUSES)]
            assert not unexcused, texts[text]
        else:
            assert (verdict, bool(faults)) == ([False, False], True), texts[text]
