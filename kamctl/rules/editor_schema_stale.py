"""What editors complete and check is what `schema/` says now.

Editors read `schema/action-plan.schema.json`, which kamctl writes from the other files of `schema/`. Where it is old
or missing, an editor marks as wrong what lint accepts, and nobody believes either of them any more. Where the files of
`schema/` have findings, mend these first; where single plans are checked, this rule does not look.

Bad:

    # schema/action-plan.schema.json
    {}

Good:

    # written by `kamctl schema export` after the last change in schema/
"""

from __future__ import annotations

from collections.abc import Iterator

from kamctl.lint.finding import WARNING
from kamctl.lint.rule import SCHEMA, Context, Options, Place, Problem, Rule
from kamctl.plan.schema_model import EDITOR_SCHEMA
from kamctl.plan.source import Source
from kamctl.words import say


def check_schema(context: Context, options: Options) -> Iterator[Problem]:
    schema = context.schema
    if not context.whole or not schema.complete or schema.faults:
        return
    from kamctl.plan import json_schema

    written = schema.editor_schema
    if written is None:
        message = say("The schema for editors is missing, so they cannot complete or check plans.")
    elif written.replace(b"\r\n", b"\n") != json_schema.export(schema):
        message = say("The schema for editors is not what the other files of schema/ say now.")
    else:
        return
    yield Problem(Place(Source(EDITOR_SCHEMA, ""), 0, 0), message, say("Run: kamctl schema export"))


RULE = Rule("editor-schema-stale", SCHEMA, __doc__, severity=WARNING, check_schema=check_schema)
