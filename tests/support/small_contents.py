"""A few entries and items to build a knowledge file from, and a function that publishes them."""

from datetime import UTC, date, datetime

from hotline.core.catalogue import CatalogueItem, Section
from hotline.core.contents import Contents
from hotline.core.departments import Department, Office
from hotline.core.entries import Entry, LegalBasis, Topic
from hotline.core.holidays import LocalDayOff
from hotline.core.office_announcements import Announcement
from hotline.matching.indexing import analyse_for_index
from tests.support.decrees import decree_of_2026

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
DAY = date(2026, 11, 23)


def entry(number, question="复议收费吗？", topic="1"):
    return Entry(
        number=number,
        question=question,
        web_answer="不收费。",
        spoken="不收费。",
        text="不收费。",
        similar_questions=("要钱吗", "花钱吗"),
        keywords=("费用", "免费"),
        topic=topic,
        department="FYK",
        legal_bases=(LegalBasis("中华人民共和国行政复议法", "第八十七条", date(2024, 1, 1)),),
        effective_date=DAY,
        review_date=date(2027, 5, 23),
    )


def item(number, section=Section.NEWS, published=DAY):
    return CatalogueItem(
        index_number=f"00000000-0/2026-{number:05d}",
        section=section,
        title=f"第{number}号通报",
        summary="摘要",
        body="正文",
        document_number="",
        issuing_body="示例市司法局",
        made_date=published,
        published_date=published,
        topic="",
        genre="通报",
        mode="主动公开",
        validity="有效",
        department="FYK",
    )


def small_contents():
    return Contents(
        office=Office(*[f"particular {n}" for n in range(16)]),
        departments=(Department("FYK", "复议科", "复议", "301", "1", "联络员", "2"),),
        topics=(Topic("1", "行政复议", ""),),
        entries=(entry(101), entry(102, "期限多久"), entry(901, "几点上班", "9")),
        items=(item(1), item(2, Section.NOTICES, date(2026, 12, 1))),
        synonyms=(("法援", "法律援助"),),
        dictionary=("行政复议",),
        stop_words=("怎么",),
        most_asked=(102, 101),
        holiday_decrees=(decree_of_2026(),),
        local_days_off=(LocalDayOff("2026-12-04", "2026-12-05", "州庆"),),
        announcements=(Announcement("20261123-1", "今天停电", "2026-11-23 08:00", "2026-11-23 18:00", ""),),
    )


def publish(versions, contents, **options):
    """Make ``contents`` the serving version; ``options`` are those of VersionStore.draft."""
    with versions.publishing(), versions.draft(contents, AT, analyse_for_index, **options) as draft:
        return versions.install(draft)
