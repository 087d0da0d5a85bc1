"""What a page that a form makes may have: words and tables; nothing that runs, or is fetched when the page is opened.

Whoever opens the page, LibreOffice among them when it makes a PDF, would fetch it otherwise, from the network or from
this machine. A text of the plan has no bracket and no quote here, so each `<` is the form's own and begins a tag of a
plain spelling, which browsers and this module read alike; tags, attributes and addresses are those of short lists.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from kamctl.exchange.documents.refusal import RefusedFormError

_TAGS = frozenset({
    "html", "head", "meta", "title", "style", "body", "h1", "h2", "h3", "h4", "h5", "h6", "p", "div", "span", "ul",
    "ol", "li", "dl", "dt", "dd", "table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th",
    "td", "b", "i", "u", "s", "em", "strong", "small", "sub", "sup", "br", "hr", "wbr", "a", "bdi", "bdo",
    "blockquote", "q", "pre", "code", "img", "section", "article", "header", "footer", "main", "nav", "aside",
    "figure", "figcaption", "address", "time", "abbr", "mark", "font", "center",
})  # fmt: skip
_ATTRIBUTES = frozenset({
    "class", "id", "lang", "dir", "title", "width", "height", "align", "valign", "border", "cellspacing",
    "cellpadding", "frame", "rules", "bordercolor", "bgcolor", "color", "face", "size", "colspan", "rowspan",
    "span", "scope", "headers", "nowrap", "style", "name", "content", "charset", "http-equiv", "href", "src", "alt",
    "start", "type", "value", "reversed", "media", "datetime", "role", "hidden", "translate", "target", "rel",
    "abbr",
})  # fmt: skip
_HEADS = ("content-security-policy", "content-type")
_LINK = re.compile("(?:https:|mailto:|tel:|#)", re.IGNORECASE)
_PICTURE = re.compile("data:image/(?:png|jpeg|gif|webp);base64,", re.IGNORECASE)
_FETCHES = re.compile(r"url\s*\(|@import|image-set|\bsrc\s*\(|expression|\\", re.IGNORECASE)
"""In a style sheet; behind a backslash any of them could hide."""

_NAME = r"""[A-Za-z][\w:-]*"""
_VALUE = r""""[^"<>]*"|'[^'<>]*'|[^\s"'<>=`]+"""
_TAG = re.compile(rf"</?(?P<tag>[A-Za-z][A-Za-z0-9]*)(?P<rest>(?:\s+{_NAME}(?:\s*=\s*(?:{_VALUE}))?)*)\s*/?>")
_ATTRIBUTE = re.compile(rf"\s(?P<name>{_NAME})(?:\s*=\s*(?P<value>{_VALUE}))?")
_OTHER = re.compile(r"<!doctype\s[^<>]*>|<!--(?!-?>)(?:(?!--)[^<>])*-->", re.IGNORECASE)
_STYLE = re.compile(r"<style\b[^>]*>([^<]*)", re.IGNORECASE)


def require_page(text: str) -> None:
    """RefusedFormError where a page has something that none may have."""
    at = text.find("<")
    while at >= 0:
        found = _TAG.match(text, at)
        if found is not None:
            _require_tag(found)
        elif (found := _OTHER.match(text, at)) is None:
            raise RefusedFormError(f"what is no plain tag: {' '.join(text[at : at + 30].split())}")
        at = text.find("<", found.end())
    if any(_FETCHES.search(style) for style in _STYLE.findall(text)):
        raise RefusedFormError("a style sheet that fetches something, or has a backslash")


def _require_tag(found: re.Match[str]) -> None:
    tag = found["tag"].lower()
    if tag not in _TAGS:
        raise RefusedFormError(f"<{tag}>, which runs or fetches something, or is not known")
    for name, value in _attributes(found["rest"]):
        if name not in _ATTRIBUTES and not name.startswith(("aria-", "data-")):
            raise RefusedFormError(f"{name} of <{tag}>, which runs or fetches something, or is not known")
        address = re.sub(r"[\x00-\x20]", "", value)
        if name == "href" and not (tag == "a" and _LINK.match(address)):
            raise RefusedFormError("a link that leads to no page, address or telephone")
        if name == "src" and not (tag == "img" and _PICTURE.match(address)):
            raise RefusedFormError("a picture that stands in another file")
        if name == "http-equiv" and address.lower() not in _HEADS:
            raise RefusedFormError(f"http-equiv {value}, which leads elsewhere")
        if name == "style" and _FETCHES.search(value):
            raise RefusedFormError("a style that fetches something, or has a backslash")


def _attributes(rest: str) -> Iterator[tuple[str, str]]:
    for found in _ATTRIBUTE.finditer(rest):
        yield found["name"].lower(), html.unescape((found["value"] or "").strip("\"'"))
