"""The forms that come with kamctl: each filled in from each of this repository's own plans, in this process."""

from __future__ import annotations

import re
import zipfile
from html.parser import HTMLParser
from io import BytesIO

import docx
import pytest
from lxml import etree
from markdown_it import MarkdownIt

from kamctl.exchange.documents.fact import NAMED, Fact, Fields, Items
from kamctl.exchange.documents.filling import Filled, Job, fill
from kamctl.exchange.documents.sandbox import DOCX, HTML
from tests.exchange.forms import STAMP, facts_of_ours
from tests.ours import ROOT

FORMS = {path.stem: path for path in sorted((ROOT / "schema/documents").iterdir())}
NORTH = "северный-ритейл"

NO_PROMOTION = ("promotions that are not over yet",)
NEEDED: dict[str, dict[str, tuple[str, ...]]] = {
    "business-plan": {},
    "handover": {},
    "meeting-brief": {},
    "promotion-programme": dict.fromkeys(facts_of_ours().keys() - {NORTH}, NO_PROMOTION),
    "supply-agreement": {
        "linden-cross": ("credit_line.days", "credit_line.limit"),
        "three-birches": ("discounts", "credit_line.days", "credit_line.limit", "contacts", "assortment.listed"),
    },
}
"""What the plan of a client lacks for a form; nothing of any other client's."""


def made_of(form: str, client: str) -> Filled:
    path = FORMS[form]
    stamp = STAMP._replace(client=client, form=form, language=form.rpartition("-")[2])
    return fill(Job(path.suffix, path.read_bytes(), facts_of_ours()[client], stamp, "RUB"))


def text_of(form: str, client: str) -> str:
    made = made_of(form, client)
    assert made.document, made
    if FORMS[form].suffix != DOCX:
        return made.document.decode("utf-8").replace("\u00a0", " ")
    with zipfile.ZipFile(BytesIO(made.document)) as archive:
        body = archive.read("word/document.xml").decode("utf-8")
    return re.sub("<[^>]+>", "", body.replace("</w:p>", "\n")).replace("\u00a0", " ")


def test_every_form_comes_in_both_languages() -> None:
    assert sorted(f"{base}-{language}" for base in NEEDED for language in ("en", "ru")) == list(FORMS)


@pytest.mark.parametrize("form", FORMS)
def test_a_form_needs_what_it_cannot_do_without_and_no_more(form: str) -> None:
    lacking = {}
    for client in facts_of_ours():
        made = made_of(form, client)
        assert (made.fault, made.detail, made.unknown, made.lost) == ("", "", (), ())
        if made.missing:
            lacking[client] = made.missing
    assert lacking == NEEDED[form.rpartition("-")[0]]


@pytest.mark.parametrize("form", FORMS)
def test_nothing_of_the_template_is_left_over(form: str) -> None:
    text = text_of(form, NORTH)
    assert "Северный ритейл" in text
    assert not re.search(r"\{[{%#]|[}%#]\}|Missing|None|Decimal|\.\.", text)


SAID = {
    "a word that goes with its number": ("supply-agreement-ru", "basketwise", "21 (двадцать один) календарного дня"),
    "a word that goes with another": ("supply-agreement-ru", NORTH, "45 (сорок пять) календарных дней"),
    "a product to come, with its day": ("supply-agreement-ru", NORTH, "Sliced cheese 200 g, с 1 октября 2026 г."),
    "its number and its price": ("supply-agreement-en", "larch-lane", "6\ncottage-cheese-200\n"),
    "clauses in their order": ("supply-agreement-en", "yuzhny-trakt", "1.3. To be taken out"),
    "clauses in their order, all of them": ("supply-agreement-ru", NORTH, "1.4. Из ассортимента выводится"),
    "a term that ends with one dot": ("supply-agreement-ru", NORTH, "Срок поставок: с 1 января 2026 г. по 31 декабря"),
    "days of a promotion": ("promotion-programme-ru", NORTH, "14.12.2026 – 31.12.2026, 18 дней"),
    "a brief without contacts": ("meeting-brief-en", "three-birches", "The plan has no contacts"),
    "a handover without contacts": ("handover-ru", "three-birches", "Контактов в плане нет"),
}


@pytest.mark.parametrize(("form", "client", "said"), SAID.values(), ids=SAID.keys())
def test_what_a_form_says(form: str, client: str, said: str) -> None:
    assert said in text_of(form, client)


def test_the_handover_is_markdown_that_others_read() -> None:
    page = MarkdownIt().render(text_of("handover-ru", NORTH))
    assert page.count("<h1>") == 1
    assert page.count("<h2>") == 4
    assert "<strong>просрочено 900 000</strong>" in page
    assert "buyer.dairy@example.com" in page


def with_texts(fact: Fact, text: str) -> Fact:
    """The fact with a text in the place of all that a plan says in words, and of all names."""
    if isinstance(fact, Items):
        return fact._replace(inner=tuple(with_texts(each, text) for each in fact.inner))
    if isinstance(fact, Fields):
        inner = {name: with_texts(each, text) for name, each in fact.inner.items()}
        return fact._replace(inner=inner)
    if fact.kind == NAMED:
        return fact._replace(shown=text)
    return fact._replace(value=text) if fact.path.rpartition(".")[2] in WORDS else fact


WORDS = (
    "client", "role", "does", "what", "response", "condition", "note", "name", "title", "email", "phone", "strengths",
    "plans", "outcome",
)  # fmt: skip


class Elements(HTMLParser):
    """The elements of a page with the names of their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, ...]] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, *(name for name, _ in attributes)))


def structure(form: str, text: str) -> object:
    """What a document is made of, whatever is said in it."""
    facts = {name: with_texts(fact, text) for name, fact in facts_of_ours()[NORTH].items()}
    path = FORMS[form]
    made = fill(Job(path.suffix, path.read_bytes(), facts, STAMP._replace(client=NORTH, form=form), "RUB"))
    assert made.document, made
    if path.suffix == DOCX:
        document = docx.Document(BytesIO(made.document))
        return len(document.paragraphs), [(len(table.rows), len(table.columns)) for table in document.tables]
    page = made.document.decode()
    reader = Elements()
    reader.feed(page if path.suffix == HTML else MarkdownIt("gfm-like", {"linkify": False}).render(page))
    return reader.found


TEXTS = {
    "templates": "{{ 7*7 }} {%p if x %} {%tr endfor %} {# y #} {{",
    "markup": "</td></tr></table><script>alert('x')</script><w:p/>&amp;]]>-->\"'",
    "Markdown": "# a\n\n- b\n| c | d |\n|---|---|\n![e](http://evil.example/f) <g> `h` ***i*** [ ] 1. j",
    "forty thousand letters": "word " * 8000,
    "blanks round it": " \t x \n ",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
@pytest.mark.parametrize("form", FORMS)
def test_no_text_of_a_plan_changes_what_a_form_is_made_of(form: str, text: str) -> None:
    assert structure(form, text) == structure(form, "Word")


ORDER = {
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing "
    "tblInd tblBorders shd tblLayout tblCellMar tblLook",
    "tblBorders": "top left bottom right insideH insideV",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens spacing ind contextualSpacing jc outlineLvl rPr sectPr",
    "rPr": "rStyle rFonts b bCs i iCs caps strike color spacing kern position sz szCs highlight u shd vertAlign lang",
}
"""The order that the schema of OOXML gives to what is inside; Word calls a file damaged that has another."""


@pytest.mark.parametrize("form", [name for name, path in FORMS.items() if path.suffix == DOCX])
def test_word_finds_everything_in_its_order(form: str) -> None:
    with zipfile.ZipFile(BytesIO(made_of(form, NORTH).document)) as archive:
        parts = [etree.fromstring(archive.read(f"word/{name}.xml")) for name in ("document", "footer1")]
    seen = 0
    for element in (
        element for part in parts for element in part.iter("{*}tblPr", "{*}tblBorders", "{*}tcPr", "{*}pPr", "{*}rPr")
    ):
        order = ORDER[etree.QName(element).localname].split()
        places = [order.index(etree.QName(child).localname) for child in element]
        assert places == sorted(places), etree.tostring(element)
        seen += 1
    assert seen > 100
