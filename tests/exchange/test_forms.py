"""Which form is meant, where a stamp is found, and what two states of a plan say differently."""

from __future__ import annotations

import pytest

from kamctl.errors import UsageError
from kamctl.exchange.documents.comparison import Difference, differences
from kamctl.exchange.documents.filling import BROKEN, FORBIDDEN, check
from kamctl.exchange.documents.forms import choose, forms_among
from kamctl.exchange.documents.origin import Origin
from kamctl.exchange.documents.stamp import read_stamp
from kamctl.exchange.documents.stamped import stamp_of
from kamctl.plan.placement import Placed, unsafe
from tests.exchange.forms import STAMP, facts_of, filled, word

FILES = [
    Placed(f"schema/documents/{name}")
    for name in (
        "brief-en.html", "brief-ru.html", "offer.md", "twice.md", "twice.docx", "letter-ru.docx", "Договор.docx",
        "con.md", "notes.txt", "a.DOCX",
    )
] + [unsafe("schema/documents/link.md", "link")]  # fmt: skip

CHOSEN: dict[str, tuple[str, str | None, str, str]] = {
    "a form by its name": ("offer", None, "offer", "en"),
    "in another language": ("offer", "ru", "offer", "ru"),
    "one of a language": ("brief-ru", None, "brief-ru", "ru"),
    "by what it has in common with another": ("brief", "en", "brief-en", "en"),
    "the only one in any language": ("letter", None, "letter-ru", "ru"),
}


@pytest.mark.parametrize(("wanted", "language", "id_", "spoken"), CHOSEN.values(), ids=CHOSEN.keys())
def test_a_form_is_chosen(wanted: str, language: str | None, id_: str, spoken: str) -> None:
    form, found = choose(forms_among(FILES), wanted, language)
    assert (form.id, found) == (id_, spoken)


@pytest.mark.parametrize(
    ("wanted", "language", "said"),
    [
        pytest.param("brief", None, "comes in several languages", id="it is there in two languages"),
        pytest.param("twice", None, "There are several forms twice", id="there are two"),
        pytest.param("letter", "en", "There is no form letter", id="not in this language"),
        pytest.param("letter-ru", "en", "is in ru, not in en", id="its name says another language"),
        pytest.param("link", None, "There is no form link", id="a link"),
        pytest.param("notes", None, "There is no form notes", id="another kind of file"),
        pytest.param("Договор", None, "is no name of a form", id="capital letters"),
        pytest.param("a/b", None, "is no name of a form", id="a path"),
        pytest.param("nul", None, "is no name of a form", id="what Windows reserves"),
    ],
)
def test_what_is_no_form_is_refused(wanted: str, language: str | None, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        choose(forms_among(FILES), wanted, language)
    with pytest.raises(UsageError, match="There are no forms"):
        choose([], "offer", None)


def test_a_stamp_is_spelled_and_read() -> None:
    for stamp in (STAMP, STAMP._replace(origin=Origin()), STAMP._replace(origin=Origin("a" * 64, True), language="ru")):
        whole = stamp._replace(fingerprint="v1:" + "0" * 64)
        assert read_stamp(whole.spelling) == whole
        for wrong in (whole.spelling + " ", whole.spelling[:-1], whole.spelling.replace("2026-05-20", "2026-02-30")):
            assert read_stamp(wrong) is None


@pytest.mark.parametrize(
    "data",
    [b"", b"x", b"PK\x03\x04", b"%PDF-1.7", b"%PDF-1.7 /Keywords<FEFF00>", b"%PDF-1.7 /Keywords(kamctl)", word("x")],
)
def test_a_file_without_a_stamp_has_none(data: bytes) -> None:
    assert stamp_of(data) is None


def test_a_stamp_is_found_in_a_pdf_as_libreoffice_writes_it() -> None:
    whole = STAMP._replace(fingerprint="v1:" + "0" * 64)
    keywords = whole.spelling.replace(" ", ", ").replace("v1:", "v1, ")
    written = ("\ufeff" + keywords).encode("utf-16-be").hex().upper()
    assert stamp_of(b"%PDF-1.7 /Keywords<" + written.encode() + b">") == whole
    assert stamp_of(b"%PDF-1.7 /Keywords(" + keywords.encode() + b")") == whole


CREDIT = "credit_line: {limit: 1000, days: 30, used: 10}\n"


def told(old: str, new: str, template: str) -> list[Difference]:
    used = {*filled(template, old).used, *filled(template, new).used}
    return differences(facts_of(old), facts_of(new), used)


DIFFERENT: dict[str, tuple[str, str, str, list[Difference]]] = {
    "nothing": (CREDIT, CREDIT, "{{ plan.credit_line.limit }}", []),
    "an amount": (
        CREDIT, CREDIT.replace("1000", "2000"), "{{ plan.credit_line.limit }}",
        [Difference("credit_line.limit", "1,000", "2,000")],
    ),
    "what follows from it, behind it": (
        CREDIT, CREDIT.replace("1000", "2000"), "{{ figures.credit.free }}{{ plan.credit_line.limit }}",
        [Difference("credit_line.limit", "1,000", "2,000"), Difference("figures.credit.free", "990", "1,990")],
    ),
    "what the form does not ask for": (CREDIT, CREDIT.replace("30", "31"), "{{ plan.credit_line.limit }}", []),
    "a section that is gone": (
        CREDIT, "", "{% if plan.credit_line %}{{ plan.credit_line.limit }}{% endif %}",
        [Difference("credit_line.limit", "1,000", None)],
    ),
    "a section that is only tested": (
        CREDIT, "", "{% if plan.credit_line %}x{% endif %}", [Difference("credit_line", "", None)],
    ),
    "one more in a loop": (
        "discounts: {a: {size: 1%, condition: x}}\n",
        "discounts: {a: {size: 1%, condition: x}, b: {size: 2%, condition: y}}\n",
        "{% for id, each in plan.discounts.items() %}{{ each.size }}{% endfor %}",
        [Difference("discounts.b.size", None, "2%")],
    ),
    "what cannot be read any more": (
        CREDIT, CREDIT.replace("used: 10", "used: 1 0"), "{% if plan.credit_line.used %}x{% endif %}",
        [Difference("credit_line.used", "10", "cannot be read")],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "template", "expected"), DIFFERENT.values(), ids=DIFFERENT.keys())
def test_what_is_different_is_told(old: str, new: str, template: str, expected: list[Difference]) -> None:
    assert told(old, new, template) == expected


def test_forms_are_checked_without_a_plan() -> None:
    assert check(".md", b"{{ plan.client }}") == check(".docx", word("{{ plan.client }}", header="{{ stamp }}"))
    assert check(".md", b"a\n{% x %}").line == 2
    assert check(".docx", word("{% x %}")).fault == BROKEN
    assert check(".docx", b"").fault == FORBIDDEN
    assert check(".html", b"{{ plann }}").unknown == ("plann",)
    assert check(".docx", word("x", header="{{ plann }}")).unknown == ("plann",)
