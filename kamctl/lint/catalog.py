"""The list of rules. A new rule is its file, its test and one line here."""

from __future__ import annotations

from collections.abc import Mapping

from kamctl.lint.rule import Rule
from kamctl.rules import (
    date_order,
    unknown_field,
)

RULES: tuple[Rule, ...] = (
    unknown_field.RULE,
    date_order.RULE,
)

BY_NAME: Mapping[str, Rule] = {rule.name: rule for rule in RULES}

FROM_HISTORY: Mapping[str, tuple[str, ...]] = {
    "stale-plan": ("days",),
    "approval-stale": (),
    "approval-missing": (),
    "skam-only": (),
    "not-your-plan": (),
    "retroactive-change": (),
    "history-rewritten": (),
    "unknown-author": (),
    "unsigned": (),
    "not-comparable": (),
}
"""Rules that need the repository's history, with their options: `format.yaml` may set them, `lint` does not run them."""


def options_by_rule() -> dict[str, tuple[str, ...]]:
    """The names of all rules that `format.yaml` may set, each with the names of its options."""
    return {rule.name: tuple(rule.options) for rule in RULES} | dict(FROM_HISTORY)
