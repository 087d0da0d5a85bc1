"""yaml-language-server, which editors ask about YAML, finds the exported schema through a plan's first line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kamctl.plan.json_schema import export
from tests.ours import copied
from tests.peers import LANGUAGE_SERVER, needs
from tests.peers.language_server import Editor, editor
from tests.plan.worlds import repository

pytestmark = needs(LANGUAGE_SERVER)

MODELINE = "# yaml-language-server: $schema=../schema/action-plan.schema.json\n"
SMALL = f"""\
{MODELINE}client: Three Birches Shops
segment: C
kam: kam-north
period: 2026
sales:
  2026-Q1: {{plan: 900000, actual: 912000}}
team: {{kam-north: {{role: KAM}}}}
"""

FLAGGED = [
    ("somebody who does not work here", ("kam: kam-north", "kam: kam-nowhere"), 3),
    ("a segment that there is not", ("segment: C", "segment: Z"), 2),
    ("a period that there is not", ("period: 2026", "period: 2026-Q5"), 4),
    ("a misspelt field", ("plan: 900000", "plam: 900000"), 6),
    ("money with blanks", ("900000", "900 000"), 6),
    ("a date for a month", ("2026-Q1:", "2026-01-01:"), 6),
    ("a field that stands nowhere", ("sales:", "colour: red\nsales:"), 5),
    ("a discount over the limit", ("sales:", "discounts: {a: {size: 15.5%, condition: b}}\nsales:"), 5),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This repository's plans and schema, with the JSON Schema made anew."""
    root = copied(tmp_path_factory.mktemp("repository"))
    (root / "schema/action-plan.schema.json").write_bytes(export(repository()[0]))
    return root


@pytest.fixture(scope="module")
def open_editor(folder: Path) -> Iterator[Editor]:
    with editor(folder) as opened:
        yield opened


def _write(folder: Path, name: str, text: str) -> Path:
    path = folder / "plans" / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", sorted(repository()[1]))
def test_a_plan_of_the_repository_is_fine(folder: Path, open_editor: Editor, name: str) -> None:
    path = next((folder / "plans").rglob(name))
    assert open_editor.diagnostics(path) == []


@pytest.mark.parametrize(("change", "line"), [case[1:] for case in FLAGGED], ids=[case[0] for case in FLAGGED])
def test_a_bad_plan_is_flagged_at_its_line(
    folder: Path, open_editor: Editor, change: tuple[str, str], line: int, request: pytest.FixtureRequest
) -> None:
    name = f"bad-{FLAGGED.index((request.node.callspec.id, change, line))}"
    found = open_editor.diagnostics(_write(folder, name, SMALL.replace(*change)))
    assert {diagnostic["range"]["start"]["line"] for diagnostic in found} == {line}


def test_a_plan_that_lacks_a_section_is_flagged(folder: Path, open_editor: Editor) -> None:
    found = open_editor.diagnostics(_write(folder, "strategic", SMALL.replace("segment: C", "segment: A")))
    said = " ".join(diagnostic["message"] for diagnostic in found)
    for section in ("kpis", "activities", "risks", "contacts"):
        assert f'"{section}"' in said


def test_people_are_offered_by_id_with_their_names(folder: Path, open_editor: Editor) -> None:
    path = _write(folder, "asking", f"{MODELINE}client: One\nkam: \n")
    offered = {item["label"]: item.get("documentation") for item in open_editor.completions(path, 2, 5)}
    assert offered["kam-north"] == "KAM North"
    assert {"kam-south", "logistics", "skam-head"} <= set(offered)


def test_people_are_offered_as_the_names_of_a_team(folder: Path, open_editor: Editor) -> None:
    path = _write(folder, "team", f"{MODELINE}client: One\nteam:\n  k\n")
    offered = {item["label"] for item in open_editor.completions(path, 3, 3)}
    assert {"kam-north", "kam-south", "logistics"} <= offered


def test_products_and_fields_are_offered(folder: Path, open_editor: Editor) -> None:
    path = _write(folder, "listing", f"{MODELINE}client: One\nassortment:\n  listed:\n    - \n")
    assert {"kefir-1l", "milk-1l"} <= {item["label"] for item in open_editor.completions(path, 4, 6)}
    path = _write(folder, "fields", f"{MODELINE}client: One\nr\n")
    assert {"risks", "region"} <= {item["label"] for item in open_editor.completions(path, 2, 1)}
