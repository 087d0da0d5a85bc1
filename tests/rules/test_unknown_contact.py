"""unknown-contact: a note names a contact of the same plan."""

from __future__ import annotations

import pytest

from tests.harness import FORMAT, Row, lint
from tests.rules.saying import Said, said

RULE = "unknown-contact"
BUYER = "contacts:\n  buyer: {name: A}\n"

CASES: list[tuple[str, str, list[Row]]] = [
    ("a contact of the plan is fine", f"{BUYER}history:\n  - {{date: 2026-01-01, note: A, with: buyer}}\n", []),
    ("a note without a contact is fine", "history:\n  - {date: 2026-01-01, note: A}\n", []),
    (
        "another is found",
        f"{BUYER}history:\n  - {{date: 2026-01-01, note: A, with: boss}}\n",
        [(RULE, "15:39-15:43", "boss")],
    ),
    (
        "without any contacts it is found",
        "history:\n  - {date: 2026-01-01, note: A, with: boss}\n",
        [(RULE, "13:39-13:43", "boss")],
    ),
    (
        "a contact with a fault of its own is there",
        "contacts:\n  buyer: {role: A}\nhistory:\n  - {date: 2026-01-01, note: A, with: buyer}\n",
        [],
    ),
    (
        "behind a note with a fault of its own it is found where it stands",
        "history:\n  - {date: soon, note: A}\n  - {date: 2026-01-01, note: A, with: boss}\n",
        [(RULE, "14:39-14:43", "boss")],
    ),
    ("what is no id is not looked for", "history:\n  - {date: 2026-01-01, note: A, with: The Boss}\n", []),
    ("where contacts are no named things nothing is looked for",
     "contacts: [a]\nhistory:\n  - {date: 2026-01-01, note: A, with: boss}\n", []),
]  # fmt: skip


@pytest.mark.parametrize(("sections", "found"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_unknown_contact(sections: str, found: list[Row]) -> None:
    assert lint(sections, RULE) == found


WORDS: list[tuple[str, str, Said]] = [
    ("near one", f"{BUYER}history:\n  - {{date: 2026-01-01, note: A, with: buyr}}\n",
     ("There is no contact buyr in this plan.", "Did you mean buyer?", None)),
    ("near none", f"{BUYER}history:\n  - {{date: 2026-01-01, note: A, with: head}}\n",
     ("There is no contact head in this plan.", "The contacts are buyer; add this one, or name one of them.", None)),
    ("no contacts", "history:\n  - {date: 2026-01-01, note: A, with: head}\n",
     ("There is no contact head in this plan.", "Add head under contacts, or leave it out here.", None)),
]  # fmt: skip


@pytest.mark.parametrize(("sections", "words"), [case[1:] for case in WORDS], ids=[case[0] for case in WORDS])
def test_the_words_name_the_contacts(sections: str, words: Said) -> None:
    assert said(sections, RULE) == [words]


def test_a_comment_may_silence_it() -> None:
    text = "history:\n  - {date: 2026-01-01, note: A, with: boss} # kamctl: allow unknown-contact because he left\n"
    assert lint(text, RULE, format=FORMAT) == []


def test_of_very_many_the_first_get_a_suggestion() -> None:
    contacts = "contacts:\n" + "".join(f"  buyer-{number}: {{name: A}}\n" for number in range(1000))
    notes = "history:\n" + "  - {date: 2026-01-01, note: A, with: buyr-1}\n" * 100
    hints = [hint for _, hint, _ in said(contacts + notes, RULE)]
    assert (len(hints), hints[0]) == (100, "Did you mean buyer-1?")
    assert hints[-1].startswith("The contacts are buyer-0, ")
