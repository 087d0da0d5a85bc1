"""Edits of YAML files that touch only the bytes they must: a document and edits in, a document and bytes out.

    from kamctl.edit.editing import edit
    from kamctl.edit.edits import Append, Rename, Set, Unset

    edited = edit(document, [Set(("sales", "2026-Q3", "actual"), Decimal(54600000))], PlanOrder.of(schema))
    edited.data, edited.document, edited.changed

Each edit replaces one stretch of text. Then the file is read again, and the only difference in meaning must be the one
that was asked for; otherwise EditError says why and what to do, and there is nothing to write. Comments, order,
quotes, flow and block style, line ends, a byte order mark and a missing last line end stay.

Several edits make one change of a file, or none: they are made one after the other, so the path of a later one counts
things in lists as the earlier ones leave them. An edit that says what stands there already changes nothing.

Where a new entry goes is decided by an `Arrangement` (kamctl.edit.arrangement): `PlanOrder` for plans, `FREE` for any
other YAML file. How it looks is taken from its neighbours. Values are written so that YAML 1.1 and 1.2 read the same
(kamctl.plan.writing); text of several lines stands in double quotes with `\\n` in it.
"""
