"""From a file to a plan: the document, the typed plan, and what is wrong with either."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from kamctl.plan.document import Document, read
from kamctl.plan.fault import Fault, Path
from kamctl.plan.identifier import id_problem
from kamctl.plan.model import Plan
from kamctl.plan.schema import Schema
from kamctl.plan.source import RawFile


class LoadedPlan(NamedTuple):
    """One plan's file as it was read. `plan` is None where nothing could be read; `faults` are all there are.

    `lost` is where something stands in the file that is not in the plan: values that could not be read.
    """

    client: str
    document: Document
    plan: Plan | None
    faults: tuple[Fault, ...]
    lost: tuple[Path, ...] = ()


def client_id(name: str) -> str:
    """The id of the client whose plan is in a file of this name (its stem, in NFC)."""
    stem = name.rpartition("/")[2]
    return unicodedata.normalize("NFC", stem.removesuffix(".yaml"))


def load_plan(file: RawFile, schema: Schema) -> LoadedPlan:
    """The plan in a file, checked against the schema."""
    document = read(file)
    client = client_id(file.name)
    faults = list(document.faults)
    stem = file.name.rpartition("/")[2].removesuffix(".yaml")
    if reason := id_problem(stem):
        faults.append(Fault("bad-id", 0, 0, facts={"value": stem, "reason": reason, "client": True}))
    if document.unreadable or not schema.complete:
        return LoadedPlan(client, document, None, tuple(faults))
    if document.values is None:
        facts = {"names": schema.layout.required_sections(None), "empty": True}
        faults.append(Fault("missing-section", 0, 0, facts=facts))
        return LoadedPlan(client, document, None, tuple(faults))
    plan, found, lost = schema.validator.validate(document)
    lacking = _missing_sections(document, schema)
    told = {fault.path for fault in lacking}  # a section with nothing behind its name is not of the wrong type too
    faults.extend(fault for fault in found if fault.path not in told)
    faults.extend(lacking)
    if plan is not None:
        plan.__dict__["id"] = client
    second = tuple(fault.path for fault in document.faults if fault.rule == "duplicate-key" and fault.path)
    return LoadedPlan(client, document, plan, tuple(faults), (*second, *lost))


def _missing_sections(document: Document, schema: Schema) -> list[Fault]:
    values = document.values
    if not isinstance(values, dict):
        return []
    segment = values.get("segment")
    required = schema.layout.required_sections(segment if isinstance(segment, str) else None)
    faults = []
    for name in required:
        if name not in values:
            faults.append(Fault("missing-section", 0, 0, (name,), {"names": (name,), "segment": segment}))
        elif values[name] in ({}, [], None):
            start, end = document.key_span((name,))
            faults.append(Fault("missing-section", start, end, (name,), {"names": (name,), "segment": segment}))
    return faults
