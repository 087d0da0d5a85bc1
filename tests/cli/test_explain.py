"""`kamctl explain`: every rule has a page, in every format."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kamctl.lint.catalog import RULES
from tests.cli.inside import kamctl


def test_the_list_names_every_rule_once_in_eighty_columns(tmp_path: Path) -> None:
    ran = kamctl(tmp_path, "explain")
    named = [line.split()[0] for line in ran.out.splitlines() if line.startswith("  ") and line[2] != " "]
    assert (ran.code, named) == (0, [rule.name for rule in RULES])
    assert max(map(len, ran.out.splitlines())) <= 80


@pytest.mark.parametrize("columns", ["20", "40", "200"])
def test_the_list_can_be_read_at_any_width(tmp_path: Path, columns: str) -> None:
    out = kamctl(tmp_path, "explain", env={"COLUMNS": columns}).out
    assert all(rule.name in out for rule in RULES)


def test_a_page_says_why_shows_samples_and_options(tmp_path: Path) -> None:
    ran = kamctl(tmp_path, "explain", "missing-actual")
    assert ran.code == 0
    assert ran.out.startswith("missing-actual (periods, warning unless format.yaml says otherwise)\n")
    assert "\nBad:\n\n    sales:\n" in ran.out
    assert "\nGood:\n\n    sales:\n" in ran.out
    assert "    days: 0  " in ran.out
    assert "# kamctl: allow" in ran.out


def test_a_rule_that_nothing_softens_says_so(tmp_path: Path) -> None:
    out = kamctl(tmp_path, "explain", "yaml-syntax").out
    assert out.startswith("yaml-syntax (text, always an error)\n")
    assert out.endswith("No comment silences it.\n")


@pytest.mark.parametrize(
    ("name", "remedy"),
    [("kpi-gpa", "Did you mean kpi-gap?"), ("weather", "See kamctl explain for them all.")],
    ids=["a near miss is guessed", "what is near nothing is not"],
)
def test_a_rule_that_there_is_not(tmp_path: Path, name: str, remedy: str) -> None:
    ran = kamctl(tmp_path, "explain", name)
    assert (ran.code, ran.out, ran.err) == (2, "", f"error: There is no rule {name}. {remedy}\n")


def test_json_has_the_pages_of_all_rules(tmp_path: Path) -> None:
    pages = json.loads(kamctl(tmp_path, "explain", "--format", "json").out)
    assert pages["version"] == 1
    assert [page["rule"] for page in pages["rules"]] == [rule.name for rule in RULES]
    assert next(page["options"] for page in pages["rules"] if page["rule"] == "missing-actual")[0]["default"] == 0


def test_markdown_is_a_chapter_of_a_handbook(tmp_path: Path) -> None:
    out = kamctl(tmp_path, "explain", "kpi-gap", "--format", "markdown").out
    assert out.startswith(
        "## kpi-gap\n\n*periods, error unless format.yaml says otherwise*\n\nWhat is paid for has a plan"
    )
    assert out.count("```yaml\n") == 2


def test_colours_only_where_they_are_wanted(tmp_path: Path) -> None:
    assert "\x1b[1mkpi-gap\x1b[0m" in kamctl(tmp_path, "--color", "always", "explain", "kpi-gap").out
    assert "\x1b" not in kamctl(tmp_path, "explain", "kpi-gap").out


def test_rules_complete_in_the_shell(tmp_path: Path) -> None:
    env = {"_KAMCTL_COMPLETE": "bash_complete", "COMP_WORDS": "kamctl explain kpi", "COMP_CWORD": "2"}
    assert kamctl(tmp_path, env=env).out == "plain,kpi-gap\n"
