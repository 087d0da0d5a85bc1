"""LibreOffice opens every kind of document that kamctl writes, makes a PDF of it, and keeps its stamp."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.command import Ran
from tests.cli.inside import kamctl
from tests.exchange.forms import filled, word
from tests.exchange.test_filling import PLAIN
from tests.ours import ROOT, copied
from tests.peers import LIBRE_OFFICE, needs
from tests.peers.libre_office import convert

pytestmark = needs(LIBRE_OFFICE)

FORMS = sorted(path.stem for path in (ROOT / "schema/documents").iterdir() if path.suffix != ".md")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A copy of this repository's plans and schema."""
    return copied(tmp_path / "repository")


def run(folder: Path, *arguments: str) -> Ran:
    return kamctl(folder, *arguments, env={"KAMCTL_TODAY": "2026-11-23"})


def pages(pdf: Path) -> int:
    data = pdf.read_bytes()
    assert data.startswith(b"%PDF")
    return len(re.findall(rb"/Type\s*/Page\b", data))


@pytest.mark.parametrize("form", FORMS)
def test_a_form_becomes_pages_that_still_know_where_they_come_from(repository: Path, form: str) -> None:
    ran = run(repository, "doc", "северный-ритейл", form, "--pdf", "-o", "x.pdf")
    assert (ran.code, ran.err) == (0, "Wrote x.pdf.\n")
    assert 1 <= pages(repository / "x.pdf") <= 3
    assert run(repository, "doc", "--verify", "x.pdf").code == 0


def test_what_a_word_processor_writes_again_keeps_its_stamp(repository: Path, tmp_path: Path) -> None:
    assert run(repository, "doc", "larch-lane", "supply-agreement-en", "-o", "x.docx").code == 0
    again = convert(repository / "x.docx", "docx:MS Word 2007 XML", tmp_path / "again")
    assert run(repository, "doc", "--verify", str(again)).code == 0


@pytest.mark.parametrize("suffix", ["docx", "xlsx"])
def test_an_order_becomes_a_page(repository: Path, tmp_path: Path, suffix: str) -> None:
    ordered = ("larch-lane", "barista-milk-1l=1200", "--discount", "coffee-bars", "-o", f"x.{suffix}", "--lang", "ru")
    assert run(repository, "order", *ordered).code == 0
    assert pages(convert(repository / f"x.{suffix}", "pdf", tmp_path / "made")) == 1


def test_hostile_text_is_opened_and_is_text(tmp_path: Path) -> None:
    texts = [each[:500] for each in PLAIN if each.strip()]
    notes = "".join(
        '  - {date: 2026-02-03, note: "' + "".join(f"\\U{ord(sign):08X}" for sign in text) + '"}\n' for text in texts
    )
    form = word("{%p for note in plan.history %}", "«{{ note.note }}»", "{%p endfor %}")
    made = filled(form, f"history:\n{notes}", suffix=".docx")
    file = tmp_path / "hostile.docx"
    file.write_bytes(made.document)
    told = convert(file, "txt:Text (encoded):UTF8", tmp_path / "made").read_text("utf-8")
    found = ["".join(each.split()) for each in re.findall("«(.*?)»", told, re.DOTALL)]
    assert found == ["".join(text.split()) for text in texts]
