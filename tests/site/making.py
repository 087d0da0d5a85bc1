"""Sites in memory, of plans in memory or on the disk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from kamctl.cli import app as edge
from kamctl.cli.site_sources import sources_of
from kamctl.insight.agenda import agenda
from kamctl.insight.portfolio import Portfolio, portfolio_of
from kamctl.insight.risks import risks
from kamctl.insight.signals import Past
from kamctl.insight.status import KAM, SEGMENT, status
from kamctl.insight.todo import Freshness
from kamctl.lint.catalog import RULES
from kamctl.lint.page import explanation
from kamctl.plan.load import load_plan
from kamctl.plan.source import RawFile
from kamctl.site.build import pages
from kamctl.site.sources import History, Sources
from tests.harness import TODAY, schema_of

PAGES = [explanation(rule) for rule in RULES]


def portfolio(files: Mapping[str, bytes], today: date = TODAY) -> Portfolio:
    """The portfolio of a repository in memory."""
    schema = schema_of(files)
    plans = [load_plan(RawFile(name, data), schema) for name, data in files.items() if name.startswith("plans/")]
    return portfolio_of(plans, schema, today)


def sources(plans: Portfolio) -> Sources:
    """What a site is made of where there is no git."""
    return Sources(
        portfolio=plans,
        status=status(plans),
        by_kam=status(plans, by=KAM),
        by_segment=status(plans, by=SEGMENT),
        risks=risks(plans, Past(None, None, None)),
        agenda=agenda(plans, Freshness({}, None), 14),
        history=History(plans.today),
        findings={},
        lapsed={},
    )


def site(plans: Portfolio) -> dict[str, bytes]:
    """The pages of these plans."""
    return dict(pages(sources(plans), PAGES))


def site_of(folder: Path, today: str, at: str | None = None) -> tuple[Sources, dict[str, bytes]]:
    """The same of a repository on the disk, with what git knows of it."""
    app = edge.start(str(folder), today, "never", False, {})
    found = sources_of(app, app.snapshot(at))
    return found, dict(pages(found, PAGES))
