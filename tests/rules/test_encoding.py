"""encoding: files are UTF-8, and what has one reading is converted."""

from __future__ import annotations

import pytest

from tests.harness import BASE_PLAN, Row
from tests.rules.saying import Said, found, said

RULE = "encoding"
HINT = "Save the file as UTF-8."

CASES: list[tuple[str, bytes, list[Row], list[Said]]] = [
    ("UTF-8 is fine", BASE_PLAN.encode(), [], []),
    ("UTF-8 with a byte order mark is fine", b"\xef\xbb\xbf" + BASE_PLAN.encode(), [], []),
    (
        "Russian in cp1251 is found at its first byte and converted",
        BASE_PLAN.encode("cp1251"),
        [(RULE, "1:9-1:10", "\ufffd")],
        [("The byte 0xD1 is no UTF-8; the file looks like cp1251.", HINT, BASE_PLAN)],
    ),
    (
        "quotation marks behind capitals are Russian too",
        "client: «РОСС»\n".encode("cp1251"),
        [(RULE, "1:9-1:10", "\ufffd")],
        [("The byte 0xAB is no UTF-8; the file looks like cp1251.", HINT, "client: «РОСС»\n")],
    ),
    (
        "UTF-8 with one broken byte is not taken for cp1251",
        BASE_PLAN.encode() + b"\xff\n",
        [(RULE, "12:1-12:2", "\ufffd")],
        [("The byte 0xFF is no UTF-8.", "Save the file as UTF-8, or write the broken character again.", None)],
    ),
    (
        "UTF-8 that ends in half a letter is not taken for cp1251",
        "client: Сеть А".encode()[:-1],
        [(RULE, "1:14-1:15", "\ufffd")],
        [("The byte 0xD0 is no UTF-8.", "Save the file as UTF-8, or write the broken character again.", None)],
    ),
    (
        "UTF-16 is found at the file's beginning",
        BASE_PLAN.encode("utf-16"),
        [(RULE, "1:1-1:1", "")],
        [("The file looks like UTF-16, not UTF-8.", HINT, BASE_PLAN)],
    ),
    (
        "UTF-16 without a byte order mark is found",
        BASE_PLAN.encode("utf-16-be"),
        [(RULE, "1:1-1:1", "")],
        [("The file looks like UTF-16-BE, not UTF-8.", HINT, BASE_PLAN)],
    ),
    (
        "UTF-32 is found",
        BASE_PLAN.encode("utf-32"),
        [(RULE, "1:1-1:1", "")],
        [("The file looks like UTF-32, not UTF-8.", HINT, BASE_PLAN)],
    ),
    (
        "half a UTF-16 file has no text to convert to",
        BASE_PLAN.encode("utf-16")[:-1],
        [(RULE, "1:1-1:1", "")],
        [("The file looks like UTF-16, not UTF-8.", HINT, None)],
    ),
]


@pytest.mark.parametrize(("plan", "rows", "words"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_encoding(plan: bytes, rows: list[Row], words: list[Said]) -> None:
    assert found(plan, RULE) == rows
    assert said(plan, RULE) == words
