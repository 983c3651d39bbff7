"""SQL functions on times, for SQLite and PostgreSQL, so that a year of calls is counted inside the database."""

from sqlalchemy import Double, String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class hour_of(FunctionElement[str]):  # noqa: N801 (named like SQL functions)
    """The hour of a Moment column in UTC, as "2026-11-23 02"."""

    type = String()
    inherit_cache = True


class seconds_between(FunctionElement[float]):  # noqa: N801
    """The seconds from the first Moment to the second; NULL where either is NULL."""

    type = Double()
    inherit_cache = True


@compiles(hour_of, "sqlite")
def _in_sqlite(element: hour_of, compiler: SQLCompiler, **options: object) -> str:
    return f"substr({compiler.process(element.clauses, **options)}, 1, 13)"


@compiles(hour_of, "postgresql")
def _in_postgresql(element: hour_of, compiler: SQLCompiler, **options: object) -> str:
    return f"to_char({compiler.process(element.clauses, **options)} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24')"


@compiles(seconds_between, "sqlite")
def _span_in_sqlite(element: seconds_between, compiler: SQLCompiler, **options: object) -> str:
    first, second = (compiler.process(clause, **options) for clause in element.clauses)
    return f"((julianday({second}) - julianday({first})) * 86400)"


@compiles(seconds_between, "postgresql")
def _span_in_postgresql(element: seconds_between, compiler: SQLCompiler, **options: object) -> str:
    first, second = (compiler.process(clause, **options) for clause in element.clauses)
    return f"extract(epoch from ({second} - {first}))"
