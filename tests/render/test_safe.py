"""Text is harmless and readable wherever it goes."""

from __future__ import annotations

import json
import sys
import unicodedata
from xml.etree import ElementTree

import pytest

from kamctl.render import safe
from tests.payloads import CASES


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("Northern Retail", "Northern Retail", id="plain text stays"),
        pytest.param("Северный ритейл — 日本 e\u0301", "Северный ритейл — 日本 e\u0301", id="every script stays"),
        pytest.param("12\xa0000", "12\xa0000", id="a no-break space stays"),
        pytest.param("\x1b[31m", "<U+001B>[31m", id="an escape is shown"),
        pytest.param("\x9b31m", "<U+009B>31m", id="a C1 control is shown"),
        pytest.param("a\tb\r\nc", "a<U+0009>b<U+000D><U+000A>c", id="tabs and line ends are shown"),
        pytest.param("a\x7f\x85\u2028\u2029", "a<U+007F><U+0085><U+2028><U+2029>", id="other line ends are shown"),
        pytest.param("\u202eabc", "<U+202E>abc", id="a bidi override is shown"),
        pytest.param("a\u200bb\ufeff", "a<U+200B>b<U+FEFF>", id="zero width is shown"),
        pytest.param("a\u200db", "a<U+200D>b", id="a joiner outside an emoji is shown"),
        pytest.param("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧", id="a joiner inside an emoji stays"),
        pytest.param("👩🏽\u200d⚕\ufe0f", "👩🏽\u200d⚕\ufe0f", id="with a skin tone and a selector too"),
        pytest.param("👨\u200dx", "👨<U+200D>x", id="a joiner after an emoji alone is shown"),
        pytest.param("❤\ufe0f", "❤\ufe0f", id="a selector after an emoji stays"),
        pytest.param("❤\ufe0f\ufe0f", "❤\ufe0f<U+FE0F>", id="a second selector is shown"),
        pytest.param("a\ufe0f", "a<U+FE0F>", id="a selector after a letter is shown"),
        pytest.param("1\ufe0f\u20e3", "1\ufe0f\u20e3", id="a keycap stays"),
        pytest.param("1\ufe0f", "1<U+FE0F>", id="half a keycap is shown"),
        pytest.param("\u115f\u1160\u3164\uffa0", "<U+115F><U+1160><U+3164><U+FFA0>", id="Hangul fillers are shown"),
        pytest.param("\U000e0041", "<U+E0041>", id="a tag is shown"),
        pytest.param("\U000e0100", "<U+E0100>", id="a supplementary selector is shown"),
        pytest.param("\ud800", "<U+D800>", id="a lone surrogate is shown"),
        pytest.param("\ufffe\U0010ffff", "<U+FFFE><U+10FFFF>", id="no characters are shown"),
    ],
)
def test_what_is_invisible_becomes_visible(text: str, shown: str) -> None:
    assert safe.visible(text) == shown


def test_every_character_that_unicode_calls_a_control_or_a_format_is_shown() -> None:
    acting = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    characters = [chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) in acting]

    missed = [f"{ord(each):X}" for each in characters if safe.visible(f"a{each}b") != f"a<U+{ord(each):04X}>b"]

    assert missed == []


def test_letters_marks_numbers_and_signs_stay() -> None:
    # Marks and letters that are drawn as nothing: fillers, selectors, the grapheme joiner, Khmer inherent vowels.
    blank = {0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0, *range(0x180B, 0x1810), *range(0xFE00, 0xFE10)}
    seen = [code for code in range(0xE0000) if unicodedata.category(chr(code))[0] in "LMNPS" and code not in blank]

    assert [f"{code:X}" for code in seen if safe.visible(chr(code)) != chr(code)] == []


@pytest.mark.no_cover
@pytest.mark.parametrize("text", CASES)
def test_making_visible_twice_changes_nothing_more(text: str) -> None:
    assert safe.visible(safe.visible(text)) == safe.visible(text)
    assert safe.inert(safe.inert(text)) == safe.inert(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("12:30", "12:30", id="a single colon stays"),
        pytest.param("::error::x", ":<U+003A>error:<U+003A>x", id="a GitHub command is broken"),
        pytest.param("  a::b", "  a:<U+003A>b", id="in the middle too"),
        pytest.param(":::::", ":<U+003A>:<U+003A>:", id="many colons are broken in pairs"),
        pytest.param("## [a]", "## [a]", id="a heading stays"),
        pytest.param("##[group]x", "##<U+005B>group]x", id="a runner's own command is broken"),
        pytest.param("a###[b", "a###<U+005B>b", id="after more signs too"),
        pytest.param("##vso[a]", "##vso<U+005B>a]", id="an Azure command is broken"),
        pytest.param("a\n::b", "a<U+000A>:<U+003A>b", id="on another line too"),
    ],
)
def test_commands_of_a_ci_are_broken_in_two(text: str, shown: str) -> None:
    assert safe.inert(text) == shown


@pytest.mark.parametrize(
    ("text", "data", "value"),
    [
        pytest.param("7%", "7%25", "7%25", id="percent"),
        pytest.param("a: b, c", "a: b, c", "a%3A b%2C c", id="colon and comma count in a property only"),
        pytest.param("%0A", "%250A", "%250A", id="an escape is no line end"),
        pytest.param("a\r\nb", "a<U+000D><U+000A>b", "a<U+000D><U+000A>b", id="line ends are shown"),
        pytest.param("a::b", "a:<U+003A>b", "a%3A%3Ab", id="a property keeps its colons"),
        pytest.param("##[x]", "##<U+005B>x]", "##<U+005B>x]", id="the other kind of command"),
    ],
)
def test_github_commands_are_escaped(text: str, data: str, value: str) -> None:
    assert (safe.github_data(text), safe.github_property(text)) == (data, value)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("Write 7.5%, not 12 000 000!", r"Write 7.5%, not 12 000 000\!", id="a sentence stays readable"),
        pytest.param("credit_line.limit", r"credit\_line.limit", id="an identifier"),
        pytest.param("2026-02-03", "2026-02-03", id="a date"),
        pytest.param("@all", r"\<U+0040\>all", id="a mention"),
        pytest.param("closes #1", r"closes \<U+0023\>1", id="an issue is not closed"),
        pytest.param("octo/repo#1", r"octo/repo\<U+0023\>1", id="an issue elsewhere"),
        pytest.param("GH-1", r"GH\<U+002D\>1", id="the other way to write it"),
        pytest.param("# x", r"\# x", id="a heading"),
        pytest.param("https://a.b", r"https:\<U+002F\>/a.b", id="an address"),
        pytest.param("www.a.b", r"www\<U+002E\>a.b", id="an address without a scheme"),
        pytest.param("deadbeef 1234567", "`deadbeef` 1234567", id="a commit, and an amount of money"),
        pytest.param("[a](b) ![c](d)", r"\[a\](b) \!\[c\](d)", id="links and images"),
        pytest.param("<b>&amp;</b>", r"\<b\>\&amp;\</b\>", id="HTML"),
        pytest.param("a|b", r"a\|b", id="a table's bar"),
        pytest.param("``x``", r"\`\`x\`\`", id="code"),
        pytest.param("- a", r"\- a", id="a list"),
        pytest.param("1. a", r"1\. a", id="a numbered list"),
        pytest.param("12) a", r"12\) a", id="the other numbered list"),
        pytest.param("===", r"\===", id="an underline"),
        pytest.param("/close", r"\/close", id="a quick action"),
        pytest.param("    a\nb", r"a\<U+000A\>b", id="an indented block, and a line end"),
    ],
)
def test_markdown_is_only_text(text: str, shown: str) -> None:
    assert safe.markdown(text) == shown


@pytest.mark.no_cover
@pytest.mark.parametrize("text", CASES)
def test_xml_takes_any_text(text: str) -> None:
    element = ElementTree.Element("a", {"b": safe.xml_text(text)})
    element.text = safe.xml_text(text)

    read = ElementTree.fromstring(ElementTree.tostring(element, encoding="unicode"))

    assert (read.text or "", read.attrib["b"]) == (safe.inert(text), safe.inert(text))


@pytest.mark.parametrize(
    ("value", "document"),
    [
        pytest.param({"b": 1, "a": None}, '{\n  "b": 1,\n  "a": null\n}\n', id="keys keep their order"),
        pytest.param("Северный 日本", '"Северный 日本"\n', id="every script stays"),
        pytest.param("a\u2028b\x85\u202e", '"a\\u2028b\\u0085\\u202e"\n', id="what is invisible is escaped"),
        pytest.param("\U000e0041", '"\\udb40\\udc41"\n', id="beyond the first plane as a pair"),
        pytest.param("::a ##[b", '":\\u003aa ##\\u005bb"\n', id="commands are escaped"),
        pytest.param("\ud800", '"<U+D800>"\n', id="a lone surrogate is shown"),
        pytest.param("\\\u200b\\n", '"\\\\\\u200b\\\\n"\n', id="a backslash before an escape"),
    ],
)
def test_json_is_written_so_that_it_cannot_act(value: object, document: str) -> None:
    assert safe.json_text(value) == document


@pytest.mark.no_cover
@pytest.mark.parametrize("text", CASES)
def test_json_gives_every_string_back(text: str) -> None:
    whole = "".join(safe.visible(each) if "\ud800" <= each <= "\udfff" else each for each in text)

    assert json.loads(safe.json_text({text: [text]})) == {whole: [whole]}


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_json_refuses_what_is_no_number(number: float) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        safe.json_text([number])


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        pytest.param("plans/a-b_c.d~1.yaml", "plans/a-b_c.d~1.yaml", id="plain"),
        pytest.param("plans/a b%.yaml", "plans/a%20b%25.yaml", id="space and percent"),
        pytest.param("plans/ё.yaml", "plans/%D1%91.yaml", id="Cyrillic"),
        pytest.param("a:b?c#d", "a%3Ab%3Fc%23d", id="no scheme, query or fragment"),
        pytest.param("//host/a", "%2F/host/a", id="no host"),
        pytest.param("\udcffa", "%FFa", id="a byte that is no UTF-8"),
        pytest.param("\ud800a", "%ED%A0%80a", id="any other surrogate"),
    ],
)
def test_paths_become_relative_addresses(path: str, uri: str) -> None:
    assert safe.uri_path(path) == uri
