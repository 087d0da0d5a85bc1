"""`kamctl order` as its users meet it, on a copy of this repository's own plans."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest

from tests.cli.command import Ran, everything
from tests.cli.inside import kamctl
from tests.ours import committed


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A copy of this repository's plans and schema, in git."""
    return committed(tmp_path)


def order(folder: Path, *arguments: str) -> Ran:
    return kamctl(folder, "order", *arguments, env={"KAMCTL_TODAY": "2026-11-23", "PYTHONUTF8": "1"})


FINE = ("larch-lane", "barista-milk-1l=1200", "mozzarella-1kg=85", "--discount", "coffee-bars")
# 1,200 x 118.50 = 142,200; 85 x 720 = 61,200; less 4.5% of 203,400; 3,500,000 - 2,150,000 - 194,247 is left
TOLD = {
    "version": 1,
    "client": "larch-lane",
    "date": "2026-11-23",
    "lines": [
        {"product": "barista-milk-1l", "quantity": 1200, "price": 118.5, "amount": 142200},
        {"product": "mozzarella-1kg", "quantity": 85, "price": 720, "amount": 61200},
    ],
    "discount": "coffee-bars",
    "total": 194247,
    "credit_left": 1155753,
    "problems": [],
}


def test_an_order_that_is_fine(repository: Path) -> None:
    before = everything(repository)
    ran = order(repository, *FINE)
    assert (ran.code, ran.err) == (0, "")
    assert "194\u00a0247.00" in ran.out
    ran = order(repository, *FINE, "--format", "json")
    assert (ran.code, json.loads(ran.out)) == (0, TOLD)
    assert everything(repository) == before


def test_a_refused_order_has_all_reasons_and_no_form(repository: Path) -> None:
    wanted = ("северный-ритейл", "milk-1l=100000", "mozzarella-1kg=1", "--discount", "large")
    ran = order(repository, *wanted, "-o", "order.docx", "--format", "json")
    problems = json.loads(ran.out)["problems"]
    assert ran.code == 1
    assert len(problems) == 4, problems
    assert not (repository / "order.docx").exists()
    ran = order(repository, *wanted)
    assert (ran.code, "Refused, for 4 reasons:" in ran.out) == (1, True)


@pytest.mark.parametrize(
    ("day", "code"), [("2026-11-30", 1), ("2026-12-01", 0)], ids=["before it is added", "once it is added"]
)
def test_the_day_of_the_order_decides(repository: Path, day: str, code: int) -> None:
    ran = order(repository, "larch-lane", "cottage-cheese-200=10", "--date", day, "--format", "json")
    assert (ran.code, json.loads(ran.out)["date"]) == (code, day)


WRONG = {
    "nothing is ordered": (("larch-lane",), "Missing argument 'PRODUCT=QTY...'"),
    "no quantity": (("larch-lane", "butter-180"), "butter-180 is no product with its quantity."),
    "no product": (("larch-lane", "=5"), "=5 is no product with its quantity."),
    "nothing of it": (("larch-lane", "butter-180=0"), "0 is no quantity of butter-180."),
    "less than nothing": (("larch-lane", "butter-180=-1"), "-1 is no quantity of butter-180."),
    "a decimal comma": (("larch-lane", "butter-180=1,5"), "1,5 is no quantity of butter-180."),
    "digits of another script": (("larch-lane", "butter-180=١"), "is no quantity of butter-180."),
    "not a number": (("larch-lane", "butter-180=nan"), "nan is no quantity of butter-180."),
    "too many": (("larch-lane", "butter-180=9999999999"), "9999999999 is no quantity of butter-180."),
    "the same twice": (("larch-lane", "butter-180=1", "butter-180=2"), "butter-180 is ordered twice."),
    "no such client": (("larch-lan", "butter-180=1"), "Did you mean larch-lane?"),
    "a path in the place of a client": (("../larch-lane", "butter-180=1"), "There is no plan of ../larch-lane."),
    "a day that is none": (("larch-lane", "butter-180=1", "--date", "30.02.2026"), "given by --date cannot be read."),
    "a file of another kind": (("larch-lane", "butter-180=1", "-o", "x.pdf"), "No order form is written as x.pdf."),
    "a file without a name": (("larch-lane", "butter-180=1", "-o", ""), "The name of the output is empty."),
    "a file without a kind": (("larch-lane", "butter-180=1", "-o", "docx"), "No order form is written as docx."),
    "a power of ten": (("larch-lane", "butter-180=1e3"), "1e3 is no quantity of butter-180."),
    "a space in a number": (("larch-lane", "butter-180=1\u00a0000"), "is no quantity of butter-180."),
    "less than a thousandth": (("larch-lane", "butter-180=0.0005"), "0.0005 is no quantity of butter-180."),
    "a file in the place of a form": (
        ("larch-lane", "butter-180=1", "-o", "schema/documents/x.docx"), "would take the place of",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("arguments", "said"), WRONG.values(), ids=WRONG.keys())
def test_what_cannot_be_meant_is_refused(repository: Path, arguments: tuple[str, ...], said: str) -> None:
    before = everything(repository)
    ran = order(repository, *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert everything(repository) == before


@pytest.mark.parametrize("suffix", ["docx", "xlsx", "json"])
@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_same_order_is_the_same_bytes(repository: Path, suffix: str, language: str) -> None:
    for name in ("one", "other"):
        ran = order(repository, *FINE, "-o", f"{name}.{suffix}", "--lang", language)
        assert (ran.code, ran.err) == (0, f"Wrote {name}.{suffix}.\n")
    one, other = ((repository / f"{name}.{suffix}").read_bytes() for name in ("one", "other"))
    assert one == other


def test_the_form_as_json_is_what_programs_are_told(repository: Path) -> None:
    ran = order(repository, *FINE, "-o", "order.json", "--format", "json")
    assert (repository / "order.json").read_text("utf-8") == ran.out


def test_a_word_processor_reads_the_form(repository: Path) -> None:
    order(repository, *FINE, "-o", "order.docx", "--lang", "ru")
    document = docx.Document(str(repository / "order.docx"))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    for said in (
        "Заказ от 23 ноября 2026\u00a0г.",
        "Покупатель: Larch Lane Kitchens",
        "Менеджер: KAM HoReCa",
        "Сто девяносто четыре тысячи двести сорок семь рублей 00 копеек",
        "Barista milk only from us in every coffee bar",
        "Срок оплаты: 30\u00a0дней со дня поставки.",
    ):
        assert said in text
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert rows[1] == ["1", "Barista milk 1 l", "barista-milk-1l", "1\u00a0200", "118,50", "142\u00a0200,00"]
    assert [(row[0], row[-1]) for row in rows[3:]] == [
        ("Итого", "203\u00a0400,00"), ("Скидка 4,5%", "-9\u00a0153,00"), ("Всего к оплате", "194\u00a0247,00"),
    ]  # fmt: skip
    footer = document.sections[0].footer.paragraphs[0].text
    assert footer.startswith("По плану larch-lane, версия ")
    assert footer.endswith(", на 23.11.2026")


def test_a_spreadsheet_reads_the_form(repository: Path) -> None:
    order(repository, *FINE, "-o", "order.xlsx")
    sheet = openpyxl.load_workbook(repository / "order.xlsx").active
    assert sheet is not None
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert ["1", "Barista milk 1 l", "barista-milk-1l", 1200, 118.5, 142200] in cells
    assert [row[5] for row in cells if row[1] in ("Together", "Discount 4.5%", "Total")] == [203400, -9153, 194247]


@pytest.mark.parametrize("suffix", ["docx", "xlsx"])
def test_text_stays_text_in_a_form(repository: Path, suffix: str) -> None:
    """What a formula, a template or markup would be elsewhere is text; what no document may hold is refused."""
    plan = repository / "plans/larch-lane.yaml"
    for text in (
        "=1+1",
        '=HYPERLINK("https://evil.example")',
        "{{ 7*7 }}",
        "<w:p>&amp;</w:p>",
        "]]>",
        "+1",
        "-1",
        "@x",
    ):
        said = plan.read_text("utf-8")
        plan.write_text(said.replace(said.split("\n")[1], "client: '" + text.replace("'", "''") + "'", 1), "utf-8")
        assert order(repository, *FINE, "-o", f"x.{suffix}").code == 0
        if suffix == "docx":
            paragraphs = docx.Document(str(repository / "x.docx")).paragraphs
            assert f"Customer: {text}" in [paragraph.text for paragraph in paragraphs]
        else:
            sheet = openpyxl.load_workbook(repository / "x.xlsx").active
            assert sheet is not None
            [cell] = [cell for row in sheet.iter_rows() for cell in row if cell.value == text]
            assert cell.data_type == "s"
    said = plan.read_text("utf-8")
    plan.write_text(said.replace(said.split("\n")[1], r'client: "a\x01b\u202e"', 1), "utf-8")
    ran = order(repository, *FINE, "-o", f"refused.{suffix}")
    assert (ran.code, ran.out) == (2, "")
    assert "There are characters that no document may hold in: client (U+0001, U+202E)." in ran.err
    assert not (repository / f"refused.{suffix}").exists()


def test_the_form_says_which_state_of_the_plan_it_is_of(repository: Path) -> None:
    plan = repository / "plans/larch-lane.yaml"
    order(repository, *FINE, "-o", "x.docx")
    assert "changes since" not in docx.Document(str(repository / "x.docx")).sections[0].footer.paragraphs[0].text
    plan.write_bytes(plan.read_bytes().replace(b"\n", b"\r\n"))
    order(repository, *FINE, "-o", "x.docx")
    assert "changes since" not in docx.Document(str(repository / "x.docx")).sections[0].footer.paragraphs[0].text
    plan.write_bytes(plan.read_bytes() + b"# more\n")
    order(repository, *FINE, "-o", "x.docx")
    assert "and changes since, as of" in docx.Document(str(repository / "x.docx")).sections[0].footer.paragraphs[0].text
    shutil.rmtree(repository / ".git")
    order(repository, *FINE, "-o", "x.docx")
    assert "not committed" in docx.Document(str(repository / "x.docx")).sections[0].footer.paragraphs[0].text


def test_a_form_tells_nothing_of_the_machine(repository: Path) -> None:
    order(repository, *FINE, "-o", "x.docx")
    with zipfile.ZipFile(repository / "x.docx") as archive:
        whole = b"".join(archive.read(name) for name in archive.namelist())
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert str(repository).encode() not in whole
    assert b"python-docx" not in whole


def test_an_order_is_noted_in_the_history_and_nowhere_else(repository: Path) -> None:
    plan = repository / "plans/larch-lane.yaml"
    before = plan.read_text("utf-8")
    ran = order(repository, *FINE, "--note", "--format", "json")
    assert (ran.code, ran.err, json.loads(ran.out)) == (0, "Noted in plans/larch-lane.yaml.\n", TOLD)
    lines = before.split("\n")
    at = lines.index("    with: head-chef", lines.index("  - date: 2026-11-11")) + 1
    said = "Barista milk 1 l × 1,200, Mozzarella 1 kg × 85; 194,247.00 RUB"
    lines[at:at] = ["  - date: 2026-11-23", f'    note: "Order of 23 November 2026: {said}"']
    assert plan.read_text("utf-8") == "\n".join(lines)
    ran = order(repository, *FINE, "--note", "--format", "json")
    assert (ran.code, ran.err) == (0, "plans/larch-lane.yaml has this note already.\n")
    assert plan.read_text("utf-8") == "\n".join(lines)
    assert kamctl(repository, "lint", env={"KAMCTL_TODAY": "2026-11-23"}).code == 0


def test_a_note_is_of_no_day_that_is_still_to_come_and_names_five_products(repository: Path) -> None:
    products = (
        "barista-milk-1l",
        "cream-33-1l",
        "butter-180",
        "mozzarella-1kg",
        "sour-cream-300",
        "cottage-cheese-200",
    )
    ordered = [f"{product}=1" for product in products]
    assert order(repository, "larch-lane", *ordered, "--date", "2026-12-01", "--note", "--lang", "ru").code == 0
    text = (repository / "plans/larch-lane.yaml").read_text("utf-8")
    assert '  - date: 2026-11-23\n    note: "Заказ от 1 декабря 2026 г.: Barista milk 1 l × 1, ' in text
    assert 'Sour cream 300 g × 1, и ещё 1; 1 615,50 RUB"' in text


def test_the_form_and_the_note_are_written_both_or_neither(repository: Path) -> None:
    before = everything(repository)
    ran = order(repository, *FINE, "--note", "-o", "nowhere/x.docx")
    assert (ran.code, ran.err.rpartition(" could not")[2]) == (2, " be written: no such file or directory.\n")
    assert everything(repository) == before
    (repository / "plans/larch-lane.yaml").chmod(0o444)
    ran = order(repository, *FINE, "--note", "-o", "x.docx")
    assert (ran.code, ran.err) == (
        2,
        "error: The file plans/larch-lane.yaml could not be written: it is write-protected. "
        "What was there is still there.\n",
    )
    assert everything(repository) == before


def test_a_refused_order_is_not_noted(repository: Path) -> None:
    before = everything(repository)
    assert order(repository, "larch-lane", "cheese-200=1", "--note").code == 1
    assert everything(repository) == before


def test_nothing_is_written_where_lint_has_something_against_the_note(repository: Path) -> None:
    settings = repository / "schema/format.yaml"
    text = settings.read_text("utf-8")
    assert "    - history " in text
    settings.write_text("\n".join(line for line in text.split("\n") if not line.startswith("    - history ")), "utf-8")
    plan = repository / "plans/larch-lane.yaml"
    text = plan.read_text("utf-8")
    plan.write_text(text[: text.index("history:")] + text[text.index("contacts:") :], "utf-8")
    before = everything(repository)
    ran = order(repository, *FINE, "--note", "-o", "x.docx")
    assert (ran.code, ran.err) == (1, "Nothing was written.\n")
    assert everything(repository) == before
