"""What SKAM say in `schema/` holds for every plan, so it is checked as strictly as a plan.

A slip here is a slip in all plans at once: a limit on a field that does not exist limits nothing, and a rule whose
name is misspelt runs as before. What can still be checked is checked, but nothing is fine until the schema is. No
comment silences this rule.

Bad:

    # schema/kpis.yaml
    visits: {title: Visits, unit: number, better: higher, total: sum, green: 80%}

Good:

    # schema/kpis.yaml
    visits: {title: Visits, unit: number, better: higher, total: sum, green: 80%, amber: 60%}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kamctl.lint.nearest import nearest
from kamctl.lint.rule import SCHEMA, Context, Options, Place, Problem, Rule, Wording
from kamctl.plan.fault import Fault
from kamctl.plan.imports import IMPORTS
from kamctl.plan.schema_model import FORMAT, KPIS, PEOPLE, PRODUCTS
from kamctl.plan.source import Source
from kamctl.words import listing, say

KNOWN_FILES = (FORMAT, KPIS, PEOPLE, PRODUCTS, IMPORTS)

WORDS: Mapping[str, tuple[str, str]] = {
    "file-missing": (
        "This file is missing, so what plans name cannot be checked.",
        "Write it; kamctl init shows what such a file looks like.",
    ),
    "file-suffix": (
        "The name {name} does not end in .yaml, so nobody reads the file.",
        "Call the file {meant}, or take it out.",
    ),
    "version": ("The version {version} of this format is not known.", "Write version: 1."),
    "checkpoint-longer": (
        "The checkpoint, one {checkpoint}, is longer than the horizon, one {horizon}.",
        "Write a checkpoint that is as long as the horizon or shorter.",
    ),
    "section-twice": ("The section {name} is listed twice.", "Keep one of the two."),
    "unknown-section": (
        "There is no section {value}.",
        "The sections are {known}; a section of your own is one that an entry of fields names.",
    ),
    "field-of-off-section": (
        "The section {section} is off, so what is said of {field} holds nowhere.",
        "Name {section} under sections, or take this entry out.",
    ),
    "field-path": (
        "{field} is not the path of a field.",
        "Join the names of fields by dots, with * for any name, such as risks.*.response.",
    ),
    "field-place": (
        "{field} names no field of a plan: {value} is not known there.",
        "What may stand there is {known}.",
    ),
    "field-clash": (
        "{field} has fields of its own here, so it cannot be a field itself.",
        "Take this entry out, or the entries for the fields of {field}.",
    ),
    "field-taken": ("The name {value} is used inside kamctl.", "Choose another name for this field."),
    "core-type": (
        "{field} is a field that kamctl knows; it keeps its type.",
        "Take the type out, or choose another name for a field of your own.",
    ),
    "core-required": (
        "{field} must stand in every plan; kamctl needs it.",
        "Take required out.",
    ),
    "core-choices": (
        "{field} cannot have these choices.",
        "A text can be given choices, and a field with choices can be given fewer of them.",
    ),
    "type-missing": (
        "{field} is a new field and has no type.",
        "Write a type: {types}, or list of one of these.",
    ),
    "unknown-type": ("There is no type {value}.", "The types are {known}, and list of one of these."),
    "choices-missing": ("{field} is a choice with nothing to choose from.", "Write choices: [one, another]."),
    "choices-unused": (
        "{field} has choices, but its type is not choice.",
        "Write type: choice, or take the choices out.",
    ),
    "choice-twice": ("The choice {value} is listed twice.", "Keep one of the two."),
    "limits-crossed": (
        "Nothing is allowed for {field}: its least value is above its greatest.",
        "Write a min that is not above the max.",
    ),
    "no-limits": ("{field} has no least and no greatest value.", "Take this limit out."),
    "limit-empty": ("This limit of {field} has no value.", "Write a value after {limit}, or take it out."),
    "limit-value": (
        "This limit of {field} is not written as a value of the field is.",
        "Write it like this: {example}.",
    ),
    "unknown-path": (
        "{field} names nothing that a plan can have: {value} is not known there.",
        "What may stand there is {known}.",
    ),
    "sales-unit": ("The unit of sales is {unit}, but sales are counted in money.", "Write unit: money."),
    "thresholds": (
        "Amber begins at {amber}, which is above green at {green}.",
        "Write an amber that is not above green (they are 90% and 100% when left out).",
    ),
    "email": ("{value} is not an e-mail address.", "Write one address, such as kam-north@example.com."),
    "email-twice": (
        "The e-mail {value} is already one of {first}.",
        "Write it once: by their e-mail kamctl tells who made a change.",
    ),
    "key": (
        "This is not a public key.",
        "Write an SSH public key as its .pub file has it, or openpgp: and the fingerprint.",
    ),
    "key-twice": (
        "This key is already one of {first}.",
        "Write it once: by their key kamctl tells who signed a change.",
    ),
    "id-alike": (
        "The id {value} looks like {first}; nobody could tell the two apart.",
        "Choose an id that looks different.",
    ),
    "import-when": (
        "The mapping has a column of days and one of periods.",
        "Keep date or period: what a file says of a day it says of no other time.",
    ),
    "import-delimiter": ("The delimiter {value} is not one sign.", 'Write one sign, such as ";" or "\\t" for a tab.'),
    "import-format": (
        "Days cannot be read by the format {value}.",
        "Write %d, %m and %Y (or %y), each once, and what stands between them, such as %d.%m.%Y.",
    ),
    "import-kpi": (
        "Here stands which KPI the figures are of.",
        "Write its id, such as sales, or {{column: …, ids: {{…}}}} with the column that names KPIs.",
    ),
    "import-no-kpi": ("There is no KPI {value}.", "The KPIs are {known}."),
    "unknown-rule": ("There is no rule {value}.", "Run kamctl explain to see them all."),
    "rule-shape": (
        "What is set for the rule {name} stands in fields of its own.",
        "Write {name}: {{severity: warning}}.",
    ),
    "setting-empty": ("The setting {option} of the rule {rule} has no value.", "Write a value, or take it out."),
    "severity": ("There is no severity {value}.", "Write error, warning or off."),
    "severity-fixed": (
        "The rule {rule} is always an error: without it a plan could not be trusted.",
        "Take the setting out.",
    ),
    "allow": ("{value} is neither true nor false.", "Write allow: true, or allow: false."),
    "unknown-option": ("The rule {rule} has no option {value}.", "What can be set is {known}."),
    "option-number": (
        "The option {option} of the rule {rule} is not a number from 0 to 1 000 000.",
        "Write a number, such as {option}: 14.",
    ),
}
"""What is said of each kind of fault, and what to write where no name is near the one that was written."""

EXAMPLES = {"percent": "15%", "date": "2026-02-03"}

UNKNOWN = ("This part of the schema cannot be used as it is written.", "Compare it with the files of kamctl init.")


NO_PLACE = frozenset(["field-place", "unknown-path"])


def word(fault: Fault, source: Source) -> Wording:
    facts = fault.facts
    kind, value, known = facts.get("kind", ""), facts.get("value"), facts.get("known", ())
    message, hint = WORDS.get(kind, UNKNOWN)
    shown = {name: listing(fact, most=20) if isinstance(fact, tuple) else fact for name, fact in facts.items()}
    shown["example"] = EXAMPLES.get(facts.get("type", ""), "1000")
    near = nearest(value, known) if isinstance(value, str) else None
    if near:
        return Wording(say(message, **shown), say("Did you mean {name}?", name=near))
    if kind in NO_PLACE and not known:
        return Wording(say(message, **shown), say("Nothing may stand there; take this entry out."))
    return Wording(say(message, **shown), say(hint, **shown))


def check_schema(context: Context, options: Options) -> Iterator[Problem]:
    """Files that nobody reads and whose name is nearly that of one that kamctl does."""
    for name in context.schema.documents:
        if name in KNOWN_FILES:
            continue
        near = nearest(name, KNOWN_FILES)
        if near:
            message = say("No command reads the file {name}.", name=name)
            yield Problem(Place(Source(name, ""), 0, 0), message, say("Did you mean {near}?", near=near))


RULE = Rule("schema-error", SCHEMA, __doc__, allowable=False, word=word, check_schema=check_schema)
