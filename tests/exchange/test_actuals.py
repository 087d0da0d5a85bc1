"""Actuals from files of CSV: what is read, what is added up, and what is not taken."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from kamctl.exchange.incoming import actuals, delimited
from kamctl.exchange.incoming.actuals import Read
from kamctl.exchange.trouble import ForeignFileError
from tests.exchange.books import portfolio
from tests.harness import FORMAT, KPIS

TODAY = date(2026, 5, 20)

SALES = """\
sales:
  encoding: utf-8
  client: {column: Client, ids: {Northern Retail Ltd: client, Nobody Ltd: nobody}}
  date: {column: Day}
  kpi: sales
  value: {column: Amount}
"""
RUSSIAN = """\
sales:
  encoding: cp1251
  delimiter: ";"
  decimal: ","
  client: {column: Контрагент}
  date: {column: Дата, format: "%d.%m.%Y"}
  kpi: sales
  value: {column: Сумма}
"""
BY_PERIOD = """\
sales:
  client: {column: client}
  period: {column: period}
  kpi: {column: kpi}
  value: {column: actual}
"""
FIGURES = """\
kpis:
  shelf-share: {2026-Q1: {plan: 20%, actual: 19%}, 2026-Q2: {plan: 22%}}
  visits: {2026-04: {plan: 4}, 2026-05: {plan: 4}}
"""

NEW = "client: New\nsales: {2026-Q1: {plan: 5}, 2026-Q2: {plan: 5}}\n"


def read(text: str | bytes, mapping: str = SALES, plan: str = FIGURES, begins: str = "") -> Read:
    """What a file says for the base plan, and for others; `begins` are lines behind the others."""
    plans = portfolio(
        {"client": plan, "other": "client: Another\n", "new": NEW, "first": NEW},
        imports=mapping,
        kpis=KPIS,
    )
    assert plans.schema.faults == (), [fault.facts for _, fault in plans.schema.faults]
    mapped = plans.schema.imports["sales"]
    if isinstance(text, str) and begins:
        text += begins
    data = text if isinstance(text, bytes) else text.encode()
    return actuals.read(delimited.read(data, mapped), mapped, plans.schema, plans.plans, TODAY)


def figures(found: Read) -> dict[str, Any]:
    return {
        ".".join((each.entry.client, *each.path, each.period.name)): (
            (each.value, each.as_of.isoformat()) if each.as_of else each.value
        )
        for each in found.actuals
        if each.entry.client != "first"
    }


def said(found: Read) -> list[str]:
    return [f"{each.place}: {each.message}" for each in found.troubles]


HEAD = "Client,Day,Amount,No\n"
FIRST = "first,2026-01-01,0,0\n"
"""With this line a file begins with the year."""


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(
            "client,2026-01-05,100,1\nclient,2026-03-31,50.25,2\n",
            {"client.sales.2026-Q1": Decimal("150.25")},
            id="days of a quarter that is over, to its end",
        ),
        pytest.param(
            "client,2026-04-01,100,1\nclient,2026-05-18,1,2\n",
            {"client.sales.2026-Q2": (Decimal(101), "2026-05-18")},
            id="the running quarter has the file's last day",
        ),
        pytest.param(
            "client,2026-04-01,100,1\nother,2026-05-19,1,2\n",
            {
                "client.sales.2026-Q2": (Decimal(100), "2026-05-19"),
                "other.sales.2026-Q2": (Decimal(1), "2026-05-19"),
            },
            id="the last day is that of the file, whoever bought on it",
        ),
        pytest.param(
            "client,2026-01-09,1,1\nclient,2026-03-27,100,1\n",
            {"client.sales.2026-Q1": Decimal(101)},
            id="a file that begins and ends with holidays has all of a quarter that is over",
        ),
        pytest.param(
            "new,2026-01-05,0,1\nnew,2026-02-27,100,2\n",
            {"new.sales.2026-Q1": (Decimal(100), "2026-02-27")},
            id="a file that ends before has a part",
        ),
        pytest.param(
            "Northern Retail Ltd,2026-01-05,1,1\n СЕВЕРНЫЙ  ритейл ,2026-01-06,1,2\nclient,2026-03-31,1,3\n",
            {"client.sales.2026-Q1": Decimal(3)},
            id="a client by the mapping, by the name, by the id",
        ),
        pytest.param(
            'client,2026-01-05,"1 000 000",1\nclient,2026-03-31,-0.5,2\n',
            {"client.sales.2026-Q1": Decimal("999999.5")},
            id="groups of digits, and what was sent back",
        ),
        pytest.param(
            "\n,,,\nclient,2026-03-31,1,1\n\n", {"client.sales.2026-Q1": Decimal(1)}, id="empty lines mean nothing"
        ),
    ],
)
def test_days_add_up(lines: str, expected: dict[str, Any]) -> None:
    found = read(HEAD + lines, begins=FIRST)
    assert (figures(found), said(found)) == (expected, [])


@pytest.mark.parametrize(
    ("lines", "expected", "told"),
    [
        pytest.param(
            "nobody,2026-01-05,1,1\nclient,2026-03-31,1,2\nnobody,2026-01-06,1,3\nNobody,2026-01-07,1,4\n",
            {"client.sales.2026-Q1": Decimal(1)},
            [
                "2: There is no plan of nobody. The same holds for 1 more line, the next is 4.",
                "5: There is no plan of Nobody.",
            ],
            id="an unknown client is told once",
        ),
        pytest.param(
            "Nobody Ltd,2026-01-05,1,1\n", {}, ["2: Nobody Ltd is nobody, of whom there is no plan."],
            id="a mapping to nobody",
        ),
        pytest.param(
            "client,2026-01-05,1,1\nclient,2026-03-31,x,2\nclient,2026-04-30,3,3\n",
            {"client.sales.2026-Q2": (Decimal(3), "2026-04-30")},
            ["3: x is not read as an amount."],
            id="a figure of which a line is no amount is not taken, others are",
        ),
        pytest.param(
            "new,2026-01-05,1,1\nnew,05.01.2026,1,2\n", {}, ["3: 05.01.2026 is not read as a day or period."],
            id="a day that is none may be in any period",
        ),
        pytest.param(
            "client,2026-01-05,1,1\nclient,2026-03-31,2,2\nclient,2026-01-05,1,1\n", {},
            ["4: The line says the same as line 2 in every column."], id="a line that stands twice",
        ),
        pytest.param(
            "client,2025-12-31,1,1\nclient,2026-03-31,2,2\n", {"client.sales.2026-Q1": Decimal(2)},
            ["2: 2025-Q4 lies outside of the plan of client."], id="a day before the plan",
        ),
        pytest.param(
            "client,2026-05-21,1,1\nclient,2026-05-20,2,2\n", {"client.sales.2026-Q2": (Decimal(2), "2026-05-20")},
            ["2: 2026-05-21 is still to come."], id="tomorrow",
        ),
        pytest.param(
            "client,2026-03-31,1\nclient,2026-03-31,1,1\nother,2026-03-31,3,1\nnobody,2026-03-31,1,1,1\n",
            {"other.sales.2026-Q1": Decimal(3)},
            ["2: The line has 3 cells, the first one 4.", "5: The line has 5 cells, the first one 4."],
            id="lines of other lengths, and nothing of whom they name",
        ),
        pytest.param(",2026-03-31,1,1\n", {}, ["2: No client is named."], id="no client"),
        pytest.param("client,2026-03-31,,1\n", {}, ["2: An empty cell is not read as an amount."], id="no amount"),
    ],
)  # fmt: skip
def test_what_cannot_be_understood_is_told_and_not_taken(lines: str, expected: Any, told: list[str]) -> None:
    found = read(HEAD + lines, begins=FIRST)
    assert (figures(found), said(found)) == (expected, told)


def test_a_file_that_begins_inside_of_a_period_has_a_part_of_it_alone() -> None:
    found = read(HEAD + "client,2026-01-12,5,1\nclient,2026-04-02,6,1\n")
    assert figures(found) == {"client.sales.2026-Q2": (Decimal(6), "2026-04-02")}
    assert said(found) == [": The file begins on 2026-01-12, so it has a part of 2026-Q1 alone."]


def test_an_older_file_takes_nothing_back() -> None:
    plan = "sales: {2026-Q2: {plan: 9, actual: 8, as_of: 2026-05-10}}\n"
    found = read(HEAD + "client,2026-05-02,5,1\n", plan=plan, begins=FIRST)
    assert figures(found) == {}
    assert said(found) == [": The plan has the actual up to 2026-05-10 already, the file ends on 2026-05-02."]


def test_a_file_of_an_accounting_system() -> None:
    text = "Контрагент;Дата;Сумма\r\nСеверный ритейл;05.01.2026;1 234 567,89\r\nclient;31.03.2026;0,11\r\n"
    assert figures(read(text.encode("cp1251"), RUSSIAN)) == {"client.sales.2026-Q1": Decimal("1234568.00")}


def test_periods_and_kpis_of_a_table_that_kamctl_wrote() -> None:
    lines = [
        "client,kpi,period,actual",
        "client,sales,2026-Q1,11400000",
        "client,shelf-share,2026-Q2,21.5%",
        "client,Visits,апрель,1",
        "client,visits,2026-04,3",
        "client,visits,2026-Q2,3",
        "client,margin,2026-Q1,3",
        "client,profit,2026-Q1,3",
    ]
    found = read("\n".join(lines), BY_PERIOD)
    assert figures(found) == {
        "client.sales.2026-Q1": Decimal(11400000),
        "client.kpis.shelf-share.2026-Q2": (Decimal("0.215"), "2026-05-20"),
    }
    assert said(found) == [
        "4: апрель is not read as a day or period.",
        "6: 2026-Q2 is longer than the periods of the plan, one month each.",
        "7: The plan of client does not name margin.",
        "8: There is no KPI profit.",
    ]


@pytest.mark.parametrize(
    ("lines", "expected", "told"),
    [
        pytest.param(
            ["new,sales,2026-01,1", "new,sales,2026-02,2"],
            {"new.sales.2026-Q1": (Decimal(3), "2026-02-28")}, [],
            id="two months are not yet a quarter",
        ),
        pytest.param(
            ["client,sales,2026-02,1", "client,sales,2026-03,2"], {},
            [": The file begins on 2026-02-01, so it has a part of 2026-Q1 alone."],
            id="a quarter without its first month",
        ),
        pytest.param(
            ["client,sales,2026-01,1", "client,sales,2026-Q1,6", "client,sales,2026-03,3"], {},
            ["2: There are figures of 2026-Q1 as well as of 2026-01."],
            id="a quarter and months of it would count twice",
        ),
        pytest.param(
            ["client,sales,2026-01,0", "client,sales,2026-04,1", "client,sales,2026-06,2"],
            {"client.sales.2026-Q1": Decimal(0), "client.sales.2026-Q2": (Decimal(1), "2026-04-30")},
            ["4: 2026-06 is still to come."],
            id="a month that is still to come, in a quarter that runs",
        ),
    ],
)  # fmt: skip
def test_periods_add_up_to_longer_ones(lines: list[str], expected: Any, told: list[str]) -> None:
    found = read("\n".join(["client,kpi,period,actual", *lines]), BY_PERIOD)
    assert (figures(found), said(found)) == (expected, told)


def test_kpis_go_by_what_the_other_program_calls_them() -> None:
    mapping = BY_PERIOD.replace("kpi: {column: kpi}", "kpi: {column: kpi, ids: {Shelf %: shelf-share, Итог: sales}}")
    lines = [
        "client,kpi,period,actual",
        "client,shelf  %,2026-Q1,20%",
        "client,ИТОГ,2026-Q1,7",
        "client,Полка,2026-Q1,1",
    ]
    found = read("\n".join(lines), mapping)
    assert figures(found) == {
        "client.kpis.shelf-share.2026-Q1": Decimal("0.2"), "client.sales.2026-Q1": Decimal(7),
    }  # fmt: skip
    assert said(found) == ["4: There is no KPI Полка."]
    assert str(found.troubles[0].hint) == "Where it is a KPI of ours, say so in schema/imports.yaml under ids."


def test_a_title_of_two_kpis_means_neither() -> None:
    kpis = "".join(f"{id_}: {{title: Visits, unit: number, better: higher, total: sum}}\n" for id_ in ("one", "two"))
    plans = portfolio({"client": "kpis: {one: {2026-Q1: {plan: 2}}}\n"}, imports=BY_PERIOD, kpis=kpis)
    mapped = plans.schema.imports["sales"]
    data = delimited.read(b"client,kpi,period,actual\nclient,visits,2026-Q1,1\n", mapped)
    found = actuals.read(data, mapped, plans.schema, plans.plans, TODAY)
    assert (figures(found), said(found)) == ({}, ["2: visits is what several KPIs are called: one, two."])


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        pytest.param("sum", Decimal("0.6"), id="a sum"),
        pytest.param("mean", Decimal("0.2"), id="a mean"),
        pytest.param("last", Decimal("0.3"), id="the last one"),
    ],
)
def test_days_make_a_period_as_the_catalogue_says(total: str, expected: Decimal) -> None:
    mapping = SALES.replace("kpi: sales", "kpi: share")
    kpis = f"share: {{title: Share, unit: percent, better: higher, total: {total}}}\n"
    plans = portfolio({"client": "kpis: {share: {2026-Q1: {plan: 20%}}}\n"}, imports=mapping, kpis=kpis)
    mapped = plans.schema.imports["sales"]
    data = (HEAD + "client,2026-01-05,10%,1\nclient,2026-03-31,30%,2\nclient,2026-02-28,20,3\n").encode()
    found = actuals.read(delimited.read(data, mapped), mapped, plans.schema, plans.plans, TODAY)
    assert figures(found) == {"client.kpis.share.2026-Q1": expected}


@pytest.mark.parametrize(
    ("data", "told"),
    [
        pytest.param(b"", "The file has nothing in it.", id="an empty file"),
        pytest.param(b"\n\n", "The file has nothing in it.", id="empty lines"),
        pytest.param(b"PK\x03\x04", "The file is a workbook, not CSV.", id="a workbook"),
        pytest.param(
            b"Client;Day;Amount\n", "The first line has no column Client; it has: Client;Day;Amount.", id="cut"
        ),
        pytest.param(b"Client,Day\n", "The first line has no column Amount; it has: Client, Day.", id="no such column"),
        pytest.param(b"Client,Day,Amount,Day\n", "The first line has the column Day twice.", id="a column twice"),
        pytest.param(b"Client,Day,Amount\nx\0,1,1\n", "Line 2 has a character that no text has (NUL).", id="NUL"),
        pytest.param(
            "Client,Day,Amount\nЮг,1,1\n".encode("cp1251"),
            "The file is not in utf-8: line 2 has the byte 0xDE.",
            id="another encoding",
        ),
        pytest.param(
            b'Client,Day,Amount\nx,"' + b"y" * 140_000 + b'",1\n',
            "Line 2 is not CSV: field larger than field limit (131072).",
            id="a cell that is too long",
        ),
        pytest.param(b'Client,Day,Amount\nx,"y,1\n', "Line 2 is not CSV: unexpected end of data.", id="an open quote"),
        pytest.param(
            b'Client,Day,Amount\nx,"y"z,1\n', "Line 2 is not CSV: ',' expected after '\"'.", id="a quote inside"
        ),
        pytest.param(b"Client,Day,Amount\n" + b"," * 2000, "Line 2 has more than 1000 cells.", id="too many cells"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_by_name(data: bytes, told: str) -> None:
    with pytest.raises(ForeignFileError) as raised:
        read(data)
    assert str(raised.value.message) == told


def test_a_mark_and_other_line_ends_mean_nothing() -> None:
    assert figures(read("\ufeffClient,Day,Amount,No\r\nclient,2026-03-31,1,1\r\n", begins=FIRST)) == {
        "client.sales.2026-Q1": Decimal(1)
    }


def test_lines_are_counted_as_an_editor_does() -> None:
    found = read(HEAD + 'client,2026-03-31,1,"a\nb"\nnobody,2026-03-31,1,1\n', begins=FIRST)
    assert said(found) == ["4: There is no plan of nobody."]


def test_a_fiscal_year_is_kept() -> None:
    plans = portfolio(
        {"client": "sales: {2026-Q1: {plan: 5}}\n"}, imports=SALES, format=FORMAT.replace("start: 1", "start: 4")
    )
    mapped = plans.schema.imports["sales"]
    data = (HEAD + "client,2026-04-05,1,1\nclient,2026-05-19,1,2\n").encode()
    found = actuals.read(delimited.read(data, mapped), mapped, plans.schema, plans.plans, TODAY)
    assert figures(found) == {"client.sales.2026-Q1": (Decimal(2), "2026-05-19")}


@pytest.mark.parametrize("cell", ["=1+1", "+7", "-x", "@a", "  =1", "'=x", "''=x", "=x", "'x", "x'", "it's"])
def test_the_apostrophe_of_our_own_csv_is_taken_away_and_no_other(cell: str) -> None:
    from kamctl.render.safe import csv_cell

    written = csv_cell(cell)
    assert delimited.text_of(written.strip('"') if '"' in written else written) == cell.strip()
