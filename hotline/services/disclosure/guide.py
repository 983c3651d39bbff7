"""The guide to disclosure (公开指南): made from the office's particulars as 第十二条 demands, compared with them later.

It is an item of the catalogue, so that two people confirm it and every channel has it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from hotline.core.catalogue import IN_FORCE, REPEALED, CatalogueItem, Section
from hotline.core.departments import Office, fold_width
from hotline.core.disclosure.desk import DisclosureDesk
from hotline.core.errors import Conflict, NotFound
from hotline.core.permissions import Permission, Staff
from hotline.core.proposals import ProposalKind
from hotline.core.review import Status
from hotline.services.content.proposal_lists import next_index_number
from hotline.services.content.proposal_steps import read_standing, write_draft
from hotline.services.line import Line

if TYPE_CHECKING:
    from hotline.storage.records.unit_of_work import Unit

GUIDE_WORDS = "公开指南"
"""Words in the title of the guide, by which every channel finds the newest edition in force."""
_OTHER_CLASS = "15"
_SUMMARY = "本机关政府信息怎样分类、怎样获取、怎样申请公开，以及答复期限、收费和救济。"


@dataclass(frozen=True)
class GuideParticular:
    """One of the office's particulars that the guide must state (第十二条); ``label`` is what staff read."""

    label: str
    text: str


@dataclass(frozen=True)
class GuideCheck:
    """The guide that is public, None where none is, with the particulars that it does not state as they are now.

    ``composed`` is the text as it would be made today, "" while the desk's particulars are not entered."""

    published: CatalogueItem | None
    missing: tuple[GuideParticular, ...]
    composed: str

    @property
    def needs_work(self) -> bool:
        return self.published is None or bool(self.missing)


def check_guide(line: Line, actor: Staff) -> GuideCheck:
    """Compare the published guide with the office's particulars as they are published now."""
    actor.require(Permission.READ_ENTRIES)
    with line.records.reading() as unit:
        office, desk, guide = _read(unit)
    told = list_particulars(office, desk)
    missing = tuple(told) if guide is None else find_missing(guide.body, told)
    return GuideCheck(guide, missing, compose_guide(office, desk, line.now().date()) if desk else "")


def draft_guide(line: Line, actor: Staff) -> str:
    """Write the guide of today as the draft of its item, a new one where there is none, and return its index number.

    Raises Conflict where somebody works on that item, or where the office's particulars are not entered."""
    actor.require(Permission.EDIT_ENTRIES)
    with line.records.writing() as unit:
        office, desk, guide = _read(unit)
        if desk is None:
            raise Conflict("还没有填写公开工作机构、复议机关和法院，写不了指南。请先填好。")
        index_number = guide.index_number if guide else next_index_number(line, unit)
        if not index_number:
            raise Conflict("公开目录里还没有条目，不知道索引号的机构代码。请先在公开目录里写第一条。")
        standing = read_standing(unit, ProposalKind.CATALOGUE, index_number)
        if standing.open is not None:
            raise Conflict("指南已经有草稿或者正在等审核，请先办完它。")
        today = line.now().date()
        item = replace(
            guide or _new_item(office, index_number, today),
            body=compose_guide(office, desk, today),
            made_date=today,
            published_date=today,
            disclosure_class=_OTHER_CLASS,
        )
        actor.require_department(item.department)
        write_draft(unit, standing, item, Status.DRAFT, actor.name, line.now())
    return index_number


def compose_guide(office: Office, desk: DisclosureDesk, day: date) -> str:
    """The text of the guide, in CommonMark, by the office's particulars; ``day`` is its date."""
    return _template().format(
        office=office.name,
        day=f"{day.year}年{day.month}月{day.day}日",
        sections="、".join(section.value for section in Section),
        website=office.website or "没有",
        website_too=f"，{office.website}" if office.website else "",
        line_number=office.line_number,
        desk=desk.name,
        address=desk.address,
        morning=office.morning_hours,
        afternoon=office.afternoon_hours,
        hours_note=office.hours_note,
        telephone=desk.telephone,
        fax=office.fax or "没有",
        email=office.email or "没有",
        review_body=desk.review_body,
        review_address=desk.review_address.rstrip("。"),
        review_online=desk.review_online,
        court=desk.court,
    )


def list_particulars(office: Office, desk: DisclosureDesk | None) -> list[GuideParticular]:
    """What 第十二条 demands of a guide and the office has, from its name to its website, and the review body for the
    remedies."""
    told = {
        "机构名称": desk.name if desk else "",
        "办公地址": desk.address if desk else "",
        "上午办公时间": office.morning_hours,
        "下午办公时间": office.afternoon_hours,
        "联系电话": desk.telephone if desk else office.telephone,
        "传真号码": office.fax,
        "电子邮箱": office.email,
        "网站": office.website,
        "复议机关": desk.review_body if desk else "",
    }
    return [GuideParticular(label, text) for label, text in told.items() if text]


def find_missing(guide: str, told: list[GuideParticular]) -> tuple[GuideParticular, ...]:
    """Those of ``told`` that the text of a guide does not state, whatever the width of its digits and its spaces."""
    plain = _plain(guide)
    return tuple(one for one in told if _plain(one.text) not in plain)


def _plain(text: str) -> str:
    return re.sub(r"\s", "", fold_width(text))


def _read(unit: Unit) -> tuple[Office, DisclosureDesk | None, CatalogueItem | None]:
    """What is published now: the office, its disclosure desk, and the newest guide in force."""
    try:
        desk = unit.office.disclosure_desk()
    except NotFound:
        desk = None
    return unit.office.office(), desk, unit.catalogue.find_newest_titled(GUIDE_WORDS, but=REPEALED)


def _new_item(office: Office, index_number: str, today: date) -> CatalogueItem:
    return CatalogueItem(
        index_number=index_number,
        section=Section.ENQUIRY_LINE,
        title=f"{office.name}政府信息公开指南",
        summary=_SUMMARY,
        body="",
        document_number="",
        issuing_body=office.name,
        made_date=today,
        published_date=today,
        topic="",
        genre="指南",
        mode="主动公开",
        validity=IN_FORCE,
        department="",
    )


@cache
def _template() -> str:
    return files("hotline.services.disclosure").joinpath("guide_template.md").read_text("utf-8")
