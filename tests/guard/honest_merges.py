"""Honest work beside the attacks by renaming and by reviving: plans that get other ids, changes that are taken back."""

from __future__ import annotations

from typing import Any

from tests.guard.attacks_by_renaming import ELM, HALF, NEWCOMER, OAK, OF_LAST_YEAR, SPELT, by_head
from tests.guard.attacks_by_reviving import LISTED, OLD, OTHER, PUT_OFF, REMARK, TURNED, ours
from tests.guard.attacks_on_fields import LIMIT
from tests.guard.attacks_on_history import NOTE1, NOTE2, Q3, RESULT
from tests.guard.world import BASE, BIRCH, CEDAR, HEAD, NORTH, PLATFORM, SOUTH, edited

TAKEN_BACK = by_head({"files": edited(CEDAR, LIMIT)}, {"files": {CEDAR: BASE[CEDAR]}})
MADE, FORTY = edited(CEDAR, LIMIT), edited(CEDAR, ("limit: 30000", "limit: 40000"))
ALLOW = "  # kamctl: allow credit-overrun because agreed\n"
TWICE, UPPER, LOWER = (
    BASE[BIRCH].replace("  limit:", lower + "  limit:").replace("    size:", upper + "    size:")
    for upper, lower in (("  " + ALLOW, ALLOW), ("  " + ALLOW, ""), ("", ALLOW))
)
"""A plan with the same comment at two fields, and at one of them."""

LISTING = by_head({"files": {BIRCH: LISTED}})

HONEST: list[tuple[str, list[dict[str, Any]]]] = [
    ("SKAM give a plan another id", by_head({"files": {CEDAR: None, ELM: BASE[CEDAR]}})),
    ("SKAM give a plan another id and folder, and spell it otherwise", by_head({"files": {CEDAR: None, "plans/a/elm.yaml": SPELT.replace("plan: 800", "plan: 1000")}})),
    ("SKAM give a plan another id, name, result and goal to come", by_head({"files": {CEDAR: None, ELM: edited(CEDAR, ("client: Cedar", "client: Elm"), RESULT, Q3)[CEDAR]}})),
    ("SKAM give a plan another id and its old one back", by_head({"files": {CEDAR: None, ELM: BASE[CEDAR]}}, {"files": {ELM: None, CEDAR: BASE[CEDAR]}})),
    ("SKAM delete a plan and bring it back under another id", by_head({"files": {CEDAR: None}}, {"files": {ELM: BASE[CEDAR]}})),
    ("SKAM take out the plan of a client who left", by_head({"files": {CEDAR: None}})),
    ("one client leaves and another comes", by_head({"files": {CEDAR: None, ELM: NEWCOMER}})),
    ("one client leaves, another comes, a third gets another id", by_head({"files": {BIRCH: None, CEDAR: None, ELM: NEWCOMER, OAK: BASE[CEDAR]}})),
    ("a KAM proposes a plan while a client leaves", [{"files": {CEDAR: None}, "by": HEAD, "on": [0]}, {"files": {ELM: NEWCOMER}, "by": SOUTH, "on": [0]},
                                                    {"files": {CEDAR: None}, "on": [2, 1], "by": PLATFORM}]),
    ("SKAM change, take back, and change again", [*TAKEN_BACK, {"files": MADE, "by": HEAD}]),
    ("SKAM bring back with a merge what they took back, and a KAM goes on", [*TAKEN_BACK, ours(1, 2, by=HEAD), {"files": edited(CEDAR, LIMIT, RESULT)}]),
    ("a KAM brings back with a merge what they took back themselves", [{"files": edited(CEDAR, RESULT)}, {"files": {CEDAR: BASE[CEDAR]}}, ours(1, 2)]),
    ("a KAM brings back a remark of their own, and a move", [{"files": {BIRCH: None, OLD: BASE[BIRCH] + REMARK}, "by": SOUTH}, {"files": {OLD: None, BIRCH: BASE[BIRCH]}, "by": SOUTH}, ours(1, 2, by=SOUTH)]),
    ("SKAM make one change on two branches, and take it back on one", [{"files": MADE, "by": HEAD, "on": [0]}, {"files": {CEDAR: BASE[CEDAR]}, "by": HEAD}, {"files": MADE, "by": HEAD, "on": [0], "day": "2026-05-11"},
                                                                     {"files": MADE, "on": [2, 3], "by": PLATFORM}]),
    ("a KAM picks a change of SKAM's after they took it back", [*TAKEN_BACK, {"files": MADE, "by": HEAD, "committer": NORTH}]),
    ("a KAM chooses between two limits of SKAM's that stand", [{"files": MADE, "by": HEAD, "on": [0]}, {"files": FORTY, "by": HEAD, "on": [0]}, ours(1, 2)]),
    ("a KAM merges main into a branch again and again", [{"files": edited(CEDAR, RESULT), "on": [0]}, {"files": MADE, "by": HEAD, "on": [0]}, {"files": edited(CEDAR, RESULT, LIMIT), "on": [1, 2]},
                                                       {"files": FORTY, "by": HEAD, "on": [2]}, {"files": edited(CEDAR, RESULT, ("limit: 30000", "limit: 40000")), "on": [3, 4]}]),
    ("a branch is rebased onto SKAM's change, which was rebased too, and both are merged", [{"files": MADE, "by": HEAD, "on": [0]}, {"files": edited(CEDAR, LIMIT, RESULT)}, {"files": MADE, "by": HEAD, "on": [0], "committed": "2026-05-12"},
                                                                                          {"files": edited(CEDAR, LIMIT, RESULT), "committed": "2026-05-12"}, {"on": [2, 4], "like": 2, "by": PLATFORM}]),
    ("SKAM take back what a branch still has, and a platform merges clean", [{"files": MADE, "by": HEAD}, {"files": OTHER}, {"files": {CEDAR: BASE[CEDAR]}, "by": HEAD, "on": [1]},
                                                                           {"files": OTHER, "on": [3, 2], "by": PLATFORM}]),
    ("an innocent branch is merged into both sides before the last word of SKAM's", [*TAKEN_BACK, {"files": OTHER, "on": [0]}, {"files": OTHER, "on": [2, 3], "by": PLATFORM}, {"files": OTHER, "on": [1, 3], "by": PLATFORM},
                                                                                   {"on": [5, 4], "like": 4, "by": PLATFORM}]),
    ("two branches each take out another copy of one comment", [{"files": {BIRCH: TWICE}, "by": SOUTH}, {"files": {BIRCH: UPPER}, "by": SOUTH, "on": [1]}, {"files": {BIRCH: LOWER}, "by": SOUTH, "on": [1]},
                                                              {"files": {BIRCH: BASE[BIRCH]}, "on": [2, 3], "by": PLATFORM}]),
]  # fmt: skip

LATER: list[tuple[str, int, list[dict[str, Any]]]] = [
    ("SKAM make last year's plan this year's", 1, by_head({"files": {CEDAR: OF_LAST_YEAR}}, {"files": {CEDAR: HALF}})),
    ("SKAM make last year's plan this year's under another id", 1, by_head({"files": {CEDAR: OF_LAST_YEAR}}, {"files": {CEDAR: None, ELM: HALF}})),
    ("another puts days of a list off, and a KAM goes on", 1, [*LISTING, {"files": {BIRCH: PUT_OFF}, "by": SOUTH}, {"files": OTHER}]),
    ("another puts a list in another order, and a KAM goes on", 1, [*LISTING, {"files": {BIRCH: TURNED}, "by": SOUTH}, {"files": OTHER}]),
    ("another puts notes in another order, and a KAM goes on", 1, [*LISTING, {"files": {BIRCH: LISTED.replace(NOTE1 + NOTE2, NOTE2 + NOTE1)}, "by": SOUTH}, {"files": OTHER}]),
    ("two branches put days of a list off and record a result, and a platform merges them", 1, [*LISTING, {"files": {BIRCH: PUT_OFF}, "by": SOUTH, "on": [1]},
     {"files": edited(BIRCH, RESULT, base=LISTED), "by": SOUTH, "on": [1]}, {"files": edited(BIRCH, RESULT, base=PUT_OFF), "on": [2, 3], "by": PLATFORM}]),
    ("two plans change places, goals and all", 1, by_head({"files": {BIRCH: NEWCOMER.replace("plan: 50}", "plan: 2000}")}},
     {"files": {BIRCH: BASE[CEDAR], CEDAR: NEWCOMER.replace("plan: 50}", "plan: 2000}")}})),
    ("two branches each take out another copy of one comment of the base", 1, [{"files": {BIRCH: TWICE}, "by": SOUTH}, {"files": {BIRCH: UPPER}, "by": SOUTH, "on": [1]},
     {"files": {BIRCH: LOWER}, "by": SOUTH, "on": [1]}, {"files": {BIRCH: BASE[BIRCH]}, "on": [2, 3], "by": PLATFORM}]),
]  # fmt: skip
"""Stories with the number of the commit that is the base."""
