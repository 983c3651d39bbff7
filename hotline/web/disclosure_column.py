"""The site's column 政府信息公开, in the order of 国办公开办函〔2019〕61号: guide, rules, what is disclosed by
itself (by class of article 20 and by topic), annual reports, disclosure on application."""

from __future__ import annotations

from flask import request

from hotline.core.disclosure.statutory_classes import STATUTORY_CLASSES
from hotline.core.errors import NotFound
from hotline.core.pagination import choose_page
from hotline.http.context import current_line, render
from hotline.services.content import published
from hotline.web.blueprint import web
from hotline.web.pages import DisclosedItemsPage, DisclosurePage

GUIDE_WORDS, REPORT_WORDS = "公开指南", "公开工作年度报告"
"""Words in the titles of the guide and of the annual reports on disclosure."""
RULES_GENRE = "制度"
"""The genre (体裁) of the items that stand under 公开制度."""
MOST_LISTED = 10
"""Rules and reports on the column's first page; a report is made each year."""
DISCLOSED_A_PAGE = 20


@web.get("/disclosure")
def disclosure() -> str:
    knowledge = current_line().knowledge
    topics = {topic.digit: topic for topic in knowledge.topics()}
    by_class, by_topic = knowledge.count_items_by("disclosure_class"), knowledge.count_items_by("topic")
    return render(
        DisclosurePage(
            title="政府信息公开",
            office=knowledge.office,
            guide=published.find_newest_item(knowledge, GUIDE_WORDS),
            rules=knowledge.list_items_of_genre(RULES_GENRE, MOST_LISTED),
            classes=[(one, by_class.get(number, 0)) for number, one in STATUTORY_CLASSES.items()],
            topics=[(topic, by_topic[digit]) for digit, topic in topics.items() if digit in by_topic],
            reports=knowledge.list_items_titled(REPORT_WORDS, MOST_LISTED),
        )
    )


@web.get("/disclosure/classes/<number>")
def disclosed_class(number: str) -> str:
    """The items of a class of article 20."""
    found = STATUTORY_CLASSES.get(number)
    if found is None:
        raise NotFound("条例第二十条没有这一项。")
    return _show_items("disclosure_class", number, found.name, f"条例{found.article}：{found.words}。")


@web.get("/disclosure/topics/<digit>")
def disclosed_topic(digit: str) -> str:
    """The items of a topic."""
    topic = published.get_topic(current_line().knowledge, digit)
    return _show_items("topic", digit, f"{topic.name}方面的信息", "")


def _show_items(column: str, value: str, title: str, words: str) -> str:
    knowledge = current_line().knowledge
    total = knowledge.count_items_by(column).get(value, 0)
    paging = choose_page(request.args.get("page", 1, int), rows=total, size=DISCLOSED_A_PAGE)
    return render(
        DisclosedItemsPage(
            title=title,
            office=knowledge.office,
            words=words,
            items=knowledge.list_items_of(column, value, paging.size, paging.skip),
            total=total,
            paging=paging,
            column=column,
            value=value,
        )
    )
