"""Turns a database row into a dataclass whose fields have the names of the columns. All stores use it."""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")


def to_dataclass(kind: type[T], row: object, /, **given: object) -> T:
    """A ``kind`` made from the columns of ``row``, a model or a SQLAlchemy Row.

    ``given`` are the fields that differ from their column, or have none. Raises AttributeError when ``row`` lacks a
    column that ``kind`` has a field for.

    >>> from types import SimpleNamespace
    >>> from hotline.core.entries import Topic
    >>> to_dataclass(Topic, SimpleNamespace(id=7, digit="1", name="行政复议"), description="")
    Topic(digit='1', name='行政复议', description='')
    """
    make: Any = kind
    columns = {name: getattr(row, name) for name in field_names(make) if name not in given}
    value: T = make(**columns, **given)
    return value


@cache
def field_names(kind: Any) -> tuple[str, ...]:  # noqa: ANN401 — any dataclass
    """The names of the fields of a dataclass, in their order."""
    return tuple(field.name for field in fields(kind))
