"""The process in which a form is filled in: limits to its time and memory, a job in, what came of it out.

`python -P -m kamctl.cli.filler`, started by `kamctl.cli.child` and by nothing else.
"""

from __future__ import annotations

import base64
import json
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kamctl.exchange.documents.filling import Filled, Job

SECONDS = 2
"""Of processor time that filling in a form takes at most."""

MEGABYTES = 230
"""Of memory beyond which it ends: with the process that started it, all stays under 300 MB."""


def main() -> None:
    """Do one job, or check some forms."""
    from kamctl.exchange.documents import filling
    from kamctl.exchange.documents.sandbox import DOCX

    told = json.loads(sys.stdin.buffer.read())
    forms = told.get("forms") or [[told["suffix"], ""]]
    if any(suffix == DOCX for suffix, _ in forms):
        from kamctl.exchange.documents import docx_form  # noqa: F401  # loaded before the time runs
    if "forms" in told:
        _limit()
        answers = [filling.check(suffix, base64.b64decode(template)) for suffix, template in forms]
        sys.stdout.write(json.dumps([_answer(answer) for answer in answers]))
        return
    job = _job(told)
    _limit()
    sys.stdout.write(json.dumps(_answer(filling.fill(job))))


def _answer(filled: Filled) -> dict[str, Any]:
    return filled._asdict() | {
        "document": base64.b64encode(filled.document).decode("ascii"),
        "stamp": None if filled.stamp is None else filled.stamp.fingerprint,
    }


def _job(told: dict[str, Any]) -> Job:
    from datetime import date

    from kamctl.exchange.documents.fact import restored
    from kamctl.exchange.documents.filling import Job
    from kamctl.exchange.documents.origin import Origin
    from kamctl.exchange.documents.stamp import Stamp

    client, form, language, today, commit, changed = told["stamp"]
    return Job(
        suffix=told["suffix"],
        template=base64.b64decode(told["template"]),
        facts={name: restored(fact) for name, fact in told["facts"].items()},
        stamp=Stamp(client, form, language, date.fromisoformat(today), Origin(commit, changed)),
        currency=told["currency"],
    )


def _limit() -> None:
    """Limits that no form gets round; a system that has none of them is watched by the clock (`kamctl.cli.child`)."""
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + SECONDS
    limits = {
        resource.RLIMIT_CPU: (seconds, seconds + 1),
        resource.RLIMIT_DATA: (MEGABYTES * 1024**2,) * 2,
        resource.RLIMIT_FSIZE: (0, 0),
        resource.RLIMIT_CORE: (0, 0),
    }
    for kind, limit in limits.items():
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, limit)


if __name__ == "__main__":
    main()
