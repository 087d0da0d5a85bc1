"""A plan's card as text, Markdown and JSON."""

from __future__ import annotations

from collections.abc import Iterator

from kamctl.insight.card import PlanCard
from kamctl.insight.report import Entry, Listing, Part, Section, Table
from kamctl.render import cells, coverage, safe
from kamctl.render.fitting import LONGEST
from kamctl.render.prose import BOLD, DIM, RED, Paint, flow, fold
from kamctl.render.table import markdown_lines, objects, text_lines
from kamctl.render.tone import style
from kamctl.words import count

INDENT = "  "


def as_text(card: PlanCard, *, width: int, colour: bool) -> str:
    """The card for a terminal of `width` columns; with `colour`, in plain ANSI colours."""
    paint = Paint(colour)
    name, *head = card.head
    title = f"{name.value.text} ({card.client})" if name.value else card.client
    lines = [paint(line, BOLD) for line in fold(title, width)]
    lines += flow(_pieces((*head, *card.own)), width, paint)
    lines += [paint(line, DIM) for line in fold(_basis(card), width)]
    for section in (*card.figures, *card.sections):
        body = list(_body(section, width - len(INDENT), paint))
        if body:
            lines += ["", *(paint(line, BOLD) for line in fold(section.title, width))]
            lines += [f"{INDENT}{line}" for line in body]
    lines += ["", *(paint(line, RED if card.errors else "") for line in fold(_verdict(card), width))]
    if card.schema_errors:
        lines += [paint(line, RED) for line in fold(coverage.SCHEMA_ERRORS, width)]
    return "\n".join(lines) + "\n"


def _basis(card: PlanCard) -> str:
    return f"As of {coverage.day_and_currency(card.today, card.stood, card.currency)}"


def _verdict(card: PlanCard) -> str:
    found = [count(number, noun) for number, noun in ((card.errors, "error"), (card.warnings, "warning")) if number]
    if not found:
        return "Lint has no findings in this plan." if card.schema_errors else "Lint has no findings."
    them = "it" if card.errors + card.warnings == 1 else "them"
    return f"Lint has {' and '.join(found)}; see {them} with: kamctl lint {card.path}"


def _pieces(entries: tuple[Entry, ...]) -> Iterator[tuple[str, str]]:
    for entry in entries:
        if entry.value is not None and entry.value.text:
            text = f"{entry.title}: {entry.value.text}" if entry.title else entry.value.text
            yield text, style(entry.value)


def _body(section: Section, width: int, paint: Paint) -> Iterator[str]:
    """The lines of a section; short fields share a line, long ones have their own."""
    entries: list[tuple[str, str]] = []
    for part in section.parts or ():
        if isinstance(part, Entry):
            for piece in _pieces((part,)):
                if cells.width(safe.inert(piece[0])) * 2 > width:
                    yield from flow(entries, width, paint)
                    yield from flow([piece], width, paint)
                    entries = []
                else:
                    entries.append(piece)
            continue
        yield from flow(entries, width, paint)
        entries = []
        if isinstance(part, Table):
            yield from text_lines(part, width, paint)
        elif part.items:
            yield from fold(part.title, width)
            for item in part.items:
                first, *others = fold(item.text, width - 4)
                yield from [f"  - {first}", *(f"    {line}" for line in others)]
    yield from flow(entries, width, paint)


def as_markdown(card: PlanCard) -> str:
    """The card as a page, short enough for a comment; what would make it longer is counted."""
    name, *head = card.head
    title = f"{name.value.text} ({card.client})" if name.value else card.client
    blocks = [f"## {safe.markdown(title)}\n", _fields((*head, *card.own)), f"{safe.markdown(_basis(card))}\n"]
    blocks = [block for block in blocks if block]
    said = (_verdict(card), coverage.SCHEMA_ERRORS) if card.schema_errors else (_verdict(card),)
    ending = f"\n{' '.join(safe.markdown(sentence) for sentence in said)}\n"
    room = LONGEST - sum(len(block) for block in blocks) - len(ending)
    written = [section for section in (*card.figures, *card.sections) if section.parts]
    for number, section in enumerate(written):
        block = f"\n### {safe.markdown(section.title)}\n\n{_markdown(section)}"
        if len(block) > room:
            blocks.append(f"\n…and {count(len(written) - number, 'section')} more.\n")
            break
        blocks.append(block)
        room -= len(block)
    return "".join(blocks) + ending


def _fields(entries: tuple[Entry, ...]) -> str:
    lines = [f"- {safe.markdown(text)}\n" for text, _ in _pieces(entries)]
    return "\n" + "".join(lines) + "\n" if lines else "\n"


def _markdown(section: Section) -> str:
    blocks: list[str] = []
    entries: list[str] = []
    for part in section.parts or ():
        if isinstance(part, Entry):
            entries += [f"- {safe.markdown(text)}\n" for text, _ in _pieces((part,))]
        elif isinstance(part, Listing):
            blocks.append("".join(entries))
            entries = []
            items = "".join(f"  - {safe.markdown(item.text)}\n" for item in part.items)
            blocks.append(f"- {safe.markdown(part.title)}\n{items}" if items else "")
        else:
            blocks.append("".join(entries))
            entries = []
            lines = markdown_lines(part)
            blocks.append("\n".join(lines) + "\n" if lines else "")
    blocks.append("".join(entries))
    return "\n".join(block for block in blocks if block)


def as_json(card: PlanCard) -> str:
    """The card for other programs, `"version": 1`; null where the plan says nothing."""
    return safe.json_text(
        {
            "version": 1,
            "today": card.today.isoformat(),
            "client": card.client,
            "path": card.path,
            "currency": card.currency,
            **{entry.key: _data(entry) for entry in card.head},
            "fields": {entry.key: _data(entry) for entry in card.own},
            "figures": {section.key: _object(section) for section in card.figures},
            "sections": {section.key: _object(section) for section in card.sections},
            "findings": {"errors": card.errors, "warnings": card.warnings},
            "schema_errors": card.schema_errors,
        }
    )


def _data(entry: Entry) -> object:
    return None if entry.value is None else entry.value.data


def _object(section: Section) -> dict[str, object] | None:
    if section.parts is None:
        return None
    said: dict[str, object] = {}
    for part in section.parts:
        said |= _member(part)
    return said


def _member(part: Part) -> dict[str, object]:
    if isinstance(part, Entry):
        return {part.key: _data(part)}
    if isinstance(part, Listing):
        return {part.key: [item.data for item in part.items]}
    if part.total is None:
        return {part.key: objects(part)}
    total = {
        column.key: value.data
        for column, value in zip(part.columns, part.total, strict=True)
        if value is not None and value.data is not None
    }
    return {part.key: objects(part), "total": total}
