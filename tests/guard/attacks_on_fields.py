"""Attacks on fields of a plan: those that only SKAM may change, in whatever spelling, and those of others."""

from __future__ import annotations

from typing import Any

from tests.guard.world import ALDER, BASE, BIRCH, MEMBER, Told, edited, plan

Row = tuple[str, list[dict[str, Any]], set[Told]]

LIMIT = ("limit: 30000", "limit: 90000")
DISCOUNTS = "discounts:\n  volume:\n    size: 7%\n    condition: Turnover of 50M\n"
CREDIT = "credit_line:\n  limit: 30000\n  days: 45\n  used: 100\n"
OF_CREDIT = ("credit_line.limit", "credit_line.days", "credit_line.used")
OF_DISCOUNTS = ("discounts.volume.size", "discounts.volume.condition")
APPROVAL = "approvals:\n  plan: {by: skam-head, on: 2026-05-01, of: 'v1:00'}\n"
OF_APPROVAL = ("approvals.plan.by", "approvals.plan.on", "approvals.plan.of")
END = "  buyer: {name: Category buyer}\n"


def own(name: str, pairs: list[tuple[str, str]], *fields: str) -> Row:
    """A KAM edits a plan of their own, and these fields are SKAM's."""
    return name, [{"files": edited(ALDER, *pairs)}], {("skam-only", 1, "kam-north", "alder", field) for field in fields}


def foreign(name: str, pairs: list[tuple[str, str]], *fields: str | None, by: str = "kam-north") -> Row:
    """Somebody edits a plan of another."""
    who = {"kam-north": {}, "logistics": {"by": MEMBER}}[by]
    files = edited(BIRCH, *pairs)
    return name, [{"files": files, **who}], {("not-your-plan", 1, by, "birch", field) for field in fields}


def unread(name: str, old: str, new: str) -> Row:
    """A KAM makes a plan of their own unreadable."""
    return name, [{"files": edited(ALDER, (old, new))}], {("not-comparable", 1, "kam-north", "alder", None)}


PROTECTED: list[Row] = [
    own("a KAM raises the credit limit of their client", [LIMIT], "credit_line.limit"),
    own("a KAM gives their client longer to pay", [("days: 45", "days: 90")], "credit_line.days"),
    own("a KAM writes down what is owed as less", [("used: 100", "used: 1")], "credit_line.used"),
    own("a KAM takes the credit line away", [(CREDIT, "")], *OF_CREDIT),
    own("a KAM empties the credit line", [(CREDIT, "credit_line: {}\n")], *OF_CREDIT),
    own("a KAM leaves the name of the credit line alone", [(CREDIT, "credit_line:\n")], "credit_line", *OF_CREDIT),
    own("a KAM puts a text in the credit line's place", [(CREDIT, "credit_line: none\n")], "credit_line", *OF_CREDIT),
    own("a KAM adds a new field to the credit line", [("  used: 100", "  used: 100\n  overdue: 5")], "credit_line.overdue"),
    own("a KAM moves a protected section in the file and changes it there", [(CREDIT, ""), (END, END + CREDIT.replace("30000", "40000"))], "credit_line.limit"),
    own("a KAM changes a limit by one kopeck", [("limit: 30000", "limit: 30000.01")], "credit_line.limit"),
    own("a KAM changes a limit and hides it by grouping its digits", [("limit: 30000", "limit: 300_000")], "credit_line.limit"),
    own("a KAM writes a limit in hexadecimal", [("limit: 30000", "limit: 0x30000")], "credit_line.limit"),
    own("a KAM writes a limit with an exponent", [("limit: 30000", "limit: 30000e1")], "credit_line.limit"),
    own("a KAM puts a limit in quotes, which is another value", [("limit: 30000", "limit: '30000'")], "credit_line.limit"),
    own("a KAM makes a limit infinite", [("limit: 30000", "limit: .inf")], "credit_line.limit"),
    own("a KAM makes a limit nothing", [("limit: 30000", "limit: null")], "credit_line.limit"),
    own("a KAM hides a limit behind a comment", [("limit: 30000", "limit: #30000")], "credit_line.limit"),
    own("a KAM raises a discount a hundredfold", [("size: 7%", "size: 700%")], "discounts.volume.size"),
    own("a KAM drops the percent sign", [("size: 7%", "size: 7")], "discounts.volume.size"),
    own("a KAM softens the condition of a discount", [("Turnover of 50M", "Any turnover")], "discounts.volume.condition"),
    own("a KAM adds a discount", [("credit_line:", "  gift: {size: 3%, condition: none}\ncredit_line:")], "discounts.gift.size", "discounts.gift.condition"),
    own("a KAM takes the discounts away", [(DISCOUNTS, "")], *OF_DISCOUNTS),
    own("a KAM replaces the discounts by a list", [(DISCOUNTS, "discounts: [volume]\n")], "discounts.1", *OF_DISCOUNTS),
    own("a KAM replaces one discount by a scalar", [("  volume:\n    size: 7%\n    condition: Turnover of 50M\n", "  volume: 7%\n")], "discounts.volume", *OF_DISCOUNTS),
    own("a KAM renames a discount", [("  volume:", "  bonus:")], *OF_DISCOUNTS, "discounts.bonus.size", "discounts.bonus.condition"),
    own("a KAM renames the section to one that looks alike", [("discounts:", "discоunts:")], *OF_DISCOUNTS),
    own("a KAM renames a field to one that looks alike", [("    size:", "    sizе:")], "discounts.volume.size", "discounts.volume.sizе"),
    own("a KAM puts the section in upper case", [("discounts:", "Discounts:")], *OF_DISCOUNTS),
    own("a KAM puts the section inside another", [(DISCOUNTS, "region:\n  " + DISCOUNTS.replace("\n", "\n  ").rstrip() + "\n")], *OF_DISCOUNTS),
    own("a KAM makes their client strategic", [("segment: B", "segment: A")], "segment"),
    own("a KAM takes the segment away", [("segment: B\n", "")], "segment"),
    own("a KAM lowers a goal that is still to come", [("2026-Q4: {plan: 4000}", "2026-Q4: {plan: 3000}")], "sales.2026-Q4.plan"),
    own("a KAM takes a goal out that is still to come", [("2026-Q4: {plan: 4000}", "2026-Q4: {actual: 1}")], "sales.2026-Q4.plan"),
    own("a KAM takes a whole period out", [("  2026-Q4: {plan: 4000}\n", "")], "sales.2026-Q4.plan"),
    own("a KAM splits a period and loses its goal", [("2026-Q4: {plan: 4000}", "2026-10: {plan: 4000}")], "sales.2026-Q4.plan", "sales.2026-10.plan"),
    own("a KAM adds a goal of their own", [("  2026-Q4: {plan: 4000}", "  2026-Q4: {plan: 4000}\n  2027-Q1: {plan: 1}")], "sales.2027-Q1.plan"),
    own("a KAM lowers the goal of a KPI", [("2026-Q4: {plan: 25%}", "2026-Q4: {plan: 2.5%}")], "kpis.shelf-share.2026-Q4.plan"),
    own("a KAM adds a KPI with an easy goal", [("discounts:", "  visits:\n    2026-Q4: {plan: 1}\ndiscounts:")], "kpis.visits.2026-Q4.plan"),
    own("a KAM approves their own plan", [(END, END + APPROVAL)], *OF_APPROVAL),
    own("a KAM names a section for approvals with nothing in it", [(END, END + "approvals:\n")], "approvals"),
    own("a KAM changes two protected fields at once", [LIMIT, ("size: 7%", "size: 8%")], "credit_line.limit", "discounts.volume.size"),
    own("a KAM hides a protected change among honest ones", [("actual: 900", "actual: 950"), LIMIT, ("Category buyer", "New buyer")], "credit_line.limit"),
    own("a comment that allows the rule silences nothing", [("limit: 30000", "limit: 90000  # kamctl: allow skam-only because I may")], "credit_line.limit"),
    own("a comment above that allows the rule silences nothing", [("  limit: 30000", "  # kamctl: allow skam-only because I may\n  limit: 90000")], "credit_line.limit"),
    own("a protected change under other line ends", [(BASE[ALDER], BASE[ALDER].replace("limit: 30000", "limit: 90000").replace("\n", "\r\n"))], "credit_line.limit"),
    own("a protected change behind a byte order mark", [(BASE[ALDER], "\ufeff" + BASE[ALDER].replace("limit: 30000", "limit: 90000"))], "credit_line.limit"),
    own("a protected change in a plan that is put on one line", [(CREDIT, "credit_line: {days: 45, used: 100, limit: 90000}\n")], "credit_line.limit"),
]  # fmt: skip

FOREIGN: list[Row] = [
    foreign("a KAM records a result in another's plan", [("actual: 900", "actual: 990")], "sales.2026-Q1.actual"),
    foreign("a KAM changes a protected field of another's plan", [LIMIT], "credit_line.limit"),
    foreign("a KAM adds a note to another's history", [("contacts:", "  - {date: 2026-05-09, note: Mine}\ncontacts:")], "history.3.date", "history.3.note"),
    foreign("a KAM adds a contact to another's plan", [(END, END + "  boss: {name: Boss}\n")], "contacts.boss.name"),
    foreign("a KAM only adds a comment to another's plan", [(END, END + "# hello\n")], None),
    foreign("a KAM only re-formats another's plan", [("{name: Category buyer}", "{ name: 'Category buyer' }")], None),
    foreign("a KAM silences a finding in another's plan", [("  limit: 30000", "  limit: 30000 # kamctl: allow credit-overrun because so")], None),
    foreign("a KAM takes another's plan over", [("kam: kam-south", "kam: kam-north")], "kam"),
    foreign("a KAM takes another's plan over and changes it", [("kam: kam-south", "kam: kam-north"), ("actual: 900", "actual: 1")], "kam", "sales.2026-Q1.actual"),
    foreign("a KAM takes the owner out of another's plan", [("kam: kam-south\n", "")], "kam"),
    foreign("a KAM gives another's plan to a third", [("kam: kam-south", "kam: logistics")], "kam"),
    foreign("a member records a result", [("actual: 900", "actual: 990")], "sales.2026-Q1.actual", by="logistics"),
    foreign("a member adds a comment", [(END, END + "# hello\n")], None, by="logistics"),
    foreign("a member makes a plan their own", [("kam: kam-south", "kam: logistics")], "kam", by="logistics"),
]  # fmt: skip

UNREAD: list[Row] = [
    unread("a second key takes the place of a protected one", "limit: 30000", "limit: 30000\n  limit: 90000"),
    unread("a second section takes the place of a protected one", "contacts:", "credit_line: {limit: 9, days: 9}\ncontacts:"),
    unread("a second owner stands in the file", "period: 2026", "kam: kam-south\nperiod: 2026"),
    unread("a second key differs in its normal form alone", "contacts:", "й: 1\nи\u0306: 2\ncontacts:"),
    unread("a line separator hides a second line", "name: Category buyer", "name: x\u2028  limit: 90000"),
    unread("a next-line character hides a second line", "condition: Turnover of 50M", "condition: x\u0085    size: 90%"),
    unread("a lone carriage return hides a second line", "condition: Turnover of 50M", "condition: x\r    size: 90%"),
    unread("an alias stands for a value", "limit: 30000", "limit: &big 90000"),
    unread("a merge key brings fields in", "credit_line:\n", "credit_line:\n  <<: {limit: 1}\n"),
    unread("a tag gives a value another type", "limit: 30000", "limit: !!str 30000"),
    unread("a second document follows", END, END + "---\nclient: Other\n"),
    unread("a conflict was never resolved", "  limit: 30000\n", "<<<<<<< ours\n  limit: 30000\n=======\n  limit: 9\n>>>>>>> theirs\n"),
    unread("the file is no YAML", "client: Alder", "client: [Alder"),
    unread("the file is a list", BASE[ALDER], "- client: Alder\n"),
    unread("the file is one word", BASE[ALDER], "Alder\n"),
    unread("an explicit key hides a field", "  limit: 30000", "  ? limit\n  : 90000"),
    unread("the file is nested too deeply", END, END + "swot: " + "[" * 40 + "]" * 40 + "\n"),
    ("the file is in another encoding", [{"files": {ALDER: BASE[ALDER].encode("utf-16")}}],
     {("not-comparable", 1, "kam-north", "alder", None)}),
    ("the file is too large", [{"files": {ALDER: BASE[ALDER] + "#" * 1_100_000}}],
     {("not-comparable", 1, "kam-north", "alder", None)}),
    ("an unreadable plan is mended, and nobody knows what it said", [{"files": {"plans/broken.yaml": plan("kam-south")}, "by": "Head of SKAM <skam-head@example.com>"}],
     {("not-comparable", 1, "skam-head", "broken", None)}),
    ("a KAM mends an unreadable plan, whose owner nobody knows", [{"files": {"plans/broken.yaml": plan("kam-north")}}],
     {("not-comparable", 1, "kam-north", "broken", None), ("not-your-plan", 1, "kam-north", "broken", None)}),
    ("a plan is broken and mended with another figure", [{"files": {ALDER: "client: ["}}, {"files": edited(ALDER, LIMIT)}],
     {("not-comparable", 1, "kam-north", "alder", None), ("not-comparable", 2, "kam-north", "alder", None),
      ("skam-only", 2, "kam-north", "alder", "credit_line.limit")}),
    ("SKAM break a plan", [{"files": {ALDER: "client: ["}, "by": "Head of SKAM <skam-head@example.com>"}],
     {("not-comparable", 1, "skam-head", "alder", None)}),
]  # fmt: skip

ROWS = [*PROTECTED, *FOREIGN, *UNREAD]
