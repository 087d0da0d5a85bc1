"""What an import changes, and what it does not take, as text and JSON."""

from __future__ import annotations

from collections.abc import Iterator

from kamctl.exchange.trouble import ImportReport, Trouble
from kamctl.render import safe
from kamctl.render.changes import ARROW, diff_text
from kamctl.render.changes_data import changes
from kamctl.render.prose import DIM, RED, Paint, fold
from kamctl.words import count

SAME = "The plans say so already; there is nothing to change."


def as_text(report: ImportReport, *, width: int, colour: bool, arrow: str = ARROW) -> str:
    """The changes in meaning, then what of the file is not taken, then whether anything was written."""
    paint = Paint(colour)
    lines: list[str] = []
    for note in report.notes:
        lines += [paint(line, DIM) for line in fold(str(note), width)]
    if report.changes.events:
        lines += ["", diff_text(report.changes, width=width, colour=colour, arrow=arrow).rstrip("\n")]
    elif not report.troubles:
        lines += fold(SAME, width)
    if report.troubles:
        lines += ["", *(line for trouble in report.troubles for line in _told(report.file, trouble, width, paint))]
    lines += ["", *fold(_end(report), width)]
    return "\n".join(lines).removeprefix("\n") + "\n"


def _told(file: str, trouble: Trouble, width: int, paint: Paint) -> Iterator[str]:
    place = safe.inert(f"{file}:{trouble.place}" if trouble.place else file)
    first, *others = fold(f"{place}: error: {trouble.message}", width, hang=4)
    yield paint(first, RED)
    yield from (f"    {line}" for line in others)
    if trouble.hint is not None:
        yield from (paint(f"  {line}", DIM) for line in fold(f"= hint: {trouble.hint}", width - 2, hang=4))


def _end(report: ImportReport) -> str:
    """What has become of it."""
    troubles = f"{count(len(report.troubles), 'finding')}, and what has one is not taken. " if report.troubles else ""
    if not report.changes.events:
        return f"{troubles}Nothing was written."
    if report.applied:
        return f"{troubles}Wrote {count(len(report.changes.events), 'plan')}."
    return f"{troubles}Nothing was written yet; with --apply the changes are."


def as_json(report: ImportReport) -> str:
    """`{"version": 1, "file", "applied", "changes": […], "findings": […]}`."""
    return safe.json_text(
        {
            "version": 1,
            "file": report.file,
            "applied": report.applied,
            "changes": changes(report.changes.events, committed=False),
            "findings": [
                {
                    "place": trouble.place or None,
                    "severity": "error",
                    "message": str(trouble.message),
                    "hint": None if trouble.hint is None else str(trouble.hint),
                    "client": trouble.client,
                    "field": trouble.field,
                }
                for trouble in report.troubles
            ],
            "notes": [str(note) for note in report.notes],
        }
    )
