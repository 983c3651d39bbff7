"""Staff see who spoke of danger, first thing and for a week."""

from datetime import timedelta

import pytest

from hotline.core.enquiries import Channel
from hotline.services.questions import ask
from tests.support.html_pages import check_page, text


@pytest.fixture
def in_danger(line):
    """Somebody tells the line that they are in danger."""
    return lambda words: ask.record(
        line, ask.note_emergency(line, words), channel=Channel.PHONE, caller="+8613800138000"
    )


def test_what_somebody_in_danger_said_is_on_the_first_screen_and_listed_with_the_masked_number(in_danger, publisher):
    in_danger("我不想活了")
    home = publisher.get("/console/").text
    assert "最近七天有1个人说到危险" in text(home)
    page = publisher.get("/console/enquiries").text
    check_page(page)
    assert "有人说到危险" in text(page)
    assert "我不想活了" in text(page)
    assert "13800138000" not in page


def test_a_transfer_to_an_operator_leaves_the_mark(in_danger, line):
    enquiry = in_danger("着火了")
    ask.record_transfer(line, enquiry)
    with line.records.reading() as unit:
        assert len(unit.enquiries.list_emergencies(line.now() - timedelta(days=7), 5)) == 1


def test_without_danger_nothing_is_said_of_it(publisher):
    for screen in ("/console/", "/console/enquiries"):
        assert "说到危险" not in text(publisher.get(screen).text)
