"""Attacks by bringing back what somebody who may had done and taken back, mostly with a merge that chooses a side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.guard.attacks_by_renaming import OAK, by_head
from tests.guard.attacks_on_fields import LIMIT, Row
from tests.guard.attacks_on_history import GOAL3, NOTE2, PEOPLE, Q3, RESULT, ROLE
from tests.guard.world import (
    ALDER,
    BASE,
    BIRCH,
    CEDAR,
    HEAD,
    PLATFORM,
    PROGRAM,
    SOUTH,
    Blob,
    Content,
    Told,
    edited,
    plan,
)

ELM, OLD, EAST = "plans/elm.yaml", "plans/old/birch.yaml", "plans/east/cedar.yaml"
FLOW = ".github/workflows/plans.yaml"
FORTY, SIXTY = ("limit: 30000", "limit: 40000"), ("limit: 30000", "limit: 60000")
OTHER = edited(ALDER, RESULT)
REMARK, ALLOW = "# agreed in May\n", "# kamctl: allow credit-overrun because agreed\n"
APPROVAL = "approvals:\n  plan: {by: skam-head, on: 2026-05-01, of: 'v1:0'}\n"
LISTED = (
    BASE[BIRCH]
    + """\
promotions:
  spring: {products: [kefir, yoghurt, cream]}
stages:
  - {what: Visit, due: 2026-06-01}
  - {what: Tasting, due: 2026-07-01}
"""
)
PUT_OFF = LISTED.replace("07-01", "08-01").replace("06-01", "07-01")
TURNED = LISTED.replace("kefir, yoghurt, cream", "yoghurt, cream, kefir")
"""A plan with lists; in one of them a day that another thing there had before; a list in another order."""
OF_LIMIT = ("skam-only", 3, "kam-north", "cedar", "credit_line.limit")


def ours(of: int, *others: int, by: str | None = None) -> dict[str, Any]:
    """A merge that keeps the files of one of its parents alone, as `git merge -s ours` does."""
    return {"on": [of, *others], "like": of, **({} if by is None else {"by": by})}


def theirs(of: int, *others: int) -> dict[str, Any]:
    """A merge that takes the files of its last parent alone."""
    return {"on": [*others, of], "like": of}


def of_approval(number: int, client: str) -> set[Told]:
    """An approval written by one who is no SKAM, field by field."""
    return {("skam-only", number, "kam-north", client, f"approvals.plan.{field}") for field in ("by", "on", "of")}


def revived(
    name: str, there: Mapping[str, Content], back: Mapping[str, Content], found: set[Told], by: str = HEAD
) -> Row:
    """Somebody who may does something and takes it back; a KAM merges the two and keeps the first."""
    commits = [{"files": there, "by": by}, {"files": back, "by": by}, ours(1, 2)]
    return name, commits, found


def limits(name: str, *merges: dict[str, Any], found: set[Told]) -> Row:
    """SKAM raise a limit and take that back; then this happens."""
    commits = [{"files": edited(CEDAR, LIMIT), "by": HEAD}, {"files": {CEDAR: BASE[CEDAR]}, "by": HEAD}, *merges]
    return name, commits, found


def of_birch(rule: str = "not-your-plan", field: str | None = None) -> set[Told]:
    return {(rule, 3, "kam-north", "birch", field)}


ROWS: list[Row] = [
    limits("a merge with our side alone brings a limit back that SKAM took back", ours(1, 2), found={OF_LIMIT}),
    limits("a merge with their side alone does", theirs(1, 2), found={OF_LIMIT}),
    limits("an octopus does", {"files": OTHER, "on": [0]}, {**ours(1, 2, 3), "files": OTHER}, found={("skam-only", 4, *OF_LIMIT[2:])}),
    limits("a merge that has a result beside it does", {**ours(1, 2), "files": edited(CEDAR, LIMIT, RESULT)}, found={OF_LIMIT}),
    limits("a commit that reverts the revert does", {"files": edited(CEDAR, LIMIT)}, found={OF_LIMIT}),
    limits("a commit on the one before, merged with our side alone, does", {"files": OTHER, "on": [1]}, ours(3, 2), found={("skam-only", 4, *OF_LIMIT[2:])}),
    limits("an honest last commit of SKAM does not cover that", ours(1, 2), {"files": OTHER, "by": HEAD}, found={OF_LIMIT}),
    limits("a clean merge by SKAM does not cover that", ours(1, 2), {"files": OTHER, "on": [0]}, {"files": OTHER, "on": [3, 4], "by": HEAD}, found={OF_LIMIT}),
    limits("a clean merge by a platform does not cover that", ours(1, 2), {"files": OTHER, "on": [0]}, {"files": OTHER, "on": [3, 4], "by": PLATFORM}, found={OF_LIMIT}),
    limits("a platform's merge brings it back", ours(1, 2, by=PLATFORM), found={("unknown-author", 3, None, "cedar", None)}),
    limits("another KAM's merge brings it back", ours(1, 2, by=SOUTH), found={("not-your-plan", 3, "kam-south", "cedar", "credit_line.limit")}),
    limits("merges with an innocent branch on both sides hide nothing", {"files": OTHER, "on": [0]}, {"files": OTHER, "on": [2, 3]},
           {"files": OTHER, "on": [1, 3]}, ours(5, 4), found={("skam-only", 6, *OF_LIMIT[2:])}),
    limits("it is brought back, taken back, and brought back", ours(1, 2), {"files": {CEDAR: BASE[CEDAR]}, "by": HEAD}, ours(3, 4), found={("skam-only", 5, *OF_LIMIT[2:])}),
    limits("what a KAM had picked is brought back", {"files": edited(CEDAR, LIMIT), "on": [0]}, ours(3, 2), found={OF_LIMIT}),
    ("a merge brings the first of two limits of SKAM back", [{"files": edited(CEDAR, FORTY), "by": HEAD}, {"files": edited(CEDAR, SIXTY), "by": HEAD}, ours(1, 2)], {OF_LIMIT}),
    ("a merge brings a limit back over which SKAM had decided in a merge",
     [{"files": edited(CEDAR, FORTY), "by": HEAD, "on": [0]}, {"files": edited(CEDAR, SIXTY), "by": HEAD, "on": [0]}, ours(1, 2, by=HEAD), ours(2, 3)],
     {("skam-only", 4, *OF_LIMIT[2:])}),
    revived("a goal that SKAM set and took back", edited(CEDAR, Q3), {CEDAR: BASE[CEDAR]}, {("skam-only", 3, "kam-north", "cedar", GOAL3)}),
    revived("rights that SKAM gave and took back", {PEOPLE: ROLE}, {PEOPLE: BASE[PEOPLE]}, {("skam-only", 3, "kam-north", PEOPLE, None)}),
    revived("a workflow that SKAM took out and put back", {FLOW: None}, {FLOW: BASE[FLOW]}, {("skam-only", 3, "kam-north", FLOW, None)}),
    revived("a program that SKAM took back", {"x.sh": "x\n"}, {"x.sh": None}, {("skam-only", 3, "kam-north", "x.sh", None)}),
    revived("a plan that SKAM took out and put back", {BIRCH: None}, {BIRCH: BASE[BIRCH]}, of_birch()),
    revived("a plan of their own that SKAM took out and put back", {CEDAR: None}, {CEDAR: BASE[CEDAR]}, {("skam-only", 3, "kam-north", "cedar", None)}),
    revived("a plan that another proposed and withdrew", {ELM: plan("kam-south")}, {ELM: None}, {("not-your-plan", 3, "kam-north", "elm", None)}, by=SOUTH),
    revived("a move that another took back", {BIRCH: None, OLD: BASE[BIRCH]}, {OLD: None, BIRCH: BASE[BIRCH]}, of_birch(), by=SOUTH),
    revived("a mode that SKAM took back", {BIRCH: Blob(BASE[BIRCH].encode(), PROGRAM)}, {BIRCH: BASE[BIRCH]}, of_birch()),
    revived("a result that another took back", edited(BIRCH, RESULT), {BIRCH: BASE[BIRCH]}, of_birch(field="sales.2026-Q1.actual"), by=SOUTH),
    revived("a remark that another took back", {BIRCH: BASE[BIRCH] + REMARK}, {BIRCH: BASE[BIRCH]}, of_birch(), by=SOUTH),
    revived("a comment that allows, which another took back, beside a result that stays",
            edited(BIRCH, ("  limit:", f"  {ALLOW}  limit:"), RESULT), edited(BIRCH, RESULT), of_birch(), by=SOUTH),
    revived("a note that SKAM took out and put back", edited(CEDAR, (NOTE2, "")), {CEDAR: BASE[CEDAR]},
            {("history-rewritten", 3, "kam-north", "cedar", f"history.2.{field}") for field in ("date", "note")}),
    ("a merge brings the first of two wordings of SKAM's for a note back",
     [*by_head({"files": edited(CEDAR, ("New buyer", "Buyer A"))}, {"files": edited(CEDAR, ("New buyer", "Buyer B"))}), ours(1, 2)],
     {("history-rewritten", 3, "kam-north", "cedar", "history.1.note")}),
    revived("an approval that SKAM gave and took back", {CEDAR: BASE[CEDAR] + APPROVAL}, {CEDAR: BASE[CEDAR]}, of_approval(3, "cedar")),
    revived("an approval of a proposal that SKAM gave and took back", {ELM: plan("kam-north") + APPROVAL}, {ELM: plan("kam-north")}, of_approval(3, "elm")),
    ("a proposal takes the approval along to another id", [{"files": {ELM: plan("kam-north") + APPROVAL}, "by": HEAD}, {"files": {ELM: None, OAK: plan("kam-north") + APPROVAL}}], of_approval(2, "oak")),
    limits("a merge that moves the plan brings it back", {"on": [1, 2], "like": 1, "files": {CEDAR: None, EAST: edited(CEDAR, LIMIT)[CEDAR]}}, found={OF_LIMIT}),
    limits("a branch that moved the plan before does", {"on": [1], "files": {CEDAR: None, EAST: edited(CEDAR, LIMIT)[CEDAR]}}, ours(3, 2), found={("skam-only", 4, *OF_LIMIT[2:])}),
    ("a merge brings a limit back that SKAM left out of a merge", [{"files": edited(CEDAR, LIMIT), "by": HEAD, "on": [0]}, {"files": OTHER, "on": [0]}, ours(2, 1, by=HEAD),
     {"files": {**OTHER, **edited(CEDAR, LIMIT)}, "on": [3, 1]}, {"files": edited(BIRCH, RESULT), "by": HEAD}], {("skam-only", 4, *OF_LIMIT[2:])}),
    revived("an owner whom SKAM gave a plan and took back", edited(BIRCH, ("kam: kam-south", "kam: kam-north")), {BIRCH: BASE[BIRCH]}, of_birch(field="kam")),
]  # fmt: skip

ONTO: list[tuple[str, int, list[dict[str, Any]], set[Told]]] = [
    ("a merge with our side alone takes another's comment back beside a result of theirs", 1,
     [{"files": {BIRCH: BASE[BIRCH] + REMARK}, "by": SOUTH, "on": [0]}, {"files": OTHER, "on": [0]},
      {"files": {BIRCH: edited(BIRCH, RESULT)[BIRCH] + REMARK}, "by": SOUTH, "on": [1]},
      {"files": {**edited(BIRCH, RESULT), **OTHER}, "on": [3, 2]}], {("not-your-plan", 4, "kam-north", "birch", None)}),
    ("SKAM's last commit does not cover what a merge took back", 1,
     [{"files": edited(CEDAR, LIMIT), "by": HEAD, "on": [0]}, {"files": OTHER, "on": [0]}, ours(2, 1), {"files": edited(BIRCH, RESULT), "by": HEAD}], {OF_LIMIT}),
    ("days of a list that another put off and put back are brought back, before a last commit of SKAM's", 1,
     [{"files": {BIRCH: LISTED}, "by": HEAD}, {"files": {BIRCH: PUT_OFF}, "by": SOUTH}, {"files": {BIRCH: LISTED}, "by": SOUTH}, ours(2, 3), {"files": OTHER, "by": HEAD}],
     {("not-your-plan", 4, "kam-north", "birch", f"stages.{number}.due") for number in (1, 2)}),
    ("the order of a list that another changed and changed back is brought back, before a last commit of SKAM's", 1,
     [{"files": {BIRCH: LISTED}, "by": HEAD}, {"files": {BIRCH: TURNED}, "by": SOUTH}, {"files": {BIRCH: LISTED}, "by": SOUTH}, ours(2, 3), {"files": OTHER, "by": HEAD}],
     {("not-your-plan", 4, "kam-north", "birch", f"promotions.spring.products.{number}") for number in (1, 3)}),
    ("a plan that was deleted before is brought back with a result of SKAM's beside it", 1,
     [{"files": {BIRCH: None}, "by": HEAD, "on": [0]}, {"files": OTHER, "on": [0]}, ours(2, 1), {"files": edited(CEDAR, RESULT), "by": HEAD}],
     {("not-your-plan", 3, "kam-north", "birch", None)}),
]  # fmt: skip
"""Ranges that begin at a later commit than the one that all stories begin with."""
