"""What commands ask of git about approvals that no longer hold."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence

from kamctl.cli.app import App
from kamctl.errors import HistoryError
from kamctl.lint.snapshot import Snapshot
from kamctl.plan.lapse import Ask, Lapse, Since
from kamctl.plan.schema import Schema


def asking(app: App, snapshot: Snapshot, schema: Schema, only: Collection[str] | None = None) -> Ask:
    """Tells what changed since approvals of a snapshot's plans (with `only`, paths, of these alone) were given.

    Where git cannot tell, as in a shallow clone, nothing is told: that an approval does not hold is known without it.
    """

    def ask(lapses: Sequence[Lapse]) -> Since:
        wanted = [lapse for lapse in lapses if only is None or lapse.path in only]
        root = app.workspace.root
        if not wanted or not any(os.path.lexists(folder / ".git") for folder in (root, *root.parents)):
            return {}
        from kamctl.cli.history import reading_of
        from kamctl.history.lapse import changed_since

        try:
            with app.repository() as repository:
                repository.require_whole()
                tip = snapshot.commit or repository.head()
                return changed_since(wanted, tip, reading_of(repository, schema))
        except HistoryError:
            return {}

    return ask
