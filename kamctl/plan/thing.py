"""The base of every typed, frozen thing that is read from a plan or from the schema.

pydantic's core fills these classes straight from a document. They are not `pydantic.BaseModel`s: importing
that class costs more than linting a plan does, and all that is used of it is this.
"""

from __future__ import annotations

from typing import Any, NoReturn


class Thing:
    """Named values that cannot be set again; fields that stand nowhere are None.

    Fields that SKAM added are reached by name: `risk["mood"]`.
    """

    __slots__ = ("__dict__", "__pydantic_extra__", "__pydantic_fields_set__", "__pydantic_private__")

    __dict__: dict[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.__dict__[name]

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} is frozen; {name} cannot be set")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} is frozen; {name} cannot be deleted")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.__dict__ == other.__dict__

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        values = ", ".join(f"{name}={value!r}" for name, value in self.__dict__.items() if value is not None)
        return f"{type(self).__name__}({values})"
