"""Starts other programs for documents: the process that fills in a form, and LibreOffice for a PDF."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kamctl.cli.filler import MEGABYTES, SECONDS
from kamctl.errors import KamctlError
from kamctl.words import Whole, listing, shorten

if TYPE_CHECKING:
    from kamctl.exchange.documents.filling import Filled, Job

LONGEST_WAIT = 30 if os.name == "posix" else SECONDS + 2
"""Seconds by the clock; where the system counts processor time, that ends a form before."""

_OFFICE_WAIT = 180


class FormError(KamctlError):
    """A form cannot be filled in, whatever the plan says."""


def filled(job: Job, path: str) -> Filled:
    """What came of a job; FormError, which names the form's file, where it cannot be done."""
    from kamctl.exchange.documents.filling import Filled

    answer = _run(_asked(job), path)
    stamp = job.stamp._replace(fingerprint=answer["stamp"]) if answer["stamp"] else None
    told = Filled(**{**answer, "document": base64.b64decode(answer["document"]), "stamp": stamp})
    _require_fine(told, path)
    return told


def check(forms: Sequence[tuple[str, str, bytes]]) -> list[tuple[str, int, KamctlError]]:
    """What is wrong with forms, given as path, kind and template, whatever a plan says: the path, the line (0: nobody
    knows) and why.
    """
    from kamctl.exchange.documents.filling import Filled

    asked = {"forms": [[suffix, base64.b64encode(data).decode("ascii")] for _, suffix, data in forms]}
    try:
        answers = _run(asked, forms[0][0]) if forms else []
    except FormError as error:
        if len(forms) == 1:
            return [(forms[0][0], 0, error)]
        return [found for form in forms for found in check([form])]  # one of them takes the time of all
    wrong: list[tuple[str, int, KamctlError]] = []
    for (path, _, _), answer in zip(forms, answers, strict=True):
        told = Filled(**{**answer, "document": b"", "stamp": None})
        try:
            _require_fine(told, path)
        except FormError as error:
            wrong.append((path, told.line, error))
    return wrong


def _require_fine(told: Filled, path: str) -> None:
    from kamctl.exchange.documents.filling import BROKEN, FORBIDDEN, TOO_LARGE

    at = f"{path}:{told.line}" if told.line else path
    what = Whole(shorten(told.detail, 200))
    if told.fault == BROKEN:
        raise FormError("The form {at} is broken: {what}.", at=at, what=what)
    if told.fault == FORBIDDEN:
        raise FormError("The form {at} is refused. It has what no form may have: {what}.", at=at, what=what)
    if told.fault == TOO_LARGE:
        raise _too_large(path)
    if told.unknown:
        raise FormError(
            "The form {path} asks for what no plan has: {names}.",
            "See the README for the names that a form may use.",
            path=path,
            names=listing(told.unknown, most=20),
        )


def _asked(job: Job) -> dict[str, Any]:
    from kamctl.exchange.documents.fact import plain

    stamp = job.stamp
    return {
        "suffix": job.suffix,
        "template": base64.b64encode(job.template).decode("ascii"),
        "facts": {name: plain(fact) for name, fact in job.facts.items()},
        "stamp": [stamp.client, stamp.form, stamp.language, stamp.today.isoformat(), *stamp.origin],
        "currency": job.currency,
    }


def _run(asked: dict[str, Any], path: str) -> Any:
    """What the process answers; FormError where it went beyond its limits."""
    ours = str(Path(__file__).parents[2])
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([ours, *filter(None, sys.path)]), "PYTHONHASHSEED": "0"}
    try:
        run = subprocess.run(
            [sys.executable, "-P", "-m", "kamctl.cli.filler"],
            input=json.dumps(asked).encode("utf-8"),
            capture_output=True,
            timeout=LONGEST_WAIT,
            env=environment,
        )
    except subprocess.TimeoutExpired:
        raise _too_slow(path) from None
    if run.returncode == 0:
        return json.loads(run.stdout)
    if b"MemoryError" in run.stderr:
        raise _too_large(path)
    if run.returncode < 0:
        raise _too_slow(path)
    raise RuntimeError(run.stderr.decode("utf-8", "replace"))


def _too_slow(path: str) -> FormError:
    return FormError(
        "The form {path} takes more than {seconds} seconds, so it was stopped.",
        "Look for a loop in a loop, or for a number that is too large.",
        path=path,
        seconds=SECONDS,
    )


def _too_large(path: str) -> FormError:
    return FormError(
        "The form {path} makes more than {megabytes} MB of what it is given, so it was stopped.",
        "Look for a loop in a loop, or for a text that is repeated.",
        path=path,
        megabytes=MEGABYTES,
    )


def pdf(document: bytes, suffix: str) -> bytes:
    """A document as a PDF, by LibreOffice; KamctlError where it is not installed or does not make one."""
    import shutil
    import tempfile

    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise KamctlError(
            "LibreOffice, which makes a PDF of a document, is not installed.",
            "Install it (Debian: apt-get install libreoffice-writer), or leave --pdf out and print the document.",
        )
    with tempfile.TemporaryDirectory(prefix="kamctl-") as folder:
        source = Path(folder) / f"document{suffix}"
        source.write_bytes(document)
        profile = (Path(folder) / "profile").as_uri()
        arguments = ("--headless", "--norestore", "--convert-to", "pdf", "--outdir", folder, str(source))
        try:
            run = subprocess.run(
                [program, f"-env:UserInstallation={profile}", *arguments],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_OFFICE_WAIT,
            )
        except subprocess.TimeoutExpired:
            raise KamctlError("LibreOffice made no PDF within {seconds} seconds.", seconds=_OFFICE_WAIT) from None
        made = source.with_suffix(".pdf")
        if not made.is_file():
            said = (run.stderr or run.stdout).decode("utf-8", "replace").strip() or "nothing"
            raise KamctlError("LibreOffice made no PDF of the document. It says: {said}", said=said)
        return made.read_bytes()
