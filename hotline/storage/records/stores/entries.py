"""Entries and their revisions. A change of a revision is refused when its version in the database has changed."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Text, case, cast, func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from hotline.core.contents import compute_digest
from hotline.core.entries import REFERRAL_NUMBERS, Entry, LegalBasis, is_entry_number
from hotline.core.errors import Conflict
from hotline.core.review import OPEN, Revision, Status
from hotline.storage.records.column_types import dump_json
from hotline.storage.records.models.content import RevisionRow
from hotline.storage.records.stores.digests import read_digests, read_in_batches
from hotline.storage.records.stores.row_mapping import field_names, to_dataclass

_SEARCHED = (
    *(RevisionRow.question, RevisionRow.web_answer, RevisionRow.spoken, RevisionRow.text),
    *(RevisionRow.office, RevisionRow.telephone, RevisionRow.note, RevisionRow.source),
    *(cast(column, Text) for column in (RevisionRow.similar_questions, RevisionRow.keywords, RevisionRow.legal_bases)),
)
"""The texts in which staff look for words: every wording, and the laws that an answer rests on."""
_ENTRY_COLUMNS = [getattr(RevisionRow, name) for name in field_names(Entry)]


class EntryStore:
    def __init__(self, session: Session) -> None:
        self._session = session

    def list_published(self) -> list[Entry]:
        """All published entries, ordered by number."""
        return [revision.entry for revision in self._list(RevisionRow.status == Status.PUBLISHED)]

    def published_digests(self) -> str:
        """The digests of all published entries, sorted and joined. They tell whether anything changed."""
        return read_digests(self._session, RevisionRow.digest, RevisionRow.status == Status.PUBLISHED)

    def read_published(self, digests: Collection[str] | None = None) -> Iterator[tuple[str, Entry]]:
        """(digest, entry) of published entries, read in batches.

        With ``digests`` only those, in no order; otherwise all, by number."""
        published = select(RevisionRow.digest, *_ENTRY_COLUMNS).where(RevisionRow.status == Status.PUBLISHED)
        rows = read_in_batches(self._session, published, RevisionRow.number, RevisionRow.digest, digests)
        return ((row.digest, _entry(row)) for row in rows)

    def list_published_numbers(self, limit: int) -> list[int]:
        """The lowest numbers of published entries; referrals are left out."""
        numbers = select(RevisionRow.number).where(RevisionRow.status == Status.PUBLISHED, ~_is_referral())
        return list(self._session.scalars(numbers.order_by(RevisionRow.number).limit(limit)))

    def filter_published(self, numbers: Iterable[int]) -> list[int]:
        """Those of ``numbers`` that have a published entry, in the given order."""
        candidates = list(numbers)
        published = (RevisionRow.status == Status.PUBLISHED, RevisionRow.number.in_(candidates))
        found = set(self._session.scalars(select(RevisionRow.number).where(*published)))
        return [number for number in candidates if number in found]

    def find_published(self, number: int) -> Revision | None:
        return self._find(RevisionRow.number == number, RevisionRow.status == Status.PUBLISHED)

    def find_open(self, number: int) -> Revision | None:
        """The revision of an entry that is in work, which is one at most."""
        return self._find(RevisionRow.number == number, RevisionRow.status.in_(OPEN))

    def find_newest(self, number: int) -> Revision | None:
        """The revision that changed last; None when there is none. Its entry is locked until the transaction ends.

        Locking comes first: a query that waited for a lock on PostgreSQL does not see a revision added meanwhile."""
        if not is_entry_number(number):
            return None
        self._session.execute(select(RevisionRow.id).where(RevisionRow.number == number).with_for_update())
        newest = select(RevisionRow).where(RevisionRow.number == number).order_by(RevisionRow.version.desc())
        row = self._session.scalars(newest.limit(1)).first()
        return None if row is None else _revision(row)

    def list_revisions(self, number: int) -> list[Revision]:
        """All revisions of one entry, newest first."""
        return self._list(RevisionRow.number == number)[::-1]

    def find_numbers(
        self,
        search: str = "",
        topic: str = "",
        status: Status | None = None,
        limit: int = 1_000,
        skip: int = 0,
        *,
        referrals: bool = False,
        departments: Collection[str] | None = None,
    ) -> tuple[list[int], int]:
        """The numbers of entries with a current revision of this topic and status, and how many there are in all.

        Referrals are found instead of the other entries where ``referrals`` is set, and are left out otherwise.
        At most ``limit`` numbers are returned, after the first ``skip``. ``search`` keeps the entries with a current
        revision that contains it in any of its texts, or has it as its number. An entry whose only revisions were
        discarded is found with that ``status`` alone. ``departments`` keeps what belongs to one of them."""
        conditions = [_is_referral() if referrals else ~_is_referral()]
        if status is not Status.DISCARDED:
            conditions.append(RevisionRow.status != Status.DISCARDED)
        if search or topic or status or departments is not None:
            conditions.append(_current())
        if topic:
            conditions.append(RevisionRow.topic == topic)
        if departments is not None:
            conditions.append(RevisionRow.department.in_(departments))
        if status:
            conditions.append(RevisionRow.status == status)
        if search:
            conditions.append(RevisionRow.number.in_(select(RevisionRow.number).where(_current(), _mentions(search))))
        found = select(RevisionRow.number).where(*conditions).distinct()
        total = self._session.scalars(select(func.count()).select_from(found.subquery())).one()
        return list(self._session.scalars(found.order_by(RevisionRow.number).limit(limit).offset(skip))), total

    def find_numbers_of(self, departments: Collection[str], limit: int) -> list[int]:
        """The numbers of entries and referrals of which a current revision belongs to one of ``departments``."""
        of_departments = (_current(), RevisionRow.department.in_(departments))
        return list(self._session.scalars(select(RevisionRow.number).where(*of_departments).distinct().limit(limit)))

    def list_published_of(self, author: str) -> list[int]:
        """The numbers of published entries that ``author`` wrote, referrals too."""
        written = (RevisionRow.status == Status.PUBLISHED, RevisionRow.author == author)
        return list(self._session.scalars(select(RevisionRow.number).where(*written).order_by(RevisionRow.number)))

    def find_last_referral(self) -> int | None:
        """The highest number of a referral."""
        return self._session.scalars(select(func.max(RevisionRow.number)).where(_is_referral())).one()

    def find_open_numbers(self, limit: int, writer: str = "") -> list[int]:
        """The numbers of entries that have an open revision, of that ``writer`` alone where one is named."""
        numbers = select(RevisionRow.number).where(RevisionRow.status.in_(OPEN))
        if writer:
            numbers = numbers.where(cast(RevisionRow.writers, Text).contains(dump_json(writer), autoescape=True))
        return list(self._session.scalars(numbers.order_by(RevisionRow.number).limit(limit)))

    def find_scheduled_numbers(self, limit: int, until: date = date.max) -> list[int]:
        """The numbers of entries whose approved revision waits for a day up to ``until``, the soonest first."""
        waiting = (RevisionRow.status == Status.APPROVED, RevisionRow.publish_on <= until)
        numbers = select(RevisionRow.number).where(*waiting).order_by(RevisionRow.publish_on, RevisionRow.number)
        return list(self._session.scalars(numbers.limit(limit)))

    def find_numbers_past_review(self, today: date, limit: int) -> list[int]:
        """The numbers of published entries whose review date is before ``today``, the longest overdue first."""
        past = (RevisionRow.status == Status.PUBLISHED, RevisionRow.review_date < today)
        numbers = select(RevisionRow.number).where(*past).order_by(RevisionRow.review_date, RevisionRow.number)
        return list(self._session.scalars(numbers.limit(limit)))

    def find_referring(self, *, topic: str = "", department: str = "") -> list[int]:
        """The numbers of entries with an open or a published revision of this topic, or else of this department."""
        refers = RevisionRow.topic == topic if topic else RevisionRow.department == department
        standing = RevisionRow.status.in_((*OPEN, Status.PUBLISHED))
        numbers = select(RevisionRow.number).where(refers, standing).distinct()
        return list(self._session.scalars(numbers.order_by(RevisionRow.number)))

    def list_current(self, numbers: Collection[int]) -> list[Revision]:
        """The current revisions of these entries: the open and the published one, or if there is neither, the last.

        The last is a discarded one only where there is no other."""
        return self._list(_current(), RevisionRow.number.in_(numbers))

    def list_wordings(self, numbers: Iterable[int]) -> list[tuple[Any, ...]]:
        """(number, question, similar question, ...) of each published and each open revision of these entries."""
        columns = (RevisionRow.number, RevisionRow.question, RevisionRow.similar_questions)
        standing = RevisionRow.status.in_((*OPEN, Status.PUBLISHED))
        query = select(*columns).where(RevisionRow.number.in_(list(numbers)), standing)
        return [(number, question, *similar) for number, question, similar in self._session.execute(query)]

    def find_same_questions(self, number: int, wordings: Collection[str]) -> dict[str, int]:
        """Wording -> the number of another published entry whose question it is."""
        same = (RevisionRow.status == Status.PUBLISHED, RevisionRow.number != number)
        query = select(RevisionRow.question, RevisionRow.number).where(*same, RevisionRow.question.in_(list(wordings)))
        return {question: other for question, other in self._session.execute(query)}

    def find_same_similar_questions(self, number: int, wordings: Collection[str]) -> dict[str, int]:
        """Wording -> the number of another published entry that has it among its similar questions; no referral."""
        column = cast(RevisionRow.similar_questions, Text)
        named = or_(*(column.contains(dump_json(wording)[1:-1], autoescape=True) for wording in wordings))
        same = (RevisionRow.status == Status.PUBLISHED, RevisionRow.number != number, ~_is_referral())
        query = select(RevisionRow.number, RevisionRow.similar_questions).where(*same, named)
        return {one: other for other, similar in self._session.execute(query) for one in similar if one in wordings}

    def add(
        self,
        entry: Entry,
        status: Status,
        *,
        author: str,
        reviewer: str,
        comment: str,
        at: datetime,
        earlier_writers: Iterable[str] = (),
    ) -> Revision:
        """Add a revision: ``serial`` counts the revisions of an entry, ``version`` all changes to any of them.

        ``earlier_writers`` wrote what it begins from and count as writers too.

        Raises Conflict when the entry would get a second open or a second published revision."""
        numbers = select(func.max(RevisionRow.serial), func.max(RevisionRow.version))
        serial, version = self._session.execute(numbers.where(RevisionRow.number == entry.number)).one()
        row = RevisionRow(**_content(entry), serial=(serial or 0) + 1, version=(version or 0) + 1, status=status)
        row.author, row.reviewer, row.comment = author, reviewer, comment
        row.writers = list(dict.fromkeys([*earlier_writers, author]))
        row.created_at = row.changed_at = at
        row.changed_by = author
        self._session.add(row)
        try:
            self._session.flush()
        except IntegrityError as error:
            raise Conflict(f"编号{entry.number}刚刚被别人改过，请刷新页面再操作。") from error
        return _revision(row)

    def rewrite(self, revision: Revision, entry: Entry, *, author: str, at: datetime) -> Revision | None:
        """Replace the content of a draft. Returns None when it has changed in the database since it was read."""
        writers = list(dict.fromkeys([*revision.writers, author]))
        return self._change(revision, at, author, **_content(entry), author=author, writers=writers)

    def move(
        self, revision: Revision, status: Status, *, by: str, at: datetime, reviewer: str, comment: str
    ) -> Revision | None:
        """Change the status of a revision, and the day on which it is to be published to its ``publish_on``.

        Returns None when it has changed in the database since it was read."""
        day = revision.publish_on
        return self._change(revision, at, by, status=status, reviewer=reviewer, comment=comment, publish_on=day)

    def _change(self, revision: Revision, at: datetime, by: str, **columns: object) -> Revision | None:
        """Update a revision if its version and status are still the same (optimistic locking)."""
        number, status = revision.entry.number, revision.status
        newest = select(func.max(RevisionRow.version)).where(RevisionRow.number == number)
        stamp = {"version": (self._session.scalars(newest).one() or 0) + 1, "changed_at": at, "changed_by": by}
        unchanged = (RevisionRow.version == revision.version, RevisionRow.status == status)
        revision_row = (RevisionRow.number == number, RevisionRow.serial == revision.serial)
        changed = self._session.scalars(
            update(RevisionRow).where(*revision_row, *unchanged).values(**columns, **stamp).returning(RevisionRow.id),
            execution_options={"synchronize_session": False},
        ).first()
        self._session.expire_all()
        return None if changed is None else self._find(RevisionRow.id == changed)

    def _find(self, *conditions: ColumnElement[bool]) -> Revision | None:
        row = self._session.scalars(select(RevisionRow).where(*conditions)).one_or_none()
        return None if row is None else _revision(row)

    def _list(self, *conditions: ColumnElement[bool]) -> list[Revision]:
        order = (RevisionRow.number, RevisionRow.serial)
        return [
            _revision(row) for row in self._session.scalars(select(RevisionRow).where(*conditions).order_by(*order))
        ]


def _current() -> ColumnElement[bool]:
    """The condition for a current revision; see ``list_current``."""
    later = aliased(RevisionRow)
    kept = func.max(case((later.status != Status.DISCARDED, later.serial)))
    last = select(func.coalesce(kept, func.max(later.serial))).where(later.number == RevisionRow.number)
    return or_(RevisionRow.status.in_((*OPEN, Status.PUBLISHED)), RevisionRow.serial == last.scalar_subquery())


def _is_referral() -> ColumnElement[bool]:
    return RevisionRow.number.between(REFERRAL_NUMBERS.start, REFERRAL_NUMBERS.stop - 1)


def _mentions(words: str) -> ColumnElement[bool]:
    """The condition for a revision that contains ``words``, or has them as its number; see ``find_numbers``."""
    conditions = [func.lower(column).contains(words.lower(), autoescape=True) for column in _SEARCHED]
    if words.isdecimal() and len(words) < 10:
        conditions.append(RevisionRow.number == int(words))
    return or_(*conditions)


def _content(entry: Entry) -> dict[str, Any]:
    """The columns of a revision that come from its entry."""
    return {
        "number": entry.number,
        "question": entry.question,
        "web_answer": entry.web_answer,
        "spoken": entry.spoken,
        "text": entry.text,
        "similar_questions": list(entry.similar_questions),
        "keywords": list(entry.keywords),
        "topic": entry.topic,
        "department": entry.department,
        "legal_bases": [[basis.title, basis.article, basis.in_force.isoformat()] for basis in entry.legal_bases],
        "effective_date": entry.effective_date,
        "review_date": entry.review_date,
        "office": entry.office,
        "telephone": entry.telephone,
        "note": entry.note,
        "source": entry.source,
        "attachments": entry.attachments,
        "digest": compute_digest(entry),
    }


def _entry(row: RevisionRow | Row[Any]) -> Entry:
    return to_dataclass(
        Entry,
        row,
        similar_questions=tuple(row.similar_questions),
        keywords=tuple(row.keywords),
        legal_bases=_legal_bases(row.legal_bases),
    )


def _legal_bases(lists: Iterable[list[str]]) -> tuple[LegalBasis, ...]:
    return tuple(LegalBasis(title, article, date.fromisoformat(in_force)) for title, article, in_force in lists)


def _revision(row: RevisionRow) -> Revision:
    return to_dataclass(Revision, row, entry=_entry(row), writers=tuple(row.writers))
