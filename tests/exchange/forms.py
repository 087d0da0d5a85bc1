"""Forms for tests: a template of text or of a word processor, filled in from the harness's plan, in this process."""

from __future__ import annotations

from datetime import date
from functools import cache
from io import BytesIO

import docx

from kamctl.exchange.documents.fact import Fact
from kamctl.exchange.documents.figure_facts import figure_facts
from kamctl.exchange.documents.filling import Filled, Job, fill
from kamctl.exchange.documents.origin import Origin
from kamctl.exchange.documents.plan_facts import catalogue_facts, plan_facts
from kamctl.exchange.documents.stamp import Stamp
from kamctl.insight.portfolio import portfolio_of
from kamctl.plan.load import LoadedPlan, client_id, load_plan
from kamctl.plan.schema import Schema
from kamctl.plan.source import RawFile
from tests.harness import TODAY, schema_of
from tests.insight.plans import world
from tests.ours import ROOT

STAMP = Stamp("client", "form", "en", TODAY, Origin("0123456789" * 4))


def facts_of(sections: str = "", **schema: str) -> dict[str, Fact]:
    """What a form may say of the base plan with `sections` laid over it."""
    return _facts(*world(sections, **schema), TODAY)


def _facts(loaded: LoadedPlan, schema: Schema, today: date) -> dict[str, Fact]:
    portfolio = portfolio_of([loaded], schema, today)
    [entry] = portfolio.plans
    return {"plan": plan_facts(entry, schema), "figures": figure_facts(portfolio), **catalogue_facts(schema)}


@cache
def facts_of_ours() -> dict[str, dict[str, Fact]]:
    """What a form may say of each of this repository's own plans, by client, on the day of our transcripts."""
    schema = schema_of({f"schema/{path.name}": path.read_bytes() for path in (ROOT / "schema").glob("*.yaml")})
    files = [RawFile(path.name, path.read_bytes()) for path in sorted((ROOT / "plans").rglob("*.yaml"))]
    return {client_id(file.name): _facts(load_plan(file, schema), schema, date(2026, 11, 23)) for file in files}


def filled(
    template: str | bytes, sections: str = "", *, suffix: str = ".md", language: str = "en", **schema: str
) -> Filled:
    """What comes of a form."""
    data = template.encode() if isinstance(template, str) else template
    return fill(Job(suffix, data, facts_of(sections, **schema), STAMP._replace(language=language), "RUB"))


def text(template: str, sections: str = "", language: str = "en", **schema: str) -> str:
    """What a form says, as text between its own marks, where nothing is missing."""
    made = filled(f"<body>«{template}»</body>", sections, suffix=".html", language=language, **schema)
    assert (made.fault, made.detail, made.missing, made.unknown, made.lost) == ("", "", (), (), ())
    inside = made.document.decode().split("«")[1].split("»")[0]
    return inside.replace("\u00a0", " ")


def word(*paragraphs: str, header: str = "", table: tuple[str, ...] = ()) -> bytes:
    """A form of a word processor with these paragraphs, and a table with a row for each of some texts."""
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if table:
        rows = document.add_table(rows=len(table), cols=1).rows
        for row, cell in zip(rows, table, strict=True):
            row.cells[0].text = cell
    if header:
        document.sections[0].header.paragraphs[0].text = header
    whole = BytesIO()
    document.save(whole)
    return whole.getvalue()


def paragraphs(data: bytes) -> list[str]:
    """The paragraphs of a document, as python-docx reads them."""
    return [paragraph.text for paragraph in docx.Document(BytesIO(data)).paragraphs]
