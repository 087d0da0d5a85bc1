"""The habit of sharing counted by brute force: every version of every plan looked at, in plain loops.

Written for `test_habit_count` from the words of the design and of `kamctl habit --help`; the versions, and what changed
from one to the next, are the replay's, which shares no code with the program either (save how lists are paired).
"""

from __future__ import annotations

import re
import statistics
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

from tests.gitting import git
from tests.history.replay import Replay, counterpart, leaves, same

QUARTER_ENDS = {"Q1": (3, 31), "Q2": (6, 30), "Q3": (9, 30), "Q4": (12, 31)}
FIGURE = re.compile(r"-?[0-9][0-9_]*(\.[0-9]+)?%?")
DAY = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}")

Row = dict[str, Any]


class HabitCount:
    """The figures of a replayed repository, as of `today`; `people` are the e-mails (in lower case) of the KAMs."""

    def __init__(self, replay: Replay, people: dict[str, str], today: date, weeks: int, start: date | None) -> None:
        self.replay = replay
        self.today = today
        self.start = start
        self.tip = replay.order[0][0]
        self.days: dict[str, date] = {}
        self.mails: dict[str, str] = {}
        for line in git(replay.folder, "log", "--format=%H %at %ae", "main").decode().splitlines():
            commit, seconds, mail = line.split(" ")
            self.days[commit] = datetime.fromtimestamp(int(seconds), UTC).date()
            self.mails[commit] = mail.lower()
        self.people = people
        self.persons = {mail: person for person, mail in people.items()}
        self.mondays = [today - timedelta(days=today.weekday() + 7 * back) for back in range(weeks - 1, -1, -1)]
        self.events = replay.log()
        self.hands = lru_cache(maxsize=None)(self._hands)
        self.touches = self._touches()
        self.edits = self._edits()
        self.updates = self._updates()

    def _edits(self) -> list[tuple[str, str, Any]]:
        """Each commit that changed a plan in meaning: commit, client of today, whose plan it was then."""
        found = []
        for commit, client, then in self.touches:
            values = self.replay.values(commit, then)
            if values is not None and self.replay.changes(commit, then):
                found.append((commit, client, values.get("kam")))
        return found

    def _updates(self) -> list[tuple[str, str, str]]:
        """Person, client of today and commit of each update."""
        found = []
        for commit, client, kam in self.edits:
            person = self.persons.get(self.mails[commit])
            if person is not None and person == kam and self.days[commit] <= self.today:
                found.append((person, client, commit))
        return found

    def _touches(self) -> list[tuple[str, str, str]]:
        """Each commit that gave a plan a content that no parent has: commit, client of today, its id then."""
        found = []
        for commit, _ in reversed(self.replay.order):
            for client, file in self.replay.plans[commit].items():
                befores = [before for before in self.replay.before(commit, client) if before]
                if client in self.replay.own[commit] or not any(
                    self.replay.plans[before][was].same(file) for before, was in befores
                ):
                    found.append((commit, self.replay.today(commit, client), client))
        return found

    # People.

    def kam(self, client: str) -> Any:
        """Whose plan it is, by what it last said."""
        values = self.replay.last(self.tip, client)
        kam = None if values is None else values.get("kam")
        return kam if isinstance(kam, str) else None

    def person(self, person: str) -> Row:
        own = {(self.days[commit], commit) for who, _, commit in self.updates if who == person}
        days = sorted({day for day, _ in own})
        weeks = [sum(self._in_week(day, monday) for day, _ in own) for monday in self.mondays]
        inside = [day for day in days if day >= self.mondays[0]]
        gaps = [(inside[number] - inside[number - 1]).days for number in range(1, len(inside))]
        told = [in_time for whose, in_time in self.actuals() if whose == person]
        return {
            "person": person,
            "plans": sum(self.kam(client) == person for client in self.replay.plans[self.tip]),
            "weeks_with_update": sum(week > 0 for week in weeks),
            "streak": self._streak(days),
            "days_since": (self.today - days[-1]).days if days else None,
            "median_gap_days": statistics.median(gaps) if gaps else None,
            "on_time": sum(told) / len(told) if told else None,
            "calendar": weeks,
        }

    def _in_week(self, day: date, monday: date) -> bool:
        return day.isocalendar()[:2] == monday.isocalendar()[:2]

    def _streak(self, days: list[date]) -> int:
        streak = 0
        for back in range(1000):
            week = (self.today - timedelta(days=7 * back)).isocalendar()[:2]
            if any(day.isocalendar()[:2] == week for day in days):
                streak += 1
            elif back > 0:
                break
        return streak

    # Actuals.

    def actuals(self) -> list[tuple[Any, bool]]:
        """Whose each actual was that was due, and whether it was recorded in time."""
        found = []
        for client in self.replay.plans[self.tip]:
            values: Any = self.replay.last(self.tip, client) or {}
            sales = values.get("sales")
            for name, entry in sales.items() if isinstance(sales, dict) else ():
                if _figure(entry, "plan"):
                    found += self._actual(client, name)
        return found

    def _actual(self, client: str, name: str) -> list[tuple[Any, bool]]:
        end = date(int(name[:4]), *QUARTER_ENDS[name[5:]])
        deadline = end + timedelta(days=10)
        planned, recorded = [], []
        for number, (commit, today, then) in enumerate(self.touches):
            values: Any = self.replay.values(commit, then)
            if today != client or values is None or self.days[commit] > self.today:
                continue
            sales = values.get("sales")
            entry = sales.get(name) if isinstance(sales, dict) else None
            if _figure(entry, "plan"):
                planned.append(self.days[commit])
            if isinstance(entry, dict) and self._is_final(commit, entry, end):
                kam = values.get("kam")
                recorded.append((self.days[commit], number, kam if isinstance(kam, str) else None))
        if end >= self.today or not planned or min(planned) > deadline:
            return []
        if recorded:
            day, _, kam = min(recorded, key=lambda each: each[:2])
            return [(kam or self.kam(client), day <= deadline)]
        return [(self.kam(client), False)] if deadline < self.today else []

    def _is_final(self, commit: str, entry: Any, end: date) -> bool:
        as_of = entry.get("as_of")
        whole = as_of is None or (bool(DAY.fullmatch(as_of)) and as_of >= str(end))
        return whole and _figure(entry, "actual") and self.days[commit] >= end

    # Clients and months.

    def client(self, client: str) -> Row:
        days = [self.days[commit] for _, whose, commit in self.updates if whose == client]
        hands = self.hands(self.tip, client) if self.replay.values(self.tip, client) is not None else {}
        alone = sum(len(field) == 1 for field in hands.values())
        return {
            "client": client,
            "only_one_person": alone / len(hands) if hands else None,
            "days_since": (self.today - max(days)).days if days else None,
        }

    def _hands(self, commit: str, client: str) -> dict[tuple[Any, ...], set[str]]:
        """For each leaf of what the plan last said, who set or changed it since it stands there."""
        befores = [before for before in self.replay.before(commit, client) if before]
        values = self.replay.values(commit, client)
        if values is None:
            return self.hands(*befores[0]) if befores else {}
        readable = [before for before in befores if self.replay.last(*before) is not None]
        found: dict[tuple[Any, ...], set[str]] = {}
        for path, value in leaves(values).items():
            taken: set[str] | None = None
            all_ = {self.mails[commit]}
            for before in readable:
                old = self.replay.last(*before)
                old_path = counterpart(old, values, path)
                there = None if old_path is None else leaves(old).get(old_path)
                if there is None or old_path is None:
                    continue
                all_ |= self.hands(*before)[old_path]
                if taken is None and same(path, there, value):
                    taken = self.hands(*before)[old_path]
            found[path] = all_ if taken is None else taken
        return found

    def months(self) -> list[Row]:
        start = self.start or self.mondays[0]
        names, first = [], start
        while first <= self.today:
            names.append(f"{first.year}-{first.month:02}")
            first = date(first.year + first.month // 12, first.month % 12 + 1, 1)
        return [self._month(name, start) for name in names]

    def _month(self, name: str, start: date) -> Row:
        found = [each for each in self.updates if str(self.days[each[2]])[:7] == name and self.days[each[2]] >= start]
        clients = {client for _, client, _ in found}
        days = [start + timedelta(days=number) for number in range((self.today - start).days + 1)]
        there = {
            client for client in self.ever() if any(str(day)[:7] == name and self.is_there(client, day) for day in days)
        }
        return {
            "month": name,
            "updates": len({commit for _, _, commit in found}),
            "people": len({person for person, _, _ in found}),
            "plans_updated": len(clients),
            "plans": len(clients | there),
        }

    def ever(self) -> set[str]:
        return {client for _, client, _ in self.touches} | {told[1] for told in self.events}

    def is_there(self, client: str, day: date) -> bool:
        gone = [self.days[commit] for commit, whose, kind, *_ in self.events if whose == client and kind == "deleted"]
        touched = [self.days[commit] for commit, whose, _ in self.touches if whose == client]
        if day < min(touched + gone):
            return False
        return client in self.replay.plans[self.tip] or day <= max(gone, default=min(touched + gone))

    def strangers(self) -> tuple[int, int]:
        """Authors and commits of the window that changed plans and that no e-mail is known of."""
        found = {
            (self.mails[commit], commit)
            for commit, _, _ in self.edits
            if self.mails[commit] not in self.persons and self.mondays[0] <= self.days[commit] <= self.today
        }
        return len({mail for mail, _ in found}), len({commit for _, commit in found})


def _figure(entry: Any, field: str) -> bool:
    return isinstance(entry, dict) and isinstance(entry.get(field), str) and bool(FIGURE.fullmatch(entry[field]))
