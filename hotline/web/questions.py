"""Questions and answers by web: the home page, search, entries, topics and the vote whether an answer helped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, request, session, url_for

from hotline.core.enquiries import Channel
from hotline.core.errors import InvalidInput
from hotline.core.pagination import choose_page
from hotline.core.typed_text import clean_line
from hotline.http.attachment_response import attachment_response
from hotline.http.context import current_line, render
from hotline.http.rate_limits import limiter
from hotline.services.content import attachments, published
from hotline.services.questions import ask
from hotline.services.sayings.recognition import is_doubtful
from hotline.web.blueprint import web
from hotline.web.forms import QUESTION_LIMIT, MessageForm
from hotline.web.pages import HomePage, PublishedEntryPage, ReferralPage, SearchPage, TopicPage
from hotline.web.sayings import find_notice
from voice.phrases import PHONE, list_keys

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from hotline.services.line import Line
    from hotline.services.questions.ask import DecidedQuestion
    from hotline.web.sayings import Notice

ENTRIES_A_PAGE = 100
MOST_ASKED = 8
"""Entries on the home page, those asked most when the knowledge file was built."""
RATED_LIMIT = 100
"""Entries a visitor has voted on that are remembered in the session cookie, which must stay small."""


@web.get("/")
def home() -> str:
    line = current_line()
    return render(
        HomePage(
            title="首页",
            office=line.knowledge.office,
            topics=line.knowledge.topics(),
            most_asked=line.knowledge.most_asked(MOST_ASKED),
            keys=tuple(_list_menu_keys().items()),
        )
    )


def _list_menu_keys() -> dict[str, str]:
    """The keys of the telephone's menu, then those that work everywhere, as the line itself tells them."""
    return dict(list_keys(PHONE.sentences["menu.keys"])) | dict(list_keys(PHONE.sentences["progress.keys"]))


@web.get("/search")
@limiter.limit("60/minute")
def search() -> str:
    line = current_line()
    query = clean_line(request.args.get("q"))
    if not query:
        return render(_problem_page(line, query, "请先写下您要问的事，再按“查一查”。"))
    if len(query) > QUESTION_LIMIT:
        return render(_problem_page(line, query[:QUESTION_LIMIT], f"问题太长了，请用{QUESTION_LIMIT}个字以内说明。"))
    if notice := find_notice(query):
        if notice.is_danger:
            ask.record(line, ask.note_emergency(line, query), channel=Channel.WEB)
        return render(_notice_page(line, query, notice))
    about = _find_entry_number(line)
    decided = ask.decide(line, query, context=about)
    is_kept = bool(decided.decision.matches) or not is_doubtful(query)
    _remember_offered(decided, ask.record(line, decided, channel=Channel.WEB) if is_kept else None)
    return render(_result_page(line, query, decided, about))


def _find_entry_number(line: Line) -> int | None:
    """The entry from whose page the visitor asks on; None from any other page."""
    number = request.args.get("about", type=int)
    return number if number is not None and line.knowledge.find_entry(number) else None


def _notice_page(line: Line, query: str, notice: Notice) -> SearchPage:
    return SearchPage(
        title="查询", office=line.knowledge.office, query=query, notice=notice, topics=line.knowledge.topics()
    )


def _problem_page(line: Line, query: str, problem: str) -> SearchPage:
    return SearchPage(
        title="查询", office=line.knowledge.office, query=query, problem=problem, topics=line.knowledge.topics()
    )


def _result_page(line: Line, query: str, decided: DecidedQuestion, about: int | None) -> SearchPage:
    matches = decided.decision.matches
    sure = decided.is_answer
    return SearchPage(
        title=f"查询：{query}",
        office=line.knowledge.office,
        query=query,
        answer=matches[0] if sure else None,
        passage=decided.decision.passage,
        offered=matches[1:] if sure else matches,
        form=None if matches else MessageForm(formdata=None, question=query),
        topics=line.knowledge.topics(),
        about=decided.decision.next_context,
    )


def _remember_offered(decided: DecidedQuestion, enquiry_id: int | None) -> None:
    """Keep in the session cookie what was offered, so that the entry read next is recorded as the one picked."""
    numbers = [match.entry.number for match in decided.decision.matches if match.entry]
    session["enquiry"] = [enquiry_id, numbers]


def _find_enquiry(number: int) -> int | None:
    enquiry_id, offered = session.get("enquiry", (None, ()))
    return enquiry_id if number in offered else None


@web.get("/entries/<int:number>")
def entry(number: int) -> str:
    line = current_line()
    found = published.get_entry(line.knowledge, number)
    enquiry_id = _find_enquiry(number)
    if enquiry_id is not None:
        ask.record_pick(line, enquiry_id, number)
    if found.is_referral:
        return render(ReferralPage(title=found.question, office=line.knowledge.office, referral=found))
    topics = {topic.digit: topic for topic in line.knowledge.topics()}
    return render(
        PublishedEntryPage(
            title=found.question,
            office=line.knowledge.office,
            entry=found,
            topic=topics.get(found.topic),
            department=published.get_department(line.knowledge, found.department) if found.department else None,
            member=published.find_office_name(line.knowledge, found),
            rated=number in session.get("rated", ()),
        )
    )


@web.get("/entries/<int:number>/files/<digest>")
@limiter.limit("120/minute")
def entry_file(number: int, digest: str) -> Response:
    line = current_line()
    attachment = attachments.get_attachment(published.get_entry(line.knowledge, number).attachments, digest)
    return attachment_response(attachment, attachments.get_file(line, digest))


@web.post("/entries/<int:number>/rating")
@limiter.limit("30/hour")
def rate_entry(number: int) -> Response:
    """Record whether the entry helped, once for each visitor, and thank for the vote."""
    line = current_line()
    published.get_entry(line.knowledge, number)
    rated = session.get("rated", [])
    helpful = {"yes": True, "no": False}.get(request.form.get("helpful", ""))
    if helpful is None:
        raise InvalidInput({"helpful": "请选择“有帮助”或者“没帮助”。"})
    if number not in rated:
        ask.record_rating(line, number, helpful, _find_enquiry(number))
        session["rated"] = [*rated, number][-RATED_LIMIT:]
    thanks = "谢谢您的评价。" if helpful else "谢谢您的评价。没有解决的话，可以给工作人员留言，或者打电话问。"
    flash(thanks, "success")
    return redirect(url_for("web.entry", number=number), 303)


@web.get("/topics/<digit>")
def topic(digit: str) -> str:
    line = current_line()
    found = published.get_topic(line.knowledge, digit)
    rows = line.knowledge.count_entries(found.digit)
    paging = choose_page(request.args.get("page", 1, int), rows=rows, size=ENTRIES_A_PAGE)
    return render(
        TopicPage(
            title=found.name,
            office=line.knowledge.office,
            topic=found,
            entries=line.knowledge.list_entries(found.digit, paging.size, paging.skip),
            paging=paging,
        )
    )
