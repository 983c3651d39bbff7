"""A citizen asks how a message stands, whose due date reaches a year that is not decreed yet."""

from datetime import datetime

import pytest

from hotline.core.enquiries import Channel
from hotline.services import messages
from tests.support.fixed_values import CALLER
from tests.support.heard import last_heard, said
from voice.phrases import PHONE
from voice.speech.text_normalisation import speakable


@pytest.fixture
def thursday(clock):
    clock.now = datetime(2027, 2, 4, 10, 0, tzinfo=clock.now.tzinfo)


def test_a_caller_hears_that_the_day_is_provisional(thursday, dial, line):
    left = messages.leave_message(line, channel=Channel.PHONE, body="低保停了", caller=CALLER)
    heard = last_heard(dial("press:4", f"press:{left.tracking_number}#"))
    waiting = speakable(PHONE("progress.waiting", due="明天上午10点") + PHONE("progress.provisional"))
    assert heard == [waiting, PHONE("progress.full")]


def test_a_caller_hears_nothing_of_it_before_the_year_ends(dial, line):
    left = messages.leave_message(line, channel=Channel.PHONE, body="低保停了", caller=CALLER)
    heard = last_heard(dial("press:4", f"press:{left.tracking_number}#"))
    assert heard[0] == said("progress.waiting", due="明天上午10点")


def test_a_text_says_that_the_day_is_provisional(thursday, text):
    kept, progress = text("留言 低保停了", "进度")
    assert "最晚明天上午10点（暂定）答复" in kept
    assert "最晚明天上午10点（暂定）答复" in progress
