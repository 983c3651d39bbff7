"""The office with its departments, topics, days off and announcements, and the items of the disclosure catalogue."""

from collections.abc import Collection, Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from hotline.core.catalogue import CatalogueItem
from hotline.core.departments import Department, Office
from hotline.core.disclosure.desk import DisclosureDesk
from hotline.core.entries import Topic
from hotline.core.errors import NotFound
from hotline.core.holidays import HolidayDecree, LocalDayOff
from hotline.core.member_offices import LINE_OFFICE, MemberOffice
from hotline.core.office_announcements import Announcement
from hotline.core.public_notices import PublicNotice
from hotline.storage.records.models.content import (
    AnnouncementRow,
    CatalogueRow,
    DepartmentRow,
    DisclosureDeskRow,
    HolidayDecreeRow,
    LocalDayOffRow,
    MemberOfficeRow,
    OfficeRow,
    PublicNoticeRow,
    TopicRow,
)
from hotline.storage.records.stores.csv_rows import CsvTable
from hotline.storage.records.stores.digests import read_digests, read_in_batches
from hotline.storage.records.stores.letter_templates import LetterTemplateTable
from hotline.storage.records.stores.row_mapping import field_names, to_dataclass


class OfficeStore:
    """The office, its departments, topics, days off and announcements.

    ``rows_of_…`` are for loading faq_data and for proposals; others use the methods."""

    def __init__(self, session: Session) -> None:
        self.rows_of_office = CsvTable(session, OfficeRow, Office, "id")
        self.rows_of_departments = CsvTable(session, DepartmentRow, Department, "code")
        self.rows_of_topics = CsvTable(session, TopicRow, Topic, "digit")
        self.rows_of_decrees = CsvTable(session, HolidayDecreeRow, HolidayDecree, "year")
        self.rows_of_local_days_off = CsvTable(session, LocalDayOffRow, LocalDayOff, "first_day")
        self.rows_of_announcements = CsvTable(session, AnnouncementRow, Announcement, "code")
        self.rows_of_public_notices = CsvTable(session, PublicNoticeRow, PublicNotice, "code")
        self.rows_of_disclosure_desk = CsvTable(session, DisclosureDeskRow, DisclosureDesk, "id")
        self.rows_of_member_offices = CsvTable(session, MemberOfficeRow, MemberOffice, "code")
        self.rows_of_letter_templates = LetterTemplateTable(session)

    def disclosure_desk(self, office_code: str = LINE_OFFICE) -> DisclosureDesk:
        """The particulars of an office's disclosure desk. Raises NotFound before they are published."""
        if office_code:
            desk = self.member_office(office_code).desk
            desks = [desk] if desk else []
        else:
            desks = self.rows_of_disclosure_desk.list_values()
        if not desks:
            raise NotFound("还没有填写公开工作机构、复议机关和法院，不能出文书。")
        return desks[0]

    def office_name(self, office_code: str = LINE_OFFICE) -> str:
        """The name of the office that runs the line, or of a member. Raises NotFound."""
        return self.member_office(office_code).name if office_code else self.office().name

    def member_office(self, code: str) -> MemberOffice:
        """A member, also one that was withdrawn: its archived applications still name it. Raises NotFound."""
        row = self.rows_of_member_offices.find_ever(code)
        if row is None:
            raise NotFound(f"没有代码为{code}的成员单位，或者它还没有通过审核。")
        return row.value

    def member_offices(self) -> list[MemberOffice]:
        return self.rows_of_member_offices.list_values()

    def office(self) -> Office:
        """The one office. Raises NotFound before faq_data has been loaded."""
        offices = self.rows_of_office.list_values()
        if not offices:
            raise NotFound("还没有载入机构信息，请先运行 hotline init。")
        return offices[0]

    def departments(self) -> list[Department]:
        return self.rows_of_departments.list_values()

    def topics(self) -> list[Topic]:
        return sorted(self.rows_of_topics.list_values(), key=lambda topic: topic.digit)

    def holiday_decrees(self) -> list[HolidayDecree]:
        return sorted(self.rows_of_decrees.list_values(), key=lambda decree: decree.year)

    def local_days_off(self) -> list[LocalDayOff]:
        return sorted(self.rows_of_local_days_off.list_values(), key=lambda local: local.first_day)

    def announcements(self) -> list[Announcement]:
        """The earliest first."""
        return sorted(self.rows_of_announcements.list_values(), key=lambda one: (one.starts_at, one.code))

    def public_notices(self) -> list[PublicNotice]:
        return sorted(self.rows_of_public_notices.list_values(), key=lambda one: one.code)


class CatalogueStore:
    """The items of the disclosure catalogue. ``rows_of_catalogue`` is for loading faq_data."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.rows_of_catalogue = CsvTable(session, CatalogueRow, CatalogueItem, "index_number")

    def list_items(self) -> list[CatalogueItem]:
        return self.rows_of_catalogue.list_values()

    def find_newest_titled(self, words: str, but: str) -> CatalogueItem | None:
        """The newest item of the office that runs the line whose title contains ``words`` and whose validity is not
        ``but``."""
        of_members = select(DepartmentRow.code).where(DepartmentRow.office_code != LINE_OFFICE)
        titled = select(CatalogueRow).where(CatalogueRow.title.contains(words, autoescape=True))
        titled = titled.where(CatalogueRow.department.is_(None) | CatalogueRow.department.not_in(of_members))
        newest = (CatalogueRow.published_date.desc(), CatalogueRow.index_number.desc())
        row = self._session.scalars(titled.where(CatalogueRow.validity != but).order_by(*newest).limit(1)).first()
        return None if row is None else to_dataclass(CatalogueItem, row)

    def find_referring(self, *, topic: str = "", department: str = "") -> list[str]:
        """The index numbers of items of this topic, or else of this department."""
        refers = CatalogueRow.topic == topic if topic else CatalogueRow.department == department
        return list(
            self._session.scalars(
                select(CatalogueRow.index_number).where(refers).order_by(CatalogueRow.index_number.desc())
            )
        )

    def digests(self) -> str:
        """The digests of all items, sorted and joined. They tell whether anything changed."""
        return read_digests(self._session, CatalogueRow.digest)

    def read_items(self, digests: Collection[str] | None = None) -> Iterator[tuple[str, CatalogueItem]]:
        """(digest, item) of items, read in batches: those of ``digests`` unordered, or all by index number."""
        query = select(CatalogueRow.digest, *(getattr(CatalogueRow, name) for name in field_names(CatalogueItem)))
        rows = read_in_batches(self._session, query, CatalogueRow.index_number, CatalogueRow.digest, digests)
        return ((row.digest, to_dataclass(CatalogueItem, row)) for row in rows)
