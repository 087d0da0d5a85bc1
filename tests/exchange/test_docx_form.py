"""Forms of a word processor: filled in and read back, and what such a file may not have inside."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from xml.etree import ElementTree

import docx
import pytest

from kamctl.exchange.archive import packed, unpacked
from kamctl.exchange.documents.filling import BROKEN, FORBIDDEN, Filled
from kamctl.exchange.documents.stamped import stamp_of
from tests.exchange.forms import STAMP, filled, paragraphs, word
from tests.exchange.test_filling import PLAIN, PLAN


def made(data: bytes, sections: str = PLAN, **options: str) -> Filled:
    return filled(data, sections, suffix=".docx", **options)


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_form_is_filled_in_and_read_back() -> None:
    form = word(
        "Limit {{ plan.credit_line.limit | money(2) }} ({{ plan.credit_line.limit | words }})",
        "{%p if plan.credit_line.overdue %}",
        "Overdue",
        "{%p endif %}",
        "{%p for id, discount in plan.discounts.items() %}",
        "{{ id }}: {{ discount.size }}",
        "{%p endfor %}",
        header="{{ plan.client }}",
        table=("{%tr for id in plan.assortment.listed %}", "{{ id }}", "{%tr endfor %}"),
    )
    found = made(form, language="ru")
    assert paragraphs(found.document)[:3] == [
        "Limit 30\u00a0000\u00a0000,00 (тридцать миллионов рублей 00 копеек)", "volume: 7,5%", "early: 2%",
    ]  # fmt: skip
    document = docx.Document(BytesIO(found.document))
    assert [row.cells[0].text for row in document.tables[0].rows] == ["Yoghurt 150 g", "Kefir 1 l"]
    assert document.sections[0].header.paragraphs[0].text == "Северный ритейл"


def test_what_is_missing_is_named_and_nothing_made() -> None:
    found = made(word("{{ plan.budget.rate }}", header="{{ plan.region }}"))
    assert (found.document, found.missing) == (b"", ("budget.rate", "region"))


def test_text_stays_text() -> None:
    """Twenty texts in one document, so that a thousand need not be opened."""
    texts = [each[:3000] for each in PLAIN if each.strip()]
    for first in range(0, len(texts), 20):
        some = texts[first : first + 20]
        notes = "".join(
            '  - {date: 2026-02-03, note: "' + "".join(f"\\U{ord(each):08X}" for each in text) + '"}\n' for text in some
        )
        form = word("{%p for note in plan.history %}", "«{{ note.note }}»", "{%p endfor %}")
        found = made(form, f"history:\n{notes}")
        assert found.document, found.detail
        assert paragraphs(found.document)[: len(some)] == [f"«{text}»" for text in some]


def test_a_template_in_a_text_is_a_text_in_one_pass_and_in_two() -> None:
    note = "{{ 7*7 }} {_{ 7*7 }_} {% x %} {#x#}"
    found = made(word("{{ plan.history[0].note }}"), f"history: [{{date: 2026-02-03, note: '{note}'}}]\n")
    assert paragraphs(found.document)[0] == note


def test_the_stamp_stands_in_the_file_twice() -> None:
    for form in (word("{{ stamp }}", "x"), word("x"), word("x", header="{{ stamp }}")):
        found = made(form)
        whole = parts(found.document)
        stamp = stamp_of(found.document)
        assert stamp is not None
        assert stamp._replace(fingerprint="") == STAMP
        assert sum(stamp.words in data.decode("utf-8") for name, data in whole.items() if name.startswith("word/")) == 1
        assert stamp.spelling in whole["docProps/custom.xml"].decode("utf-8")
        assert b"stamp" + b"0" not in b"".join(whole.values())
    properties = docx.Document(BytesIO(found.document)).core_properties
    assert (properties.author, properties.title) == ("kamctl", "client: form")
    assert properties.created is not None
    assert properties.created.date() == STAMP.today


def test_properties_of_the_form_s_own_are_kept_and_the_stamp_replaced() -> None:
    first = made(word("x")).document
    again = made(first).document
    assert parts(again)["docProps/custom.xml"].count(b"kamctl-document") == 1
    whole = parts(first)
    whole["docProps/custom.xml"] = whole["docProps/custom.xml"].replace(b'name="kamctl"', b'name="Department"')
    kept = parts(made(packed(whole)).document)["docProps/custom.xml"]
    names = [element.get("name") for element in ElementTree.fromstring(kept)]
    assert names == ["Department", "kamctl"]


def test_a_property_with_an_odd_number_is_counted_past() -> None:
    space = f"{OFFICE.removesuffix('/relationships')}/custom-properties"
    found = made(with_properties(f'<Properties xmlns="{space}"><property pid="x" name="Odd"/></Properties>'.encode()))
    kept = ElementTree.fromstring(parts(found.document)["docProps/custom.xml"])
    assert [(element.get("name"), element.get("pid")) for element in kept] == [("Odd", "x"), ("kamctl", "2")]


def test_the_same_form_and_plan_are_the_same_bytes() -> None:
    form = word("{{ plan.client }}", header="{{ today }}")
    assert made(form).document == made(form).document
    with zipfile.ZipFile(BytesIO(made(form).document)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def changed(name: str, data: bytes, form: bytes | None = None) -> bytes:
    whole = unpacked(form or word("x"))
    whole[name] = data
    return packed(whole)


PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def related(relation: str, part: str = "word/_rels/document.xml.rels", more: bytes = b"x") -> bytes:
    """A form with one more relation, to a part of it or to something outside; `{}` in it is the space of its types."""
    whole = unpacked(word("{{ plan.client }}"))
    line = relation.replace("{}", OFFICE)
    whole[part] = whole[part].replace(b"</Relationships>", f"{line}</Relationships>".encode())
    return packed({**whole, "word/more.bin": more})


def outside(kind: str, target: str = "http://evil.example/x", rest: str = "") -> bytes:
    return related(f'<Relationship Id="rId99" Type="{{}}/{kind}" {rest} Target="{target}" TargetMode="External"/>')


def inside(kind: str) -> bytes:
    return related(f'<Relationship Id="rId99" Type="{{}}/{kind}" Target="more.bin"/>')


def field(xml: str, after: str = "") -> bytes:
    """A form with a field in its first paragraph."""
    whole = unpacked(word("{{ plan.client }}"))
    body = whole["word/document.xml"].replace(b"<w:p>", f"<w:p>{xml}".encode(), 1)
    whole["word/document.xml"] = body.replace(b"</w:p>", f"{after}</w:p>".encode(), 1)
    return packed(whole)


def instructions(*pieces: str) -> str:
    runs = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    return begin + runs + end


def typed(content_type: str) -> bytes:
    whole = unpacked(word("x"))
    line = f'<Override PartName="/word/more.bin" ContentType="{content_type}"/></Types>'
    whole["[Content_Types].xml"] = whole["[Content_Types].xml"].replace(b"</Types>", line.encode())
    return packed({**whole, "word/more.bin": b"x"})


def with_properties(properties: bytes) -> bytes:
    relation = '<Relationship Id="r9" Type="{}/custom-properties" Target="docProps/custom.xml"/>'
    whole = unpacked(related(relation, "_rels/.rels"))
    whole["[Content_Types].xml"] = whole["[Content_Types].xml"].replace(
        b"</Types>", b'<Override PartName="/docProps/custom.xml" ContentType="application/octet-stream"/></Types>'
    )
    return packed({**whole, "docProps/custom.xml": properties})


def in_utf7() -> bytes:
    whole = unpacked(word("x"))["word/document.xml"]
    head = b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE a+AD4'
    return changed("word/document.xml", head + whole.split(b"?>", 1)[1])


def with_doctype() -> bytes:
    whole = unpacked(word("x"))["word/document.xml"]
    entity = b'?><!DOCTYPE a [<!ENTITY b "cccccccccccccccccccc">]>'
    return changed("word/document.xml", re.sub(rb"\?>", entity, whole, count=1))


REFUSED = {
    "nothing": (b"", "not a document of Word, or not whole"),
    "a text": (b"Hello", "not a document of Word, or not whole"),
    "half a file": (word("x")[:9000], "not a document of Word, or not whole"),
    "another archive": (packed({"a.txt": b"x"}), "not those of a document of Word"),
    "a document type": (with_doctype(), "a document type"),
    "macros": (changed("word/vbaProject.bin", b"x"), "macros"),
    "an object of another program": (changed("word/embeddings/oleObject1.bin", b"x"), "objects of other programs"),
    "a bomb": (changed("word/media/x.bin", b"\0" * 30_000_000), "MiB when it is unpacked"),
    "many small ones": (
        packed({**unpacked(word("x")), **{f"word/media/{each}": b"" for each in range(600)}}), "more parts",
    ),
    "a document type in another encoding": (in_utf7(), "XML that is not in UTF-8"),
    "one part twice, but for the case": (packed({**unpacked(word("x")), "WORD/document.xml": b""}), "or one twice"),
    "macros by another name": (inside("vbaProject"), "macros, or objects"),
    "an object by another name": (inside("oleObject"), "macros, or objects"),
    "a page that is put in": (inside("aFChunk"), "macros, or objects"),
    "a document of Word with macros": (typed("application/vnd.ms-word.document.macro&#69;nabled"), "macros, or"),
    "a part that is called macros": (typed("application/vnd.ms-office.vbaProject"), "macros, or objects"),
    "a template that is fetched": (outside("attachedTemplate"), "macros, or objects"),
    "a picture that is fetched": (outside("image"), "a link to something outside"),
    "one whose address has a bracket": (outside("image", rest='a="&gt;>"'), "a link to something outside"),
    "one that calls itself a hyperlink": (outside("image", "http://x/hyperlink"), "a link to something outside"),
    "one that is spelled in references": (
        related('<Relationship Id="r" Type="{}/image" Target="x" TargetMode="Extern&#97;l"/>'), "something outside",
    ),
    "one with a prefix": (
        related(f'<q:Relationship xmlns:q="{PACKAGE}" Id="r" Type="{{}}/image" Target="x" TargetMode="External"/>'),
        "a link to something outside",
    ),
    "a link that runs": (outside("hyperlink", "javascript:alert(1)"), "leads to no page"),
    "a link to a share": (outside("hyperlink", "file://evil.example/x"), "leads to no page"),
    "a field that starts a program": (field(instructions(" DDEAUTO c:\\x.exe")), "a field that fetches"),
    "one in pieces": (field(instructions(" DD", "E c:\\x.exe")), "a field that fetches"),
    "one in one piece": (field('<w:fldSimple w:instr="INCLUDEPICTURE http://x/x.png"/>'), "a field that fetches"),
    "one that the form writes": (field(instructions(" {{ 'DD' ~ 'EAUTO' }} c:\\x.exe")), "a field that fetches"),
    "properties that are no XML": (with_properties(b"none"), "not those of a document of Word"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_a_form_with_something_inside_that_none_may_have_is_refused(data: bytes, said: str) -> None:
    found = made(data)
    assert (found.fault, found.document) == (FORBIDDEN, b"")
    assert said in found.detail


def test_a_link_that_somebody_must_click_is_no_fault() -> None:
    for target in ("https://example.com/", "http://example.com/", "mailto:a@example.com", "tel:+70000000000"):
        assert made(outside("hyperlink", target)).fault == ""
    assert made(field(instructions(" PAGE "), instructions(" NUMPAGES "))).fault == ""


def test_what_is_broken_is_told_with_the_text_near_it() -> None:
    found = made(word("Limit", "{% for x in %}", "Days"))
    assert (found.fault, found.line) == (BROKEN, 0)
    assert found.detail.startswith("Expected an expression")
    assert "Limit" in found.detail


def test_a_form_cannot_write_another_stamp_or_reach_behind_values() -> None:
    assert made(word("{{ ''.__class__ }}")).fault == FORBIDDEN
    form = docx.Document()
    form.core_properties.title = "{{ ''.__class__ }}"
    form.add_paragraph("x")
    whole = BytesIO()
    form.save(whole)
    found = made(whole.getvalue())
    assert found.fault == ""
    assert b"__class__" not in parts(found.document)["docProps/core.xml"]
