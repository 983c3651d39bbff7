"""People, and machines, who text anything at all in any order: each text gets one whole reply, or silence for a reason.

6 exchanges in every run; 300 with `pytest -m fuzz`, as CI does."""

import logging
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hotline.core.masking import mask_numbers
from hotline.core.texts import SAME_IN_A_DAY, SAME_IN_A_MINUTE, TEXTS_AN_HOUR
from tests.support.fixed_values import NOW
from tests.support.repeated_delivery import Twice
from tests.support.wordings import NASTY, NUMBERS, QUESTIONS
from voice.gateways.protocol import strip_controls
from voice.handset.sms import send_texts
from voice.handset.transports import LocalTransport
from voice.phrases import TEXT
from voice.sms.auto_replies import is_machine

CALLERS = ["+8613800138000", "+8613900139000", "+266696687", "+15005550006", "anonymous", ""]
COMMANDS = [
    *(
        "菜单",
        "帮助",
        "目录",
        "目录 1",
        "进度",
        "进度 12345678",
        "人工",
        "留言",
        "留言 请回电话",
        "更多",
        "退订",
        "恢复",
        "取消",
    ),
    *(
        "1",
        "2",
        "3",
        "5",
        "9",
        "0",
        "都不是",
        "谢谢",
        "好的",
        "STOP",
        "stop",
        "TD",
        "【自动回复】我在开会",
        "?",
        "１",
        "进度进度",
    ),
]
ALWAYS_HEARD = {"退订", "恢复", "STOP", "stop", "TD"}
BODIES = st.one_of(
    *map(st.sampled_from, (COMMANDS, COMMANDS, QUESTIONS, NUMBERS, NASTY)),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=200),
)
TEXTS = st.lists(st.tuples(BODIES, st.sampled_from([0, 5, 25, 600, 2_000])), min_size=1, max_size=12)
"""Bodies, each with the seconds since the one before."""


def fuzzed(examples):
    def decorate(test):
        drawn = given(texts=TEXTS, caller=st.sampled_from(CALLERS), times=st.integers(1, 4), twice=st.booleans())
        checks = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
        return settings(max_examples=examples, suppress_health_check=checks, print_blob=True)(drawn(test))

    return decorate


def same_when_kept(one, other):
    """Whether two texts are the same once they are masked, as they are kept."""
    return mask_numbers(strip_controls(one).strip()) == mask_numbers(strip_controls(other).strip())


@pytest.fixture
def exchange(app, clock, line, caplog):
    """Text the line and look at each reply; ``times`` over, the whole list is texted again."""
    weeks = iter(range(10_000))

    def make(texts, caller, times, twice):
        clock.now = NOW + timedelta(weeks=next(weeks))  # what was texted in the example before is long ago
        transport = Twice(LocalTransport(app)) if twice else LocalTransport(app)
        heard = []
        for body, seconds in texts * times:
            clock.now += timedelta(seconds=seconds)
            (exchanged,) = send_texts(transport, [body], caller=caller)
            look(exchanged, clock.now, heard, caller)
        assert not [record for record in caplog.get_records("call") if record.levelno >= logging.ERROR]

    def look(exchanged, now, heard, caller):
        body, replies = exchanged.sent, exchanged.replies
        assert len(replies) <= 1
        assert exchanged.parts <= 3, replies
        assert TEXT("trouble.sorry") not in replies, body
        last_hour = [one for one in heard if one[0] > now - timedelta(hours=1)]
        same = sum(one[0] > now - timedelta(minutes=1) and one[1] == body for one in last_hour) + 1
        same_today = [one for one in heard if one[0] > now - timedelta(days=1) and same_when_kept(one[1], body)]
        answered = [one[1] for one in last_hour if one[2]]
        if not replies:
            is_repeated = same >= SAME_IN_A_MINUTE or len(same_today) + 1 >= SAME_IN_A_DAY
            reasons = (is_machine(body), is_repeated, len(answered) >= TEXTS_AN_HOUR)
            assert any(reasons), f"{body!r} from {caller!r} got nothing"
        may_be_held = [one for one in answered if one not in ALWAYS_HEARD]
        assert not replies or not caller.startswith("+861") or len(may_be_held) <= TEXTS_AN_HOUR + 1
        heard.append((now, body, bool(replies)))

    return make


@fuzzed(6)
def test_whoever_texts_anything_gets_one_whole_reply_or_silence_for_a_reason(exchange, texts, caller, times, twice):
    exchange(texts, caller, times, twice)


@pytest.mark.fuzz
@fuzzed(300)
def test_very_many_texters_get_one_whole_reply_or_silence_for_a_reason(exchange, texts, caller, times, twice):
    exchange(texts, caller, times, twice)
