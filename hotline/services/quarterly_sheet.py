"""The quarterly sheet of the line, counted from the records, for the console and as a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from importlib import import_module
from typing import TYPE_CHECKING, TypeVar

from hotline.core.calls import CallOutcome
from hotline.core.content_changes import ContentAction, ContentKind
from hotline.core.enquiries import Outcome
from hotline.core.line_statistics import MESSAGE_HOURS, PERSON_SECONDS, TEXT_SECONDS, Period, Share
from hotline.core.permissions import Permission, Role, Staff
from hotline.core.public_notices import Quarter
from hotline.core.quarterly_sheet import (
    DepartmentUploads,
    QuarterlySheet,
    SheetFigure,
    count_share,
    tell_no_record,
)
from hotline.core.texts import TextReply
from hotline.services import reports
from hotline.services.line import Line
from hotline.services.retention import CALLS

if TYPE_CHECKING:
    from hotline.core.line_statistics import LineFigures
    from hotline.storage.records.unit_of_work import Unit

    Outcomes = TypeVar("Outcomes", CallOutcome, TextReply, Outcome)

QUARTERS_SHOWN = 8
"""Two years, for which calls are kept."""
HEADINGS = ("项目", "数字", "个数", "在哪些里面数的，或者为什么没有记录")
_TRANSFERRED = f"转人工的来电：至少拨过一位工作人员，从拨第一位算起（要求{PERSON_SECONDS}秒）"
_DIRECT_CALLS = (CallOutcome.ANSWERED, CallOutcome.CHOSEN, CallOutcome.INFORMED, CallOutcome.REFERRED)
_ASKED_TEXTS = (TextReply.ANSWERED, TextReply.OFFERED, TextReply.UNANSWERED, TextReply.REFERRED)
_ASKED_WEB = (Outcome.ANSWERED, Outcome.OFFERED, Outcome.UNANSWERED, Outcome.REFERRED)


@dataclass(frozen=True)
class _Counts:
    """What the sheet has beside the line's figures."""

    transfers: Share
    second_transfers: int
    ratings: Share


def list_quarters(line: Line) -> list[Quarter]:
    """The quarters to choose from, this one first."""
    found = [Quarter.of(line.now().date())]
    while len(found) < QUARTERS_SHOWN:
        found.append(found[-1].previous)
    return found


def read_sheet(line: Line, actor: Staff, quarter: Quarter) -> QuarterlySheet:
    """The sheet of ``quarter``; of one that is not over, up to now."""
    actor.require(Permission.READ_ENQUIRIES)
    since, until = _moments(line, quarter)
    figures = reports.count(line, Period(quarter.first_day, quarter.last_day))
    with line.records.reading() as unit:
        counts = _count(unit, since, until)
        departments = _list_departments(line, unit, since, until)
    is_erased = since < line.now() - CALLS
    return QuarterlySheet(
        quarter=quarter,
        is_running=line.now() < until,
        figures=(*_list_call_figures(figures, counts, is_erased=is_erased), *_list_other_figures(figures, counts)),
        departments=tuple(departments),
    )


def list_rows(sheet: QuarterlySheet) -> list[tuple[str, str, str, str]]:
    """The sheet as rows under HEADINGS, the departments after the figures."""
    figures = [(one.name, one.value, one.counted, one.among) for one in sheet.figures]
    officers = tell_officers(sheet)
    return [
        *figures,
        (officers.name, officers.value, officers.counted, officers.among),
        *((f"{one.name}的常见问题", f"{one.published}条", *_word_uploads(one)) for one in sheet.departments),
    ]


def tell_officers(sheet: QuarterlySheet) -> SheetFigure:
    return count_share("有联络员的科室", sheet.officers, "全部科室：登记了转接电话的，或者有联络员账号的，算有")


def write_xlsx(sheet: QuarterlySheet) -> bytes:
    # The library takes 0.2 s to import, which no process pays before somebody downloads a table.
    xlsx_file = import_module("hotline.storage.csv_tables.xlsx_file")
    return bytes(xlsx_file.write_workbook(f"{sheet.quarter.name}季报"[:31], HEADINGS, list_rows(sheet), {}))


def _word_uploads(one: DepartmentUploads) -> tuple[str, str]:
    approved = "没有记录" if one.approved is None else f"{one.approved}条"
    officers = f"登记了联络员{one.named_officers}位，有账号的{one.accounts}位"
    return f"这个季度审核通过{approved}", f"现在对外发布的、归这个科室的问答；{officers}"


def _moments(line: Line, quarter: Quarter) -> tuple[datetime, datetime]:
    zone = line.now().tzinfo
    end = quarter.last_day + timedelta(days=1)
    return datetime.combine(quarter.first_day, time(), zone), datetime.combine(end, time(), zone)


def _count(unit: Unit, since: datetime, until: datetime) -> _Counts:
    transfers = list(unit.statistics.each_transfer(since, until))
    reached = sum(transfer.waited is not None for transfer in transfers)
    helpful, rated = unit.statistics.count_ratings(since, until)
    return _Counts(
        transfers=Share(reached, len(transfers)),
        second_transfers=unit.statistics.count_joined_calls(since, until),
        ratings=Share(helpful, rated),
    )


def _list_call_figures(figures: LineFigures, counts: _Counts, *, is_erased: bool) -> list[SheetFigure]:
    """Figures of calls; ``is_erased``: some of the quarter's are older than they are kept."""
    tried, reached = counts.transfers.of, counts.transfers.good
    asked = sum(figures.outcomes.values()) - figures.outcomes.get(CallOutcome.NONE, 0)
    shares = {
        f"{PERSON_SECONDS}秒以内有人接听": (figures.transfers, _TRANSFERRED),
        "电话接通": (figures.connected, "打到本系统的全部来电。占线打不进来的，运营商不报给本系统，没有算在里面"),
        "转接成功": (counts.transfers, "转人工的来电"),
        "二次转接": (
            Share(min(counts.second_transfers, reached), reached),
            "转接成功的来电：有人接了以后，又请另一位加入通话的",
        ),
        "漏接": (Share(tried - reached, tried), "转人工的来电：拨到的工作人员没有一位接听的"),
        "电话直接答上": (
            _share(figures.outcomes, _DIRECT_CALLS, asked),
            "问了事的来电（什么也没问就挂断的不算）：听到答复、办理情况或者归哪里管的，从几条里挑的也算",
        ),
    }
    erased = f"电话的记录只存{CALLS.days}天，这个季度的已经删了一些"
    counted = [
        tell_no_record(name, erased) if is_erased else count_share(name, share, among)
        for name, (share, among) in shares.items()
    ]
    return [
        *counted,
        tell_no_record("自动应答几秒接起", "电话运营商不把来电振铃的时间告诉本系统"),
        tell_no_record("漏接的回拨了多少、隔多久回拨", "回电话用的是工作人员自己的话机，本系统不记"),
    ]


def _list_other_figures(figures: LineFigures, counts: _Counts) -> list[SheetFigure]:
    texts = sum(figures.replies.get(reply, 0) for reply in _ASKED_TEXTS)
    web = sum(figures.web_outcomes.get(outcome, 0) for outcome in _ASKED_WEB)
    return [
        count_share(
            f"短信{TEXT_SECONDS // 60}分钟以内回复", figures.texts, "收到的短信（机器发的、发得太多没有回的不算）"
        ),
        count_share(
            f"留言{MESSAGE_HOURS}小时以内答复",
            figures.messages,
            f"收到的留言（关闭的、不到{MESSAGE_HOURS}小时还没答复的不算，公示的意见和听证的报名不算）",
        ),
        count_share(
            "短信直接答上",
            _share(figures.replies, (TextReply.ANSWERED, TextReply.REFERRED), texts),
            "问事的短信：给几条让人挑的，不算直接答上",
        ),
        count_share(
            "网页直接答上",
            _share(figures.web_outcomes, (Outcome.ANSWERED, Outcome.REFERRED), web),
            "在网页上问的话：给几条让人挑的，不算直接答上",
        ),
        count_share("满意", counts.ratings, "电话里、网页上选了“解决了”或者“没解决”的人次，没有选的不算"),
    ]


def _share(counted: Mapping[Outcomes, int], good: Collection[Outcomes], of: int) -> Share:
    return Share(sum(counted.get(one, 0) for one in good), of)


def _list_departments(line: Line, unit: Unit, since: datetime, until: datetime) -> list[DepartmentUploads]:
    published = unit.statistics.count_published_entries()
    approved = _count_approved(line, unit, since, until)
    accounts = Counter(
        person.department for person in unit.staff.list_staff() if person.active and Role.LIAISON in person.roles
    )
    return [
        DepartmentUploads(
            name=one.name,
            published=published.get(one.code, 0),
            approved=None if approved is None else approved[one.code],
            named_officers=len(one.officers),
            accounts=accounts[one.code],
        )
        for one in unit.office.departments()
    ]


def _count_approved(line: Line, unit: Unit, since: datetime, until: datetime) -> Counter[str] | None:
    """Department -> its entries that were approved in the time, each once; None where nothing was recorded yet.

    The department is the one that an entry belongs to now."""
    first = unit.content_changes.first_moment()
    if first is None or first >= until:
        return None
    keys = unit.content_changes.list_keys(ContentKind.ENTRY, ContentAction.APPROVE, since, until)
    entries = line.knowledge.entries_at([int(key) for key in keys])
    return Counter(entry.department for entry in entries.values())
