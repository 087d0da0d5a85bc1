"""too-large: a plan fits one screen."""

from __future__ import annotations

import pytest

from kamctl.plan.source import LARGEST_FILE
from tests.harness import BASE_PLAN, Row
from tests.rules.saying import found, said

RULE = "too-large"


def filled(size: int) -> bytes:
    """The base plan with a comment that makes it `size` bytes long."""
    plan = BASE_PLAN.encode()
    return plan + b"#" * (size - len(plan) - 1) + b"\n"


CASES: list[tuple[str, bytes, list[Row]]] = [
    ("a file of 1 MiB is fine", filled(LARGEST_FILE), []),
    ("a byte more is found at the file's beginning", filled(LARGEST_FILE + 1), [(RULE, "1:1-1:1", "")]),
    ("32 levels are fine", b"a: " + b"[" * 31 + b"]" * 31, []),
    ("the 33rd level is found where it begins", b"a: " + b"[" * 32 + b"]" * 32, [(RULE, "1:35-1:36", "[")]),
    ("a hundred thousand brackets are found as fast", b"[" * 100_000, [(RULE, "1:33-1:34", "[")]),
]


@pytest.mark.parametrize(("plan", "rows"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_too_large(plan: bytes, rows: list[Row]) -> None:
    assert found(plan, RULE) == rows


def test_both_limits_are_named() -> None:
    assert said(filled(LARGEST_FILE + 1), RULE)[0][0] == "The file is larger than 1 MiB."
    assert said(b"[" * 99, RULE)[0][0] == "This is nested more than 32 levels deep."
