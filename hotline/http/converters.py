"""What paths carry: no number greater than a database's integer and no NUL, so every query can hold it."""

from __future__ import annotations

from werkzeug.routing import IntegerConverter, Map, UnicodeConverter, ValidationError

LARGEST_INTEGER = 2**31 - 1
"""PostgreSQL's integer: https://www.postgresql.org/docs/15/datatype-numeric.html. The records use no larger one."""


class DatabaseInteger(IntegerConverter):
    """``<int:...>`` of every route. A greater number is no page (404); Python reads no more than 4,300 digits."""

    regex = "[0-9]{1,10}"

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=LARGEST_INTEGER)


class DatabaseText(UnicodeConverter):
    """``<...>`` of every route. A text with NUL, which PostgreSQL refuses, is no page (404)."""

    def to_python(self, value: str) -> str:
        if "\0" in value:
            raise ValidationError
        return str(super().to_python(value))
