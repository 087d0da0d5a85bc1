"""What people do all year: stories in which guard finds nothing, by their names."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.guard.attacks_on_fields import END, LIMIT
from tests.guard.world import (
    ALDER,
    BASE,
    BIRCH,
    CEDAR,
    FIR,
    HEAD,
    PLATFORM,
    SOUTH,
    edited,
    plan,
)

NOTE2 = "  - {date: 2026-03-01, note: She asks for a forecast}\n"
RESULT = ("actual: 900", "actual: 950")
AFTER = ("2026-Q2: {plan: 2000}", "2026-Q2: {plan: 2000, actual: 2100}")
ELM = "plans/elm.yaml"
FORMAT, PEOPLE = "schema/format.yaml", "schema/people.yaml"


def year() -> list[dict[str, Any]]:
    """A KAM's year: a note a week, results by the quarter, a contact, a risk that comes and goes."""
    text, commits = BASE[CEDAR], []
    for week in range(40):
        day = date(2026, 3, 2) + timedelta(weeks=week)
        text = text.replace("contacts:\n", f"  - {{date: {day}, note: Week {week}}}\ncontacts:\n")
        if week % 13 == 5:
            quarter = week // 13 + 2
            text = text.replace(
                f"2026-Q{quarter}: {{plan: {quarter}000}}", f"2026-Q{quarter}: {{plan: {quarter}000, actual: 7}}"
            )
        if week == 20:
            text = text.replace(END, END + "risks:\n  strike: {what: Strike, probability: 10%, impact: 5}\n")
        if week == 30:
            text = text.partition("risks:")[0]
        commits.append({"files": {CEDAR: text}, "day": f"{day}"})
    return commits


HONEST: list[tuple[str, list[dict[str, Any]]]] = [
    ("a KAM's ordinary year", year()),
    ("a KAM records a result", [{"files": edited(CEDAR, RESULT)}]),
    ("a KAM records the results of two clients", [{"files": {**edited(CEDAR, RESULT), **edited(ALDER, AFTER)}}]),
    ("a KAM takes a result out that was wrong", [{"files": edited(CEDAR, (", actual: 900", ""))}]),
    ("a KAM adds a note", [{"files": edited(CEDAR, (NOTE2, NOTE2 + "  - {date: 2026-05-01, note: x}\n"))}]),
    ("a KAM adds a note before the others", [{"files": edited(CEDAR, ("history:\n", "history:\n  - {date: 2026-01-01, note: x}\n"))}]),
    ("a KAM puts the notes in another order", [{"files": edited(CEDAR, (NOTE2, ""), ("history:\n", "history:\n" + NOTE2))}]),
    ("a KAM adds a contact", [{"files": edited(CEDAR, (END, END + "  boss: {name: Boss}\n"))}]),
    ("a KAM takes a contact out", [{"files": edited(CEDAR, ("contacts:\n" + END, ""))}]),
    ("a KAM adds a risk and closes it", [{"files": edited(CEDAR, (END, END + "risks:\n  x: {what: x, status: open}\n"))},
                                        {"files": edited(CEDAR, (END, END + "risks:\n  x: {what: x, status: closed}\n"))}]),
    ("a KAM changes what the client is called", [{"files": edited(CEDAR, ("client: Cedar", "client: Cedar and Sons"))}]),
    ("a KAM changes their part in the team", [{"files": edited(CEDAR, ("share: 20%", "share: 30%"))}]),
    ("a KAM re-formats a plan of their own", [{"files": edited(CEDAR, ("limit: 30000", "limit: 30_000"), ("size: 7%", 'size: "7.0%"'))}]),
    ("a KAM comments a plan of their own", [{"files": edited(CEDAR, (END, END + "# to be asked\n"))}]),
    ("a KAM saves a plan with other line ends", [{"files": {CEDAR: BASE[CEDAR].replace("\n", "\r\n")}}]),
    ("a KAM puts the sections in another order", [{"files": edited(CEDAR, ("contacts:\n" + END, ""), ("team:", "contacts:\n" + END + "team:"))}]),
    ("a KAM moves a plan of their own to another folder", [{"files": {CEDAR: None, "plans/north/cedar.yaml": BASE[CEDAR]}}]),
    ("a KAM moves a plan and records a result on the way", [{"files": {CEDAR: None, "plans/north/cedar.yaml": edited(CEDAR, RESULT)[CEDAR]}}]),
    ("a KAM proposes a plan, with goals and terms", [{"files": {ELM: plan("kam-north")}}]),
    *((f"a KAM makes the folder {folder}", [{"files": {f"plans/{folder}/elm.yaml": plan("kam-north")}}])
      for folder in ("Север", "North region", "east/2026_old", "north/east")),
    ("a KAM works on a proposal", [{"files": {ELM: plan("kam-north")}}, {"files": edited(ELM, LIMIT, ("2026-Q4: {plan: 4000}", "2026-Q4: {plan: 5}"), base=plan("kam-north"))}]),
    ("a KAM takes a proposal back", [{"files": {ELM: plan("kam-north")}}, {"files": {ELM: None}}]),
    ("a KAM gives a proposal another id", [{"files": {ELM: plan("kam-north")}}, {"files": {ELM: None, "plans/oak.yaml": plan("kam-north")}}]),
    ("a KAM commits from another of their addresses", [{"files": edited(CEDAR, RESULT), "by": "x <NORTH@laptop.example.com>"}]),
    ("a KAM commits from an address that the mailmap knows", [{"files": edited(CEDAR, RESULT), "by": "x <Old-North@example.org>"}]),
    ("a KAM gives a plan of their own to a colleague", [{"files": edited(CEDAR, ("kam: kam-north", "kam: kam-south"))}]),
    ("SKAM hand a plan over", [{"files": edited(CEDAR, ("kam: kam-north", "kam: kam-south")), "by": HEAD}]),
    ("SKAM change the terms and a goal to come", [{"files": edited(CEDAR, LIMIT, ("2026-Q4: {plan: 4000}", "2026-Q4: {plan: 9}")), "by": HEAD}]),
    ("SKAM change the schema", [{"files": {FORMAT: BASE[FORMAT].replace("max: 15%", "max: 12%"), "schema/kpis.yaml": "x: {unit: number}\n"}, "by": HEAD}]),
    ("SKAM take somebody on", [{"files": {PEOPLE: BASE[PEOPLE] + "kam-new: {name: New, role: kam}\n"}, "by": HEAD}]),
    ("SKAM delete a plan and rename another", [{"files": {BIRCH: None, CEDAR: None, ELM: BASE[CEDAR]}, "by": HEAD}]),
    ("SKAM put a note right", [{"files": edited(CEDAR, ("New buyer", "New category buyer")), "by": HEAD}]),
    ("SKAM change the workflow and the programs", [{"files": {".github/workflows/plans.yaml": "x: 1\n", "tools/report.py": None, ".gitattributes": "*.yaml diff\n"}, "by": HEAD}]),
    ("SKAM add an approval", [{"files": edited(CEDAR, (END, END + "approvals:\n  plan: {by: skam-head, on: 2026-05-01, of: 'v1:0'}\n")), "by": HEAD}]),
    ("SKAM plan the next year", [{"files": edited(CEDAR, ("  2026-Q4: {plan: 4000}", "  2026-Q4: {plan: 4000}\n  2027-Q1: {plan: 5}")), "by": HEAD}]),
    ("SKAM change a goal that a KAM's later commit keeps", [{"files": edited(CEDAR, LIMIT), "by": HEAD}, {"files": edited(CEDAR, LIMIT, RESULT)}]),
    ("two KAMs work on one branch", [{"files": edited(CEDAR, RESULT)}, {"files": edited(BIRCH, RESULT), "by": SOUTH}, {"files": edited(FIR, AFTER), "by": SOUTH}]),
    ("a platform merges two branches", [{"files": edited(CEDAR, RESULT), "on": [0]}, {"files": edited(BIRCH, RESULT), "by": SOUTH, "on": [0]},
                                       {"files": edited(BIRCH, RESULT), "on": [1, 2], "by": PLATFORM}]),
    ("a platform merges two edits of one plan", [{"files": edited(CEDAR, RESULT), "on": [0]}, {"files": edited(CEDAR, LIMIT), "by": HEAD, "on": [0]},
                                                {"files": edited(CEDAR, RESULT, LIMIT), "on": [1, 2], "by": PLATFORM}]),
    ("a platform merges a new plan and a deleted one", [{"files": {ELM: plan("kam-north")}, "on": [0]}, {"files": {BIRCH: None}, "by": HEAD, "on": [0]},
                                                       {"files": {BIRCH: None}, "on": [1, 2], "by": PLATFORM}]),
    ("a KAM merges what SKAM did on main", [{"files": edited(CEDAR, RESULT), "on": [0]}, {"files": {FORMAT: BASE[FORMAT] + "# x\n", **edited(BIRCH, LIMIT)}, "by": HEAD, "on": [0]},
                                           {"files": {FORMAT: BASE[FORMAT] + "# x\n", **edited(BIRCH, LIMIT)}, "on": [1, 2]}]),
    ("a KAM squashes by the platform's button", [{"files": edited(CEDAR, RESULT, AFTER), "committer": PLATFORM}]),
    ("an octopus of three KAMs' branches", [{"files": edited(CEDAR, RESULT), "on": [0]}, {"files": edited(BIRCH, RESULT), "by": SOUTH, "on": [0]},
                                           {"files": edited(ALDER, RESULT), "on": [0]}, {"files": {**edited(BIRCH, RESULT), **edited(ALDER, RESULT)}, "on": [1, 2, 3], "by": PLATFORM}]),
    ("branches are merged crosswise", [{"files": edited(CEDAR, RESULT), "on": [0]}, {"files": edited(ALDER, RESULT), "on": [0]},
                                      {"files": edited(ALDER, RESULT), "on": [1, 2]}, {"files": edited(CEDAR, RESULT), "on": [2, 1]}, {"on": [3, 4], "like": 3}]),
    ("a commit that changes nothing, by somebody unknown", [{"files": edited(CEDAR, RESULT)}, {"by": PLATFORM}]),
    ("a KAM records a result and takes it back", [{"files": edited(CEDAR, RESULT)}, {"files": {CEDAR: BASE[CEDAR]}}]),
]  # fmt: skip
