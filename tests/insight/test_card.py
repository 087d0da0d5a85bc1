"""What a plan's card says, worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from tests.harness import FORMAT
from tests.insight.plans import card, shown

CASES: dict[str, tuple[str, str, list[Any]]] = {
    "sales have a line for each period and a total": (
        "sales",
        (
            "sales:\n"
            "  2026-Q2: {plan: 13500000, actual: 6100000, as_of: 2026-05-10}\n"
            "  2026-Q1: {plan: 12000000, actual: 11400000, previous: 10800000}\n"
            "  2026-Q3: {plan: 14500000}\n"
        ),
        [
            {
                "Period": "2026-Q1",
                "Plan": "12 000 000",
                "Actual": "11 400 000",
                "Actual/plan": "95.0%",
                "Previous": "10 800 000",
            },
            {
                "Period": "2026-Q2",
                "Plan": "13 500 000",
                "Actual": "6 100 000",
                "Actual/plan": "45.2%",
                "As of": "2026-05-10",
            },
            {"Period": "2026-Q3", "Plan": "14 500 000"},
            {"Period": "Total", "Plan": "40 000 000", "Actual": "17 500 000", "Actual/plan": "43.8%"},
        ],
    ),
    "a plan of nothing gives no percentage": (
        "sales",
        "sales:\n  2026-Q1: {plan: 0, actual: 5}\n",
        [{"Period": "2026-Q1", "Plan": "0", "Actual": "5"}],
    ),
    "what lies outside the plan's period is shown and not added": (
        "sales",
        "sales:\n  2025-Q4: {plan: 100}\n  2026-Q1: {plan: 7, actual: 7}\n",
        [
            {"Period": "2025-Q4", "Plan": "100"},
            {"Period": "2026-Q1", "Plan": "7", "Actual": "7", "Actual/plan": "100.0%"},
            {"Period": "Total", "Plan": "7", "Actual": "7", "Actual/plan": "100.0%"},
        ],
    ),
    "KPIs stand in the order of the catalogue, each in its unit": (
        "kpis",
        (
            "kpis:\n"
            "  margin: {2026-Q1: {plan: 1500000}}\n"
            "  visits: {2026-Q1: {plan: 1200, actual: 1500}}\n"
            "  shelf-share: {2026-Q2: {plan: 22%}, 2026-Q1: {plan: 20%, actual: 19%}}\n"
        ),
        [
            {"KPI": "Share of shelf", "Period": "2026-Q1", "Plan": "20%", "Actual": "19%", "Actual/plan": "95.0%"},
            {"KPI": "Share of shelf", "Period": "2026-Q2", "Plan": "22%"},
            {"KPI": "Visits", "Period": "2026-Q1", "Plan": "1 200", "Actual": "1 500", "Actual/plan": "125.0%"},
            {"KPI": "Margin", "Period": "2026-Q1", "Plan": "1 500 000"},
        ],
    ),
    "activities: the open ones by day, then those that are done; what is late says so": (
        "activities",
        (
            "activities:\n"
            "  later: {what: Later, owner: logistics, due: 2026-06-03}\n"
            "  ready: {what: Ready, owner: logistics, due: 2026-03-01, done: 2026-03-04, cost: 50000}\n"
            "  today: {what: Today, owner: logistics, due: 2026-05-20}\n"
            "  late: {what: Late, owner: kam-north, due: 2026-05-19}\n"
        ),
        [
            {"Due": "2026-05-19", "State": "1 day overdue!", "What": "Late", "Owner": "KAM North", "Id": "late"},
            {"Due": "2026-05-20", "State": "due today!", "What": "Today", "Owner": "Logistics", "Id": "today"},
            {"Due": "2026-06-03", "State": "in 14 days", "What": "Later", "Owner": "Logistics", "Id": "later"},
            {
                "Due": "2026-03-01",
                "State": "done 2026-03-04",
                "What": "Ready",
                "Owner": "Logistics",
                "Cost": "50 000",
                "Id": "ready",
            },
        ],
    ),
    "an activity whose day of being done cannot be read is not called late": (
        "activities",
        "activities:\n  late: {what: Late, owner: kam-north, due: 2026-05-19, done: yesterday}\n",
        [{"Due": "2026-05-19", "State": "done", "What": "Late", "Owner": "KAM North", "Id": "late"}],
    ),
    "risks: the largest exposure first, a percentage in money, the others counted": (
        "risks",
        (
            "risks:\n"
            "  small: {what: Small, probability: 50%, impact: 100000, review: 2026-05-20}\n"
            "  share: {what: Share, probability: 40%, impact: 10%, period: 2026-Q1, review: 2026-05-19}\n"
            "  vague: {what: Vague, probability: 90%, impact: 10%, period: 2026-02}\n"
            "  whole: {what: Whole, probability: 10%, impact: 50%, review: 2026-05-21}\n"
            "  gone: {what: Gone, probability: 10%, impact: 1, status: closed}\n"
            "  came: {what: Came, probability: 10%, impact: 1, status: happened}\n"
            "  went: {what: Went, probability: 10%, impact: 1, status: closed}\n"
        ),
        [
            {
                "Probability": "10%",
                "Impact": "50% = 27 000 000",
                "Exposure": "2 700 000",
                "What": "Whole",
                "Review": "2026-05-21",
                "Id": "whole",
            },
            {
                "Probability": "40%",
                "Impact": "10% = 1 200 000",
                "Exposure": "480 000",
                "What": "Share",
                "Period": "2026-Q1",
                "Review": "2026-05-19, overdue!",
                "Id": "share",
            },
            {
                "Probability": "50%",
                "Impact": "100 000",
                "Exposure": "50 000",
                "What": "Small",
                "Review": "2026-05-20, due today!",
                "Id": "small",
            },
            {"Probability": "90%", "Impact": "10% of plan", "What": "Vague", "Period": "2026-02", "Id": "vague"},
            "Closed: 2",
            "Happened: 1",
        ],
    ),
    "history: the five newest notes, newest first, with the contact's name": (
        "history",
        (
            "contacts: {buyer: {name: The buyer}}\n"
            "history:\n"
            "  - {date: 2026-01-01, note: one}\n"
            "  - {date: 2026-03-01, note: three}\n"
            "  - {date: 2026-02-01, note: two}\n"
            "  - {date: 2026-04-01, note: four}\n"
            "  - {date: 2026-04-01, note: five, with: buyer}\n"
            "  - {date: 2026-05-01, note: six}\n"
            "  - {date: 2026-01-01, note: one and a half}\n"
        ),
        [
            {"Date": "2026-05-01", "Note": "six"},
            {"Date": "2026-04-01", "Note": "five", "With": "The buyer"},
            {"Date": "2026-04-01", "Note": "four"},
            {"Date": "2026-03-01", "Note": "three"},
            {"Date": "2026-02-01", "Note": "two"},
            "and 2 earlier",
        ],
    ),
    "a budget adds what was spent": (
        "budget",
        "budget: {basis: turnover, rate: 2.5%, spent: {2026-Q2: 50, 2026-Q1: 1200000}}\n",
        ["Basis: turnover", "Rate: 2.5%", "Spent in all: 1 200 050", "Spent: 1 200 000 in 2026-Q1, 50 in 2026-Q2"],
    ),
    "the assortment has the products' titles": (
        "assortment",
        "assortment: {listed: [yoghurt-150, kefir-1l], add: {cheese-200: 2026-Q3}}\n",
        ["Listed: Yoghurt 150 g, Kefir 1 l", "Add: Cheese 200 g (2026-Q3)"],
    ),
    "promotions stand by their first day": (
        "promotions",
        (
            "promotions:\n"
            "  summer: {from: 2026-07-01, to: 2026-07-14, cost: 1, margin: 32%}\n"
            "  spring: {from: 2026-04-01, to: 2026-04-14, cost: 300000, products: [kefir-1l]}\n"
        ),
        [
            {"Id": "spring", "From": "2026-04-01", "To": "2026-04-14", "Cost": "300 000", "Products": "Kefir 1 l"},
            {"Id": "summer", "From": "2026-07-01", "To": "2026-07-14", "Cost": "1", "Margin": "32%"},
        ],
    ),
    "a section of SKAM's own is shown under its titles": (
        "swot",
        "swot: {strengths: [We are fast, We are near]}\n",
        [("Strengths", ["We are fast", "We are near"])],
    ),
    "a thing with a fault is left out, the others stay": (
        "discounts",
        "discounts:\n  good: {size: 7%, condition: Always}\n  bad: {size: 7}\n",
        [{"Id": "good", "Size": "7%", "Condition": "Always"}],
    ),
}


@pytest.mark.parametrize(("section", "sections", "said"), CASES.values(), ids=CASES.keys())
def test_a_section_of_the_card(section: str, sections: str, said: list[Any]) -> None:
    assert shown(card(sections), section) == said


def test_sections_stand_in_the_order_of_a_plan_with_those_of_skam_last() -> None:
    sections = card("swot: {strengths: [x]}\nrisks: {}\nhistory: []\n").sections
    there = [(section.key, section.title) for section in sections if section.parts is not None]
    assert there == [
        ("team", "Team"), ("sales", "Sales"), ("risks", "Risks"), ("history", "History"), ("swot", "Swot"),
    ]  # fmt: skip


def test_the_head_has_names_and_skam_s_own_fields() -> None:
    head = card("segment: A\nregion: north\n")
    assert [(entry.key, entry.value and entry.value.text) for entry in (*head.head, *head.own)] == [
        ("name", "Северный ритейл"),
        ("segment", "A (Strategic)"),
        ("kam", "KAM North"),
        ("period", "2026"),
        ("region", "north"),
    ]


def test_fields_that_skam_added_to_things_stand_beside_the_core_s() -> None:
    own = FORMAT + (
        "  activities.*.outcome: {type: text, title: What came of it}\n"
        "  activities.*.state: {type: yes-no, title: On track}\n"
        "  gifts.*.given: {type: date}\n"
        "  gifts.*.worth: {type: money, title: Worth}\n"
    )
    whole = card(
        "activities: {a: {what: A, owner: logistics, due: 2026-05-21, outcome: Fine, state: true}}\n"
        "gifts: {cup: {given: 2026-01-02, worth: 1500.5}}\n",
        format=own,
    )
    assert shown(whole, "activities") == [
        {
            "Due": "2026-05-21", "State": "in 1 day", "What": "A", "Owner": "Logistics", "Id": "a", "On track": "yes",
            "What came of it": "Fine",
        }
    ]  # fmt: skip
    assert shown(whole, "gifts") == [{"Id": "cup", "Given": "2026-01-02", "Worth": "1 500.5"}]


def test_sections_of_skam_s_own_may_hold_things_of_any_shape() -> None:
    own = FORMAT.replace("promotions, approvals]", "promotions, approvals, notes]") + (
        "  notes: {type: text}\n"
        "  terms.payment.days: {type: number, title: Days}\n"
        "  terms.payment.remarks: {type: list of text, title: Remarks}\n"
        "  terms.signers.*.by: {type: person, title: Signer}\n"
        "  terms.bonus: {type: yes-no}\n"
        "  terms.goods: {type: list of product}\n"
    )
    whole = card(
        "terms:\n"
        "  payment: {days: 1200, remarks: [Late in May]}\n"
        "  signers: {first: {by: kam-north}}\n"
        "  bonus: true\n"
        "  goods: [kefir-1l, cream-20]\n"
        "notes: Good people\n",
        format=own,
    )
    assert shown(whole, "terms") == [
        "Payment, Days: 1 200",
        ("Payment, Remarks", ["Late in May"]),
        {"Signers": "first", "Signer": "KAM North"},
        "Bonus: yes",
        "Goods: Kefir 1 l, Cream 20%",
    ]
    assert [(entry.title, entry.value and entry.value.text) for entry in whole.own if entry.key == "notes"] == [
        ("Notes", "Good people")
    ]


def test_a_section_without_declared_fields_is_shown_as_it_stands() -> None:
    broken = FORMAT + "  diary: {title: Diary}\n"
    whole = card("diary: {monday: [1, true, 2.50], tuesday: {a: x}}\n", format=broken)
    assert shown(whole, "diary") == ["monday: 1, yes, 2.5; tuesday: a: x"]
