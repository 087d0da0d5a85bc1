"""What `rules:` in `format.yaml` says of the lint rules: how strict each is, and its options."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from kamctl.plan import quantity
from kamctl.plan.fault import Path
from kamctl.plan.schema_model import Trouble

ERROR, WARNING, OFF = "error", "warning", "off"
SEVERITIES = (ERROR, WARNING, OFF)

LARGEST_OPTION = 10**6


class KnownRule(NamedTuple):
    """A rule that may be set: the names of its options; `fixed`: it is an error whatever anybody says."""

    options: tuple[str, ...] = ()
    fixed: bool = False


KnownRules = Mapping[str, KnownRule]


class RuleSetting(NamedTuple):
    """What `rules:` says of one rule; None where it says nothing."""

    severity: str | None
    allow: bool | None
    options: Mapping[str, Decimal]


def rule_settings(written: Mapping[str, Any], known: KnownRules) -> tuple[dict[str, RuleSetting], list[Trouble]]:
    """The settings by rule, and what is wrong with them."""
    settings: dict[str, RuleSetting] = {}
    troubles: list[Trouble] = []
    for name, entry in written.items():
        path: Path = ("rules", name)
        if name not in known:
            troubles.append((path, "unknown-rule", {"key": True, "value": name, "known": tuple(known)}))
        elif not isinstance(entry, dict):
            troubles.append((path, "rule-shape", {"key": True, "name": name}))
        else:
            settings[name] = _setting(name, entry, known[name], troubles)
    return settings, troubles


def _setting(name: str, entry: dict[str, Any], rule: KnownRule, troubles: list[Trouble]) -> RuleSetting:
    severity: str | None = None
    allow: bool | None = None
    values: dict[str, Decimal] = {}
    for key, value in entry.items():
        number = quantity.number(value)
        facts: dict[str, Any] = {"rule": name, "option": key}
        if key in ("severity", "allow", *rule.options) and value is None:
            kind = "setting-empty"
            facts["key"] = True
        elif key == "severity" and rule.fixed and value in (WARNING, OFF):
            kind = "severity-fixed"
        elif key == "severity" and value in SEVERITIES:
            severity = value
            continue
        elif key == "severity":
            kind, facts = "severity", {"known": SEVERITIES}
        elif key == "allow" and isinstance(value, bool):
            allow = value
            continue
        elif key == "allow":
            kind, facts = "allow", {}
        elif key not in rule.options:
            kind = "unknown-option"
            facts = {"key": True, "value": key, "rule": name, "known": ("severity", "allow", *rule.options)}
        elif number is None or not 0 <= number <= LARGEST_OPTION:
            kind = "option-number"
        else:
            values[key] = number
            continue
        troubles.append((("rules", name, key), kind, facts))
    return RuleSetting(severity, allow, values)
