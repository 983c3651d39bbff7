"""Callers who do anything at all, in any order, for ever: every call goes on or ends with a goodbye.

25 calls in every run; 2,000 with `pytest -m fuzz`, as CI does."""

import itertools
import logging
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.fixed_values import NOW
from tests.support.repeated_delivery import Twice
from tests.support.watched_call import GOODBYE, Watched, leads_on
from tests.support.wordings import NASTY, NUMBERS, QUESTIONS
from voice.handset.caller import place_call
from voice.handset.leg import MOST_DOCUMENTS
from voice.handset.script import ActionKind, HandsetAction, parse_typed
from voice.handset.transcript import LINE_HUNG_UP
from voice.handset.transports import LocalTransport
from voice.handset.twiml_reader import read_document
from voice.phone.call_state import MOST_TURNS

EXAMPLES, SHARES = 500, 4
"""So many calls in each of so many tests, which can run beside each other."""
AFTER_THE_LAST_TURN = 12
"""Documents that a call may still take once it is too long: people rung, a message being left."""
CALLERS = ["+8613800138000", "+8687163100000", "+266696687", "+15005550006", "anonymous", "", "13800138000"]


COMMANDS = [
    *(
        "转人工",
        "找人",
        "再说一遍",
        "慢一点",
        "主菜单",
        "留言",
        "都不是",
        "没有",
        "谢谢",
        "再见",
        "喂",
        "你好",
        "第二个",
        "下一页",
    ),
    *(
        "听详细说明",
        "解决了",
        "没解决",
        "发短信",
        "查进度",
        "最新通知",
        "听证会",
        "办事指南",
        "电话",
        "是",
        "不是",
        "对",
        "嗯",
    ),
]
WORDS = st.one_of(
    *map(st.sampled_from, (QUESTIONS, NUMBERS, COMMANDS, NASTY)),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30),
)
KEYS = st.one_of(
    st.sampled_from("0123456789*#"),
    st.sampled_from(NUMBERS).map(lambda number: f"{number}#"),
    st.text("0123456789*#", min_size=1, max_size=12),
)
ACTS = st.one_of(
    KEYS.map(lambda keys: HandsetAction(ActionKind.PRESS, keys)),
    KEYS.map(lambda keys: HandsetAction(ActionKind.PRESS, keys)),
    WORDS.map(lambda words: HandsetAction(ActionKind.SAY, words)),
    WORDS.map(lambda words: HandsetAction(ActionKind.MUMBLE, words)),
    WORDS.map(lambda words: HandsetAction(ActionKind.RECORD, words)),
    st.sampled_from([parse_typed(act) for act in ("", "", "接听", "占线", "不接", "拒接", "对方挂断", "decline:2")]),
    st.sampled_from([HandsetAction(ActionKind.HANG_UP), HandsetAction(ActionKind.RECORD_AND_HANG_UP, "喂")]),
)
LASTING = ACTS.filter(lambda act: act.kind not in (ActionKind.HANG_UP, ActionKind.RECORD_AND_HANG_UP, ActionKind.LEAVE))


HOURS, SECONDS = st.integers(0, 7 * 24), st.sampled_from([0, 5, 60, 600])
"""When in the week the call begins, and how long the caller takes for each step."""


def fuzzed(examples):
    """A test of ``examples`` calls; what is found is shrunk to the shortest script and printed."""

    def decorate(test):
        drawn = given(
            acts=st.lists(ACTS, max_size=20),
            caller=st.sampled_from(CALLERS),
            hours=HOURS,
            seconds=SECONDS,
            twice=st.booleans(),
        )
        checks = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
        return settings(max_examples=examples, suppress_health_check=checks, print_blob=True)(drawn(test))

    return decorate


@pytest.fixture
def call(app, clock):
    """Make a watched call; the transcript."""

    def make(acts, caller, hours, seconds, twice=False):
        def script():
            clock.now = NOW + timedelta(hours=hours)
            for act in acts:
                clock.now += timedelta(seconds=seconds)
                yield act

        transport = LocalTransport(app)
        transcript = place_call(Watched(Twice(transport) if twice else transport), script(), caller=caller)
        assert all(turn.heard for turn in transcript.turns)
        if transcript.ended == LINE_HUNG_UP:
            assert any(GOODBYE in text for text in transcript.turns[-1].heard)
        return transcript

    return make


@pytest.fixture
def quiet(caplog):
    """Nothing is logged as an error, which is how a crash behind an apology would show."""
    yield
    assert not [record for record in caplog.get_records("call") if record.levelno >= logging.ERROR]


@fuzzed(25)
def test_no_caller_meets_a_dead_end_a_crash_or_an_invalid_document(call, quiet, acts, caller, hours, seconds, twice):
    call(acts, caller, hours, seconds, twice)


@pytest.mark.fuzz
@pytest.mark.parametrize("share", range(SHARES))
@fuzzed(EXAMPLES)
def test_no_caller_of_two_thousand_meets_a_dead_end_a_crash_or_an_invalid_document(
    call, quiet, share, acts, caller, hours, seconds, twice
):
    call(acts, caller, hours, seconds, twice)


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(acts=st.lists(LASTING, min_size=1, max_size=5), caller=st.sampled_from(CALLERS), hours=HOURS)
def test_a_caller_who_does_the_same_for_ever_is_told_goodbye_in_the_end(call, quiet, acts, caller, hours):
    transcript = call(itertools.cycle(acts), caller, hours, 0)
    assert transcript.ended == LINE_HUNG_UP
    assert len(transcript.turns) <= min(MOST_TURNS + AFTER_THE_LAST_TURN, MOST_DOCUMENTS)


@pytest.mark.parametrize(
    ("document", "leads"),
    [
        ("", False),
        ("<Say>您好</Say>", False),
        ("<Hangup/>", False),
        ("<Say>再见</Say><Hangup/>", True),
        ('<Gather action="a"/>', False),
        ('<Gather action="a" actionOnEmptyResult="true"/>', True),
        ('<Record action="a"/>', False),
        ('<Record action="a"/><Redirect>b</Redirect>', True),
        ("<Dial>12348</Dial>", False),
        ('<Dial action="a">12348</Dial>', True),
    ],
)
def test_a_dead_end_is_known_when_it_is_met(document, leads):
    assert leads_on(read_document(f"<Response>{document}</Response>")) == leads
