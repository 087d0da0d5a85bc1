"""Attacks on goals by way of a plan's id: a plan goes on under another one, and what its goals were goes with the old.

SKAM may give a plan another id and take one out, so nothing else is held against them here.
"""

from __future__ import annotations

from typing import Any

from tests.guard.attacks_on_fields import Row
from tests.guard.attacks_on_history import GOAL1, GOAL2, NOTE1, Q1, Q2, RESULT
from tests.guard.world import ALDER, BASE, BIRCH, CEDAR, HEAD, NOBODY, PLATFORM, Told, edited

ELM, OAK = "plans/elm.yaml", "plans/oak.yaml"
WHOLE = BASE[CEDAR]
LOWER = edited(CEDAR, Q1)[CEDAR]
SPELT = LOWER.replace("limit: 30000", "limit: 30_000").replace("size: 7%", 'size: "7.0%"').replace("\n", "\r\n")
GONE = edited(CEDAR, ("plan: 1000, ", ""))[CEDAR]
HEADED = (
    "client: {}\nsegment: A\nkam: kam-south\nperiod: 2026\nsales:\n  2026-Q1: {{plan: 800}}\n  2026-Q2: {{plan: 5}}\n"
)
NOTED = HEADED.format("Other") + "history:\n" + NOTE1
KPIS, FORMAT = "schema/kpis.yaml", "schema/format.yaml"
LATER = BASE[FORMAT] + "fiscal_year_start: 7\n"
HALVED = edited(CEDAR, ("plan: 1000", "plan: 500"), ("plan: 2000", "plan: 1000"))[CEDAR]
NEWCOMER = """\
client: Newcomer
segment: A
kam: kam-south
period: 2026
team: {kam-south: {role: Lead}}
sales: {2026-Q1: {plan: 1000, actual: 70}, 2026-Q2: {plan: 50}, 2026-Q3: {plan: 60}, 2026-Q4: {plan: 80}}
kpis: {shelf-share: {2026-Q1: {plan: 20%}}}
contacts: {boss: {name: Boss}}
"""
"""A plan that has next to nothing in common with those of the base."""


def newcomer(*goals: int) -> str:
    """The plan of a newcomer with other goals for the first two quarters."""
    first, second = goals
    return NEWCOMER.replace("plan: 1000", f"plan: {first}").replace("plan: 50}", f"plan: {second}}}")


def moved(number: int, client: str, *fields: str) -> set[Told]:
    return {("retroactive-change", number, "skam-head", client, field) for field in fields}


def by_head(*commits: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"by": HEAD, **commit} for commit in commits]


ROWS: list[Row] = [
    ("a plan gets another id and lower goals at once", by_head({"files": {CEDAR: None, ELM: LOWER}}), moved(1, "elm", GOAL1)),
    ("a plan is deleted and comes with lower goals under another id", by_head({"files": {CEDAR: None}}, {"files": {ELM: LOWER}}), moved(2, "elm", GOAL1)),
    ("a plan is copied with lower goals before it is deleted", by_head({"files": {ELM: LOWER}}, {"files": {CEDAR: None}}), moved(1, "elm", GOAL1)),
    ("a plan gets another id and then lower goals", by_head({"files": {CEDAR: None, ELM: WHOLE}}, {"files": {ELM: LOWER}}), moved(2, "elm", GOAL1)),
    ("a plan gets lower goals and then another id", by_head({"files": {CEDAR: LOWER}}, {"files": {CEDAR: None, ELM: LOWER}}), moved(1, "cedar", GOAL1)),
    ("a plan goes by way of a third id", by_head({"files": {CEDAR: None, ELM: WHOLE}}, {"files": {ELM: None, OAK: LOWER}}), moved(2, "oak", GOAL1)),
    ("a plan is deleted, comes as another, and that as a third", by_head({"files": {CEDAR: None}}, {"files": {ELM: WHOLE}}, {"files": {ELM: None}}, {"files": {OAK: LOWER}}), moved(4, "oak", GOAL1)),
    ("a plan gets its old id back with lower goals", by_head({"files": {CEDAR: None, ELM: WHOLE}}, {"files": {ELM: None, CEDAR: LOWER}}), moved(2, "cedar", GOAL1)),
    ("a goal is lower for as long as the plan has another id", by_head({"files": {CEDAR: None, ELM: LOWER}}, {"files": {ELM: None, CEDAR: WHOLE}}),
     moved(1, "elm", GOAL1) | moved(2, "cedar", GOAL1)),
    ("a plan with another id is spelt otherwise, too", by_head({"files": {CEDAR: None, ELM: SPELT}}), moved(1, "elm", GOAL1)),
    ("a plan with another id lies in another folder", by_head({"files": {CEDAR: None, "plans/east/elm.yaml": LOWER}}), moved(1, "elm", GOAL1)),
    ("a plan with another id has its goals taken out", by_head({"files": {CEDAR: None, ELM: GONE}}), moved(1, "elm", GOAL1)),
    ("a plan with another id is little but the client's name", by_head({"files": {CEDAR: None, ELM: HEADED.format("  CEDAR ")}}),
     moved(1, "elm", GOAL1, GOAL2, "kpis.shelf-share.2026-Q1.plan")),
    ("a plan with another id and name is little but a note with its date", by_head({"files": {CEDAR: None}}, {"files": {ELM: NOTED}}),
     moved(2, "elm", GOAL1, GOAL2, "kpis.shelf-share.2026-Q1.plan")),
    ("a plan with another id and name is little but a result", by_head({"files": {CEDAR: None, ELM: HEADED.format("Other").replace("plan: 800", "plan: 800, actual: 900")}}),
     moved(1, "elm", GOAL1, GOAL2, "kpis.shelf-share.2026-Q1.plan")),
    ("a goal of a KPI is lower under another id", by_head({"files": {CEDAR: None, ELM: edited(CEDAR, ("2026-Q1: {plan: 20%}", "2026-Q1: {plan: 19%}"))[CEDAR]}}),
     moved(1, "elm", "kpis.shelf-share.2026-Q1.plan")),
    ("a new plan comes with one that has another id and lower goals", by_head({"files": {CEDAR: None, ELM: LOWER, OAK: NEWCOMER}}), moved(1, "elm", GOAL1)),
    ("another plan is taken out with one that has another id and lower goals",
     by_head({"files": {BIRCH: None, CEDAR: None, ELM: edited(CEDAR, Q2)[CEDAR]}}), moved(1, "elm", GOAL2)),
    ("a plan is hidden among other files before it comes back under another id", by_head({"files": {CEDAR: None, "plans/cedar.txt": WHOLE}},
     {"files": {"plans/cedar.txt": None, ELM: LOWER}}), moved(2, "elm", GOAL1)),
    ("a plan is broken before it gets another id and lower goals", by_head({"files": {CEDAR: "client: ["}}, {"files": {CEDAR: None, ELM: LOWER}}),
     {("not-comparable", 1, "skam-head", "cedar", None)} | moved(2, "elm", GOAL1)),
    ("a merge gives a plan another id and lower goals", [{"files": edited(CEDAR, RESULT), "on": [0]}, {"files": edited(ALDER, RESULT), "on": [0]},
     {"files": {**edited(ALDER, RESULT), CEDAR: None, ELM: edited(CEDAR, Q1, RESULT)[CEDAR]}, "on": [1, 2], "by": HEAD}], moved(3, "elm", GOAL1)),
    ("one branch deletes a plan and another brings it under another id", [*by_head({"files": {CEDAR: None}, "on": [0]}, {"files": {ELM: LOWER}, "on": [0]}),
     {"files": {ELM: LOWER}, "on": [1, 2], "by": PLATFORM}], moved(2, "elm", GOAL1)),
    ("a KAM gives a plan of their own another id and lower goals", [{"files": {CEDAR: None, ELM: LOWER}}],
     {("skam-only", 1, "kam-north", "cedar", None), ("retroactive-change", 1, "kam-north", "elm", GOAL1)}),
    ("a KAM gives a proposal another id and lower goals", [{"files": {ELM: WHOLE}}, {"files": {ELM: None, OAK: LOWER}}],
     {("retroactive-change", 2, "kam-north", "oak", GOAL1)}),
    ("somebody unknown gives a plan another id and lower goals", [{"files": {CEDAR: None, ELM: LOWER}, "by": NOBODY}],
     {("unknown-author", 1, None, "cedar", None), ("retroactive-change", 1, None, "elm", GOAL1)}),
    ("a plan becomes two that share its goals", by_head({"files": {CEDAR: None, **{f"plans/{part}.yaml": HALVED.replace("Cedar", part) for part in ("elm", "oak")}}}), moved(1, "elm", GOAL1, GOAL2)),
    ("an equal copy goes with a plan, and one with lower goals stays", by_head({"files": {OAK: WHOLE, ELM: LOWER}}, {"files": {CEDAR: None}}, {"files": {OAK: None}}), moved(1, "elm", GOAL1)),
    ("a plan goes, and another's goal is raised by its own", by_head({"files": {CEDAR: None, **edited(BIRCH, ("plan: 1000", "plan: 2000"))}}), moved(1, "birch", GOAL1)),
    ("a year that is made to begin later lets nobody move the goal of what had begun", by_head({"files": {FORMAT: LATER}}, {"files": {CEDAR: LOWER}}), moved(2, "cedar", GOAL1)),
    ("a goal gets the name that its quarter has in a year that begins later", by_head({"files": {FORMAT: LATER, **edited(CEDAR, ("2026-Q1: {plan: 1000", "2025-Q3: {plan: 800"))}}), moved(1, "cedar", GOAL1)),
    ("a goal is told by the half-year", by_head({"files": edited(CEDAR, ("2026-Q1: {plan: 1000", "2026-H1: {plan: 1000"))}), moved(1, "cedar", GOAL1)),
    ("a KPI gets another name in the catalogue, and a lower goal", by_head({"files": {KPIS: BASE[KPIS].replace("shelf-share", "share-of-shelf"),
     **edited(CEDAR, ("shelf-share", "share-of-shelf"), ("2026-Q1: {plan: 20%}", "2026-Q1: {plan: 10%}"))}}), moved(1, "cedar", "kpis.shelf-share.2026-Q1.plan")),
    ("a plan looks at the next year while this one runs", by_head({"files": edited(CEDAR, ("period: 2026", "period: 2027"), ("2026-Q1: {plan: 1000, actual: 900}", "2027-Q1: {plan: 1}"))}),
     moved(1, "cedar", GOAL1)),
    ("a plan looks back at the year before", by_head({"files": edited(CEDAR, ("period: 2026", "period: 2025"), ("2026-Q1: {plan: 1000, actual: 900}", "2025-Q1: {plan: 1}"))}),
     moved(1, "cedar", GOAL1)),
]  # fmt: skip

OF_LAST_YEAR = WHOLE.replace("period: 2026", "period: 2025").replace("2026-Q", "2025-Q")
HALF = OF_LAST_YEAR.replace("period: 2025", "period: 2026").replace("2025-Q4", "2026-Q4")

ONTO: list[tuple[str, int, list[dict[str, Any]], set[Told]]] = [
    ("two plans change places, each with the other's goals", 1,
     by_head({"files": {BIRCH: newcomer(1200, 2000)}}, {"files": {BIRCH: edited(CEDAR, ("plan: 1000", "plan: 1200"))[CEDAR], CEDAR: newcomer(1000, 2000)}}),
     moved(2, "birch", GOAL1) | moved(2, "cedar", GOAL1)),
    ("a plan takes the id, and the goals, of one that goes", 1,
     by_head({"files": {BIRCH: newcomer(800, 2000)}}, {"files": {CEDAR: None, BIRCH: LOWER}}), moved(2, "birch", GOAL1)),
    ("last year's plan becomes this year's, and a goal of last year is moved on the way", 1,
     by_head({"files": {CEDAR: OF_LAST_YEAR}}, {"files": {CEDAR: HALF.replace("plan: 3000", "plan: 2800")}}), moved(2, "cedar", "sales.2025-Q3.plan")),
    ("last year's plan becomes this year's under another id, and a goal of last year is moved on the way", 1,
     by_head({"files": {CEDAR: OF_LAST_YEAR}}, {"files": {CEDAR: None, ELM: HALF.replace("plan: 3000", "plan: 2800")}}), moved(2, "elm", "sales.2025-Q3.plan")),
]  # fmt: skip
"""Ranges that begin at a later commit than the one that all stories begin with."""
