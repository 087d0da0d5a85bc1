"""The distribution of the total loss against the enumeration of all outcomes, and against finer arithmetic."""

from __future__ import annotations

import random
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kamctl.insight import loss_grid, loss_sums
from kamctl.insight.loss import LEVELS, MOST_ENUMERATED, Event, Loss, events, total_loss
from kamctl.insight.loss_sums import Chance

Told = tuple[str | None, str, str]
"""A risk as a table writes it: its cause, its probability, its loss."""


def lost(*risks: Told) -> Loss:
    return total_loss(events((cause, Decimal(chance), Decimal(loss)) for cause, chance, loss in risks))


def enumerated(risks: Sequence[tuple[Fraction, Fraction]]) -> list[Fraction]:
    """p50, p80, p95 from every outcome that there is: each risk happens or not."""
    outcomes = [(Fraction(0), Fraction(1))]
    for chance, loss in risks:
        missed = [(total, share * (1 - chance)) for total, share in outcomes]
        outcomes = missed + [(total + loss, share * chance) for total, share in outcomes]
    outcomes.sort()
    found = []
    for wanted in (Fraction(50, 100), Fraction(80, 100), Fraction(95, 100)):
        reached = Fraction(0)
        for total, share in outcomes:
            reached += share
            if reached >= wanted:
                found.append(total)
                break
    return found


CASES: dict[str, tuple[list[Told], tuple[int, int, int]]] = {
    "no risks lose nothing": ([], (0, 0, 0)),
    "a risk of 30% is lost at 80% and 95%, not at 50%": ([(None, "0.3", "100")], (0, 100, 100)),
    "P = 0.5 exactly is enough for p50": ([(None, "0.5", "100")], (0, 100, 100)),
    "P = 0.8 exactly is enough for p80": ([(None, "0.2", "100")], (0, 0, 100)),
    "P = 0.95 exactly is enough for p95": ([(None, "0.05", "100")], (0, 0, 0)),
    "a hair more than 5% is not": ([(None, "0.0500000001", "100")], (0, 0, 100)),
    "two make P = 0.8 exactly together: 0.625 × 0.8 = 0.5": (
        [(None, "0.375", "70"), (None, "0.2", "50")],
        (0, 70, 120),
    ),
    "what is certain is always lost": ([(None, "1", "40"), (None, "0.3", "100")], (40, 140, 140)),
    "what is impossible never is": ([(None, "0", "40"), (None, "1", "7")], (7, 7, 7)),
    "an impact of nothing costs nothing": ([(None, "0.9", "0"), (None, "1", "0")], (0, 0, 0)),
    "independent risks: 0.81 for both missing, 0.99 for one at most": (
        [(None, "0.1", "100"), (None, "0.1", "100")],
        (0, 0, 100),
    ),
    "with one cause they come together, at the larger probability": (
        [("strike", "0.1", "100"), ("strike", "0.3", "20"), (None, "0", "5")],
        (0, 120, 120),
    ),
    "two causes are independent": (
        [("a", "0.1", "60"), ("a", "0.02", "40"), ("b", "0.1", "100")],
        (0, 0, 100),
    ),
    "a cause that is certain for one is for all": ([("a", "1", "1"), ("a", "0", "2")], (3, 3, 3)),
}


@pytest.mark.parametrize(("risks", "found"), CASES.values(), ids=CASES.keys())
def test_by_hand(risks: list[Told], found: tuple[int, int, int]) -> None:
    loss = lost(*risks)
    assert list(loss[:3]) == [Decimal(amount) for amount in found]
    assert (loss.exact, loss.bound) == (True, Decimal(0))


def test_amounts_keep_their_decimals() -> None:
    assert lost((None, "0.9", "0.10"), (None, "1", "1e2"), (None, "0.9", "12.345"))[:3] == (
        Decimal("112.445"), Decimal("112.445"), Decimal("112.445"),
    )  # fmt: skip


def several(number: int, chance: random.Random) -> list[Event]:
    """So many events; many of round amounts, some certain or impossible, some that cost nothing."""
    amounts = [Decimal(chance.choice((0, 1, 5, 10, 1000))) for _ in range(number)]
    if chance.random() < 0.5:
        amounts = [Decimal(chance.randint(0, 10**9)) / chance.choice((1, 4, 1000)) for _ in range(number)]
    return [Event(Decimal(chance.randint(0, 20)) * 5 / 100, amount) for amount in amounts]


@pytest.mark.no_cover
@pytest.mark.parametrize("number", [*range(11), 16])
def test_up_to_sixteen_events_are_as_all_outcomes_say(number: int) -> None:
    chance = random.Random(number)
    for _ in range(20 if number < 11 else 2):
        happening = several(number, chance)
        loss = total_loss(happening)
        assert loss.exact
        assert list(map(Fraction, loss[:3])) == enumerated(
            [(Fraction(event.probability), Fraction(event.loss)) for event in happening]
        )


chances = st.lists(
    st.builds(
        lambda amount, hit: Chance(amount, hit, 100), st.integers(1, 10) | st.integers(1, 10**8), st.integers(1, 99)
    ),
    min_size=1,
    max_size=9,
)


@given(chances)
def test_the_lattice_is_within_its_bound_of_what_is_exact(held: list[Chance]) -> None:
    found, bound = loss_grid.quantiles(held, LEVELS)
    exact = loss_sums.quantiles(held, LEVELS)
    assert all(abs(one - other) <= bound for one, other in zip(found, exact, strict=True)), (found, exact, bound)
    assert bound * 1000 <= sum(chance.amount for chance in held)


@given(st.lists(st.builds(Chance, st.integers(1, 300), st.integers(1, 99), st.just(100)), min_size=1, max_size=12))
def test_the_lattice_is_exact_where_its_step_is_fine_enough(held: list[Chance]) -> None:
    shared = [chance._replace(amount=chance.amount * 700_001) for chance in held]
    assert loss_grid.quantiles(shared, LEVELS) == (loss_sums.quantiles(shared, LEVELS), 0)


def finely(risks: Sequence[tuple[float, int]]) -> list[int]:
    """p50, p80, p95 of whole amounts, on a lattice of one, in floats: an error of 10^-12 in the probabilities."""
    shares = [1.0]
    for chance, loss in risks:
        hit = [share * chance for share in shares]
        missed = [share - other for share, other in zip(shares, hit, strict=True)] + [0.0] * loss
        for place, share in enumerate(hit, loss):
            missed[place] += share
        shares = missed
    found, place, reached = [], 0, shares[0]
    for wanted in (0.5, 0.8, 0.95):
        while reached < wanted:
            place += 1
            reached += shares[place]
        found.append(place)
    return found


@pytest.mark.no_cover
def test_a_thousand_events_are_within_the_bound_of_finer_arithmetic() -> None:
    chance = random.Random(4)
    held = [(chance.randint(1, 99), chance.randint(1, 180)) for _ in range(1000)]
    loss = total_loss([Event(Decimal(percent) / 100, Decimal(amount)) for percent, amount in held])
    fine = finely(sorted(((percent / 100, amount) for percent, amount in held), key=lambda each: each[1]))
    worst = sum(amount for _, amount in held)
    assert not loss.exact
    assert 0 < loss.bound < Decimal(worst) / 200
    assert all(abs(found - true) <= loss.bound for found, true in zip(loss[:3], fine, strict=True))


@pytest.mark.no_cover
def test_a_thousand_events_of_round_amounts_are_exact() -> None:
    chance = random.Random(5)
    held = [(chance.randint(1, 99), chance.randint(1, 20)) for _ in range(1000)]
    loss = total_loss([Event(Decimal(percent) / 100, Decimal(amount * 250_000)) for percent, amount in held])
    fine = finely([(percent / 100, amount) for percent, amount in held])
    assert loss.exact
    assert list(loss[:3]) == [Decimal(amount * 250_000) for amount in fine]


def test_among_a_thousand_events_a_tie_is_a_tie() -> None:
    """P(L ≤ all the small ones) = 0.8 exactly: one more must not be asked for because of a rounding."""
    small = [Event(Decimal("0.37"), Decimal(100 * number)) for number in range(1, 1001)]
    loss = total_loss([*small, Event(Decimal("0.2"), Decimal(10**12))])
    assert loss.p80 <= sum(event.loss for event in small)
    assert loss.p95 >= 10**12


def test_more_events_than_are_enumerated_with_fine_probabilities() -> None:
    """Denominators of 10^11, the largest that a percentage in a plan has."""
    held = [Event(Decimal("0.12345678901"), Decimal(1000))] * (MOST_ENUMERATED + 1)
    fine = finely([(0.12345678901, 1)] * len(held))
    assert list(total_loss(held)[:3]) == [Decimal(1000 * amount) for amount in fine]


happening = st.lists(
    st.builds(
        Event,
        st.integers(0, 100).map(lambda percent: Decimal(percent) / 100),
        st.integers(0, 10**9).map(lambda amount: Decimal(amount) / 100),
    ),
    max_size=30,
)


@given(happening)
def test_more_certainty_costs_more_and_never_more_than_all(held: list[Event]) -> None:
    loss = total_loss(held)
    assert 0 <= loss.p50 <= loss.p80 <= loss.p95 <= sum(event.loss for event in held)


@given(happening, st.integers(1, 1000))
def test_in_another_currency_it_is_the_same(held: list[Event], rate: int) -> None:
    loss = total_loss(held)
    other = total_loss([event._replace(loss=event.loss * rate) for event in held])
    bound = other.bound + loss.bound * rate
    assert all(abs(one - mine * rate) <= bound for one, mine in zip(other[:3], loss[:3], strict=True))


@given(happening, st.randoms(use_true_random=False))
def test_the_order_of_risks_does_not_matter(held: list[Event], chance: random.Random) -> None:
    shuffled = list(held)
    chance.shuffle(shuffled)
    assert total_loss(shuffled) == total_loss(held)
