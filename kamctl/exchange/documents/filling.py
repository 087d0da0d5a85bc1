"""Fills in a form: facts and a template in, a document out, or why there is none.

It runs in a process of its own (`kamctl.cli.filler`), with limits to its time and memory: a form may come from anybody
who opened a pull request.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from decimal import DecimalException
from typing import Any, NamedTuple

from jinja2 import TemplateError, TemplateSyntaxError
from jinja2.exceptions import SecurityError

from kamctl.exchange.documents.fact import DAY, Fact, Leaf, said
from kamctl.exchange.documents.language import ENGLISH
from kamctl.exchange.documents.refusal import RefusedFormError
from kamctl.exchange.documents.sandbox import DOCX, HTML, FormEnvironment
from kamctl.exchange.documents.stamp import Stamp, fingerprint
from kamctl.exchange.documents.told import Log, told

LARGEST_DOCUMENT = 20 * 1024 * 1024
"""Bytes; what is larger nobody sends."""

BROKEN, FORBIDDEN, TOO_LARGE = "broken", "forbidden", "too-large"
"""Why a form cannot be filled in: it is no template, it reaches for what it must not, it makes too much of it."""

FACTS = ("plan", "figures", "people", "products", "kpis")
"""Names of facts."""

NEITHER_FACT = ("today", "commit", "stamp", "language", "currency")
"""Names that say nothing of the plan."""

_BODY_END = re.compile(r"</body\s*>(?!.*</body\s*>)", re.IGNORECASE | re.DOTALL)
_HEAD = re.compile(r"<head(?:\s[^>]*)?>", re.IGNORECASE)


class Job(NamedTuple):
    """A form to fill in: the bytes of its template, which is a file of the kind `suffix`, and the facts by name."""

    suffix: str
    template: bytes
    facts: Mapping[str, Fact]
    stamp: Stamp
    currency: str


class Filled(NamedTuple):
    """What came of it. The document is empty where something is `missing`, `lost` or `unknown`, or it has a `fault`.

    `used` are the paths of the facts that were asked for, `line` where in a template of text the fault is (0: nobody
    knows), `detail` what the fault is about.
    """

    document: bytes = b""
    stamp: Stamp | None = None
    used: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    fault: str = ""
    line: int = 0
    detail: str = ""


# What a template can raise while it runs, beside Jinja's own: it may divide, compare and index what it likes. Python
# finds the last two where Jinja wrote code that is none: of forty loops in each other, of a number without an end.
_RAISED = (
    TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError, RecursionError, SyntaxError,
    NameError,
)  # fmt: skip


def fill(job: Job) -> Filled:
    """The document of a job."""
    log = Log()
    environment = FormEnvironment(job.suffix, job.stamp.language, job.currency, log, (*FACTS, *NEITHER_FACT))
    token = _token(job)
    context = {name: told(fact, log, environment.missing) for name, fact in job.facts.items()}
    context |= {
        "today": told(Leaf("", DAY, job.stamp.today.isoformat()), Log(), environment.missing),
        "commit": (job.stamp.origin.commit or "")[:8],
        "language": job.stamp.language,
        "currency": job.currency,
        "stamp": token,
    }
    log.used.clear()  # a value at the top is a fact only to who asks for it: there is none
    try:
        made = _made(job, environment, context, token)
        facts = {path: value for fact in job.facts.values() for path, value in said(fact)}
        used = tuple(sorted(log.used))
        stamp = job.stamp._replace(fingerprint=fingerprint(job.stamp.client, used, facts))
        lacking = log.missing or log.lost or log.unknown
        document = b"" if lacking else _finished(made, job, stamp, token)
    except (RefusedFormError, MemoryError, *_RAISED) as error:
        return _faulty(error, job.suffix)
    if len(document) > LARGEST_DOCUMENT:
        return Filled(fault=TOO_LARGE)
    lost = _lost(log)
    missing = tuple(path for path in log.missing if path not in lost and path not in log.unknown)
    return Filled(document, stamp, used, missing, lost, tuple(log.unknown))


def _lost(log: Log) -> tuple[str, ...]:
    """What was asked for and cannot be read, and what was asked for inside of it: the innermost that is known."""
    inside = [path for path in log.missing if any(path.startswith(f"{lost}.") for lost in log.lost)]
    every = dict.fromkeys([*log.lost, *inside])
    return tuple(path for path in every if not any(other.startswith(f"{path}.") for other in every))


def check(suffix: str, template: bytes) -> Filled:
    """What is wrong with a form whatever the plan says: it is no template, or names what there is not."""
    log = Log()
    environment = FormEnvironment(suffix, ENGLISH, "", log, (*FACTS, *NEITHER_FACT))
    try:
        if suffix == DOCX:
            from kamctl.exchange.documents import docx_form

            docx_form.check(template, environment)
        else:
            environment.from_string(template.decode("utf-8-sig"))
    except (RefusedFormError, MemoryError, *_RAISED) as error:
        return _faulty(error, suffix)
    return Filled(unknown=tuple(log.unknown))


def _faulty(error: Exception, suffix: str) -> Filled:
    """Why a form cannot be filled in."""
    if isinstance(error, MemoryError):
        return Filled(fault=TOO_LARGE)
    line = 0 if suffix == DOCX else _line(error)
    if isinstance(error, RefusedFormError):
        return Filled(fault=FORBIDDEN, detail=str(error))
    if isinstance(error, SecurityError):
        return Filled(fault=FORBIDDEN, line=line, detail=error.message or "")
    return Filled(fault=BROKEN, line=line, detail=_said(error))


def _made(job: Job, environment: FormEnvironment, context: Mapping[str, Any], token: str) -> str | dict[str, bytes]:
    """What the form says, with the place of its stamp: the parts of a .docx, or a text."""
    if job.suffix == DOCX:
        from kamctl.exchange.documents import docx_form

        return docx_form.render(job.template, environment, context, token)
    text = environment.from_string(job.template.decode("utf-8-sig")).render(context)
    if job.suffix == HTML:
        from kamctl.exchange.documents.form_page import require_page

        require_page(text)
    return _marked(text, job.suffix, token)


def _token(job: Job) -> str:
    """What stands for the stamp until it is known; nothing that a plan could say."""
    return "stamp" + hashlib.sha256(job.template + job.stamp.spelling.encode()).hexdigest()


def _marked(text: str, suffix: str, token: str) -> str:
    """A page or Markdown with the place of its stamp, where the form has none of its own."""
    if token not in text:
        line = f'<p style="color: #666; font-size: 75%">{token}</p>\n' if suffix == HTML else f"\n---\n\n{token}\n"
        found = _BODY_END.search(text) if suffix == HTML else None
        at = found.start() if found else len(text)
        before = "" if not text[:at] or text[:at].endswith("\n") else "\n"
        text = text[:at] + before + line + text[at:]
    return text


def _finished(made: str | dict[str, bytes], job: Job, stamp: Stamp, token: str) -> bytes:
    """The document with its stamp in its place."""
    if isinstance(made, dict):
        from kamctl.exchange.documents import docx_form

        return docx_form.finished(made, stamp, token)
    text = made.replace(token, stamp.words)
    if job.suffix == HTML:
        found = _HEAD.search(text)
        at = found.end() if found else 0
        metas = "".join(f'<meta name="{name}" content="{stamp.spelling}">\n' for name in ("kamctl", "keywords"))
        text = f"{text[:at]}\n{metas}{text[at:]}"
    else:
        text = f"{text.rstrip()}\n\n<!-- {stamp.spelling} -->\n"
    return text.encode("utf-8")


def _line(error: BaseException) -> int:
    """The line of a template of text at which something went wrong; 0 where nobody knows."""
    if isinstance(error, TemplateSyntaxError):
        return error.lineno
    line, step = 0, error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == "<template>":
            line = step.tb_lineno
        step = step.tb_next
    return line


def _said(error: BaseException) -> str:
    """What went wrong, in Jinja's or Python's words."""
    if isinstance(error, RecursionError):
        return "it is nested too deep"
    if isinstance(error, DecimalException):
        return "it counts with what is no number, or with one that is too large"
    if isinstance(error, SyntaxError):
        return error.msg  # without the names of Python's own files
    text = (error.message if isinstance(error, TemplateError) else str(error)) or type(error).__name__
    near = " ".join(" ".join(getattr(error, "docx_context", ())).split())
    return f"{text.rstrip('.')} (near “{near[:60]}”)" if near else text.rstrip(".")
