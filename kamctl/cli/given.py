"""Values of fields that options give: `--set FIELD=VALUE` and those with names of their own."""

from __future__ import annotations

from kamctl.cli.typed import require_text
from kamctl.errors import UsageError
from kamctl.plan.answers import Answer, field_path, shape_of, understood
from kamctl.plan.fault import Path
from kamctl.plan.schema import Schema


def given(schema: Schema, options: dict[str, str], settings: tuple[str, ...]) -> dict[Path, Answer | None]:
    """What the options say, by path; what is given twice is refused."""
    shape = schema.layout.shape
    given: dict[Path, Answer | None] = {}
    pairs = list(options.items())
    for setting in settings:
        field, equals, text = setting.partition("=")
        if not equals:
            raise UsageError("--set {text} has no value.", "Write --set FIELD=VALUE.", text=setting)
        pairs.append((field, text))
    for field, text in pairs:
        path = field_path(shape, field)
        if path is None:
            raise UsageError(
                "{field} is no field.", "Write names joined by dots, such as activities.workshop.due.", field=field
            )
        require_text(field, field + text)
        if not text.strip():
            raise UsageError("Nothing is given for {field}.", "Write a value, or leave the option out.", field=field)
        if path in given:
            raise UsageError("{field} is given twice.", field=field)
        given[path] = understood(shape_of(shape, path), text, schema.format.currency or "")
    return given
