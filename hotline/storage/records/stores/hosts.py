"""What several hosts share: published versions, what each host serves, and leases of background jobs."""

from datetime import datetime

from sqlalchemy import delete, or_, select, text, update
from sqlalchemy.orm import Session

from hotline.core.hosts import Host, PublishedVersion, WordSnapshot
from hotline.storage.records.models.hosts import HostRow, JobLeaseRow, PublishedVersionRow
from hotline.storage.records.stores.insert_once import insert_once
from hotline.storage.records.stores.row_mapping import to_dataclass
from hotline.storage.records.version_signal import NOTIFY

_NUMBERING_LOCK = 0x6E756D62
"""The key of the PostgreSQL advisory lock of whoever numbers a version: "numb" in ASCII."""
_COLUMNS = (PublishedVersionRow.number, PublishedVersionRow.content_hash, PublishedVersionRow.published_at)
_NEWEST = select(*_COLUMNS).order_by(PublishedVersionRow.number.desc()).limit(1)


class PublishedVersionStore:
    def __init__(self, session: Session) -> None:
        self._session = session

    def lock(self) -> None:
        """Let nobody else number a version until the transaction ends. On SQLite writers are serial anyway."""
        if self._is_postgresql:
            self._session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _NUMBERING_LOCK})

    def find_newest(self) -> PublishedVersion | None:
        """The version that every host is to serve; a look-up of one row."""
        row = self._session.execute(_NEWEST).one_or_none()
        return None if row is None else to_dataclass(PublishedVersion, row)

    def get_words(self, number: int) -> WordSnapshot:
        """The word lists of the newest version, which has ``number``."""
        kept = select(PublishedVersionRow.words).where(PublishedVersionRow.number == number)
        synonyms, dictionary, stop_words = self._session.scalars(kept).one()
        pairs = tuple((colloquial, official) for colloquial, official in synonyms)
        return WordSnapshot(pairs, tuple(dictionary), tuple(stop_words))

    def add(self, version: PublishedVersion, words: WordSnapshot) -> None:
        """Add the next version, of which PostgreSQL tells the other hosts when it is committed.

        The word lists of the one before are dropped: nobody compiles it any more."""
        self._session.execute(update(PublishedVersionRow).values(words=[]))
        lists = [[list(pair) for pair in words.synonyms], list(words.dictionary), list(words.stop_words)]
        self._session.add(
            PublishedVersionRow(
                number=version.number,
                content_hash=version.content_hash,
                published_at=version.published_at,
                words=lists,
            )
        )
        self._session.flush()
        if self._is_postgresql:
            self._session.execute(text(NOTIFY))

    @property
    def _is_postgresql(self) -> bool:
        return self._session.get_bind().dialect.name == "postgresql"


class HostStore:
    def __init__(self, session: Session) -> None:
        self._session = session

    def find(self, name: str) -> Host | None:
        row = self._session.get(HostRow, name)
        return None if row is None else to_dataclass(Host, row)

    def list_hosts(self) -> list[Host]:
        return [to_dataclass(Host, row) for row in self._session.scalars(select(HostRow).order_by(HostRow.name))]

    def put(self, host: Host) -> None:
        """Store what a host reports, in place of what it reported before."""
        columns = vars(host)
        if not insert_once(self._session.connection(), HostRow, **columns):
            self._session.execute(update(HostRow).where(HostRow.name == host.name).values(**columns))

    def erase(self, before: datetime) -> int:
        """Delete the hosts that last reported before ``before``. Returns how many."""
        return len(self._session.scalars(delete(HostRow).where(HostRow.seen_at < before).returning(HostRow.name)).all())


class LeaseStore:
    def __init__(self, session: Session) -> None:
        self._session = session

    def take(self, name: str, holder: str, *, now: datetime, until: datetime, implausible: datetime) -> bool:
        """Give ``holder`` the job until ``until``, unless another holds it now. Returns whether it has it.

        One statement decides, so of two that ask at the same moment one gets it. A lease that lasts beyond
        ``implausible`` was taken by a clock that was wrong, and counts as over."""
        if insert_once(self._session.connection(), JobLeaseRow, name=name, holder=holder, until=until):
            return True
        free = or_(JobLeaseRow.until < now, JobLeaseRow.holder == holder, JobLeaseRow.until > implausible)
        taken = update(JobLeaseRow).where(JobLeaseRow.name == name, free).values(holder=holder, until=until)
        return self._session.scalars(taken.returning(JobLeaseRow.name)).first() is not None

    def release(self, name: str, holder: str) -> None:
        """Have nobody do the job, which ``holder`` did."""
        self._session.execute(delete(JobLeaseRow).where(JobLeaseRow.name == name, JobLeaseRow.holder == holder))
