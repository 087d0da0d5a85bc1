"""What a page that a form makes may have, and what it may not."""

from __future__ import annotations

import pytest

from kamctl.exchange.documents.filling import FORBIDDEN
from tests.exchange.forms import filled

FINE = {
    "a whole page": "<!DOCTYPE html>\n<html lang='ru'><head><meta charset=utf-8></head><body></body></html>",
    "a style sheet": "<style>p > b { color: #666; } @page { margin: 15mm; }</style>",
    "a link": '<a href="https://example.com/?a=1&amp;b=2" target=_blank rel="noopener">x</a>',
    "an address": "<a href=mailto:a@example.com>x</a>",
    "a telephone": "<a href='tel:+70000000000'>x</a>",
    "a place on the page": "<a href=#top>x</a>",
    "a picture of its own": '<img alt="" src="data:image/png;base64,iVBORw0KGgo=">',
    "a comment": "<!-- for us -->",
    "a table": "<table><tr valign=top><td width='10%' nowrap>x<br/>y</td></tr></table>",
    "a policy": """<meta http-equiv="Content-Security-Policy" content="default-src 'none'">""",
    "what looks like an attribute in a text": "<p>online = 5%, onclick=1, href=x</p>",
}


@pytest.mark.parametrize("page", FINE.values(), ids=FINE.keys())
def test_words_and_tables_are_fine(page: str) -> None:
    assert (filled(page, suffix=".html").fault, filled(page, suffix=".html").detail) == ("", "")


REFUSED = {
    "a script": ("<script>alert(1)</script>", "<script>"),
    "one in capitals": ("<SCRIPT SRC=//x></SCRIPT>", "<script>"),
    "one with a slash": ("<script/x>", "no plain tag"),
    "one that the form writes": ("<{{ 'scr' ~ 'ipt' }}>", "<script>"),
    "one behind a comment that is none": ("<!--><script>alert(1)</script>-->", "no plain tag"),
    "one in a comment": ("<!-- <script>alert(1)</script> -->", "no plain tag"),
    "a frame of this machine's": ('<iframe src="file:///etc/passwd"></iframe>', "<iframe>"),
    "an object": ('<object data="https://evil.example"></object>', "<object>"),
    "a drawing": ("<svg><style>@import 'x'</style></svg>", "<svg>"),
    "a style sheet from elsewhere": ('<link rel="stylesheet" href="https://evil.example/x.css">', "<link>"),
    "a picture from elsewhere": ('<img src="https://evil.example/x.png">', "a picture that stands in another file"),
    "a picture of this machine's": ("<img src=file:///x.png>", "a picture that stands in another file"),
    "a drawing as a picture": ("<img src='data:image/svg+xml;base64,x'>", "a picture that stands in another file"),
    "a handler": ('<p onclick="alert(1)">', "onclick of <p>"),
    "a handler behind quotes": ("""<p x' a="'>" onclick=1>""", "no plain tag"),
    "a handler from a text of the plan": ("<p title={{ plan.client }}>", "onclick of <p>"),
    "a link that runs": ("<a href='javascript:alert(1)'>", "a link that leads to no page"),
    "one in references": ("<a href='java&#115;cript:alert(1)'>", "a link that leads to no page"),
    "one with a tab": ("<a href='java\tscript:alert(1)'>", "a link that leads to no page"),
    "another base": ("<base href='https://evil.example/'>", "<base>"),
    "a way elsewhere": ("<meta http-equiv=refresh content='0;url=https://evil.example'>", "http-equiv refresh"),
    "one spelled in references": ("<meta http-equiv='&#114;efresh' content='0'>", "http-equiv refresh"),
    "a background": ("<body background='https://evil.example/x.png'>", "background of <body>"),
    "a style that fetches": ("<p style='background: url(https://evil.example)'>", "a style that fetches"),
    "a style that hides it": ("<style>p { background: u\\72l(https://evil.example) }</style>", "a style sheet that"),
    "a style sheet that imports": ("<style>@import 'https://evil.example';</style>", "a style sheet that"),
    "an attribute that is not closed": ('<p title="x>', "no plain tag"),
    "an instruction": ("<?xml-stylesheet href='x'?>", "no plain tag"),
    "a form to send": ("<form action=https://evil.example><input></form>", "<form>"),
}


@pytest.mark.parametrize(("page", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_what_runs_or_is_fetched_is_refused_by_name(page: str, said: str) -> None:
    made = filled(page, "client: x onclick=alert(1)\n", suffix=".html")
    assert (made.fault, made.document) == (FORBIDDEN, b"")
    assert said in made.detail
