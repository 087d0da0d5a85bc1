"""The promotions of a plan: what was planned and what came of it, one below the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kamctl.insight import spelling
from kamctl.insight.promo import FIGURES, SIDES
from kamctl.insight.report import NUMBER, TEXT, Column, Row, Table, Value
from kamctl.site.grid import Grid, grid, text_of
from kamctl.site.texts import CLIENT

_TERMS = ("cost", "break_even_uplift")


def promotion_grid(promotions: Table) -> Grid | None:
    """The promotions, a row for the plan and one for what came of it."""
    if not promotions.rows:
        return None
    columns = (
        Column("promotion", CLIENT["promotion"]),
        Column("days", CLIENT["days"], TEXT),
        Column("verdict", CLIENT["verdict"]),
        Column("side", CLIENT["side"]),
        *(Column(key, CLIENT[key], NUMBER) for key in (*FIGURES, *_TERMS)),
        Column("note", CLIENT["note"], TEXT),
    )
    keys = [column.key for column in promotions.columns]
    rows = tuple(row for each in promotions.rows for row in _sides(dict(zip(keys, each, strict=True))))
    return grid("promotions", CLIENT["promotions_caption"], Table("promotions", columns, rows))


def _sides(told: Mapping[str, Value | None]) -> Iterator[Row]:
    """The sides of which something is known, one at least."""
    known = [side for side in SIDES if told[f"{side}_turnover"] is not None] or SIDES[:1]
    days = spelling.words(CLIENT["from_to"].format(first=text_of(told["from"]), last=text_of(told["to"])))
    for side in known:
        figures = (told[f"{side}_{figure}"] for figure in FIGURES)
        terms = (told[key] for key in _TERMS)
        yield (told["promotion"], days, told["verdict"], spelling.words(side), *figures, *terms, told["note"])
