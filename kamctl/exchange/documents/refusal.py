"""What becomes of a form that has something inside that none may have."""

from __future__ import annotations


class RefusedFormError(Exception):
    """A form has something inside that none may have; the text says what."""
