"""Reads and writes the database tables that are loaded from faq_data: each row is one dataclass."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar, cast

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from hotline.core.catalogue import CatalogueItem
from hotline.core.contents import compute_digest
from hotline.storage.records.models.base import Base, Tabled, Withdrawable
from hotline.storage.records.stores.row_mapping import field_names, to_dataclass

T = TypeVar("T")


@dataclass(frozen=True)
class StoredRow(Generic[T]):
    """The dataclass of a row, its position in the table, who wrote it last ("seed" for bundled content) and when."""

    value: T
    position: int
    changed_by: str
    changed_at: datetime


class CsvTable(Generic[T]):
    """The rows of ``model`` as dataclasses of type ``value``, whose fields have the names of the columns."""

    def __init__(self, session: Session, model: type[Tabled], value: type[T], key: str) -> None:
        self._session = session
        self._model: Any = model
        self._value = value
        self._key = key

    def list_values(self) -> list[T]:
        return [row.value for row in self.list_rows()]

    def list_rows(self) -> list[StoredRow[T]]:
        """All rows but the withdrawn, in the order of the file they came from."""
        order = (self._model.position, getattr(self._model, self._key))
        rows = self._session.scalars(select(self._model).order_by(*order))
        return [self._read(row) for row in rows if not _is_withdrawn(row)]

    def find(self, value: T) -> StoredRow[T] | None:
        """The row with the key of ``value``."""
        return self.find_key(self.key_of(value))

    def find_key(self, key: object) -> StoredRow[T] | None:
        row = self._session.get(self._model, key)
        return None if row is None or _is_withdrawn(row) else self._read(row)

    def find_ever(self, key: object) -> StoredRow[T] | None:
        """The row with this key, also one that was withdrawn, for what still refers to it."""
        row = self._session.get(self._model, key)
        return None if row is None else self._read(row)

    def list_keys(self, keys: Collection[object]) -> list[StoredRow[T]]:
        """The rows with one of ``keys``, in no order."""
        found = select(self._model).where(getattr(self._model, self._key).in_(list(keys)))
        return [self._read(row) for row in self._session.scalars(found) if not _is_withdrawn(row)]

    def list_keys_of(self, by: str) -> list[str]:
        """The keys of the rows that ``by`` wrote last, but for the withdrawn."""
        written = select(self._model).where(self._model.changed_by == by).order_by(self._model.position)
        return [str(getattr(row, self._key)) for row in self._session.scalars(written) if not _is_withdrawn(row)]

    def last_position(self) -> int:
        """The position of the last row; -1 when there is none."""
        last = self._session.scalars(select(func.max(self._model.position))).one()
        return -1 if last is None else int(last)

    def put(self, value: T, position: int, by: str, at: datetime) -> None:
        """Write ``value`` over the row with the same key, or as a new row."""
        columns: dict[str, Any] = {name: getattr(value, name) for name in field_names(cast(Any, self._value))}
        columns[self._key] = self.key_of(value)
        if isinstance(value, CatalogueItem):
            columns["digest"] = compute_digest(value)
        if issubclass(self._model, Withdrawable):
            columns["withdrawn"] = False
        row = self._model(**columns, position=position, changed_by=by, changed_at=at)
        self._session.merge(cast(Base, row))
        self._session.flush()

    def withdraw(self, key: object, by: str, at: datetime) -> None:
        """Take the row out of the table, though not away from what refers to it."""
        changes = {"withdrawn": True, "changed_by": by, "changed_at": at}
        self._session.execute(update(self._model).where(getattr(self._model, self._key) == key).values(**changes))
        self._session.flush()
        self._session.expire_all()

    def remove(self, key: object) -> None:
        self._session.execute(delete(self._model).where(getattr(self._model, self._key) == key))
        self._session.flush()

    def key_of(self, value: T) -> object:
        """The key of ``value``. The office has none, so its key is always 1."""
        return getattr(value, self._key, 1)

    def _read(self, row: Tabled) -> StoredRow[T]:
        return StoredRow(to_dataclass(self._value, row), row.position, row.changed_by, row.changed_at)


def _is_withdrawn(row: Tabled) -> bool:
    return isinstance(row, Withdrawable) and row.withdrawn
