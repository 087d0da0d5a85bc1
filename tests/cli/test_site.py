"""`kamctl site` as its users meet it, on real repositories."""

from __future__ import annotations

from pathlib import Path

import pytest

from kamctl.history.approval import fingerprint
from tests.cli import inside
from tests.cli.command import Ran, kamctl, put
from tests.gitting import HEAD_OF_SKAM, SOUTH, commit, git, snapshot, start
from tests.harness import BASE_PLAN, document, repository, schema_of
from tests.site.dom import parse
from tests.site.making import site_of

TODAY = "2026-05-20"
SOUTHERN = "plans/южный-тракт.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two plans of two KAMs, and a goalpost that moved."""
    root = put(start(tmp_path / "r"), {SOUTHERN: BASE_PLAN.replace("kam: kam-north", "kam: kam-south")})
    commit(root, {".gitignore": "/site/\n"}, "Plans", date="2026-03-10T09:00:00+0000")
    lower = BASE_PLAN.replace("kam: kam-north", "kam: kam-south").replace(
        "2026-Q2: {plan: 13500000", "2026-Q2: {plan: 9000000"
    )
    commit(root, {SOUTHERN: lower}, "A lower goal", author=SOUTH, date="2026-05-11T09:00:00+0000")
    return root


def site(folder: Path, *arguments: str) -> Ran:
    return inside.kamctl(folder, "site", *arguments)


def made(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.html")}


def test_it_is_written_where_git_does_not_see_it_and_only_once(folder: Path) -> None:
    assert site(folder) == Ran(0, "6 pages in site: 6 written. Open site/index.html.\n", "")
    assert git(folder, "status", "--porcelain") == b""
    before = snapshot(folder / "site")
    assert site(folder).out == "6 pages in site: 0 written. Open site/index.html.\n"
    assert snapshot(folder / "site") == before
    pages = made(folder / "site")
    other = kamctl(folder, "site", "-o", "../elsewhere", env={"PYTHONHASHSEED": "7", "LC_ALL": "C", "TZ": "Asia/Tokyo"})
    assert (other.code, other.err) == (0, "")
    assert made(folder.parent / "elsewhere") == pages
    assert not any(str(folder.parent).encode() in data for data in pages.values())


def test_an_edit_writes_the_pages_that_tell_of_it(folder: Path) -> None:
    site(folder)
    before = made(folder / "site")
    (folder / SOUTHERN).write_text((folder / SOUTHERN).read_text("utf-8").replace("role: KAM", "role: Lead"), "utf-8")
    assert site(folder).out == "6 pages in site: 2 written. Open site/index.html.\n"
    after = made(folder / "site")
    # The first page tells by when it is to be updated again.
    assert {name for name in after if after[name] != before[name]} == {"index.html", "clients/южный-тракт.html"}
    git(folder, "mv", SOUTHERN, "plans/новый.yaml")
    assert "1 removed" in site(folder).out
    assert {name for name in made(folder / "site") if "clients" in name} == {
        "clients/client.html",
        "clients/новый.html",
    }


def test_the_goalpost_that_moved_stands_first_among_the_changes(folder: Path) -> None:
    _, pages = site_of(folder, TODAY)
    changes = parse(pages["changes.html"])
    assert changes.row_of("moved") == [
        {"client": "южный-тракт", "field": "sales.2026-Q2.plan", "old": "13\u00a0500\u00a0000",
         "new": "9\u00a0000\u00a0000", "move": "-33.3%", "day": "2026-05-11", "who": "KAM South",
         "reason": "A lower goal"},
    ]  # fmt: skip
    [story] = [each for each in changes.all("ol") if each.attributes.get("class") == "story"]
    assert [" ".join(each.text.split()) for each in story.all("li") if each.attributes["class"] == "change"] == [
        f"2026-05-11 KAM South {git(folder, 'rev-parse', 'HEAD').decode()[:8]} A lower goal "
        "Северный ритейл (южный-тракт) sales.2026-Q2.plan 13 500 000 → 9 000 000 (-33.3%)"
    ]
    told = parse(pages["clients/южный-тракт.html"])
    assert told.text.count("(-33.3%)") == 1


def test_an_approval_that_does_not_hold_says_what_changed_and_by_whom(folder: Path) -> None:
    plan = f"{BASE_PLAN}discounts: {{volume: {{size: 7%, condition: Much}}}}\n"
    shape = schema_of(repository({})).layout.shape
    mark = fingerprint("client", "discounts", document(plan).values, shape)
    given = f'approvals: {{discounts: {{by: skam-head, on: 2026-05-01, of: "{mark}"}}}}\n'
    commit(folder, {"plans/client.yaml": plan + given}, "Approved", author=HEAD_OF_SKAM)
    commit(folder, {"plans/client.yaml": plan.replace("7%", "9%") + given}, "More", author=SOUTH)
    _, pages = site_of(folder, TODAY)
    told = " ".join(parse(pages["clients/client.html"]).text.split())
    assert "discounts stale Head of SKAM 2026-05-01 discounts.volume.size (kam-south)" in told
    assert "approval-stale" in told


def test_as_it_stood(folder: Path) -> None:
    found, pages = site_of(folder, TODAY, "2026-03-31")
    row = next(row for row in parse(pages["index.html"]).row_of("clients") if row["client"] == "южный-тракт")
    assert row["plan"] == 13500000
    assert f"as it stood in {found.portfolio.stood}" in parse(pages["index.html"]).text
    assert not parse(pages["changes.html"]).has("moved")


@pytest.mark.parametrize(
    ("history", "words"),
    [
        pytest.param("shallow", "git fetch --unshallow", id="a clone that is cut off"),
        pytest.param("none", "git does not tell the history of these plans", id="no repository"),
        pytest.param("unborn", "There is no commit here yet", id="no commit"),
    ],
)
def test_without_a_history_the_rest_is_there(folder: Path, tmp_path: Path, history: str, words: str) -> None:
    if history == "shallow":
        git(tmp_path, "clone", "-q", "--depth", "1", f"file://{folder}", "other")
    elif history == "none":
        put(tmp_path / "other", {})
    else:
        put(start(tmp_path / "other"), {})
    ran = site(tmp_path / "other")
    assert ran.code == 0
    assert words in ran.err
    assert len(ran.err.splitlines()) == 1
    pages = {name: parse(data) for name, data in made(tmp_path / "other" / "site").items()}
    assert words in pages["index.html"].text
    assert str(tmp_path) not in pages["index.html"].text
    assert words in pages["clients/client.html"].text
    assert pages["index.html"].row_of("clients")[0]["plan"] == 13500000
    assert "is not known here" in pages["habit.html"].text
    assert "is not known here" in pages["changes.html"].text


def test_without_a_plan_there_is_a_site_that_says_so(tmp_path: Path) -> None:
    format_ = "version: 1\ncurrency: RUB\nhorizon: year\ncheckpoint: quarter\nsections: {optional: [sales]}\n"
    root = put(start(tmp_path / "r"), {"plans/client.yaml": None, "schema/format.yaml": format_,
                                       "schema/kpis.yaml": None, "schema/products.yaml": None})  # fmt: skip
    commit(root, {})
    _, pages = site_of(root, TODAY)
    trees = {name: parse(data) for name, data in pages.items()}
    assert [*trees] == ["index.html", "habit.html", "changes.html", "schema.html"]
    assert "There is no plan to show." in trees["index.html"].text
    assert "Nothing changed." in trees["changes.html"].text
    assert "Nobody here is the KAM of a plan that is committed." in trees["habit.html"].text


def test_what_cannot_be_read_is_named_and_the_rest_is_there(folder: Path) -> None:
    commit(folder, {"plans/broken.yaml": "a: [\n", "plans/half.yaml": BASE_PLAN.replace("12000000", "many")})
    ran = site(folder)
    assert ran.code == 1
    said = "1 file could not be read: plans/broken.yaml. kamctl lint says what is wrong."
    assert said in ran.err
    assert "Some values could not be read and do not count, in: half." in ran.err
    first = parse((folder / "site/index.html").read_bytes())
    assert said in first.text
    assert [row["client"] for row in first.row_of("clients")] == ["client", "half", "южный-тракт"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(
            ("-o", "plans/site"), "plans/site is for the plans, the schema or git alone", id="among the plans"
        ),
        pytest.param(
            ("-o", ".git/site"), ".git/site is for the plans, the schema or git alone", id="among git's files"
        ),
        pytest.param(("-o", "."), "has files in it and is no site", id="over the repository"),
        pytest.param(("--at", "nothing"), "There is no commit nothing", id="as it never stood"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(folder: Path, arguments: tuple[str, ...], words: str) -> None:
    before = snapshot(folder)
    ran = kamctl(folder, "site", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err
    after = snapshot(folder)
    assert {
        name for name in {*before, *after} if before.get(name) != after.get(name) and not name.startswith(".git")
    } == set()
