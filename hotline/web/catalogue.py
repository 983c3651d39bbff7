"""The disclosure catalogue by web: its sections, its search, its items, the guide and the annual report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, request, url_for

from hotline.core.catalogue import Section, validity_on
from hotline.core.disclosure.statutory_classes import STATUTORY_CLASSES
from hotline.core.errors import Gone, NotFound, Unavailable
from hotline.core.pagination import choose_page
from hotline.core.proposals import ProposalKind
from hotline.core.typed_text import clean_line
from hotline.http.attachment_response import attachment_response
from hotline.http.context import current_line, render
from hotline.http.rate_limits import limiter
from hotline.services.content import attachments, catalogue_search, proposals, published
from hotline.web.blueprint import web
from hotline.web.forms import QUESTION_LIMIT
from hotline.web.pages import CataloguePage, CatalogueSearchPage, ItemPage, SectionPage, SectionSummary

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from hotline.core.catalogue import CatalogueItem
    from hotline.services.line import Line

NEWEST_ITEMS = 3
"""Items of each section on the catalogue's first page."""
ITEMS_A_PAGE = 20


@web.get("/catalogue")
def catalogue() -> str:
    line = current_line()
    groups = []
    for section in Section:
        newest = line.knowledge.list_items(section, NEWEST_ITEMS)
        groups.append(SectionSummary(section=section, total=line.knowledge.count_items(section), newest=newest))
    return render(CataloguePage(title="信息公开目录", office=line.knowledge.office, groups=groups))


@web.get("/catalogue/sections/<name>")
def section(name: str) -> str:
    line = current_line()
    try:
        found = Section(name)
    except ValueError:
        raise NotFound("目录里没有这个栏目。") from None
    rows = line.knowledge.count_items(found)
    paging = choose_page(request.args.get("page", 1, int), rows=rows, size=ITEMS_A_PAGE)
    return render(
        SectionPage(
            title=found.value,
            office=line.knowledge.office,
            section=found,
            items=line.knowledge.list_items(found, paging.size, paging.skip),
            paging=paging,
        )
    )


@web.get("/catalogue/search")
def search_catalogue() -> str:
    line = current_line()
    query = clean_line(request.args.get("q"))
    problem = ""
    if not query:
        problem = "请先写下标题里的词、文号或者索引号，再按“查目录”。"
    elif len(query) > QUESTION_LIMIT:
        query, problem = query[:QUESTION_LIMIT], f"查询的词太长了，请用{QUESTION_LIMIT}个字以内。"
    hits = catalogue_search.CatalogueHits() if problem else catalogue_search.search_catalogue(line.knowledge, query)
    paging = choose_page(request.args.get("page", 1, int), rows=hits.total, size=ITEMS_A_PAGE)
    is_last = paging.number == paging.pages
    return render(
        CatalogueSearchPage(
            title="查信息公开目录",
            office=line.knowledge.office,
            query=query,
            problem=problem,
            total=hits.total,
            items=catalogue_search.read_items(line.knowledge, hits.keys[paging.skip : paging.skip + paging.size]),
            related=catalogue_search.read_items(line.knowledge, hits.related if is_last else ()),
            paging=paging,
        )
    )


@web.get("/catalogue/items/<path:index_number>")
def item(index_number: str) -> str:
    line = current_line()
    found = _get_item(line, index_number)
    topics = {topic.digit: topic for topic in line.knowledge.topics()}
    return render(
        ItemPage(
            title=found.title,
            office=line.knowledge.office,
            item=found,
            validity=validity_on(found, line.now().date()),
            statutory_class=STATUTORY_CLASSES.get(found.disclosure_class),
            topic=topics.get(found.topic),
            department=published.get_department(line.knowledge, found.department) if found.department else None,
            member=published.find_office_name(line.knowledge, found),
        )
    )


@web.get("/catalogue/files/<path:index_number>/<digest>")
@limiter.limit("120/minute")
def item_file(index_number: str, digest: str) -> Response:
    line = current_line()
    attachment = attachments.get_attachment(_get_item(line, index_number).attachments, digest)
    return attachment_response(attachment, attachments.get_file(line, digest))


def _get_item(line: Line, index_number: str) -> CatalogueItem:
    """The item. Raises Gone where it was withdrawn: who kept its address learns that it was there."""
    try:
        return published.get_item(line.knowledge, index_number)
    except NotFound:
        if _is_withdrawn(line, index_number):
            raise Gone("这份材料已经撤回，现在不公开了。要问它的内容，请打电话或者给我们留言。") from None
        raise


def _is_withdrawn(line: Line, index_number: str) -> bool:
    """False while the records are down: the page is not there either way."""
    try:
        return proposals.is_withdrawn(line, ProposalKind.CATALOGUE, index_number)
    except Unavailable:
        return False


@web.get("/guide")
def guide() -> Response:
    return _redirect_to_newest(current_line(), "公开指南")


@web.get("/annual-report")
def annual_report() -> Response:
    return _redirect_to_newest(current_line(), "年度报告")


def _redirect_to_newest(line: Line, title_words: str) -> Response:
    newest = published.get_newest_item(line.knowledge, title_words)
    return redirect(url_for("web.item", index_number=newest.index_number))
