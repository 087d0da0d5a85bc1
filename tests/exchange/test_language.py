"""Figures, days and words in Russian and English."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from kamctl.exchange.documents import language
from kamctl.exchange.documents.language import ENGLISH, RUSSIAN

SPELLED: dict[str, tuple[Callable[..., str], tuple[object, ...], str, str]] = {
    "a whole amount": (language.money, (Decimal(38000000),), "38 000 000", "38,000,000"),
    "an amount with hundredths": (language.money, (Decimal("1234567.5"),), "1 234 567,50", "1,234,567.50"),
    "an amount as on a bill": (language.money, (Decimal(38000000), 2), "38 000 000,00", "38,000,000.00"),
    "half a hundredth goes up": (language.money, (Decimal("0.125"),), "0,13", "0.13"),
    "and away from nothing": (language.money, (Decimal("-0.125"),), "-0,13", "-0.13"),
    "an amount without hundredths": (language.money, (Decimal("1234.5"), 0), "1 235", "1,235"),
    "nothing": (language.money, (Decimal("-0.001"),), "0", "0"),
    "a very large amount": (language.money, (Decimal(10) ** 40,), "10" + " 000" * 13, "10" + ",000" * 13),
    "a number with all its decimals": (language.amount, (Decimal("12345.678"),), "12 345,678", "12,345.678"),
    "a percentage": (language.percent, (Decimal("0.075"),), "7,5%", "7.5%"),
    "a whole percentage": (language.percent, (Decimal("0.20"),), "20%", "20%"),
    "a percentage to one decimal": (language.percent, (Decimal(2) / 3, 1), "66,7%", "66.7%"),
    "a day": (language.day, (date(2026, 2, 3),), "3 февраля 2026 г.", "3 February 2026"),
    "a day in digits": (language.day, (date(2026, 2, 3), "short"), "03.02.2026", "03/02/2026"),
    "a year": (language.period, ("2026",), "2026 год", "2026"),
    "a half-year": (language.period, ("2026-H2",), "II полугодие 2026 г.", "H2 2026"),
    "a quarter": (language.period, ("2026-Q3",), "III квартал 2026 г.", "Q3 2026"),
    "a month": (language.period, ("2026-05",), "май 2026 г.", "May 2026"),
}


@pytest.mark.parametrize(("spell", "given", "russian", "english"), SPELLED.values(), ids=SPELLED.keys())
def test_a_value_is_spelled(spell: Callable[..., str], given: tuple[object, ...], russian: str, english: str) -> None:
    value, *rest = given
    assert spell(value, RUSSIAN, *rest).replace("\u00a0", " ") == russian
    assert spell(value, ENGLISH, *rest) == english


def test_groups_of_digits_are_not_torn() -> None:
    assert language.money(Decimal(38000000), RUSSIAN) == "38\u00a0000\u00a0000"
    assert language.day(date(2026, 2, 3), RUSSIAN).endswith("2026\u00a0г.")


WORDS = {
    "one": ("1", "RUB", "один рубль 00 копеек", "one rouble 00 kopeks"),
    "two": ("2.01", "RUB", "два рубля 01 копейка", "two roubles 01 kopek"),
    "five": ("5.02", "RUB", "пять рублей 02 копейки", "five roubles 02 kopeks"),
    "eleven thousand": (
        "11850.50", "RUB", "одиннадцать тысяч восемьсот пятьдесят рублей 50 копеек",
        "eleven thousand, eight hundred and fifty roubles 50 kopeks",
    ),
    "a thousand is she": ("1001", "RUB", "одна тысяча один рубль 00 копеек", "one thousand and one roubles 00 kopeks"),
    "half a kopek goes up": ("0.005", "RUB", "ноль рублей 01 копейка", "zero roubles 01 kopek"),
    "another currency": ("2", "USD", "два доллара 00 центов", "two dollars 00 cents"),
    "a currency that English has no words for": ("2.5", "KZT", "два тенге 50 тиынов", "two KZT 50/100"),
    "a currency that nobody has": ("2.5", "XXX", "два XXX 50/100", "two XXX 50/100"),
    "no currency": ("21", None, "двадцать один", "twenty-one"),
    "a fraction": ("2.5", None, "две целых пять десятых", "two point five"),
    "more than one can say": (
        "1000000000000000", "RUB", "1 000 000 000 000 000,00 RUB", "1,000,000,000,000,000.00 RUB",
    ),
}  # fmt: skip

PLURALS = {
    "one": ("1", "день", "day"),
    "one at the end": ("21", "день", "days"),
    "eleven": ("11", "дней", "days"),
    "two": ("2", "дня", "days"),
    "twelve": ("112", "дней", "days"),
    "none": ("0", "дней", "days"),
    "many, with a power of ten": ("2E+1", "дней", "days"),
    "hundredths that are nothing": ("1.00", "день", "day"),
    "a fraction": ("2.5", "дня", "days"),
    "less than nothing": ("-1", "день", "day"),
    "more than a machine counts": ("1" + "0" * 40 + "1", "день", "days"),
}


@pytest.mark.parametrize(("number", "russian", "english"), PLURALS.values(), ids=PLURALS.keys())
def test_a_word_goes_with_its_number(number: str, russian: str, english: str) -> None:
    assert language.plural(Decimal(number), RUSSIAN, "день", "дня", "дней") == russian
    assert language.plural(Decimal(number), ENGLISH, "day", "days") == english


def test_a_word_with_one_form_has_it_for_all_numbers() -> None:
    assert language.plural(Decimal(5), RUSSIAN, "дн.") == "дн."
    assert language.plural(Decimal(5), RUSSIAN, "дня", "дней") == "дней"


@pytest.mark.parametrize(("value", "currency", "russian", "english"), WORDS.values(), ids=WORDS.keys())
def test_an_amount_in_words(value: str, currency: str | None, russian: str, english: str) -> None:
    assert language.in_words(Decimal(value), RUSSIAN, currency).replace("\u00a0", " ") == russian
    assert language.in_words(Decimal(value), ENGLISH, currency) == english
