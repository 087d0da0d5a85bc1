"""Figures, days and amounts in words as a document has them, in Russian and in English.

Whatever is rounded is rounded half upward, as accountants do. English is that of Britain: 3 February 2026.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext

RUSSIAN, ENGLISH = "ru", "en"
LANGUAGES = (RUSSIAN, ENGLISH)

_LOCALES = {RUSSIAN: "ru_RU", ENGLISH: "en_GB"}
_WIDE = Context(prec=60, rounding=ROUND_HALF_UP)
_NO_BREAK_SPACE = "\u00a0"
_YEAR = re.compile("[ \u00a0\u202f]г\\.")

_MOST_IN_WORDS = Decimal(10) ** 15
"""Beyond that words would only be read by machines."""

_PERIODS = {
    RUSSIAN: {"Q": "{number} квартал {year}\u00a0г.", "H": "{number} полугодие {year}\u00a0г.", "": "{year} год"},
    ENGLISH: {"Q": "Q{number} {year}", "H": "H{number} {year}", "": "{year}"},
}
_FORMS = {"one": 0, "few": 1, "other": 1, "many": 2}
"""The places of the forms of a word, by their names in CLDR."""

_ROMAN = ("", "I", "II", "III", "IV")


def _number(value: Decimal) -> Decimal:
    """The number itself; ValueError for what is none, and for one without an end."""
    if not value.is_finite():
        raise ValueError("what is no number, or has no end, cannot be written")
    return value


def amount(value: Decimal, language: str, places: int | None = None) -> str:
    """A number in groups of three digits; with so many decimals, or as many as it has (at most 9)."""
    from babel.numbers import format_decimal

    value = _number(value)
    if places is not None:
        value = value.quantize(Decimal(1).scaleb(-places), context=_WIDE)
    fraction = "." + ("0" * places if places is not None else "#" * 9) if places != 0 else ""
    with localcontext(_WIDE):
        return format_decimal(value or abs(value), format=f"#,##0{fraction}", locale=_LOCALES[language])


def money(value: Decimal, language: str, places: int | None = None) -> str:
    """An amount without its currency, in hundredths; those of a whole amount are left out unless asked for."""
    cents = _number(value).quantize(Decimal("0.01"), context=_WIDE)
    usual = 0 if cents == cents.to_integral_value() else 2
    return amount(cents, language, usual if places is None else places)


def percent(fraction: Decimal, language: str, places: int | None = None) -> str:
    """A fraction as a percentage: 0.075 is 7.5%."""
    return f"{amount(_WIDE.multiply(fraction, Decimal(100)), language, places)}%"


def day(value: date, language: str, style: str = "long") -> str:
    """A day, written out; `short` in digits."""
    from babel.dates import format_date

    if style == "short":
        return format_date(value, "dd.MM.yyyy" if language == RUSSIAN else "dd/MM/yyyy", locale=_LOCALES[language])
    return _YEAR.sub(f"{_NO_BREAK_SPACE}г.", format_date(value, "long", locale=_LOCALES[language]))


def period(name: str, language: str) -> str:
    """What a period is called: `2026-Q3` is Q3 2026, III квартал 2026 г."""
    from babel.dates import format_date

    year, _, part = name.partition("-")
    if part.isdigit():
        month = format_date(date(int(year), int(part), 1), "LLLL yyyy", locale=_LOCALES[language])
        return f"{month}{_NO_BREAK_SPACE}г." if language == RUSSIAN else month
    kind, number = part[:1], part[1:]
    if language == RUSSIAN and number:
        number = _ROMAN[int(number)]
    return _PERIODS[language][kind].format(number=number, year=year)


def plural(number: Decimal, language: str, one: str, *more: str) -> str:
    """The form of a word that goes with a number: `day`, `days`; in Russian of one, of two, of five things.

    The last form stands for those that are left out; what is no whole number takes the second (2.5 days, 2,5 дня).
    """
    from babel import Locale

    whole = _number(number) == number.to_integral_value()
    found = Locale.parse(_LOCALES[language]).plural_form(abs(int(number)) if whole else abs(number))
    forms = (one, *more)
    return forms[min(_FORMS[found], len(more))]


def in_words(value: Decimal, language: str, currency: str | None = None) -> str:
    """An amount in words, hundredths in digits: `two roubles 50 kopeks`; a number alone where there is no currency.

    A currency of which the words are not known stands by its code behind the whole units: `two KZT 50/100`.
    """
    from num2words import num2words

    cents = _number(value).quantize(Decimal("0.01"), context=_WIDE)
    if abs(cents) >= _MOST_IN_WORDS:
        return money(value, language, 2) + (f" {currency}" if currency else "")
    if currency:
        try:
            options = {"to": "currency", "currency": currency, "cents": False, "separator": ""}
            return str(num2words(cents, lang=language, **options))
        except NotImplementedError:
            whole = int(cents)
            rest = abs(int(cents * 100)) % 100
            return f"{num2words(whole, lang=language)} {currency} {rest:02}/100"
    return str(num2words(int(cents) if cents == cents.to_integral_value() else cents.normalize(), lang=language))
