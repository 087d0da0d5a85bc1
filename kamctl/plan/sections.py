"""The core of an Action Plan: its sections and their fields, as shapes.

What SKAM say in `schema/format.yaml` is laid over this: sections on and off, limits, fields of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from kamctl.plan import model
from kamctl.plan.shape import (
    CHOICE,
    CONTACT,
    DATE,
    ID,
    IMPACT,
    KPI,
    MONEY,
    NUMBER,
    PERCENT,
    PERIOD,
    PERSON,
    PRODUCT,
    TEXT,
    UNREAD,
    Catalogued,
    Field,
    Leaf,
    ListOf,
    Named,
    Record,
    Shape,
)

HEAD = ("client", "segment", "kam", "period")
"""The fields that stand before the sections."""

SECTIONS = (
    "team", "budget", "discounts", "credit_line", "assortment", "sales", "kpis", "activities", "risks",
    "history", "contacts", "competitors", "promotions", "approvals",
)  # fmt: skip
"""The core sections in the order in which a plan is written."""


def _must(shape: Shape, title: str, description: str = "", attribute: str | None = None) -> Field:
    return Field(shape, required=True, title=title, description=description, attribute=attribute)


def _may(shape: Shape, title: str, description: str = "", attribute: str | None = None) -> Field:
    return Field(shape, title=title, description=description, attribute=attribute)


_TEXT, _DATE, _PERIOD, _ID = Leaf(TEXT), Leaf(DATE), Leaf(PERIOD), Leaf(ID)
_ZERO, _WHOLE_SHARE = Decimal(0), Decimal(1)
_AMOUNT = Leaf(MONEY, minimum=_ZERO)
_SHARE = Leaf(PERCENT, minimum=_ZERO, maximum=_WHOLE_SHARE)

_TEAM = Named(
    Leaf(PERSON),
    Record(
        model.Member,
        {
            "role": _must(_TEXT, "Role", "What this person is for the client: KAM, logistics, credit control."),
            "share": _may(_SHARE, "Share of time", "Share of this person's working time, such as 60%."),
            "does": _may(_TEXT, "Does", "What this person has committed to do."),
        },
    ),
)

_BUDGET = Record(
    model.Budget,
    {
        "basis": _must(Leaf(CHOICE, ("turnover", "fixed")), "Basis", "How the budget is formed: turnover or fixed."),
        "rate": _may(_SHARE, "Rate", "Share of the turnover, with `basis: turnover`."),
        "amount": _may(_AMOUNT, "Amount", "Money in all, with `basis: fixed`."),
        "spent": _may(Named(_PERIOD, Leaf(MONEY)), "Spent", "Money spent, by period."),
    },
    one_of=("rate", "amount"),
)

_DISCOUNTS = Named(
    _ID,
    Record(
        model.Discount,
        {
            "size": _must(_SHARE, "Size", "Size of the discount, such as 7.5%."),
            "condition": _must(_TEXT, "Condition", "The condition on which it is granted."),
        },
    ),
)

_CREDIT_LINE = Record(
    model.CreditLine,
    {
        "limit": _must(_AMOUNT, "Limit", "The most that may be owed, in money."),
        "days": _must(Leaf(NUMBER, minimum=_ZERO), "Days", "Days of deferred payment."),
        "used": _may(Leaf(MONEY), "Used", "What is owed now."),
        "overdue": _may(_AMOUNT, "Overdue", "What of it is overdue."),
    },
)

_ASSORTMENT = Record(
    model.Assortment,
    {
        "listed": _may(ListOf(Leaf(PRODUCT)), "Listed", "Products that the client buys now."),
        "add": _may(Named(Leaf(PRODUCT), _PERIOD), "Add", "Products to be listed, and when."),
        "drop": _may(Named(Leaf(PRODUCT), _PERIOD), "Drop", "Products to be taken out, and when."),
    },
)

_ACTIVITIES = Named(
    _ID,
    Record(
        model.Activity,
        {
            "what": _must(_TEXT, "What", "What will be done."),
            "owner": _must(Leaf(PERSON), "Owner", "Who answers for it."),
            "due": _must(_DATE, "Due", "By which day."),
            "done": _may(_DATE, "Done", "The day on which it was done."),
            "cost": _may(_AMOUNT, "Cost", "What it costs, in money."),
        },
    ),
)

_RISKS = Named(
    _ID,
    Record(
        model.Risk,
        {
            "what": _must(_TEXT, "What", "What may happen."),
            "kpi": _may(Leaf(KPI), "KPI", "What it threatens; sales when left out."),
            "period": _may(_PERIOD, "Period", "When it would strike; the whole plan when left out."),
            "probability": _must(_SHARE, "Probability", "How likely it is, such as 30%."),
            "impact": _must(
                Leaf(IMPACT, minimum=_ZERO), "Impact", "Money, or a percentage of the period's sales plan."
            ),
            "response": _may(_TEXT, "Response", "What is done about it."),
            "owner": _may(Leaf(PERSON), "Owner", "Who answers for the response."),
            "review": _may(_DATE, "Review", "The day on which it is looked at again."),
            "status": _may(Leaf(CHOICE, ("open", "closed", "happened")), "Status", "Open when left out."),
            "cause": _may(_ID, "Cause", "Risks with one cause, in any plan, happen together."),
        },
    ),
)

_HISTORY = ListOf(
    Record(
        model.Note,
        {
            "date": _must(_DATE, "Date", "The day of the note; the newest stands last."),
            "note": _must(_TEXT, "Note", "What happened."),
            "with": _may(Leaf(CONTACT), "With", "An id from the plan's contacts.", attribute="contact"),
        },
    )
)

_CONTACTS = Named(
    _ID,
    Record(
        model.Contact,
        {
            "name": _must(_TEXT, "Name"),
            "role": _may(_TEXT, "Role"),
            "phone": _may(_TEXT, "Phone", 'In quotes, such as "+7 000 000-00-00".'),
            "email": _may(_TEXT, "E-mail"),
            "influence": _may(Leaf(CHOICE, ("high", "medium", "low")), "Influence", "How much this person decides."),
            "attitude": _may(Leaf(CHOICE, ("for", "neutral", "against")), "Attitude", "How this person sees us."),
        },
    ),
)

_COMPETITORS = Named(
    _ID,
    Record(
        model.Competitor,
        {
            "share": _may(_SHARE, "Share", "Share of the client's purchases."),
            "strengths": _may(_TEXT, "Strengths"),
            "plans": _may(_TEXT, "Plans", "What this competitor is about to do."),
        },
    ),
)

_PROMOTIONS = Named(
    _ID,
    Record(
        model.Promotion,
        {
            "from": _must(_DATE, "From", "The first day.", attribute="starts"),
            "to": _must(_DATE, "To", "The last day.", attribute="ends"),
            "products": _may(ListOf(Leaf(PRODUCT)), "Products"),
            "basis": _may(Leaf(CHOICE, ("sell-in", "sell-out")), "Basis", "Whose turnover the figures count."),
            "baseline": _may(Leaf(MONEY), "Baseline", "Turnover of these days without the promotion."),
            "planned": _may(Leaf(MONEY), "Planned", "Turnover of these days as planned."),
            "actual": _may(Leaf(MONEY), "Actual", "Turnover of these days as it was."),
            "margin": _may(Leaf(PERCENT, maximum=_WHOLE_SHARE), "Margin", "Margin of the additional turnover."),
            "cost": _must(_AMOUNT, "Cost", "What the promotion costs, in money."),
        },
    ),
)

_APPROVALS = Named(
    Leaf(TEXT),
    Record(
        model.Approval,
        {
            "by": _must(Leaf(PERSON), "By", "Who approved it."),
            "on": _must(_DATE, "On", "When."),
            "of": _must(_TEXT, "Of", "The fingerprint of the approved content; `kamctl approve` writes it."),
        },
    ),
)


def figures(unit: str) -> Named:
    """Figures by period, in a KPI's unit (money, percent, number)."""
    value = Leaf(unit)
    record = Record(
        model.Figure,
        {
            "plan": _may(value, "Plan"),
            "actual": _may(value, "Actual"),
            "previous": _may(value, "Previous", "The same period a year before."),
            "as_of": _may(_DATE, "As of", "In the running period: the last day that `actual` covers."),
        },
        one_of=("plan", "actual"),
    )
    return Named(_PERIOD, record)


def core_fields(units: Mapping[str, str | None], segments: tuple[str, ...]) -> dict[str, Field]:
    """The fields of a plan by name, before SKAM have added theirs.

    `units` are the units of the KPIs by id (None: its figures are not read); `segments` the client classification
    (empty: plans have no segment).
    """
    fields = {"client": _must(_TEXT, "Client", "The name that people use.")}
    if segments:
        fields["segment"] = _must(Leaf(CHOICE, segments), "Segment", "The client's class.")
    shapes: dict[str, Shape] = {kpi: figures(unit) if unit else Leaf(UNREAD) for kpi, unit in units.items()}
    kpis = Catalogued({kpi: shape for kpi, shape in shapes.items() if kpi != "sales"}, frozenset({"sales"}))
    return fields | {
        "kam": _must(Leaf(PERSON), "KAM", "The plan's owner."),
        "period": _must(_PERIOD, "Period", "What the plan covers: 2026, 2026-H1, 2026-Q3 or 2026-07."),
        "team": _may(_TEAM, "Team", "Who works with the client, on what, for how much of their time."),
        "budget": _may(_BUDGET, "Budget", "The cost of working with the client, and how it is formed."),
        "discounts": _may(_DISCOUNTS, "Discounts", "Discounts and their conditions."),
        "credit_line": _may(_CREDIT_LINE, "Credit line", "Credit in money and days, and what is owed now."),
        "assortment": _may(_ASSORTMENT, "Assortment", "What the client buys, and how that will grow or shrink."),
        "sales": _may(figures(MONEY), "Sales", "The sales plan by period, and what came of it."),
        "kpis": _may(kpis, "KPIs", "Figures by KPI and period."),
        "activities": _may(_ACTIVITIES, "Activities", "What will be done to develop the relationship."),
        "risks": _may(_RISKS, "Risks", "Why the plan may not be met."),
        "history": _may(_HISTORY, "History", "The relationship so far; the newest note last."),
        "contacts": _may(_CONTACTS, "Contacts", "People on the client's side."),
        "competitors": _may(_COMPETITORS, "Competitors", "Who else supplies the client."),
        "promotions": _may(_PROMOTIONS, "Promotions", "Promotions with their plan, cost and result."),
        "approvals": _may(_APPROVALS, "Approvals", "Written by `kamctl approve`."),
    }
