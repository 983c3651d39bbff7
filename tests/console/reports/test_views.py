"""The statistics page: targets, charts with a table and a CSV file each, and the rows behind every figure."""

import csv
import io
import re
from datetime import timedelta

import pytest

from hotline.console.calls.labels import CALL_OUTCOME, TEXT_REPLY
from hotline.core.calls import CallOutcome
from hotline.core.enquiries import Channel
from hotline.core.permissions import Role
from hotline.core.texts import TextReply
from tests.support.html_pages import check_page, links, parse, text
from tests.support.traffic import Traffic, leave_busy_month

CHARTS = ["days", "hours", "outcomes", "replies", "web", "asked", "referred", "unanswered"]


@pytest.fixture
def operator(desk):
    return desk(Role.OPERATOR)


@pytest.fixture
def busy(line):
    leave_busy_month(line)


def table(response):
    return list(csv.reader(io.StringIO(response.data.decode("utf-8-sig"))))


@pytest.mark.parametrize("days", ["", "?days=30", "?days=90", "?days=sieben"])
def test_the_statistics_page_is_valid_html_with_and_without_traffic(operator, line, days):
    check_page(operator.get(f"/console/line{days}").text)
    leave_busy_month(line)
    check_page(operator.get(f"/console/line{days}").text)


def test_every_figure_links_to_an_existing_page(operator, busy):
    leading = {link for link in links(operator.get("/console/line?days=30").text) if link.startswith("/console/")}
    rows = [link for link in leading if link.startswith("/console/line/rows/")]
    assert len(rows) > 60
    for link in sorted(leading)[::7]:
        check = operator.get(link)
        if not link.partition("?")[0].endswith(".csv"):
            check_page(check.text)


def test_a_bar_counts_as_many_as_its_rows(operator, busy):
    page = parse(operator.get("/console/line?days=30").text)
    cells = [a for a in page.iter("a") if re.search(r"rows/(calls|texts)\?.*outcome=", a.get("href", ""))]
    counted = [(a.get("href"), "".join(a.itertext()).partition("：")[0]) for a in cells]
    for url, count in [(url, count) for url, count in counted if count.isdecimal()]:
        rows = parse(operator.get(url).text)
        assert len(list(rows.iter("tr"))[1:]) == int(count), url


@pytest.mark.parametrize("chart", CHARTS)
def test_each_chart_can_be_downloaded_as_csv(operator, busy, chart):
    response = operator.get(f"/console/line/{chart}.csv?days=30")
    assert response.mimetype == "text/csv"
    assert "attachment" in response.headers["Content-Disposition"]
    rows = table(response)
    assert len(rows) > 1
    assert {len(row) for row in rows} == {len(rows[0])}
    assert sum(int(cell) for row in rows[1:] for cell in row[1:]) > 0


def test_a_question_that_looks_like_a_formula_is_text_in_the_csv_file(operator, line):
    with Traffic(line) as traffic:
        traffic.enquiry(line.now() - line.now(), '=HYPERLINK("http://x")')
    assert table(operator.get("/console/line/unanswered.csv"))[1] == ['\'=HYPERLINK("http://x")', "1"]


def test_an_unknown_chart_or_figure_is_not_found(operator):
    for path in ("/console/line/nothing.csv", "/console/line/rows/nothing"):
        operator.get(path, status=404)


@pytest.mark.parametrize(
    "query", ["first=x&last=y", "first=2026-11-23&last=2026-01-01", "hour=99", "in_time=maybe", ""]
)
def test_a_meaningless_query_still_gets_a_page_of_rows(operator, query):
    check_page(operator.get(f"/console/line/rows/calls?{query}").text)


def test_no_page_of_the_statistics_shows_a_whole_telephone_number(operator, busy):
    for name in ("calls", "texts", "transfers", "messages", "enquiries"):
        page = operator.get(f"/console/line/rows/{name}").text
        check_page(page)
        assert "13800138000" not in page


def test_every_outcome_has_a_label():

    assert set(CALL_OUTCOME) == set(CallOutcome)
    assert set(TEXT_REPLY) == set(TextReply)


def test_the_targets_are_shown_as_missed_or_without_anything_to_measure(operator, line):
    assert text(operator.get("/console/line").text).count("还没有可数的") == 4
    leave_busy_month(line)
    assert "没做到" in text(operator.get("/console/line").text)


def test_the_bars_of_a_week_show_their_counts_and_those_of_a_month_do_not(operator, line):
    with Traffic(line) as traffic:
        for _ in range(37):
            traffic.text(timedelta(minutes=5))
    week, month = (parse(operator.get(f"/console/line?days={days}").text) for days in (7, 30))
    assert [number for number in _numbers(week, "每天的电话") if number.isdecimal()] == ["37"]
    assert "37" in _numbers(month, "每天的电话")  # the top line's
    assert "middle" not in [one.get("class") for one in _texts(month, "每天") if one.text == "37"]


def _texts(page, title):
    (drawn,) = [one for one in page.iter() if one.tag.endswith("svg") and one.get("aria-label", "").startswith(title)]
    return [one for one in drawn.iter() if one.tag.endswith("text")]


def _numbers(page, title):
    return [one.text for one in _texts(page, title)]


def test_the_matters_that_people_are_most_often_sent_on_with_lead_to_their_referrals(operator, busy):
    page = operator.get("/console/line?days=30").text
    assert "请去找别的单位最多的事" in page
    assert "/console/entries/900001" in links(page)
    (first,) = table(operator.get("/console/line/referred.csv?days=30"))[1:]
    assert first[0].startswith("900001 ")
    assert first[1] == "7"


def test_questions_on_the_website_are_counted_by_day_and_by_outcome_and_lead_to_their_rows(operator, line):
    with Traffic(line) as traffic:
        for told in (102, 102, None):
            traffic.enquiry(timedelta(minutes=5), "复议要交钱吗", told, channel=Channel.WEB)
        traffic.enquiry(timedelta(minutes=5), "复议要交钱吗", 102)
    assert table(operator.get("/console/line/days.csv"))[-1] == ["11月23日", "0", "0", "3"]
    assert table(operator.get("/console/line/hours.csv"))[10] == ["9点", "0", "0", "3"]
    assert ["答上了", "2"] in table(operator.get("/console/line/web.csv"))
    rows = parse(operator.get("/console/line/rows/web?outcome=answered").text)
    assert len(list(rows.iter("tr"))) - 1 == 2


def test_an_outcome_that_nothing_had_has_no_bar(operator, line):
    with Traffic(line) as traffic:
        traffic.enquiry(timedelta(minutes=5), "复议要交钱吗", 102, channel=Channel.WEB)
    drawn = next(one for one in parse(operator.get("/console/line").text).iter("section") if _is_of_web(one))
    bars = next(one for one in drawn.iter("ul") if "horizontal-bars" in one.get("class"))
    assert len(list(bars)) == 1


def _is_of_web(section):
    return section.get("aria-labelledby") == "web-title"
