"""The content of all tables of faq_data, as it is imported into the records and exported from them."""

from dataclasses import dataclass

from hotline.core.catalogue import CatalogueItem
from hotline.core.departments import Department, Office
from hotline.core.disclosure.desk import DisclosureDesk
from hotline.core.entries import Entry, Topic
from hotline.core.holidays import HolidayDecree, LocalDayOff
from hotline.core.member_offices import MemberOffice
from hotline.core.office_announcements import Announcement
from hotline.core.public_notices import PublicNotice
from hotline.core.word_lists import StopWord, Synonym, Term


@dataclass(frozen=True)
class Tables:
    """The rows of each table, in its order; an entry holds its similar questions and legal bases."""

    office: Office
    departments: tuple[Department, ...]
    topics: tuple[Topic, ...]
    synonyms: tuple[Synonym, ...]
    dictionary: tuple[Term, ...]
    stop_words: tuple[StopWord, ...]
    entries: tuple[Entry, ...]
    catalogue: tuple[CatalogueItem, ...]
    referrals: tuple[Entry, ...] = ()
    holiday_decrees: tuple[HolidayDecree, ...] = ()
    local_days_off: tuple[LocalDayOff, ...] = ()
    announcements: tuple[Announcement, ...] = ()
    public_notices: tuple[PublicNotice, ...] = ()
    disclosure_desk: tuple[DisclosureDesk, ...] = ()
    member_offices: tuple[MemberOffice, ...] = ()
