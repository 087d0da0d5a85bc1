"""What is lacking of the plans, as a report that looks at some of their sections says it."""

from __future__ import annotations

import pytest

from kamctl.insight.portfolio import Portfolio, portfolio_of
from tests.harness import TODAY
from tests.insight.plans import world

READS = ("kam", "sales")


def over(**plans: str) -> Portfolio:
    """Plans by their clients' ids, each the base plan with sections laid over it."""
    loaded = [world(text, f"plans/{client}.yaml") for client, text in plans.items()]
    return portfolio_of([plan for plan, _ in loaded], loaded[0][1], TODAY, ["plans/linked.yaml"])


FAULTY: dict[str, tuple[str, bool]] = {
    "a figure that cannot be read": ("sales: {2026-Q1: {plan: 12 000 000, actual: 1}}", True),
    "a figure out of its range is not in the plan either": ("sales: {2026-Q1: {plan: 1e999}}", True),
    "a period that is none": ("sales: {2026-Q1: {plan: 1}, 2026-Q5: {plan: 1}}", True),
    "a misspelt field of a section that is looked at": ("sales: {2026-Q1: {plan: 1, actaul: 1}}", True),
    "a key that stands twice": ("sales: {2026-Q1: {plan: 1}, 2026-Q1: {plan: 2}}", True),
    "the owner, where it is nobody": ("kam: kam-nobody", True),
    "a section that is not looked at": ("risks: {r: {what: Delisted, probability: 0.3, impact: 1}}", False),
    "a section that is missing: nothing of it could not be read": ("sales: {}", False),
    "a whole plan": ("sales: {2026-Q1: {plan: 1}}", False),
}


@pytest.mark.parametrize(("sections", "faulty"), FAULTY.values(), ids=FAULTY.keys())
def test_a_plan_is_faulty_where_something_the_report_looks_at_could_not_be_read(sections: str, faulty: bool) -> None:
    assert over(one=sections).basis(READS).faulty == (("one",) if faulty else ())


def test_a_field_that_only_skam_require_takes_nothing_with_it() -> None:
    format_ = world("")[1].documents["schema/format.yaml"].source.text
    required = format_.replace("fields:\n", "fields:\n  risks.*.response: {required: true}\n")
    loaded, schema = world("risks: {r: {what: Delisted, probability: 30%, impact: 1}}", format=required)
    assert [fault.rule for fault in loaded.faults] == ["missing-field"]
    assert portfolio_of([loaded], schema, TODAY).basis(("risks",)).whole


def test_files_that_cannot_be_read_are_named_by_their_paths() -> None:
    whole = over(two="team: [\n", one="")
    assert [entry.client for entry in whole.plans] == ["one"]
    assert whole.unread == ("plans/linked.yaml", "plans/two.yaml")
    assert not whole.basis(READS).whole


def test_several_plans_of_a_client_are_told() -> None:
    files = [world("", name)[0] for name in ("plans/b/x.yaml", "plans/a/x.yaml", "plans/y.yaml")]
    whole = portfolio_of(files, world("")[1], TODAY)
    assert [entry.document.source.name for entry in whole.plans] == ["plans/a/x.yaml", "plans/b/x.yaml", "plans/y.yaml"]
    assert whole.basis(READS).repeated == ("x",)


def test_of_some_clients_what_could_not_be_read_is_kept_where_it_is_theirs() -> None:
    whole = over(one="", two="team: [\n", three="")
    assert [entry.client for entry in whole.of_clients(["one"]).plans] == ["one"]
    assert whole.of_clients(["one"]).unread == ()
    assert whole.of_clients(["one", "two"]).unread == ("plans/two.yaml",)


def test_of_some_kams_what_could_not_be_read_may_be_theirs() -> None:
    whole = over(one="", two="team: [\n", three="kam: kam-nroth", four="kam: kam-south")
    ours = whole.of_kams(["kam-north"])
    assert [entry.client for entry in ours.plans] == ["one"]
    assert ours.unread == ("plans/linked.yaml", "plans/two.yaml")
    assert ours.basis(["sales"]).faulty == ("three",)
