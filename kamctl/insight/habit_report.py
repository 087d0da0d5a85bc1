"""The habit of sharing as values; `kamctl.insight.habit` says what each figure means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from kamctl.insight.portfolio import Basis
from kamctl.insight.weeks import Window
from kamctl.plan.schema_model import Rollout

KAM, CLIENT, MONTH = "kam", "client", "month"
"""What there may be a row for."""


@dataclass(frozen=True, slots=True)
class PersonHabit:
    """How regularly a KAM shares what they know; `weeks` are the updates of each week of the window.

    `plans` are those whose KAM they are today. `on_time` is a share, as is all that is called so here; None stands for
    what cannot be told, in `days_since` for never.
    """

    person: str
    plans: int
    weeks: tuple[int, ...]
    streak: int
    days_since: int | None
    median_gap_days: Decimal | None
    on_time: Decimal | None

    @property
    def weeks_with_update(self) -> int:
        """Weeks of the window with an update."""
        return sum(number > 0 for number in self.weeks)

    @property
    def is_silent(self) -> bool:
        """Whether there are plans to update, and no update is of this week or the last."""
        return bool(self.plans) and not self.streak


@dataclass(frozen=True, slots=True)
class MonthHabit:
    """A calendar month (`2026-01`): its updates, by how many people, of how many of the plans that there were."""

    month: str
    updates: int
    people: int
    plans_updated: int
    plans: int

    @property
    def share(self) -> Decimal | None:
        """The share of the plans that were updated; every plan is expected to be, every month."""
        return Decimal(self.plans_updated) / self.plans if self.plans else None


@dataclass(frozen=True, slots=True)
class ClientHabit:
    """How regularly a plan is updated, and how much of it hangs on one person."""

    client: str
    kam: str | None
    weeks: tuple[int, ...]
    only_one_person: Decimal | None
    days_since: int | None


@dataclass(frozen=True, slots=True)
class HabitReport:
    """People, months and clients, of which those that are asked for (`by`) are shown; the longest silent come first.

    `names` are those of persons by their ids, `rollout` is the month of the roll-out that today is in (1 is the first,
    0 before it) with what format.yaml says of it. `strangers` are authors whom people.yaml does not know, with
    `strange_commits` in the window; `unreachable` are persons of whom it has no e-mail, `doubled` clients who have
    several plans, of which the first by its path is told alone.
    """

    basis: Basis
    window: Window
    by: str
    people: tuple[PersonHabit, ...]
    months: tuple[MonthHabit, ...]
    clients: tuple[ClientHabit, ...]
    names: Mapping[str, str]
    rollout: tuple[int, Rollout] | None
    strangers: int
    strange_commits: int
    unreachable: tuple[str, ...]
    doubled: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Whether everything that there is to tell is told."""
        return self.basis.whole and not self.doubled
