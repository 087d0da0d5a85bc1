"""The forms of a repository: which there are in `schema/documents/`, and which one is meant."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kamctl.errors import UsageError
from kamctl.exchange.documents.language import ENGLISH, LANGUAGES
from kamctl.plan.identifier import id_problem
from kamctl.plan.placement import FORMS_FOLDER, Placed
from kamctl.words import listing

SUFFIXES = (".docx", ".html", ".md")


class Form(NamedTuple):
    """A form: its id, which is the stem of the file `path`, and the kind of file that it makes.

    `language` is that of an id that ends in `-ru` or `-en`, of which `base` is the rest.
    """

    id: str
    suffix: str
    path: str
    base: str
    language: str | None


def forms_among(files: Iterable[Placed]) -> list[Form]:
    """The forms by id, of what stands in their folder; what is none by its name is passed over."""
    found = []
    for file in files:
        if file.fault is not None:
            continue  # a link, or no file at all
        stem, dot, suffix = file.name.rpartition("/")[2].rpartition(".")
        id_ = unicodedata.normalize("NFC", stem)
        if f"{dot}{suffix}" in SUFFIXES and not id_problem(id_):
            base, _, last = id_.rpartition("-")
            language = last if base and last in LANGUAGES else None
            found.append(Form(id_, f".{suffix}", file.name, base if language else id_, language))
    return sorted(found)


def choose(forms: Sequence[Form], wanted: str, language: str | None) -> tuple[Form, str]:
    """The form that is meant by its id, or by its base and a language, and the language it is filled in for.

    UsageError where it is none, or not the only one.
    """
    name = unicodedata.normalize("NFC", wanted)
    if id_problem(name):
        raise UsageError(
            "{form} is no name of a form.",
            "A form is named by its file in schema/documents/ without the suffix, such as supply-agreement-en.",
            form=wanted,
        )
    found = [form for form in forms if form.id == name]
    if not found:
        found = [form for form in forms if form.base == name and form.language and language in (None, form.language)]
    if len({form.id for form in found}) > 1:
        raise UsageError(
            "The form {form} comes in several languages.",
            "Choose one with --lang: {languages}.",
            form=name,
            languages=listing(form.language for form in found if form.language),
        )
    if len(found) > 1:
        raise UsageError(
            "There are several forms {form}: {files}.",
            "Keep one of them, or give the others a name of their own.",
            form=name,
            files=listing(form.path for form in found),
        )
    if not found:
        raise unknown_form(forms, name)
    [form] = found
    if form.language and language not in (None, form.language):
        message = "The form {form} is in {own}, not in {language}."
        raise UsageError(message, "Leave --lang out.", form=form.id, own=form.language, language=language)
    return form, form.language or language or ENGLISH


def unknown_form(forms: Sequence[Form], name: str) -> UsageError:
    """Why a form is none of these, with those that there are."""
    if not forms:
        return UsageError(
            "There are no forms: no .docx, .md or .html file in {folder}.",
            "kamctl init in another folder shows some to begin with.",
            folder=FORMS_FOLDER,
        )
    return UsageError(
        "There is no form {form} in {folder}.",
        "There are: {known}.",
        form=name,
        folder=FORMS_FOLDER,
        known=listing(dict.fromkeys(form.id for form in forms), most=20),
    )
