"""Changes of laws, and the numbers of the published entries that cite one of them."""

from datetime import datetime

from sqlalchemy import Text, cast, select
from sqlalchemy.orm import Session

from hotline.core.law_changes import LawChange, law_name
from hotline.core.review import Status
from hotline.storage.records.models.content import RevisionRow
from hotline.storage.records.models.law_changes import LawChangeRow
from hotline.storage.records.stores.row_mapping import to_dataclass


class LawChangeStore:
    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, change: LawChange) -> None:
        self._session.add(LawChangeRow(**vars(change)))
        self._session.flush()

    def list_changes(self, since: datetime) -> list[LawChange]:
        """The changes entered since ``since``, the newest first."""
        query = select(LawChangeRow).where(LawChangeRow.noted_at >= since).order_by(LawChangeRow.id.desc())
        return [to_dataclass(LawChange, row) for row in self._session.scalars(query)]

    def find_citing(self, title: str, before: datetime) -> list[int]:
        """The numbers of the entries that cite the law ``title`` and were published before ``before``, in order."""
        cites = cast(RevisionRow.legal_bases, Text).contains(law_name(title), autoescape=True)
        published = (RevisionRow.status == Status.PUBLISHED, RevisionRow.changed_at <= before, cites)
        query = select(RevisionRow.number, RevisionRow.legal_bases).where(*published).order_by(RevisionRow.number)
        rows = self._session.execute(query)
        return [number for number, bases in rows if law_name(title) in {law_name(basis[0]) for basis in bases}]
