"""What somebody who typed a value means: one thing, or nobody can know."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamctl.plan.document import Value, read
from kamctl.plan.fault import Fault
from kamctl.plan.names import Names
from kamctl.plan.period import Calendar
from kamctl.plan.shape import (
    CHOICE,
    DATE,
    ID,
    IMPACT,
    MONEY,
    NUMBER,
    OWN_TYPES,
    PERCENT,
    PERIOD,
    PERSON,
    SHORT_NAME,
    TEXT,
    YES_NO,
    Field,
    Leaf,
    ListOf,
    Record,
)
from kamctl.plan.source import RawFile
from kamctl.plan.spelling import readings, respell, writing
from kamctl.plan.thing import Thing
from kamctl.plan.validation import Validator
from kamctl.plan.writing import scalar_text

AMBIGUOUS = None


class Held(Thing):
    """A thing with one field, to validate a value in."""


def value_of(raw: str) -> Value:
    """What YAML reads in `raw`."""
    document = read(RawFile("x.yaml", f"field: {raw}\n".encode()))
    assert not document.faults, document.faults
    return document.value(("field",))


def respelt(leaf: Leaf, raw: str, currency: str = "RUB") -> str | None:
    return respell(leaf, value_of(raw), raw, currency)


def faults_of(leaf: Leaf, raw: str) -> list[Fault]:
    """What the validator says of a value."""
    document = read(RawFile("x.yaml", f"field: {raw}\n".encode()))
    assert not document.faults, document.faults
    return Validator(Record(Held, {"field": Field(leaf)}), Names(Calendar())).validate(document)[1]


MONEY_CASES = [
    ("blanks between groups", "12 000 000", "12000000"),
    ("no-break spaces between groups", "12\u00a0000\u00a0000", "12000000"),
    ("narrow no-break spaces between groups", "12\u202f000\u202f000", "12000000"),
    ("thin spaces between groups", "12\u2009000", "12000"),
    ("no-break and plain blanks mixed", "12\u00a0000 000", "12000000"),
    ("apostrophes between groups", "12'000'000", "12000000"),
    ("curly apostrophes between groups", "12’000’000", "12000000"),
    ("points between two groups", "12.000.000", "12000000"),
    ("commas between two groups", "12,000,000", "12000000"),
    ("one group with a comma may be decimals", "12,500", AMBIGUOUS),
    ("one group with a point, in quotes, may be decimals", '"12.500"', AMBIGUOUS),
    ("one group with a point before a currency may be decimals", "12.500 руб.", AMBIGUOUS),
    ("a decimal comma with one digit", "12,5", "12.5"),
    ("a decimal comma with two digits", "12,50", "12.50"),
    ("a decimal comma behind zero", "0,125", "0.125"),
    ("a decimal comma behind too many digits for a group", "1234,567", "1234.567"),
    ("a decimal comma with four digits", "12,3456", "12.3456"),
    ("blanks and a decimal comma", "12 000,50", "12000.50"),
    ("blanks and a decimal point", "12 000.5", "12000.5"),
    ("blanks and three digits behind a comma", "12 000,500", AMBIGUOUS),
    ("points and a decimal comma", "12.000,50", "12000.50"),
    ("commas and a decimal point", "12,000.50", "12000.50"),
    ("commas and points without order", "12,000.50,1", AMBIGUOUS),
    ("a number in double quotes", '"12000000"', "12000000"),
    ("a number in single quotes", "'12000000'", "12000000"),
    ("a number with blanks round it in quotes", '" 12000 "', "12000"),
    ("a code with a leading zero in quotes", '"012"', AMBIGUOUS),
    ("millions in Russian", "12 млн", "12000000"),
    ("millions in Russian with a decimal comma", "12,5 млн", "12500000"),
    ("millions in Russian with a point at the end", "12,5 млн.", "12500000"),
    ("millions with M", "12.5M", "12500000"),
    ("millions with m, which is thousands to bankers", "12m", AMBIGUOUS),
    ("three decimals of millions may be thousands of them", "1,250 млн", AMBIGUOUS),
    ("thousands in Russian", "300 тыс.", "300000"),
    ("thousands with k", "300k", "300000"),
    ("thousands with a Russian к", "300к", "300000"),
    ("thousands of roubles", "300 тыс. руб.", "300000"),
    ("billions in Russian", "1,5 млрд", "1500000000"),
    ("roubles in Russian", "12 000 руб.", "12000"),
    ("roubles as one letter", "12 000 р.", "12000"),
    ("the rouble sign", "12 000 ₽", "12000"),
    ("the rouble sign before it", "₽ 12 000", "12000"),
    ("the currency's code", "12000 RUB", "12000"),
    ("another currency", "12000 EUR", AMBIGUOUS),
    ("a minus sign of typography", "\u221212 000", "-12000"),
    ("full-width digits", "１２０００", "12000"),
    ("Arabic digits", "١٢٠٠٠", "12000"),
    ("digits of two scripts", "１２٠٠", AMBIGUOUS),
    ("Arabic and plain digits", "١2", AMBIGUOUS),
    ("a superscript", "12²", AMBIGUOUS),
    ("groups of the wrong length", "12 0000", AMBIGUOUS),
    ("a group that begins with zero", "012 000", AMBIGUOUS),
    ("a percentage where money belongs", "12%", AMBIGUOUS),
    ("words", "a lot", AMBIGUOUS),
    ("a number that is right", "12000000", AMBIGUOUS),
    ("underscores, which are right", "12_000_000", AMBIGUOUS),
    ("more than any figure", "9 999 999 999 999 999", AMBIGUOUS),
    ("true", "true", AMBIGUOUS),
    ("infinity", ".inf", AMBIGUOUS),
    ("nothing", "", AMBIGUOUS),
]

PERCENT_CASES = [
    ("a decimal comma", "12,5%", "12.5%"),
    ("a blank before the sign", "12.5 %", "12.5%"),
    ("a no-break space before the sign", "12.5\u00a0%", "12.5%"),
    ("a full-width sign and digit", "７％", "7%"),
    ("no sign and a decimal comma", "12,5", "12.5%"),
    ("no sign", "7.5", "7.5%"),
    ("no sign, a whole number", "60", "60%"),
    ("no sign, in quotes", '"60"', "60%"),
    ("no sign, two: no fraction is as large", "2", "2%"),
    ("no sign, a hundred", "100", "100%"),
    ("no sign, more than a hundred", "101", AMBIGUOUS),
    ("no sign, nothing is nothing either way", "0", "0%"),
    ("a fraction that may be a percentage", "0.075", AMBIGUOUS),
    ("1.2, which may be a fraction", "1.2", AMBIGUOUS),
    ("one, which may be the whole", "1", AMBIGUOUS),
    ("below nothing without a sign", "-5", AMBIGUOUS),
    ("three digits behind a comma", "12,500%", AMBIGUOUS),
    ("a plus sign", "+7%", "7%"),
    ("a minus sign of typography", "\u22127%", "-7%"),
    ("words", "seven %", AMBIGUOUS),
    ("a percentage that is right", "7.5%", AMBIGUOUS),
]

IMPACT_CASES = [
    ("money with blanks", "4 000 000", "4000000"),
    ("millions", "4 млн", "4000000"),
    ("a percentage with a comma", "12,5%", "12.5%"),
    ("a percentage with a blank", "15 %", "15%"),
    ("money that is right", "12.5", AMBIGUOUS),
    ("three digits behind a comma", "12,500", AMBIGUOUS),
]

DATE_CASES = [
    ("day, month, year with points", "03.02.2026", "2026-02-03"),
    ("day, month, year without zeros", "3.2.2026", "2026-02-03"),
    ("no zeros", "2026-2-3", "2026-02-03"),
    ("slashes, the year first", "2026/02/03", "2026-02-03"),
    ("points, the year first", "2026.02.03", "2026-02-03"),
    ("digits alone", "20260203", "2026-02-03"),
    ("digits alone in quotes", '"20260203"', "2026-02-03"),
    ("slashes, either may be the month", "03/02/2026", AMBIGUOUS),
    ("hyphens, either may be the month", "03-02-2026", AMBIGUOUS),
    ("slashes, the first cannot be a month", "25/02/2026", "2026-02-25"),
    ("slashes, the second cannot be a month", "02/25/2026", "2026-02-25"),
    ("slashes, the month's own number", "03/03/2026", "2026-03-03"),
    ("a year of two digits", "03.02.26", AMBIGUOUS),
    ("a day that does not exist", "30.02.2026", AMBIGUOUS),
    ("a day that does not exist, as it should be written", "2026-02-30", AMBIGUOUS),
    ("the 29th of February in a leap year", "29.02.2028", "2028-02-29"),
    ("dashes of a word processor", "2026–02–03", "2026-02-03"),
    ("midnight of a spreadsheet", '"2026-02-03 00:00:00"', "2026-02-03"),
    ("a time of the day", '"2026-02-03 10:30:00"', AMBIGUOUS),
    ("a Russian г. behind the year", "03.02.2026 г.", "2026-02-03"),
    ("a blank at the end in quotes", '"2026-02-03 "', "2026-02-03"),
    ("a week", "2026-W05-1", AMBIGUOUS),
    ("another century", "03.02.1926", AMBIGUOUS),
    ("full-width digits", "２０２６-０２-０３", "2026-02-03"),
    ("a date that is right", "2026-02-03", AMBIGUOUS),
]

PERIOD_CASES = [
    ("a small q", "2026-q3", "2026-Q3"),
    ("no hyphen", "2026Q3", "2026-Q3"),
    ("the quarter first", "Q3 2026", "2026-Q3"),
    ("the number first", "3Q 2026", "2026-Q3"),
    ("a slash", "2026/Q3", "2026-Q3"),
    ("a month without a zero", "2026-7", "2026-07"),
    ("one to four may be a quarter", "2026-3", AMBIGUOUS),
    ("a month with a slash", "2026/07", "2026-07"),
    ("the month first", '"07.2026"', "2026-07"),
    ("digits alone", "202607", "2026-07"),
    ("a quarter in Russian", "3 кв. 2026", "2026-Q3"),
    ("a quarter in Russian, in full", "3 квартал 2026 года", AMBIGUOUS),
    ("a quarter in Russian, in Roman digits", "III кв. 2026", "2026-Q3"),
    ("a quarter in Russian, the year first", "2026 3 кв", "2026-Q3"),
    ("half a year in Russian", "1 полугодие 2026", "2026-H1"),
    ("a Cyrillic К for Q", "2026-К3", "2026-Q3"),
    ("a Cyrillic Н for H", "2026-Н1", "2026-H1"),
    ("the half first", "H1 2026", "2026-H1"),
    ("a small h", "2026-h2", "2026-H2"),
    ("a blank at the end in quotes", '"2026-Q1 "', "2026-Q1"),
    ("a year with its word", "2026 г.", "2026"),
    ("a year in quotes, which is right", '"2026"', AMBIGUOUS),
    ("a fifth quarter", "2026-Q5", AMBIGUOUS),
    ("a thirteenth month", "2026-13", AMBIGUOUS),
    ("no year", "Q3", AMBIGUOUS),
    ("a year of two digits", "Q3 26", AMBIGUOUS),
    ("a period that is right", "2026-Q3", AMBIGUOUS),
]

YES_NO_CASES = [
    ("yes", "yes", "true"),
    ("no", "no", "false"),
    ("on", "On", "true"),
    ("off", "OFF", "false"),
    ("yes in Russian", "да", "true"),
    ("no in Russian", "Нет", "false"),
    ("true in quotes", '"true"', "true"),
    ("a number", "1", AMBIGUOUS),
    ("a doubt", "maybe", AMBIGUOUS),
    ("true, which is right", "true", AMBIGUOUS),
]

TEXT_CASES = [
    ("a number", "70000", '"70000"'),
    ("a number keeps its zeros", "0070", '"0070"'),
    ("a number keeps its form", "1.50", '"1.50"'),
    ("a year", "2026", '"2026"'),
    ("true", "true", '"true"'),
    ("null", "null", '"null"'),
    ("a tilde means nothing", "~", AMBIGUOUS),
    ("nothing", "", AMBIGUOUS),
    ("a list", "[a]", AMBIGUOUS),
    ("text, which is right", "Regional chain", AMBIGUOUS),
    ("blanks alone", '"  "', AMBIGUOUS),
]

ID_CASES = [
    ("a number of the catalogue", "4607", '"4607"'),
    ("a number that is no id", "-4607", AMBIGUOUS),
    ("capital letters: the lint rule suggests, nothing writes", "KAM-North", AMBIGUOUS),
]

CHOICES = ("high", "sell-in", "sell-out", "NO", "1", "a", "A")
CHOICE_CASES = [
    ("another case", "High", "high"),
    ("a blank for a hyphen", "sell in", "sell-in"),
    ("an underscore for a hyphen", "Sell_Out", "sell-out"),
    ("blanks round it in quotes", '" high "', "high"),
    ("a choice that some take for false comes in quotes", "no", '"NO"'),
    ("a number that is a choice", "1", '"1"'),
    ("two choices that differ by case alone", '"a "', AMBIGUOUS),
    ("another word", "highest", AMBIGUOUS),
    ("a choice that is right", "high", AMBIGUOUS),
]

TABLE = [
    (f"{kind}: {sentence}", Leaf(kind, CHOICES if kind == CHOICE else ()), raw, meant)
    for kind, cases in (
        (MONEY, MONEY_CASES),
        (PERCENT, PERCENT_CASES),
        (IMPACT, IMPACT_CASES),
        (DATE, DATE_CASES),
        (PERIOD, PERIOD_CASES),
        (YES_NO, YES_NO_CASES),
        (TEXT, TEXT_CASES),
        (ID, ID_CASES),
        (PERSON, ID_CASES),
        (CHOICE, CHOICE_CASES),
        (NUMBER, [case for case in MONEY_CASES if case[1].strip("0123456789 .,") == ""]),
    )
    for sentence, raw, meant in cases
]


@pytest.mark.parametrize(("leaf", "raw", "meant"), [case[1:] for case in TABLE], ids=[case[0] for case in TABLE])
def test_what_is_meant(leaf: Leaf, raw: str, meant: str | None) -> None:
    assert respelt(leaf, raw) == meant


@pytest.mark.parametrize(
    ("leaf", "raw", "meant"), [case[1:] for case in TABLE if case[3]], ids=[case[0] for case in TABLE if case[3]]
)
def test_what_is_meant_is_valid_where_what_was_typed_is_not(leaf: Leaf, raw: str, meant: str) -> None:
    known = Leaf(ID) if leaf.type == PERSON else leaf  # nobody is known here
    assert faults_of(known, raw)
    assert faults_of(known, meant) == []
    assert respelt(leaf, meant) is None


def test_a_number_has_no_currency() -> None:
    assert respelt(Leaf(NUMBER), "12 руб.") is None


@pytest.mark.parametrize(
    ("currency", "raw", "meant"),
    [
        ("EUR", "12 €", "12"),
        ("EUR", "€12", "12"),
        ("EUR", "12 руб.", None),
        ("CHF", "12'000 CHF", "12000"),
        ("", "12 €", None),
    ],
    ids=["its sign", "its sign before it", "another one's word", "a code alone", "no currency is known"],
)
def test_only_the_plans_own_currency_goes_without_saying(currency: str, raw: str, meant: str | None) -> None:
    assert respelt(Leaf(MONEY), raw, currency) == meant


LIMITED = [
    ("a percentage over its limit", Leaf(PERCENT, maximum=Decimal("0.15")), "20", None),
    ("a percentage at its limit", Leaf(PERCENT, maximum=Decimal("0.15")), "15", "15%"),
    ("an amount below its limit", Leaf(MONEY, minimum=Decimal(0)), "-12 000", None),
    ("a number that must be whole", Leaf(NUMBER, whole=True), "12,5", None),
    ("a whole number", Leaf(NUMBER, whole=True), "12 000", "12000"),
]


@pytest.mark.parametrize(("leaf", "raw", "meant"), [case[1:] for case in LIMITED], ids=[case[0] for case in LIMITED])
def test_nothing_is_written_that_the_fields_limits_forbid(leaf: Leaf, raw: str, meant: str | None) -> None:
    assert respelt(leaf, raw) == meant


def test_a_block_of_text_is_left_alone() -> None:
    assert respell(Leaf(MONEY), "12 000\n", "|\n  12 000\n") is None


def test_a_very_long_value_is_left_alone() -> None:
    assert respell(Leaf(MONEY), "1 000" + " 000" * 50_000, "x") is None


BOTH = [
    ("a fraction that may be a percentage", Leaf(PERCENT), "0.075", ("7.5%", "0.075%")),
    ("a fraction with a comma", Leaf(PERCENT), "0,5", ("50%", "0.5%")),
    ("a fraction over the limit is no reading", Leaf(PERCENT, maximum=Decimal(1)), "1.2", ()),
    ("a group that may be decimals", Leaf(MONEY), "12,500", ("12500", "12.500")),
    ("two slashes", Leaf(DATE), "03/02/2026", ("2026-02-03", "2026-03-02")),
    ("one meaning alone", Leaf(MONEY), "12 000", ()),
    ("no meaning", Leaf(DATE), "soon", ()),
    ("text has no two meanings", Leaf(TEXT), "12,500", ()),
]


@pytest.mark.parametrize(("leaf", "raw", "both"), [case[1:] for case in BOTH], ids=[case[0] for case in BOTH])
def test_both_readings_of_what_has_two(leaf: Leaf, raw: str, both: tuple[str, ...]) -> None:
    assert readings(leaf, value_of(raw), raw) == both
    for reading in both:
        assert faults_of(leaf, reading) == []


KINDS = (*OWN_TYPES, IMPACT, ID, SHORT_NAME, "contact", "kpi", "any")


@pytest.mark.parametrize("kind", KINDS)
def test_every_type_has_words_on_how_it_is_written(kind: str) -> None:
    words = str(writing(Leaf(kind, ("high", "low") if kind == CHOICE else ())))
    assert words.startswith("Write ")
    assert words.endswith(".")


TYPED = st.one_of(
    st.text(alphabet="0123456789 .,-_%/'kMQqH\u00a0\u202f\u2212млнтысрубкв．％１٣", max_size=18),
    st.from_regex(r"-?[0-9]{1,3}([ .,'\u00a0_][0-9]{3}){0,4}([.,][0-9]{1,3})?( ?(%|млн|k|руб\.))?", fullmatch=True),
    st.from_regex(r"[0-9]{1,4}[-./ ][0-9]{1,2}[-./ ][0-9]{1,4}", fullmatch=True),
    st.from_regex(r"20[0-9]{2}[- /]?[QqHhКкН]?[0-9]{1,2}", fullmatch=True),
)
LEAVES = st.sampled_from(
    [Leaf(kind) for kind in (MONEY, NUMBER, PERCENT, IMPACT, DATE, PERIOD, YES_NO, TEXT, ID)]
    + [Leaf(PERCENT, minimum=Decimal(0), maximum=Decimal(1)), Leaf(MONEY, minimum=Decimal(0)), Leaf(CHOICE, CHOICES)]
)


@given(TYPED, LEAVES)
def test_whatever_is_respelt_is_valid_and_stays_as_it_is(typed: str, leaf: Leaf) -> None:
    raw = scalar_text(typed)
    meant = respell(leaf, typed, raw)
    if meant is not None:
        assert faults_of(leaf, meant) == []
        assert respelt(leaf, meant) is None


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2), st.sampled_from([" ", "\u00a0", "\u202f", "'"]))
def test_grouped_figures_keep_their_amount(amount: Decimal, mark: str) -> None:
    typed = f"{amount:,.2f}".replace(",", mark).replace(".", ",")
    meant = respell(Leaf(MONEY), typed, typed)
    assert meant is not None
    assert Decimal(meant) == amount


def test_a_list_is_no_leaf_to_respell() -> None:
    assert respell(Leaf(MONEY), ["12 000"], "[12 000]") is None
    assert isinstance(ListOf(Leaf(MONEY)).item, Leaf)
