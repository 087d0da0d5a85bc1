"""`kamctl doc` as its users meet it, on a copy of this repository's own plans and forms."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pytest

from tests.cli.command import PROGRAM, Ran, environment, everything
from tests.cli.inside import kamctl
from tests.exchange.forms import word
from tests.gitting import commit, git, start
from tests.ours import ROOT, committed

NORTH = "северный-ритейл"
FORMS = sorted(path.stem for path in (ROOT / "schema/documents").iterdir())


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A copy of this repository's plans and schema, in git."""
    return committed(tmp_path)


def doc(folder: Path, *arguments: str, **env: str) -> Ran:
    return kamctl(folder, "doc", *arguments, env={"KAMCTL_TODAY": "2026-11-23", "PYTHONUTF8": "1", **env})


def put_form(folder: Path, name: str, template: str | bytes) -> None:
    data = template.encode() if isinstance(template, str) else template
    (folder / "schema/documents" / name).write_bytes(data)


def text_of(path: Path) -> str:
    """All text of a document."""
    if path.suffix != ".docx":
        return path.read_text("utf-8")
    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


@pytest.mark.parametrize(
    ("form", "suffix"), [("supply-agreement-ru", ".docx"), ("meeting-brief-en", ".html"), ("handover-ru", ".md")]
)
def test_a_form_of_each_kind_is_filled_in_the_same_way_twice(repository: Path, form: str, suffix: str) -> None:
    for name in ("one", "other"):
        ran = doc(repository, NORTH, form, "-o", f"{name}{suffix}")
        assert (ran.code, ran.err) == (0, f"Wrote {name}{suffix}.\n")
    one, other = ((repository / f"{name}{suffix}").read_bytes() for name in ("one", "other"))
    assert one == other
    assert "Северный ритейл" in text_of(repository / f"one{suffix}")
    assert doc(repository, "--verify", f"one{suffix}").code == 0


def test_the_terms_stand_in_the_agreement(repository: Path) -> None:
    doc(repository, NORTH, "supply-agreement", "--lang", "ru", "-o", "x.docx")
    text = text_of(repository / "x.docx").replace("\u00a0", " ")
    for said in (
        "38 000 000,00 RUB (тридцать восемь миллионов рублей 00 копеек)", "45 (сорок пять) календарных дней",
        "Объём", "7%", "Оборот от 55 млн руб. за квартал", "Milk 3.2% 1 l", "89,90", "23 ноября 2026 г.",
        "с 1 января 2026 г. по 31 декабря 2026 г. включительно", "Sliced cheese 200 g (IV квартал 2026 г.)",
    ):  # fmt: skip
        assert said in text


def test_no_figure_of_ours_stands_in_what_a_client_signs(repository: Path) -> None:
    """Margin, baseline, profit, risks and what we think of people are ours alone."""
    for form in ("supply-agreement-ru", "promotion-programme-ru"):
        doc(repository, NORTH, form, "-o", "x.docx")
        text = text_of(repository / "x.docx").replace("\u00a0", " ")
        for secret in ("30%", "4 800 000", "270 000", "neutral", "high", "26 000 000", "Сеть продают", "244 000 000"):
            assert secret not in text


def test_the_file_without_a_name_is_called_by_client_and_form_and_never_replaced(repository: Path) -> None:
    ran = doc(repository, "larch-lane", "meeting-brief-en")
    assert (ran.code, ran.err) == (0, "Wrote larch-lane-meeting-brief-en.html.\n")
    ran = doc(repository, "larch-lane", "meeting-brief-en")
    assert (ran.code, "is there already" in ran.err) == (2, True)
    ran = doc(repository, "larch-lane", "meeting-brief-en", "-o", "-")
    assert ran.out == (repository / "larch-lane-meeting-brief-en.html").read_text("utf-8")


def test_all_that_is_missing_is_named_and_nothing_is_written(repository: Path) -> None:
    before = everything(repository)
    ran = doc(repository, "three-birches", "supply-agreement-en", "-o", "x.docx")
    assert (ran.code, ran.out) == (1, "")
    lines = ran.err.splitlines()
    assert lines[0].startswith("error: The form supply-agreement-en needs ")
    assert lines[0].endswith(" fields that the plan of three-birches does not have:")
    assert {"  discounts", "  credit_line.limit", "  credit_line.days", "  contacts"} <= set(lines)
    assert lines[-1] == "Nothing was written."
    assert everything(repository) == before


WRONG = {
    "no client": ((), "There is no form without a name"),
    "no form": (("larch-lane",), "There are: business-plan-en"),
    "another form": (("larch-lane", "contract"), "There is no form contract in schema/documents."),
    "a form in two languages": (("larch-lane", "meeting-brief"), "Choose one with --lang: en, ru."),
    "a form in another language": (("larch-lane", "meeting-brief-ru", "--lang", "en"), "is in ru, not in en."),
    "a path": (("larch-lane", "../documents/meeting-brief-en"), "is no name of a form."),
    "an absolute path": (("larch-lane", "/etc/passwd"), "/etc/passwd is no name of a form."),
    "a name with its suffix": (("larch-lane", "meeting-brief-en.html"), "is no name of a form."),
    "what Windows reserves": (("larch-lane", "CON"), "CON is no name of a form."),
    "the same in small letters": (("larch-lane", "con"), "con is no name of a form."),
    "a path of Windows": (("larch-lane", "C:\\x"), "is no name of a form."),
    "a home folder": (("larch-lane", "~x"), "~x is no name of a form."),
    "another client": (("larch-lan", "meeting-brief-en"), "Did you mean larch-lane?"),
    "a client that is a path": (("../larch-lane", "meeting-brief-en"), "There is no plan of ../larch-lane."),
    "another kind of file": (("larch-lane", "meeting-brief-en", "-o", "x.docx"), "makes a .html file, or a PDF"),
    "the place of a form": (
        ("larch-lane", "meeting-brief-en", "-o", "schema/documents/x.html"), "would take the place of",
    ),
    "a file without a name": (("larch-lane", "handover-en", "-o", ""), "The name of the output is empty."),
    "Markdown as a PDF": (("larch-lane", "handover-en", "--pdf"), "is Markdown, of which LibreOffice makes no PDF."),
    "Markdown by the name of a PDF": (("larch-lane", "handover-en", "-o", "x.pdf"), "is Markdown, of which"),
    "a PDF by another name": (
        ("larch-lane", "meeting-brief-en", "--pdf", "-o", "x.html"), "With --pdf a PDF is made; x.html is named like",
    ),
    "a page as a PDF on the screen": (("larch-lane", "meeting-brief-en", "--pdf", "-o", "-"), "Only text is written"),
    "two things at once": (("larch-lane", "meeting-brief-en", "--verify", "x"), "--verify takes a file and nothing"),
    "a file that is not there": (("--verify", "x.docx"), "The file x.docx cannot be read"),
}  # fmt: skip


@pytest.mark.parametrize(("arguments", "said"), WRONG.values(), ids=WRONG.keys())
def test_what_cannot_be_meant_is_refused(repository: Path, arguments: tuple[str, ...], said: str) -> None:
    before = everything(repository)
    ran = doc(repository, *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert everything(repository) == before


def test_two_forms_of_one_name_are_refused(repository: Path) -> None:
    put_form(repository, "meeting-brief-en.md", "x")
    ran = doc(repository, "larch-lane", "meeting-brief-en")
    assert (ran.code, "There are several forms meeting-brief-en" in ran.err) == (2, True)


def test_links_and_what_is_no_form_are_passed_over(repository: Path) -> None:
    secret = repository / "secret.md"
    secret.write_text("secret", "utf-8")
    (repository / "schema/documents/leak.md").symlink_to(secret)
    for name in ("Договор поставки.docx", "x.pdf", "~$x.docx", "a.docm", "README"):
        put_form(repository, name, "x")
    ran = doc(repository, "larch-lane", "leak", "-o", "-")
    assert (ran.code, ran.out) == (2, "")
    ran = doc(repository, "larch-lane")
    assert ran.err.strip().endswith("There are: " + ", ".join(FORMS) + ".")
    put_form(repository, "large.md", "x" * 1_100_000)
    assert "cannot be read" in doc(repository, "larch-lane", "large").err


ATTACKS: dict[str, tuple[str, str]] = {
    "a loop without an end": (
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}", "takes more than 2 seconds",
    ),
    "a text without an end": ("{{ plan.client * 10**9 }}", "makes more than 230 MB"),
    "a list without an end": (
        "{% set n = namespace(x=[1]) %}{% for a in range(99) %}{% set n.x = n.x + n.x %}{% endfor %}",
        "makes more than 230 MB",
    ),
    "a number without an end": ("{{ 9**(9**9) }}", "schema/documents/attack"),
    "the system": ("{{ cycler.__init__.__globals__.os.popen('touch hit').read() }}", "what no form may have"),
    "the system by a text": ("{{ ''.__class__.__mro__[1].__subclasses__() }}", "what no form may have: __class__"),
    "another file": ("{% include '/etc/passwd' %}", "is broken: no loader"),
    "a module": ("{{ os.getcwd() }}", "asks for what no plan has: os"),
    "what is no template": ("{% for %}", "is broken"),
}  # fmt: skip


# What a form does is the same in every kind of file; how it is opened is not.
ATTACKED = [(name, ".md") for name in ATTACKS]
ATTACKED += [(name, ".docx") for name in ("a loop without an end", "a text without an end", "the system by a text")]


@pytest.mark.parametrize(("name", "suffix"), ATTACKED)
def test_an_attack_is_refused_by_name_and_within_limits(repository: Path, name: str, suffix: str) -> None:
    """Two seconds of work for the form, one or two for the programs, and 300 MB for all of it."""
    template, said = ATTACKS[name]
    put_form(repository, f"attack{suffix}", template if suffix == ".md" else word(template))
    env = environment(KAMCTL_TODAY="2026-11-23", PYTHONUTF8="1")
    meter = (
        "import json, resource, subprocess, sys; run = subprocess.run(sys.argv[1:], capture_output=True, text=True);"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN);"
        "print(json.dumps([run.returncode, run.stdout, run.stderr, used.ru_utime + used.ru_stime, used.ru_maxrss]))"
    )
    command = [*PROGRAM, "doc", "larch-lane", "attack", "-o", f"x{suffix}"]
    measured = subprocess.run(
        [sys.executable, "-c", meter, *command], cwd=repository, env=env, capture_output=True, timeout=120
    )

    code, out, err, seconds, kilobytes = json.loads(measured.stdout)
    assert (code, out) == (2, "")
    assert f"schema/documents/attack{suffix}" in err
    assert said in err
    assert seconds < 5
    assert kilobytes < 300 * 1024
    assert not (repository / "hit").exists()
    assert not (repository / f"x{suffix}").exists()


def test_a_form_of_word_is_no_bomb(repository: Path) -> None:
    bomb = BytesIO(word("x"))
    with zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/x.bin", b"\0" * 200_000_000)
    put_form(repository, "bomb.docx", bomb.getvalue())
    ran = doc(repository, "larch-lane", "bomb", "-o", "x.docx")
    assert (ran.code, "more than 24 MiB when it is unpacked" in ran.err) == (2, True)


@pytest.mark.parametrize("where", ["client: 'Larch", "condition: Barista", "name: Group"])
def test_control_characters_are_refused_by_their_field(repository: Path, where: str) -> None:
    plan = repository / "plans/larch-lane.yaml"
    text = plan.read_text("utf-8")
    at = where.replace("'", "")
    assert at in text
    key, _, word_ = at.partition(": ")
    rest = text[text.index(at) + len(at) :]
    end = min(rest.index(sign) for sign in ("\n", ",", "}") if sign in rest)
    plan.write_text(text.replace(f"{at}{rest[:end]}", f'{key}: "{word_}\\x1b[2J\\u202e"', 1), "utf-8")
    ran = doc(repository, "larch-lane", "supply-agreement-en", "-o", "x.docx")
    assert (ran.code, ran.out) == (2, "")
    assert "There are characters that no document may hold in: " in ran.err
    assert "(U+001B, U+202E)" in ran.err


def test_a_pdf_without_libreoffice_says_what_to_do(repository: Path) -> None:
    python = str(Path(sys.executable).parent)
    ran = doc(repository, "larch-lane", "meeting-brief-en", "--pdf", PATH=python)
    assert (ran.code, ran.out) == (2, "")
    assert "LibreOffice, which makes a PDF of a document, is not installed." in ran.err
    assert not list(repository.glob("*.pdf"))


def written(repository: Path, form: str = "supply-agreement-en", client: str = "larch-lane") -> str:
    name = "signed" + (".html" if "brief" in form else ".docx")
    assert doc(repository, client, form, "-o", name).code == 0
    return name


def change(repository: Path, old: str, new: str, client: str = "larch-lane") -> None:
    [plan] = (repository / "plans").rglob(f"{client}.yaml")
    text = plan.read_text("utf-8")
    assert old in text
    plan.write_text(text.replace(old, new, 1), "utf-8")


def test_a_document_whose_plan_says_the_same(repository: Path) -> None:
    name = written(repository)
    change(repository, "limit: 3500000", "limit: 3_500_000")
    change(repository, "used: 2150000", "used: 2150001")  # nothing that the form asks for
    commit(repository, {})
    ran = kamctl(repository, "doc", "--verify", name, env={"KAMCTL_TODAY": "2027-01-31", "PYTHONUTF8": "1"})
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("signed.docx: supply-agreement-en of larch-lane, of 2026-11-23, commit ")
    assert ran.out.endswith("\nThe plan still says the same.\n")


def test_a_document_whose_plan_says_something_else_names_the_fields(repository: Path) -> None:
    name = written(repository)
    change(repository, "limit: 3500000, days: 30", "limit: 4000000, days: 45")
    change(repository, "{size: 4.5%, condition: Barista milk", "{size: 5%, condition: Barista milk")
    change(repository, "listed: [barista-milk-1l, ", "listed: [")
    change(
        repository, "  add: {cottage-cheese-200: 2026-12}", "  add: {cottage-cheese-200: 2026-12, cream-20: 2026-12}"
    )
    products = repository / "schema/products.yaml"
    products.write_text(products.read_text("utf-8").replace("348.00", "350.00"), "utf-8")
    ran = doc(repository, "--verify", name)
    lines = ran.out.splitlines()
    assert (ran.code, ran.err) == (1, "")
    assert lines[1].startswith("The plan says something else now in ")
    for said in (
        "  credit_line.days  30 → 45",
        "  credit_line.limit  3,500,000 → 4,000,000",
        "  discounts.coffee-bars.size  4.5% → 5%",
        "  assortment.add.cream-20  December 2026 is new",
        "  assortment.listed.barista-milk-1l  Barista milk 1 l is gone",
        "  products.yaml.cream-33-1l.price  348 → 350",
    ):
        assert said in lines, ran.out


def test_what_was_worked_out_is_held_against_the_document_s_day(repository: Path) -> None:
    name = written(repository, "meeting-brief-en")
    ran = kamctl(repository, "doc", "--verify", name, env={"KAMCTL_TODAY": "2026-12-20", "PYTHONUTF8": "1"})
    assert ran.code == 0, ran.out
    change(repository, "actual: 4750000", "actual: 4000000")
    ran = doc(repository, "--verify", name)
    assert ran.code == 1
    assert "  figures.status.rows.sales.actual  4,750,000 → 4,000,000" in ran.out.splitlines()


def test_a_form_that_changed_is_no_change_of_the_plan(repository: Path) -> None:
    name = written(repository, "meeting-brief-en")
    put_form(repository, "meeting-brief-en.html", "<html>{{ plan.credit_line.limit }}</html>")
    assert doc(repository, "--verify", name).code == 0


def test_a_document_from_changes_that_were_not_committed(repository: Path) -> None:
    change(repository, "limit: 3500000", "limit: 3600000")
    name = written(repository)
    assert doc(repository, "--verify", name).code == 0
    change(repository, "limit: 3600000", "limit: 3700000")
    ran = doc(repository, "--verify", name)
    assert ran.code == 1
    assert "is not known: the file was made of what no commit has." in " ".join(ran.out.split())
    shutil.rmtree(repository / ".git")
    assert doc(repository, "--verify", name).code == 1
    change(repository, "limit: 3700000", "limit: 3600000")
    assert doc(repository, "--verify", name).code == 0


def test_a_document_that_was_lost_is_made_once_more(repository: Path) -> None:
    """From its commit, by the form that was there, as of its own day; where git says what it came from."""
    name = written(repository)
    origin = git(repository, "rev-parse", "HEAD").decode().strip()
    lost = (repository / name).read_bytes()
    commit(repository, {}, "Signed", date="2026-11-24T09:00:00+0000")
    change(repository, "limit: 3500000", "limit: 4000000")
    put_form(repository, "supply-agreement-en.docx", word("Another form"))
    commit(repository, {}, "Next", date="2026-11-26T09:00:00+0000")
    (repository / name).unlink()
    for at in (origin, "2026-11-23"):
        ran = doc(repository, "larch-lane", "supply-agreement-en", "--at", at, "-o", name)
        assert (ran.code, ran.err) == (0, f"Wrote {name}.\n")
        assert (repository / name).read_bytes() == lost
    ran = doc(repository, "larch-lane", "handover-en", "--at", origin, "-o", "-")
    assert "limit 3,500,000" in ran.out
    assert f"commit {origin[:8]}, as of" in ran.out
    for at, said in (("nowhere", "There is no commit nowhere in this repository."), ("2026-01-01", "2026-01-01")):
        ran = doc(repository, "larch-lane", "handover-en", "--at", at)
        assert (ran.code, said in ran.err) == (2, True)


def test_a_document_of_another_repository_is_held_against_the_plan_of_this_one(repository: Path) -> None:
    name = written(repository)
    shutil.rmtree(repository / ".git")
    start(repository)
    commit(repository, {}, "Another history")
    assert doc(repository, "--verify", name).code == 0
    change(repository, "limit: 3500000", "limit: 3600000")
    ran = doc(repository, "--verify", name)
    assert (ran.code, "this repository does not have commit " in " ".join(ran.out.split())) == (1, True)


def test_a_client_that_is_gone_says_nothing_the_same(repository: Path) -> None:
    name = written(repository)
    (repository / "plans/larch-lane.yaml").unlink()
    ran = doc(repository, "--verify", name)
    assert (ran.code, ran.out.splitlines()[1]) == (1, "There is no plan of larch-lane any more.")


def test_a_file_that_is_none_of_ours_is_told(repository: Path) -> None:
    name = written(repository, "meeting-brief-en")
    page = (repository / name).read_bytes()
    others = {
        "other.docx": word("kamctl-document 1"),
        "other.html": b"<html>" + page[page.index(b"<title>") :],
        "text.md": b"hello",
        "forged.html": page.replace(b"v1:", b"v2:"),
        "empty.docx": b"",
        "zip.docx": b"PK\x03\x04" + b"\0" * 100,
        "some.pdf": b"%PDF-1.7 /Keywords<FEFF006B>",
    }
    for file, data in others.items():
        (repository / file).write_bytes(data)
        ran = doc(repository, "--verify", file)
        assert (ran.code, ran.out) == (2, ""), file
        assert "is none of kamctl's documents" in ran.err


def test_a_data_field_cannot_pass_for_the_stamp(repository: Path) -> None:
    name = written(repository, "meeting-brief-en")
    stamp = (repository / name).read_text("utf-8").split('content="')[1].split('"')[0]
    change(
        repository,
        "client: Larch Lane Kitchens",
        f'client: \'<!-- {stamp} --> <meta name="kamctl" content="{stamp}">\'',
    )
    put_form(repository, "fake.md", "{{ plan.client }}")
    doc(repository, "larch-lane", "fake", "-o", "fake.md")
    ran = doc(repository, "--verify", "fake.md")
    assert (ran.code, "fake of larch-lane" in ran.out) == (0, True)


def test_no_document_tells_of_the_machine(repository: Path) -> None:
    doc(repository, NORTH, "business-plan-ru", "-o", "x.docx")
    with zipfile.ZipFile(repository / "x.docx") as archive:
        whole = b"".join(archive.read(name) for name in archive.namelist())
    for said in (str(repository), "python-docx", "generated by"):
        assert said.encode() not in whole


def test_schema_check_tells_of_broken_forms_and_lint_does_not(repository: Path) -> None:
    env = {"KAMCTL_TODAY": "2026-11-23", "PYTHONUTF8": "1", "COLUMNS": "200"}
    assert kamctl(repository, "schema", "check", env=env).code == 0
    put_form(repository, "a.md", "x\n{% if %}\n")
    put_form(repository, "b.docx", word("{{ plann.client }}"))
    put_form(repository, "c.html", "{{ plan.client }}{{ 9**(9**9) }}")
    ran = kamctl(repository, "schema", "check", env=env)
    assert ran.code == 1
    for said in (
        "schema/documents/a.md:2:1: error: The form schema/documents/a.md:2 is broken: Expected an expression",
        "schema/documents/b.docx:1:1: error: The form schema/documents/b.docx asks for what no plan has: plann.",
        "schema/documents/c.html:1:1: error: The form schema/documents/c.html ",
        "Schema checked: 3 errors.",
    ):
        assert said in ran.out
    assert kamctl(repository, "lint", env=env).code == 0
