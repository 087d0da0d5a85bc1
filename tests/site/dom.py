"""Pages as trees, read strictly: every element is closed where it must be, and nothing is guessed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

VOID = {"meta", "link", "input", "br"}


@dataclass
class Element:
    """An element with what is inside: elements and texts."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    inside: list[Element | str] = field(default_factory=list)

    def all(self, tag: str = "") -> Iterator[Element]:
        """Every element below this one, in the order of the page; of one kind alone where one is named."""
        for each in self.inside:
            if isinstance(each, Element):
                if tag in ("", each.tag):
                    yield each
                yield from each.all(tag)

    def texts(self) -> Iterator[str]:
        """Every text below, styles and scripts left out."""
        for each in self.inside:
            if isinstance(each, str):
                yield each
            elif each.tag not in ("style", "script"):
                yield from each.texts()

    @property
    def text(self) -> str:
        """All that is read of it."""
        return "".join(self.texts()).strip()

    def by_id(self, id_: str) -> Element:
        """The one element that is called so."""
        [found] = [each for each in self.all() if each.attributes.get("id") == id_]
        return found

    def has(self, id_: str) -> bool:
        """Whether an element is called so."""
        return any(each.attributes.get("id") == id_ for each in self.all())

    def row_of(self, table: str) -> list[dict[str, Any]]:
        """The rows of a table as programs read them, by the keys of its columns; without what is empty."""
        held = self.by_id(table)
        [head, *_] = held.all("thead")
        keys = [each.attributes["data-key"] for each in head.all("th")]
        [body] = held.all("tbody")
        return [
            {key: value for key, cell in zip(keys, _cells(line), strict=True) if (value := figure(cell)) is not None}
            for line in body.all("tr")
        ]


def figure(cell: Element) -> Any:
    """What programs read of a cell: a number where it is one, None where nothing stands there."""
    data = next(cell.all("data"), None)
    text = cell.text if data is None else data.attributes["value"]
    try:
        return float(text)
    except ValueError:
        return text or None


def _cells(line: Element) -> list[Element]:
    return [each for each in line.inside if isinstance(each, Element)]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), (tag, names)
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].inside.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, (tag, [each.tag for each in self.open], self.getpos())
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")


def parse(page: bytes) -> Element:
    """The tree of a page."""
    reader = _Reader()
    reader.feed(page.decode())
    reader.close()
    assert reader.open == [reader.root]
    return reader.root
