"""LibreOffice opens the workbooks that kamctl writes, and shows what they say."""

from __future__ import annotations

import csv
import re
from io import StringIO
from pathlib import Path

from tests.exchange.books import WHOLE, book, opened, portfolio
from tests.exchange.returned import come_back
from tests.payloads import PAYLOADS
from tests.peers import LIBRE_OFFICE, needs
from tests.peers.libre_office import convert
from tests.plan.worlds import ROOT

pytestmark = needs(LIBRE_OFFICE)


def pages(pdf: Path) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf.read_bytes()))


def test_a_workbook_of_this_repository_becomes_pages(tmp_path: Path) -> None:
    from tests.cli.command import kamctl

    made = tmp_path / "plans.xlsx"
    assert kamctl(ROOT, "--today", "2026-11-23", "export", "-o", str(made)).code == 0
    assert pages(convert(made, "pdf", tmp_path / "out")) >= 20


def test_a_workbook_with_hostile_text_is_opened_and_is_text(tmp_path: Path) -> None:
    from kamctl.exchange.workbooks import workbook
    from tests.exchange.books import manifest
    from tests.exchange.test_workbook import with_text

    texts = [text for text in PAYLOADS if len(text) < 1000 and text.strip()]
    plans = portfolio({f"c{number}": WHOLE for number in range(len(texts))})
    memory = manifest(plans)
    values = {client: with_text(memory.plans[client], text) for client, text in zip(memory.plans, texts, strict=True)}
    data = workbook.write(plans, memory._replace(plans=values))
    file = tmp_path / "hostile.xlsx"
    file.write_bytes(data.data)
    # The third sheet is the team: client, person, role, share, does.
    kind = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,3"
    made = convert(file, kind, tmp_path / "out", "hostile-Team.csv")
    told = {row[0]: row[2] for row in list(csv.reader(StringIO(made.read_bytes().decode(), newline="")))[2:]}
    expected = {row[0].value: row[2].value or "" for row in opened(data)["Team"].iter_rows(min_row=3)}
    assert {client: text.strip() for client, text in told.items()} == {
        client: text.strip() for client, text in expected.items()
    }


def test_what_it_writes_again_says_the_same(tmp_path: Path) -> None:
    plans = portfolio({"client": WHOLE, "other": ""})
    made = book(plans)
    file = tmp_path / "plans.xlsx"
    file.write_bytes(made.data)
    again = convert(file, "xlsx", tmp_path / "out").read_bytes()
    before, after = opened(made), opened(made._replace(data=again))
    assert before.sheetnames == after.sheetnames
    for sheet in before.sheetnames[1:]:  # the first one has figures that were worked out, to sixteen digits
        told = [
            {cell.coordinate: cell.value for row in each[sheet].iter_rows() for cell in row if cell.value is not None}
            for each in (before, after)
        ]
        assert told[0] == told[1], sheet
    assert come_back(again, plans) == ({}, [], [], {})


def test_a_workbook_that_was_a_file_of_its_own_in_between_says_the_same(tmp_path: Path) -> None:
    text = 'team: {kam-north: {role: "<b>{{ 1 }}</b>", does: "a\\tb, =1+1\\nи далее"}}\n'
    plans = portfolio({"client": WHOLE + text, "other": ""})
    file = tmp_path / "plans.xlsx"
    file.write_bytes(book(plans).data)
    between = convert(file, "ods", tmp_path / "out")
    assert come_back(convert(between, "xlsx", tmp_path / "out").read_bytes(), plans) == ({}, [], [], {})
