"""The frozen annual report as a catalogue item: a draft with the report's text and files, published by two people."""

from __future__ import annotations

import io
import re
from collections import Counter
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from hotline.core.catalogue import IN_FORCE, REPEALED, CatalogueItem, Section
from hotline.core.disclosure.annual_report import NEW, ROWS, TOTAL_RESULTS
from hotline.core.disclosure.case_files import ContestKind
from hotline.core.disclosure.report_documents import ReportAction, ReportState, next_report_state
from hotline.core.disclosure.report_form import (
    PLAIN_HEADS_3,
    PLAIN_HEADS_4,
    applications_numbers,
    contests_numbers,
    placed_cells,
)
from hotline.core.errors import Conflict, NotFound, Unavailable
from hotline.core.member_offices import LINE_OFFICE
from hotline.core.permissions import Permission, Staff
from hotline.core.proposals import ProposalKind
from hotline.services.content import attachments, proposal_lists, proposals
from hotline.services.disclosure.report_documents import OpenReport, note_item, read_report, require_year
from hotline.services.disclosure.report_docx import write_docx
from hotline.services.disclosure.report_files import opening_of, parts_of, title_of_report, write_xlsx
from hotline.services.line import Line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from hotline.core.attachments import Attachment
    from hotline.core.disclosure.report_form import FormTable

NAMES = tuple(
    f"{{year}}{year}政府信息公开{what}" for year in ("年", "年度") for what in ("工作年度报告", "年度报告", "工作报告")
)
"""What titles of reports contain in real catalogues."""
_MARKUP = re.compile(r"([\\`*_\[\]<>#~|])")


def find_published(line: Line, year: int, item: str = "", office_code: str = LINE_OFFICE) -> CatalogueItem | None:
    """The report of ``year`` that the public is served now: the item with this index number, or by its title, among
    those of the office's departments."""
    try:
        found = line.knowledge.find_item(item) if item else None
        names = (name.format(year=year) for name in NAMES)
        return found or next(filter(None, (_find_titled(line, name, office_code) for name in names)), None)
    except Unavailable:
        return None


def _find_titled(line: Line, words: str, office_code: str) -> CatalogueItem | None:
    """The newest item of an office that has ``words`` in its title."""
    others = [code for code, office in line.knowledge.department_offices.items() if office != office_code]
    return line.knowledge.find_newest_item(words, but=REPEALED, not_of=others)


def is_told(opened: OpenReport, published: CatalogueItem | None) -> bool:
    """Whether the public is served this very report."""
    return published is not None and published.body == body_of(opened)


def list_disclosed(line: Line, year: int) -> list[str]:
    """How many items of each section were disclosed in ``year``, in words; empty while nothing is published."""
    try:
        items = line.knowledge.items_published(date(year, 1, 1), date(year + 1, 1, 1))
    except Unavailable:
        return []
    counts = Counter(item.section.value for item in items)
    sections = "，".join(f"{section}{count}条" for section, count in counts.most_common())
    return [f"公开目录里这一年公开{len(items)}条{'：' if items else ''}{sections}"]


def propose_item(line: Line, actor: Staff, year: int, version: int) -> str:
    """Make the draft of a catalogue item of the frozen report, with DOCX and XLSX attached; returns its index number.

    A report that was frozen anew changes the item that it had, or that the office had published by hand. Raises
    Conflict where the item waits for approval, or where the report is no longer as it was seen."""
    actor.require(Permission.MAKE_REPORT)
    actor.require(Permission.EDIT_ENTRIES)
    require_year(line, year)
    opened = read_report(line, actor, year)
    if opened.prepared is None or opened.prepared.state is not ReportState.FROZEN or opened.version != version:
        raise Conflict("报告审核定稿以后才能送进公开目录；也可能刚刚已经送过。请刷新页面再看。")
    next_report_state(opened.prepared, ReportAction.PROPOSE, actor)
    number, item_version = _choose_number(line, actor, opened)
    value = make_item(line, opened, number, actor.office_code)
    value = replace(value, attachments=_attach(line, actor, opened, value.issuing_body))
    proposals.save_draft(line, actor, value, item_version)
    with line.records.writing() as unit:
        note_item(unit, line, actor, opened.prepared, number)
    return number


def _choose_number(line: Line, actor: Staff, opened: OpenReport) -> tuple[str, int | None]:
    """The index number for the item, and the version of what stands there: that of this report, or a free one."""
    number = opened.prepared.item if opened.prepared else ""
    published = find_published(line, opened.year, number, actor.office_code)
    number = number or (published.index_number if published else "")
    if number:
        try:
            history = proposals.get_history(line, actor, ProposalKind.CATALOGUE, number)
        except NotFound:
            return number, None
        if history.open is not None:
            raise Conflict(f"这份报告的目录条目{number}已经在写或者在等审核，请打开它接着办。")
        return number, history.version
    number = proposal_lists.find_free_index_number(line, actor)
    if not number:
        raise Conflict("公开目录还是空的，不知道索引号怎样编。请先在“目录和单位”里写第一条。")
    return number, None


def make_item(line: Line, opened: OpenReport, number: str, office_code: str = LINE_OFFICE) -> CatalogueItem:
    """The item, without its files; what the report of an earlier year stands under, this one does too."""
    with line.records.reading() as unit:
        office = unit.office.office_name(office_code)
    earlier, newest = _find_model(line, office_code)
    tables, today = opened.tables.applications, line.now().date()
    counted = f"新收申请{tables.total(NEW)}件，办结{tables.total(TOTAL_RESULTS)}件"
    return CatalogueItem(
        index_number=number,
        section=earlier.section if earlier else Section.ENQUIRY_LINE,
        title=title_of_report(office, opened.year),
        summary=f"分六部分报告{opened.year}年政府信息公开工作：{counted}。",
        body=body_of(opened),
        document_number="",
        issuing_body=office,
        made_date=today,
        published_date=today,
        topic=earlier.topic if earlier else "",
        genre=earlier.genre if earlier else "报告",
        mode="主动公开",
        validity=IN_FORCE,
        department=newest.department if newest else "",
    )


def _find_model(line: Line, office_code: str) -> tuple[CatalogueItem | None, CatalogueItem | None]:
    """The newest annual report of an office that is public, and where there is none its newest item, for the
    department."""
    try:
        earlier = _find_titled(line, "年度报告", office_code)
        return earlier, earlier or _find_titled(line, "", office_code)
    except Unavailable:
        return None, None


def _attach(line: Line, actor: Staff, opened: OpenReport, office: str) -> tuple[Attachment, ...]:
    title = title_of_report(office, opened.year)
    files = ((f"{title}.docx", write_docx(opened, office)), (f"{title}（表格）.xlsx", write_xlsx(opened)))
    return attachments.choose(
        line, [attachments.upload(line, actor, name, io.BytesIO(content)) for name, content in files]
    )


def body_of(opened: OpenReport) -> str:
    """The whole report as CommonMark. Its tables 三 and 四 have no spans here; the page shows them as the form does."""
    blocks = [opening_of(opened.year)]
    for part in parts_of(opened):
        blocks.append(f"### {part.title}")
        blocks += [f"**{_escape(text)}**" if is_heading else _escape(text) for is_heading, text in part.paragraphs]
        if part.table is not None:
            blocks += _plain_tables(opened, part.table)
    return "\n\n".join(blocks)


def _escape(text: str) -> str:
    """``text`` in which nothing is taken for markup."""
    return re.sub(r"^([0-9]+)([.)])", r"\1\\\2", re.sub(r"^([-+])", r"\\\1", _MARKUP.sub(r"\\\1", text)))


def _plain_tables(opened: OpenReport, form: FormTable) -> Iterator[str]:
    if form.columns == len(PLAIN_HEADS_3) + 2:
        numbers = applications_numbers(opened.tables)
        yield _table(PLAIN_HEADS_3, ([label, *line] for (_, label), line in zip(ROWS, numbers, strict=True)))
    elif form.columns == 4:
        yield from _figure_tables(form)
    else:
        numbers = contests_numbers(opened.tables)
        yield _table(PLAIN_HEADS_4, ([kind.value, *line] for kind, line in zip(ContestKind, numbers, strict=True)))


def _figure_tables(form: FormTable) -> Iterator[str]:
    """Table 二 as a table for each article of its blocks."""
    rows: dict[int, list[str]] = {}
    for row, _, cell in placed_cells(form):
        rows.setdefault(row, []).append(cell.text)
    blocks: list[list[list[str]]] = []
    for texts in rows.values():
        if len(texts) == 1:
            blocks.append([texts])
        else:
            blocks[-1].append(texts)
    for (article,), heads, *lines in blocks:
        yield article
        yield _table(heads, lines)


def _table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(str(cell) for cell in line)} |" for line in lines)
