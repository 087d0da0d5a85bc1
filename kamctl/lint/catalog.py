"""The list of rules. A new rule is its file, its test and one line here."""

from __future__ import annotations

from collections.abc import Mapping

from kamctl.lint.rule import Rule
from kamctl.plan.rule_setting import KnownRule
from kamctl.rules import (
    activity_overdue,
    approval_missing,
    approval_stale,
    assortment_conflict,
    bad_id,
    budget_basis,
    budget_overrun,
    control_character,
    credit_overrun,
    date_order,
    duplicate_client,
    duplicate_key,
    editor_schema_stale,
    encoding,
    future_actual,
    history_rewritten,
    kpi_gap,
    missing_actual,
    missing_checkpoint,
    missing_field,
    missing_section,
    not_allowed,
    not_comparable,
    not_your_plan,
    out_of_range,
    outside_horizon,
    overloaded_person,
    plain_yaml,
    retroactive_change,
    risk_review_due,
    schema_error,
    section_off,
    short_horizon,
    skam_only,
    stale_plan,
    too_large,
    unknown_author,
    unknown_contact,
    unknown_field,
    unknown_kpi,
    unknown_person,
    unknown_product,
    unsafe_path,
    unsigned,
    unused_allow,
    value_format,
    wrong_checkpoint,
    wrong_type,
    yaml_syntax,
)

RULES: tuple[Rule, ...] = (
    yaml_syntax.RULE,
    encoding.RULE,
    duplicate_key.RULE,
    plain_yaml.RULE,
    too_large.RULE,
    unsafe_path.RULE,
    control_character.RULE,
    unused_allow.RULE,
    unknown_field.RULE,
    missing_section.RULE,
    missing_field.RULE,
    section_off.RULE,
    wrong_type.RULE,
    value_format.RULE,
    out_of_range.RULE,
    not_allowed.RULE,
    unknown_person.RULE,
    unknown_product.RULE,
    unknown_kpi.RULE,
    unknown_contact.RULE,
    bad_id.RULE,
    duplicate_client.RULE,
    kpi_gap.RULE,
    outside_horizon.RULE,
    wrong_checkpoint.RULE,
    missing_checkpoint.RULE,
    missing_actual.RULE,
    future_actual.RULE,
    budget_basis.RULE,
    budget_overrun.RULE,
    credit_overrun.RULE,
    overloaded_person.RULE,
    date_order.RULE,
    risk_review_due.RULE,
    activity_overdue.RULE,
    assortment_conflict.RULE,
    stale_plan.RULE,
    approval_stale.RULE,
    approval_missing.RULE,
    schema_error.RULE,
    short_horizon.RULE,
    editor_schema_stale.RULE,
    skam_only.RULE,
    not_your_plan.RULE,
    retroactive_change.RULE,
    history_rewritten.RULE,
    unknown_author.RULE,
    unsigned.RULE,
    not_comparable.RULE,
)

BY_NAME: Mapping[str, Rule] = {rule.name: rule for rule in RULES}

NOT_JUDGED = frozenset((stale_plan.RULE.name,))
"""Rules of which lint does not say that a comment which allows them silences nothing: it need not know, or from one
day to the next it is another answer."""


def known_rules() -> dict[str, KnownRule]:
    """All rules that `format.yaml` may set."""
    return {rule.name: KnownRule(tuple(rule.options), rule.fixed) for rule in RULES}
