"""`kamctl save`: what changed is checked, shown, and committed, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.command import put
from tests.cli.saving import (
    NEW,
    OTHER,
    PLAN,
    edit,
    files_of,
    head,
    hook,
    identify,
    kamctl,
    message,
    put_text,
    status,
    work,
)  # fmt: skip
from tests.gitting import commit, git, start
from tests.harness import BASE_PLAN, FORMAT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return work(tmp_path / "repository")


def test_a_change_is_shown_and_committed_with_a_message_made_from_it(folder: Path) -> None:
    edit(folder, PLAN, "plan: 15000000", "plan: 14000000")
    edit(folder, PLAN, "share: 60%", "share: 50%")
    ran = kamctl(folder, "save")
    assert ran.code == 0, ran.err
    assert "sales.2026-Q4.plan" in ran.out
    subject = "client: sales.2026-Q4.plan 15 000 000 → 14 000 000 (-6.7%) + 1 more"
    assert ran.err.startswith(f"Saved as {head(folder)[:8]}: client: sales.2026-Q4.plan")
    assert message(folder) == (
        f"{subject}\n\nclient  Северный ритейл\n"
        "  sales.2026-Q4.plan    15 000 000 → 14 000 000 (-6.7%)\n"
        "  team.kam-north.share  60% → 50% (-10 pp)"
    )
    assert git(folder, "show", "-s", "--format=%an <%ae>").decode() == "KAM North <kam-north@example.com>\n"
    assert status(folder) == []
    assert files_of(folder) == [PLAN]


def test_nothing_to_save_is_no_fault(folder: Path) -> None:
    before = head(folder)
    ran = kamctl(folder, "save")
    assert (ran.code, ran.out, ran.err) == (0, "", "There is nothing to save.\n")
    assert head(folder) == before


def test_what_else_is_staged_stays_staged_and_is_not_committed(folder: Path) -> None:
    edit(folder, OTHER, "plan: 15000000", "plan: 1")
    put_text(folder, "notes.txt", "staged")
    git(folder, "add", "notes.txt", OTHER)
    put_text(folder, "notes.txt", "and more")
    edit(folder, PLAN, "share: 60%", "share: 50%")
    ran = kamctl(folder, "save", "client")
    assert ran.code == 0
    assert files_of(folder) == [PLAN]
    assert status(folder) == ["AM notes.txt", f"M  {OTHER}"]
    assert "Changes of other clients stay as they are: other." in ran.err


def test_a_plan_is_saved_as_it_lies_there_however_much_of_it_was_staged(folder: Path) -> None:
    edit(folder, PLAN, "share: 60%", "share: 50%")
    git(folder, "add", PLAN)
    edit(folder, PLAN, "share: 50%", "share: 40%")
    assert kamctl(folder, "save").code == 0
    assert b"share: 40%" in git(folder, "show", f"HEAD:{PLAN}")
    assert status(folder) == []


@pytest.mark.parametrize("staged", [False, True], ids=["git knows nothing of it", "git knows of it"])
def test_new_deleted_moved_and_renamed_plans_are_saved(folder: Path, staged: bool) -> None:
    put_text(folder, "plans/new client.yaml".replace(" ", "-"), NEW)
    (folder / "plans/north").mkdir()
    (folder / OTHER).rename(folder / "plans/north/other.yaml")
    (folder / PLAN).rename(folder / "plans/renamed.yaml")
    if staged:
        git(folder, "add", "-A")
    ran = kamctl(folder, "save")
    assert ran.code == 0, ran.err
    assert sorted(files_of(folder)) == sorted(
        [PLAN, OTHER, "plans/renamed.yaml", "plans/new-client.yaml", "plans/north/other.yaml"]
    )
    told = message(folder)
    assert told.startswith("renamed: renamed from client + 2 more\n")
    assert "new-client  Larch Lane  created" in told
    assert "other\n  moved to plans/north/other.yaml" in told
    assert status(folder) == []
    (folder / "plans/renamed.yaml").unlink()
    assert kamctl(folder, "save").code == 0
    assert message(folder).startswith("renamed: deleted, with 11 fields\n")
    assert status(folder) == []


def test_who_names_a_client_by_either_id_saves_both_ends_of_its_renaming(folder: Path) -> None:
    for number, name in enumerate(("client", "renamed")):
        (folder / PLAN).rename(folder / "plans/renamed.yaml")
        edit(folder, OTHER, f"share: {20 + number}%", f"share: {21 + number}%")
        assert kamctl(folder, "save", name).code == 0
        assert files_of(folder) == [PLAN, "plans/renamed.yaml"]
        git(folder, "mv", "plans/renamed.yaml", PLAN)
        assert kamctl(folder, "save", "client").code == 0
    assert status(folder) == [f" M {OTHER}"]


def test_what_only_reads_the_same_is_saved_and_said_to(folder: Path) -> None:
    edit(folder, PLAN, "2026-Q2: {plan: 13500000}", "2026-Q2:  {plan: 13_500_000}   # as agreed")
    ran = kamctl(folder, "save")
    assert ran.code == 0
    assert ran.out == "Nothing changed in meaning from HEAD to the work tree.\nclient: comments or layout only\n"
    assert message(folder) == "client: comments or layout only\n\nclient\n  comments or layout only"


def test_ones_own_words_stand_before_the_changes(folder: Path) -> None:
    edit(folder, PLAN, "share: 60%", "share: 50%")
    assert kamctl(folder, "save", "-m", "# After the strike\n\nSee the minutes.").code == 0
    lines = "client  Северный ритейл\n  team.kam-north.share  60% → 50% (-10 pp)"
    assert message(folder) == f"# After the strike\n\nSee the minutes.\n\n{lines}"


@pytest.mark.parametrize("own", ["", "  \n ", "a\x1b[2J", "a\u202eb", b"\xff"], ids=ascii)
def test_words_that_cannot_be_seen_are_refused(folder: Path, own: str | bytes) -> None:
    edit(folder, PLAN, "share: 60%", "share: 50%")
    before = head(folder)
    assert (
        kamctl(folder, "save", "-m", own if isinstance(own, str) else own.decode("utf-8", "surrogateescape")).code == 2
    )
    assert head(folder) == before


def test_a_new_error_is_refused_in_the_words_of_lint_and_old_debt_is_not(folder: Path) -> None:
    edit(folder, PLAN, "share: 60%", "share: 60")
    commit(folder, {}, "Debt")
    identify(folder)
    edit(folder, PLAN, "plan: 15000000", "plan: 15 000 000")
    before, index = head(folder), git(folder, "ls-files", "-s")
    ran = kamctl(folder, "save")
    assert (ran.code, ran.err) == (1, "Nothing was saved.\n")
    assert "[value-format]" in ran.out
    assert "15 000 000 is not written" in ran.out
    assert "1 error. 1 finding that HEAD had too is not shown" in " ".join(ran.out.split())
    assert (head(folder), git(folder, "ls-files", "-s")) == (before, index)
    edit(folder, PLAN, "plan: 15 000 000", "plan: 14000000")
    assert kamctl(folder, "save").code == 0


def test_new_warnings_are_shown_and_stop_nobody(folder: Path) -> None:
    edit(folder, PLAN, "2026-Q1: {plan: 12000000, actual: 11400000}", "2026-Q1: {plan: 12000000}")
    ran = kamctl(folder, "save")
    assert ran.code == 0
    assert "[missing-actual]" in ran.out


def test_plans_are_checked_as_the_commit_will_have_them(folder: Path) -> None:
    put_text(folder, "schema/format.yaml", FORMAT.replace("swot.strengths:", "mood: {type: text}\n  swot.strengths:"))
    put_text(folder, PLAN, f"{BASE_PLAN}mood: good\n")
    ran = kamctl(folder, "save")
    assert ran.code == 1
    assert "[unknown-field]" in ran.out
    assert "schema/ has changes, which stay as they are" in ran.err
    git(folder, "commit", "-qm", "schema", "schema/format.yaml")
    assert kamctl(folder, "save").code == 0
    assert files_of(folder) == [PLAN]


def test_a_link_in_the_place_of_a_plan_is_refused(folder: Path) -> None:
    (folder / PLAN).unlink()
    (folder / PLAN).symlink_to("other.yaml")
    ran = kamctl(folder, "save")
    assert ran.code == 1
    assert "[unsafe-path]" in ran.out


def test_what_is_no_plan_or_not_gits_affair_stays_and_is_named(folder: Path) -> None:
    put_text(folder, ".gitignore", "plans/drafts/\n")
    put_text(folder, "plans/drafts/later.yaml", NEW)
    put_text(folder, "plans/x.yml", NEW)
    edit(folder, PLAN, "share: 60%", "share: 50%")
    ran = kamctl(folder, "save")
    assert ran.code == 0
    assert files_of(folder) == [PLAN]
    assert "git ignores plans/drafts/later.yaml" in ran.err
    assert "plans/x.yml is no plan by its name" in ran.err


def test_plans_that_a_sparse_checkout_leaves_out_are_not_taken_for_deleted(folder: Path) -> None:
    git(folder, "sparse-checkout", "set", "--no-cone", "/*", f"!/{OTHER}")
    assert not (folder / OTHER).exists()
    edit(folder, PLAN, "share: 60%", "share: 50%")
    assert kamctl(folder, "save").code == 0
    assert files_of(folder) == [PLAN]


def test_line_ends_that_git_translates_are_no_change(folder: Path) -> None:
    git(folder, "config", "core.autocrlf", "true")
    for name in (PLAN, OTHER):
        (folder / name).write_bytes((folder / name).read_bytes().replace(b"\n", b"\r\n"))
    assert "There is nothing to save." in kamctl(folder, "save").err
    edit(folder, PLAN, "share: 60%", "share: 50%")
    ran = kamctl(folder, "save")
    assert ran.code == 0
    assert "not what was checked" not in ran.err
    assert files_of(folder) == [PLAN]
    assert b"\r" not in git(folder, "show", f"HEAD:{PLAN}")


def test_a_filter_or_a_hook_that_commits_something_else_is_told(folder: Path) -> None:
    hook(folder, "pre-commit", f"sed -i 's/50%/55%/' {PLAN} && git add {PLAN}")
    edit(folder, PLAN, "share: 60%", "share: 50%")
    ran = kamctl(folder, "save")
    assert ran.code == 0
    assert f"What git has of {PLAN} is not what was checked" in ran.err


def test_an_e_mail_that_nobody_has_is_told(folder: Path) -> None:
    git(folder, "config", "user.email", "me@example.org")
    edit(folder, PLAN, "share: 60%", "share: 50%")
    ran = kamctl(folder, "save")
    assert ran.code == 0
    assert "Nobody in schema/people.yaml has your e-mail me@example.org" in ran.err


def test_plans_in_a_folder_of_a_larger_repository(tmp_path: Path) -> None:
    start(tmp_path / "all")
    folder = put(tmp_path / "all/key accounts", {})
    commit(tmp_path / "all", {}, "Plans")
    identify(tmp_path / "all")
    put_text(tmp_path / "all", "plans/x.yaml", "not ours")
    put_text(folder, "plans/larch-lane.yaml", NEW)
    edit(folder, PLAN, "share: 60%", "share: 50%")
    assert kamctl(folder / "plans", "save").code == 0
    assert files_of(folder) == [f"key accounts/{PLAN}", "key accounts/plans/larch-lane.yaml"]


def test_a_work_tree_of_its_own(folder: Path, tmp_path: Path) -> None:
    git(folder, "worktree", "add", "-q", "-b", "side", str(tmp_path / "side"))
    edit(tmp_path / "side", PLAN, "share: 60%", "share: 50%")
    assert kamctl(tmp_path / "side", "save").code == 0
    assert files_of(tmp_path / "side") == [PLAN]
    put_text(folder, ".git/worktrees/side/index.lock", "")
    edit(tmp_path / "side", PLAN, "share: 50%", "share: 40%")
    assert kamctl(tmp_path / "side", "save").code == 2


def test_the_first_commit(tmp_path: Path) -> None:
    folder = put(start(tmp_path / "repository"), {})
    identify(folder)
    ran = kamctl(folder, "save")
    assert ran.code == 0, ran.err
    assert files_of(folder) == [PLAN]
    assert "schema/ has changes" in ran.err
    edit(folder, PLAN, "share: 60%", "share: 60")
    assert kamctl(folder, "save").code == 1


HOSTILE = (
    "[skip ci] closes #1, @someone, GH-7, fixes https://forge.example/o/r/issues/1 "
    "\\u202e\\u001b[2J ::error:: ***NO_CI***"
)


def test_what_a_plan_says_does_nothing_in_a_message(folder: Path) -> None:
    put_text(folder, PLAN, f'{BASE_PLAN}history:\n  - {{date: 2026-05-10, note: "x"}}\n')
    git(folder, "commit", "-qam", "note")
    put_text(folder, PLAN, f'{BASE_PLAN}history:\n  - {{date: 2026-05-10, note: "{HOSTILE}"}}\n')
    git(folder, "commit", "-qam", "as it is")  # lint would not let it pass
    put_text(folder, PLAN, f'{BASE_PLAN}history:\n  - {{date: 2026-05-10, note: "y"}}\n')
    ran = kamctl(folder, "save")
    assert ran.code == 0
    told = message(folder)
    for acting in ("[skip", "#1", "@someone", "GH-7", "https://", "\u202e", "\x1b", "::", "***NO_CI"):
        assert acting not in told
        assert acting not in ran.err or acting == "#1"


def test_a_variable_that_sends_git_elsewhere_has_no_say(folder: Path, tmp_path: Path) -> None:
    work(tmp_path / "elsewhere")
    edit(folder, PLAN, "share: 60%", "share: 50%")
    ran = kamctl(folder, "save", GIT_DIR=str(tmp_path / "elsewhere/.git"), GIT_INDEX_FILE=str(tmp_path / "index"))
    assert ran.code == 0
    assert files_of(folder) == [PLAN]
    assert status(tmp_path / "elsewhere") == []


def test_who_somebody_is_may_be_told_by_the_environment(folder: Path) -> None:
    edit(folder, PLAN, "share: 60%", "share: 50%")
    who = {
        f"GIT_{role}_{part}": "kam-south@example.com" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")
    }
    assert kamctl(folder, "save", **who).code == 0
    assert git(folder, "show", "-s", "--format=%ae %ce") == b"kam-south@example.com kam-south@example.com\n"


def test_a_client_that_is_not_there_is_named(folder: Path) -> None:
    ran = kamctl(folder, "save", "clint")
    assert ran.code == 2
    assert "Did you mean client?" in ran.err
