"""`kamctl new`: the smallest valid plan, from options or from questions on a terminal; all or nothing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.asked import answer, asked, finish
from tests.cli.command import everything, put
from tests.cli.inside import kamctl
from tests.cli.saving import identify
from tests.gitting import environment, start
from tests.harness import FORMAT, PEOPLE

NEW = "plans/larch-lane.yaml"
HEAD = ["--name", "Larch Lane", "--segment", "B", "--kam", "kam-north"]
GIVEN = [*HEAD, "--set", "sales.plan=54 000 000"]

TEXT = """\
# yaml-language-server: $schema=../schema/action-plan.schema.json
client: Larch Lane
segment: B
kam: kam-north
period: 2026

team:
  kam-north:
    role: KAM

sales:
  2026-Q1: {plan: 13500000}
  2026-Q2: {plan: 13500000}
  2026-Q3: {plan: 13500000}
  2026-Q4: {plan: 13500000}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return put(tmp_path / "repository", {})


def test_a_plan_is_written_from_options_alone(folder: Path) -> None:
    ran = kamctl(folder, "new", "larch-lane", *GIVEN)
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == f"Wrote {NEW}. It has 1 warning; see kamctl lint.\n"
    assert (folder / NEW).read_text("utf-8") == TEXT
    assert kamctl(folder, "lint", NEW).code == 0


def test_a_dry_run_prints_the_plan_and_writes_nothing(folder: Path) -> None:
    before = everything(folder)
    ran = kamctl(folder, "new", "larch-lane", "--dry-run", *GIVEN)
    assert (ran.code, ran.out) == (0, TEXT)
    assert everything(folder) == before


def test_a_folder_below_plans_is_made_and_the_modeline_fits_it(folder: Path) -> None:
    assert kamctl(folder, "new", "larch-lane", "--folder", "plans/north/kitchens", *GIVEN).code == 0
    text = (folder / "plans/north/kitchens/larch-lane.yaml").read_text("utf-8")
    assert text.startswith("# yaml-language-server: $schema=../../../schema/action-plan.schema.json\n")


def test_a_folder_is_found_from_inside_the_repository(folder: Path) -> None:
    assert kamctl(folder / "plans", "new", "larch-lane", "--folder", "north", *GIVEN).code == 0
    assert kamctl(folder / "plans", "new", "linden", "--folder", "plans/north", *GIVEN).code == 0
    assert sorted(path.name for path in (folder / "plans/north").iterdir()) == ["larch-lane.yaml", "linden.yaml"]


def test_everything_that_is_missing_is_named_at_once(folder: Path) -> None:
    ran = kamctl(folder, "new", "larch-lane", "--no-input", "--segment", "A")
    assert ran.code == 2
    options = [line.strip() for line in ran.err.split("\n") if line.startswith("  --")]
    assert options == ["--name TEXT", "--kam ID", "--set sales.plan=…", "--set kpis.shelf-share.plan=…"]
    assert not (folder / NEW).exists()


def test_what_can_be_one_thing_only_need_not_be_given(folder: Path) -> None:
    put(folder, {"schema/people.yaml": "kam-north: {name: KAM North, role: kam}\nhead: {name: Head, role: skam}\n"})
    ran = kamctl(folder, "new", "larch-lane", "--name", "Larch Lane", "--segment", "B", "--set", "sales.plan=54000000")
    assert ran.code == 0
    assert (folder / NEW).read_text("utf-8") == TEXT


def test_the_owner_is_whoever_writes_it_where_git_and_people_yaml_know_them(folder: Path) -> None:
    identify(start(folder))
    given = [*HEAD[:4], "--set", "sales.plan=54000000"]
    assert kamctl(folder, "new", "larch-lane", *given, env=environment()).code == 0
    assert "\nkam: kam-north\n" in (folder / NEW).read_text("utf-8")
    with asked(folder, "new", "linden", *given, GIT_AUTHOR_EMAIL="Kam-South@example.com") as child:
        child.expect_exact(b"> [kam-south]")
        child.sendline("")
        answer(child, "Period: What the plan covers", "")
        assert finish(child)[0] == 0
    assert "\nkam: kam-south\n" in (folder / "plans/linden.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("email", "missing"),
    [
        pytest.param("skam-head@example.com", True, id="a SKAM is no owner"),
        pytest.param("me@example.org", True, id="nobody's e-mail"),
        pytest.param("kam-south@example.com", False, id="a KAM's"),
    ],
)
def test_who_is_no_kam_names_the_owner(folder: Path, email: str, missing: bool) -> None:
    given = [*HEAD[:4], "--set", "sales.plan=54000000"]
    env = environment(**{f"GIT_{role}_{part}": email for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")})
    ran = kamctl(folder, "new", "larch-lane", *given, env=env)
    assert (ran.code, "--kam ID" in ran.err) == ((2, True) if missing else (0, False))


@pytest.mark.parametrize(
    ("options", "rule"),
    [
        pytest.param(["--kam", "kam-nort"], "unknown-person", id="a person who is not there"),
        pytest.param(["--period", "2026-Q9"], "value-format", id="a period that is none"),
        pytest.param(["--set", "discounts.*.size=40%", "--set", "discounts.*.condition=x"], "out-of-range", id="over"),
        pytest.param(["--set", "regoin=north"], "unknown-field", id="a field that is misspelt"),
        pytest.param(["--set", "contacts.a.name=\x1b[2J"], "control-character", id="a terminal escape"),
        pytest.param(["--set", "client=x", "--set", "kam=kam-north"], "", id="twice the same"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_shown_as_lint_shows_it_and_nothing_is_written(
    folder: Path, options: list[str], rule: str
) -> None:
    before = everything(folder)
    taken = {options[0]} if options[0] != "--set" else set()
    given = [
        word for name, value in zip(GIVEN[::2], GIVEN[1::2], strict=True) if name not in taken for word in (name, value)
    ]
    ran = kamctl(folder, "new", "larch-lane", *given, *options)
    if rule:
        assert (ran.code, ran.err) == (1, "Nothing was written.\n")
        assert f"[{rule}]" in ran.out
        assert "\x1b" not in ran.out
    else:
        assert (ran.code, ran.err) == (2, "error: client is given twice.\n")
    assert everything(folder) == before


BAD_IDS = {
    "Larch Lane": "larch-lane",
    "../escape": "escape",
    "plans/x": "plans-x",
    "..": "",
    "": "",
    "/etc/passwd": "etc-passwd",
    "C:\\x": "c-x",
    "~root": "root",
    "con": "",
    "x.yaml": "x-yaml",
    "lаrch": "",  # with a Cyrillic а
    "a\nb": "a-b",
    "\x1b[2J": "2j",
    "x" * 65: "x" * 64,
}


@pytest.mark.parametrize(("client", "better"), BAD_IDS.items(), ids=[ascii(client)[:20] for client in BAD_IDS])
def test_a_bad_id_is_refused_with_a_better_one(folder: Path, client: str, better: str) -> None:
    before = everything(folder.parent)
    ran = kamctl(folder, "new", client, *GIVEN)
    assert ran.code == 2
    assert ran.err.startswith("error: ")
    assert (f"Did you mean {better}?" in ran.err) == bool(better)
    assert "\x1b" not in ran.err
    assert everything(folder.parent) == before


@pytest.mark.parametrize(
    ("there", "client"),
    [
        pytest.param("plans/larch-lane.yaml", "larch-lane", id="the same id"),
        pytest.param("plans/north/larch-lane.yaml", "larch-lane", id="the same id in another folder"),
        pytest.param("plans/larch-lane.yml", "larch-lane", id="the same id with another suffix"),
        pytest.param("plans/Larch-Lane.yaml", "larch-lane", id="in another case"),
        pytest.param("plans/сор.yaml", "cop", id="Latin letters that look like the Cyrillic ones"),
    ],
)
def test_a_client_that_has_a_plan_is_left_alone(folder: Path, there: str, client: str) -> None:
    path = folder / there
    path.parent.mkdir(exist_ok=True)
    path.write_text("client: x\n")
    before = everything(folder)
    ran = kamctl(folder, "new", client, *GIVEN, "--folder", "plans/south")
    assert ran.code == 2
    assert ran.err.startswith("error: ")
    assert everything(folder) == before


OUTSIDE = ["schema", ".", "..", "plans/../..", "plans/A b", "plans/.git", "plans/con", "plans\\x", "/tmp", "plans/\x01"]


@pytest.mark.parametrize("place", OUTSIDE, ids=ascii)
def test_a_folder_outside_of_plans_is_refused(folder: Path, place: str) -> None:
    before = everything(folder.parent)
    ran = kamctl(folder, "new", "larch-lane", *GIVEN, "--folder", place)
    assert (ran.code, ran.out) == (2, "")
    assert everything(folder.parent) == before


def test_links_are_not_written_through(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (folder / "plans/north").symlink_to(outside)
    ran = kamctl(folder, "new", "larch-lane", *GIVEN, "--folder", "plans/north")
    assert ran.code == 2
    assert "is a link" in ran.err
    assert list(outside.iterdir()) == []


def test_a_file_that_is_no_plan_is_not_written_over(folder: Path) -> None:
    os.mkfifo(folder / NEW)
    assert kamctl(folder, "new", "larch-lane", *GIVEN).code == 2


SETTINGS = ["sales.plan", "=5", "sales..plan=5", ".=5", "sales.plan=", "sales.plan= ", b"contacts.a.name=\xff"]


@pytest.mark.parametrize("setting", SETTINGS, ids=ascii)
def test_a_setting_that_cannot_be_read_is_refused(folder: Path, setting: str | bytes) -> None:
    text = os.fsdecode(setting)
    ran = kamctl(folder, "new", "larch-lane", *HEAD, "--set", text)
    assert ran.code == 2
    assert ran.err.startswith("error: ")
    assert not (folder / NEW).exists()


def test_a_faulty_schema_is_told_before_anything_is_asked(folder: Path) -> None:
    put(folder, {"schema/format.yaml": FORMAT + "horizont: year\n"})
    ran = kamctl(folder, "new", "larch-lane")
    assert ran.code == 2
    assert "kamctl schema check" in ran.err


def test_questions_are_asked_one_by_one_and_wrong_answers_again(folder: Path) -> None:
    with asked(folder, "new", "larch-lane") as child:
        answer(child, "Client: The name that people use.", "")
        answer(child, "This is required.", "Larch Lane")
        answer(child, "A (Strategic), B (Growing)", "Z")
        answer(child, "The choices are A, B.", "b")
        answer(child, "one of kam-north, kam-south", "kam-nort")
        answer(child, "Did you mean kam-north?", "kam-north")
        answer(child, "Period: What the plan covers", "2026-Q1")
        answer(child, "not one year long", "")
        answer(child, "in RUB", "a lot")
        answer(child, "Write digits", "54 млн")
        code, said = finish(child)
    assert code == 0
    assert f"Wrote {NEW}." in said
    assert (folder / NEW).read_text("utf-8") == TEXT


def test_a_kpi_may_be_left_out_but_not_all_of_them(folder: Path) -> None:
    kpis = "one: {unit: number, better: higher, total: sum, paid: year}\n"
    put(folder, {"schema/kpis.yaml": kpis + kpis.replace("one", "two")})
    given = [*HEAD[:2], *HEAD[4:], "--segment", "A", "--period", "2026", "--set", "sales.plan=4"]
    with asked(folder, "new", "larch-lane", *given) as child:
        answer(child, "Enter leaves it out.", "")
        answer(child, "two, plan", "")
        answer(child, "This is required.", "8")
        assert finish(child)[0] == 0
    text = (folder / NEW).read_text("utf-8")
    assert "one:" not in text
    assert text.endswith("two:\n" + "".join(f"    2026-Q{number}: {{plan: 2}}\n" for number in (1, 2, 3, 4)))


def test_a_wrong_option_is_told_before_anything_is_asked(folder: Path) -> None:
    with asked(folder, "new", "larch-lane", "--kam", "nobody") as child:
        code, said = finish(child)
    assert code == 1
    assert "[unknown-person]" in said
    assert said.endswith("Nothing was written.\n")


@pytest.mark.parametrize("key", ["\x03", "\x04"], ids=["Ctrl-C", "the end of the input"])
def test_who_stops_leaves_nothing_behind(folder: Path, key: str) -> None:
    before = everything(folder)
    with asked(folder, "new", "larch-lane") as child:
        answer(child, "Client:", "Larch Lane")
        child.expect_exact(b"> ")
        child.send(key)
        code, said = finish(child)
    assert code == 130
    assert "Nothing was written." in said
    assert everything(folder) == before


HOSTILE = ["\x1b[2Jx", "a\u202eb", "[red]x[/red] {x} %s ${x}", "NO", "- a: b #c", "'\"\\", "x" * 3000]


@pytest.mark.parametrize("name", HOSTILE, ids=[ascii(name)[:20] for name in HOSTILE])
def test_hostile_answers_are_text_or_are_asked_again(folder: Path, name: str) -> None:
    with asked(folder, "new", "larch-lane", *GIVEN[2:], "--period", "2026") as child:
        child.expect_exact(b"> ")
        child.sendline(name)
        refused = not name.isprintable()
        if refused:
            answer(child, "cannot be seen", "Larch Lane")
        code, said = finish(child)
    assert code == 0, said
    assert "\x1b[2J" not in said.replace("^[", "")
    shown = kamctl(folder, "lint", NEW)
    assert shown.code == 0, shown.out


def test_bytes_that_are_no_text_are_asked_again(folder: Path) -> None:
    with asked(folder, "new", "larch-lane", *GIVEN[2:], "--period", "2026") as child:
        child.expect_exact(b"> ")
        child.send(b"\xff\xfe\r")
        answer(child, "no text", "Larch Lane")
        assert finish(child)[0] == 0


def test_names_in_the_schema_cannot_act_in_a_question(folder: Path) -> None:
    put(folder, {"schema/format.yaml": FORMAT.replace("title: Growing", 'title: "a ::error:: b"')})
    with asked(folder, "new", "larch-lane") as child:
        answer(child, "Client:", "Larch Lane")
        child.expect_exact(b"> ")
        child.sendcontrol("c")
        said = finish(child)[1]
    assert "::error::" not in said


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        pytest.param("new x --segment ", ["A", "B"], id="segments"),
        pytest.param("new x --kam kam-", ["kam-north", "kam-south"], id="KAMs"),
        pytest.param("new x --folder pl", ["plans", "plans/north"], id="folders of plans"),
    ],
)
def test_the_shell_completes_what_the_schema_knows(folder: Path, words: str, offered: list[str]) -> None:
    assert "logistics" in PEOPLE
    (folder / "plans/north").mkdir()
    (folder / "plans/client.yaml").rename(folder / "plans/north/client.yaml")
    complete = {"_KAMCTL_COMPLETE": "bash_complete", "COMP_WORDS": f"kamctl {words}", "COMP_CWORD": "4"}
    ran = kamctl(folder, env=complete)
    assert [line.partition(",")[2] for line in ran.out.split()] == offered
