"""Attacks by what readers do not see: comments that a merge drops or moves, ids and addresses that look like others."""

from __future__ import annotations

from typing import Any

from tests.guard.attacks_on_fields import LIMIT, Row
from tests.guard.attacks_on_history import RESULT
from tests.guard.world import BIRCH, CEDAR, SOUTH, edited, plan

DAYS = "  days: 45"
REMARK = (DAYS, f"  # agreed in May\n{DAYS}")
ALLOW = "  # kamctl: allow credit-overrun because agreed\n"
ALLOWED, MOVED = (DAYS, ALLOW + DAYS), ("  limit:", f"{ALLOW}  limit:")
BUYER = ("Category buyer", "Buyer")


def merged(name: str, before: tuple[str, str], *after: tuple[str, str]) -> Row:
    """Both sides of a merge by another have a comment in their owner's plan, the merge has it not, or elsewhere."""
    south: dict[str, Any] = {"by": SOUTH}
    commits = [
        {"files": edited(BIRCH, before), "on": [0], **south},
        {"files": edited(BIRCH, before, RESULT), "on": [1], **south},
        {"files": edited(BIRCH, before, BUYER), "on": [1], **south},
        {"files": edited(BIRCH, RESULT, BUYER, *after), "on": [2, 3]},
    ]
    return name, commits, {("not-your-plan", 4, "kam-north", "birch", None)}


def named(name: str, client: str) -> Row:
    """A KAM adds a plan of their own whose id could be read as another's."""
    return name, [{"files": {f"plans/{client}.yaml": plan("kam-north")}}], {
        ("not-your-plan", 1, "kam-north", client, None)}  # fmt: skip


def addressed(name: str, email: str) -> Row:
    """Somebody commits with an address that looks like that of SKAM."""
    commits = [{"files": edited(CEDAR, LIMIT), "by": f"Head of SKAM <{email}>"}]
    return name, commits, {("unknown-author", 1, None, "cedar", None)}


ROWS: list[Row] = [
    merged("an evil merge drops a remark that both sides have", REMARK),
    merged("an evil merge drops a comment that allows", ALLOWED),
    merged("an evil merge moves a comment that allows to another field", ALLOWED, MOVED),
    named("a new id has a space at its end", "birch "),
    named("a new id has a space inside that does not break", "bir\u00a0ch"),
    named("a new id has a letter of no width", "bi\u200brch"),
    named("a new id has a mark that turns the direction", "\u202ebirch"),
    named("a new id has a soft hyphen", "bir\u00adch"),
    named("a new id has a letter of another script that looks like none of ours", "biгch"),
    addressed("an address has a long s, which is an s to who ignores case", "\u017fkam-head@example.com"),
    addressed("an address has a Kelvin sign, which is a k to who ignores case", "s\u212aam-head@example.com"),
]
