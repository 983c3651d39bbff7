"""Turns a database row into a dataclass whose fields are named like the columns: one mapping for all stores."""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from typing import Any, TypeVar

T = TypeVar("T")


def to_dataclass(kind: type[T], row: object, **given: object) -> T:
    """A ``kind`` with the columns of ``row``; ``given`` fields are those that are no column, or not as they stand.

    ``row`` is a model or a SQLAlchemy Row. AttributeError when it lacks a column that ``kind`` needs.

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
