"""What SKAM say: the files of `schema/` read, and the shape of a plan that follows.

Every fault of these files is a fault `schema-error` at its place; what is left of a faulty file is still used, so
that plans are checked as far as can be.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from kamctl.plan import schema_sense as sense
from kamctl.plan.document import Document, read
from kamctl.plan.fault import Fault, Path
from kamctl.plan.identifier import is_id
from kamctl.plan.imports import IMPORTS, IMPORTS_SHAPE, Mapped
from kamctl.plan.imports import sense as sense_of_imports
from kamctl.plan.layout import PlanLayout, lay_out
from kamctl.plan.names import Names
from kamctl.plan.period import QUARTER, YEAR, Calendar
from kamctl.plan.rule_setting import KnownRules, RuleSetting, rule_settings
from kamctl.plan.schema_model import (
    EDITOR_SCHEMA,
    FORMAT,
    FORMAT_SHAPE,
    KPIS,
    KPIS_SHAPE,
    PEOPLE,
    PEOPLE_SHAPE,
    PRODUCTS,
    PRODUCTS_SHAPE,
    SALES,
    SALES_AS_KPI,
    Format,
    Kpi,
    Person,
    Product,
)
from kamctl.plan.shape import Named, Record
from kamctl.plan.source import RawFile, Source
from kamctl.plan.validation import Validator


class Schema(NamedTuple):
    """All that SKAM say, and the files it was read from (by path from the root).

    `complete` is False where `format.yaml` could not be read at all: plans can then be checked as text only.
    `editor_schema` is the JSON Schema for editors as it lies there; None where there is none.
    """

    format: Format
    kpis: Mapping[str, Kpi]
    people: Mapping[str, Person]
    products: Mapping[str, Product]
    imports: Mapping[str, Mapped]
    calendar: Calendar
    names: Names
    layout: PlanLayout
    validator: Validator
    rules: Mapping[str, RuleSetting]
    documents: Mapping[str, Document]
    editor_schema: bytes | None
    faults: tuple[tuple[Source, Fault], ...]
    complete: bool

    @property
    def horizon(self) -> str:
        """How far a plan looks: a kind of period."""
        return self.format.horizon or YEAR

    def kpi(self, id_: str) -> Kpi | None:
        """A KPI of the catalogue; sales are one that is only watched, where the catalogue does not list them."""
        found = self.kpis.get(id_)
        return SALES_AS_KPI if found is None and id_ == SALES else found

    @property
    def checkpoint(self) -> str:
        """The kind of period for which interim results are recorded."""
        return self.format.checkpoint or QUARTER


def read_schema(files: Mapping[str, RawFile], rules: KnownRules) -> Schema:
    """The schema in `files`, by path from the root; those that are not there are left out.

    `rules` are all lint rules that `format.yaml` may set.
    """
    reader = _SchemaReader(files)
    format_ = reader.record(FORMAT, FORMAT_SHAPE)
    complete = isinstance(format_, Format)
    if not isinstance(format_, Format):
        format_ = _empty_format()
    kpis = reader.catalogue(KPIS, KPIS_SHAPE)
    people = reader.catalogue(PEOPLE, PEOPLE_SHAPE)
    products = reader.catalogue(PRODUCTS, PRODUCTS_SHAPE, optional=True)
    imports = reader.catalogue(IMPORTS, IMPORTS_SHAPE, optional=True)
    calendar = Calendar(int(format_.fiscal_year_start or 1))
    kpi_ids = reader.ids(KPIS, kpis)
    names = Names(
        calendar,
        people=reader.ids(PEOPLE, people),
        products=reader.ids(PRODUCTS, products),
        kpis=tuple(dict.fromkeys((*kpi_ids, SALES))) if kpi_ids is not None else None,
        currency=format_.currency or "",
    )
    units = {kpi: kpis[kpi].unit if kpi in kpis else None for kpi in kpi_ids or ()}
    layout, problems = lay_out(format_, units, kpis is None)
    for path, kind, facts in problems:
        # An entry of `fields` is shown at its name, which says more than all that is set for it.
        reader.fault(FORMAT, path, kind, key=len(path) == 2 and path[0] == "fields", **facts)
    for name, (path, kind, facts) in sense.of_schema(format_, kpis or {}, people or {}, products or {}):
        reader.fault(name, path, kind, **facts)
    for path, kind, facts in sense_of_imports(imports or {}, kpi_ids):
        reader.fault(IMPORTS, path, kind, **facts)
    settings, problems = rule_settings(format_.rules or {}, rules)
    for path, kind, facts in problems:
        reader.fault(FORMAT, path, kind, **facts)
    return Schema(
        format=format_,
        kpis=kpis or {},
        people=people or {},
        products=products or {},
        imports=imports or {},
        calendar=calendar,
        names=names,
        layout=layout,
        validator=Validator(layout.shape, names, layout.off),
        rules=settings,
        documents=reader.documents,
        editor_schema=reader.editor_schema(),
        faults=tuple(reader.faults),
        complete=complete,
    )


def _empty_format() -> Format:
    empty = Format()
    empty.__dict__.update(dict.fromkeys(FORMAT_SHAPE.fields))
    return empty


class _SchemaReader:
    """Reads the files one by one and gathers their faults."""

    def __init__(self, files: Mapping[str, RawFile]) -> None:
        self.files = files
        self.documents: dict[str, Document] = {}
        self.faults: list[tuple[Source, Fault]] = []
        for name in sorted(files):
            if name.endswith(".yaml"):
                document = self.documents[name] = read(files[name])
                self.faults.extend((document.source, fault) for fault in document.faults)
            elif (meant := f"{name.partition('.')[0]}.yaml") in (FORMAT, KPIS, PEOPLE, PRODUCTS, IMPORTS):
                facts = {"kind": "file-suffix", "name": name, "meant": meant}
                self.faults.append((Source(name, ""), Fault("schema-error", 0, 0, facts=facts)))

    def record(self, name: str, shape: Record) -> Any:
        """The thing in a file, or None where there is nothing to read."""
        document = self.documents.get(name)
        if document is None:
            self._missing(name)
            return None
        return None if document.unreadable else self._validated(document, shape)

    def catalogue(self, name: str, shape: Named, optional: bool = False) -> Any:
        """The named things in a file; None where it could not be read, or may be missing and is."""
        document = self.documents.get(name)
        if document is None:
            if not optional:
                self._missing(name)
            return None
        if document.unreadable:
            return None
        if document.values is None:
            return {}  # comments alone: a catalogue with nothing in it
        return self._validated(document, shape)

    def ids(self, name: str, things: Mapping[str, Any] | None) -> Collection[str] | None:
        """The ids in a catalogue, those of faulty entries too: one slip there makes no other file wrong."""
        if things is None:
            return None
        values = self.documents[name].values
        return dict.fromkeys(key for key in values if is_id(key)) if isinstance(values, dict) else {}

    def editor_schema(self) -> bytes | None:
        """The bytes of the editors' schema; None where it is not there or must not be read."""
        file = self.files.get(EDITOR_SCHEMA)
        if file is not None and file.fault is not None:
            self.faults.append((Source(EDITOR_SCHEMA, ""), file.fault))
        return None if file is None or file.fault is not None else file.data

    def _validated(self, document: Document, shape: Record | Named) -> Any:
        validated = Validator(shape, Names()).validate(document)
        self.faults.extend((document.source, fault) for fault in validated.faults)
        return validated.thing

    def fault(self, name: str, path: Path, kind: str, /, *, key: bool = False, **facts: Any) -> None:
        """A fault of what a file says, at the value of a path (or at its key)."""
        document = self.documents.get(name)
        if document is None or not document.has(path):
            return
        start, end = document.key_span(path) if key else document.span(path)
        written = document.value(path)
        shown = written if isinstance(written, str) else document.source.text[start:end]
        facts = {"kind": kind, "value": shown, **facts}
        self.faults.append((document.source, Fault("schema-error", start, end, path, facts)))

    def _missing(self, name: str) -> None:
        self.faults.append((Source(name, ""), Fault("schema-error", 0, 0, facts={"kind": "file-missing"})))
