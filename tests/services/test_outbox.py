"""Texts go out once they are queued, again while that may help, and never twice at the same moment."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hotline.core.errors import Unavailable
from hotline.core.providers import SendFailed
from hotline.core.texts import Receipt, TextPurpose, TextState, hash_number
from hotline.services import outbox, retention

CITIZEN = "+8613800138000"


class Post:
    """A provider that keeps what it took; ``troubles`` are raised first, one a try."""

    name = "post"

    def __init__(self):
        self.taken = []
        self.tried = 0
        self.troubles = []
        self.meanwhile = lambda: None

    def send(self, number, body, key):
        self.tried += 1
        self.meanwhile()
        if self.troubles:
            raise self.troubles.pop(0)
        self.taken.append((number, body, key))
        return f"SM{len(self.taken)}"


@pytest.fixture
def post():
    return Post()


@pytest.fixture
def line(small_line, post):
    return replace(
        small_line,
        senders={"post": post},
        text_gateway="post",
        owner_of=lambda number: hash_number(number, "a key"),
    )


@pytest.fixture
def queue(line):
    def queue(key="one", number=CITIZEN, purpose=TextPurpose.MESSAGE_ANSWER):
        with line.records.writing() as unit:
            return outbox.queue(line, unit, key=key, number=number, body="您好", purpose=purpose, tracking="00000001")

    return queue


@pytest.fixture
def texts(line):
    def texts():
        with line.records.reading() as unit:
            return unit.texts.list_tracking("00000001")

    return texts


def failing(times, *, passing):
    return [SendFailed("30003", passing=passing) for _ in range(times)]


def test_a_queued_text_is_sent_once_with_its_key(line, queue, post, texts):
    queue()
    queue()
    assert outbox.deliver_due(line) == 1
    assert outbox.deliver_due(line) == 0
    assert post.taken == [(CITIZEN, "您好", "one")]
    (text,) = texts()
    assert (text.state, text.provider_id, text.sent_at) == (TextState.SENT, "SM1", line.now())


def test_a_text_is_queued_with_what_it_tells_of_or_not_at_all(line, texts):
    def queue_and_fail():
        with line.records.writing() as unit:
            outbox.queue(line, unit, key="one", number=CITIZEN, body="您好", purpose=TextPurpose.TRACKING)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        queue_and_fail()
    assert outbox.deliver_due(line) == 0


def test_a_passing_failure_is_tried_again_after_growing_waits_and_then_given_up(line, queue, post, texts, set_clock):
    queue()
    post.troubles = failing(10, passing=True)
    for wait in outbox.WAITS:
        assert outbox.deliver_due(line) == 1
        set_clock.now += wait - timedelta(seconds=1)
        assert outbox.deliver_due(line) == 0
        set_clock.pass_by(seconds=1)
    assert texts()[0].state is TextState.WAITING
    assert outbox.deliver_due(line) == 1
    assert (texts()[0].state, texts()[0].error) == (TextState.FAILED, "30003")
    set_clock.pass_by(days=3)
    assert outbox.deliver_due(line) == 0


def test_a_text_that_failed_while_the_clock_was_a_year_ahead_is_tried_again_once_it_is_right(
    line, queue, post, texts, set_clock
):
    right = line.now()
    queue()
    post.troubles = [SendFailed("busy", passing=True)] * 4
    set_clock.pass_by(days=365)
    for _try in range(4):
        outbox.deliver_due(line)
        set_clock.pass_by(hours=1)
    set_clock.now = right
    outbox.deliver_due(line)
    assert [text.state for text in texts()] == [TextState.SENT]


def test_a_final_failure_is_never_tried_again(line, queue, post, texts, set_clock):
    queue()
    post.troubles = failing(1, passing=False)
    outbox.deliver_due(line)
    set_clock.pass_by(days=2)
    assert outbox.deliver_due(line) == 0
    assert (texts()[0].state, texts()[0].ended_at is not None) == (TextState.FAILED, True)


def test_a_mistake_of_ours_counts_as_passing_and_is_logged(line, queue, post, texts, set_clock, caplog):
    queue()
    post.troubles = [KeyError("sid")]
    outbox.deliver_due(line)
    assert "KeyError" in caplog.text
    set_clock.pass_by(seconds=31)
    outbox.deliver_due(line)
    assert texts()[0].state is TextState.SENT


def test_while_one_process_sends_a_text_no_other_does(line, queue, post):
    queue()
    others = []
    post.meanwhile = lambda: others.append(outbox.deliver_due(line))
    assert outbox.deliver_due(line) == 1
    assert others == [0]
    assert post.tried == 1


def test_a_text_whose_sender_was_killed_is_sent_by_another_after_the_lease(line, queue, post, texts, set_clock):
    class Killed(BaseException):
        pass

    queue()
    post.troubles = [Killed()]
    with pytest.raises(Killed):
        outbox.deliver_due(line)
    assert outbox.deliver_due(line) == 0
    set_clock.now += outbox.LEASE
    assert outbox.deliver_due(line) == 1
    assert texts()[0].state is TextState.SENT


def test_a_text_that_kills_every_sender_is_given_up(line, queue, post, texts, set_clock):
    class Killed(BaseException):
        pass

    queue()
    for _ in range(outbox.MOST_TRIES):
        post.troubles = [Killed()]
        with pytest.raises(Killed):
            outbox.deliver_due(line)
        set_clock.now += outbox.LEASE
    outbox.deliver_due(line)
    assert (post.tried, texts()[0].state) == (outbox.MOST_TRIES, TextState.FAILED)


def test_one_who_was_overtaken_does_not_write_over_the_other(line, queue, post, texts, set_clock):
    """Its provider was so slow that the lease ended: the other's id stands, and receipts for it count."""

    def overtake():
        post.meanwhile = lambda: None
        set_clock.now += outbox.LEASE
        outbox.deliver_due(line)

    queue()
    post.meanwhile = overtake
    outbox.deliver_due(line)
    assert (texts()[0].provider_id, texts()[0].tries) == ("SM1", 2)


@pytest.mark.parametrize("order", [("sent", "delivered"), ("delivered", "sent"), ("delivered", "delivered", "sent")])
def test_receipts_come_in_any_order_and_more_than_once(line, queue, texts, order):
    queue()
    outbox.deliver_due(line)
    for status in order:
        outbox.receive(line, "post", Receipt("SM1", TextState(status), status))
    assert texts()[0].state is TextState.DELIVERED


def test_a_receipt_that_comes_before_the_text_is_known_to_be_sent_counts(line, queue, post, texts):
    queue()
    post.meanwhile = lambda: outbox.receive(line, "post", Receipt("SM1", TextState.DELIVERED, "DELIVRD"))
    outbox.deliver_due(line)
    assert texts()[0].state is TextState.DELIVERED


@pytest.mark.parametrize(("passing", "state"), [(True, TextState.SENT), (False, TextState.FAILED)])
def test_a_text_reported_undelivered_is_sent_again_only_where_that_may_help(
    line, queue, texts, set_clock, passing, state
):
    queue()
    outbox.deliver_due(line)
    for _ in range(2):
        outbox.receive(line, "post", Receipt("SM1", TextState.FAILED, "30003", passing=passing))
    set_clock.pass_by(days=1)
    outbox.deliver_due(line)
    assert (texts()[0].state, texts()[0].tries) == (state, 2 if passing else 1)


def test_a_receipt_of_another_gateway_or_of_nothing_we_sent_changes_nothing(line, queue, texts):
    queue()
    outbox.deliver_due(line)
    outbox.receive(line, "kannel", Receipt("SM1", TextState.FAILED, "4"))
    outbox.receive(line, "post", Receipt("SM9", TextState.FAILED, "4"))
    assert texts()[0].state is TextState.SENT


@pytest.mark.parametrize("number", ["", "+8687163100000", "+85291234567"])
def test_what_takes_no_texts_gets_none_and_the_reason_is_kept(line, queue, post, number):
    assert (queue(number=number).state, queue(number=number).error) == (TextState.FAILED, "no mobile number")
    assert outbox.deliver_due(line) == 0


def test_who_wants_no_texts_gets_only_what_they_asked_for_just_now(line, queue, post):
    with line.records.writing() as unit:
        unit.incoming.opt_out(line.owner_of(CITIZEN), line.now())
    assert queue("one").error == "opted out"
    assert queue("two", purpose=TextPurpose.ANSWER).state is TextState.WAITING
    with line.records.writing() as unit:
        unit.incoming.opt_in(line.owner_of(CITIZEN))
    assert queue("three").state is TextState.WAITING


def test_where_nobody_sends_texts_that_is_kept_as_the_reason(line, queue):
    object.__setattr__(line, "senders", {})
    assert queue().error == "no gateway"


def test_a_gateway_that_was_taken_away_is_waited_for(line, queue, post, texts, set_clock):
    queue()
    object.__setattr__(line, "senders", {})
    outbox.deliver_due(line)
    object.__setattr__(line, "senders", {"post": post})
    set_clock.now += timedelta(seconds=30)
    outbox.deliver_due(line)
    assert texts()[0].state is TextState.SENT


def test_who_refuses_texts_while_one_waits_does_not_get_it(line, queue, post, texts):
    queue("one")
    queue("two", purpose=TextPurpose.ANSWER)
    with line.records.writing() as unit:
        unit.incoming.opt_out(line.owner_of(CITIZEN), line.now())
    outbox.deliver_due(line)
    assert [(text.state, text.error) for text in texts()] == [(TextState.FAILED, "opted out"), (TextState.SENT, "")]
    assert [key for _, _, key in post.taken] == ["two"]


def test_a_text_whose_number_was_erased_while_it_waited_is_given_up(line, queue, post, texts, set_clock):
    queue()
    set_clock.pass_by(days=31)
    retention.erase_expired(line)
    outbox.deliver_due(line)
    assert (post.tried, texts()[0].state) == (0, TextState.FAILED)


def test_a_gateway_that_nobody_can_reach_keeps_the_texts_of_another_waiting_for_one_try(line, queue, post, set_clock):
    hanging = Post()
    hanging.troubles = failing(3, passing=True)
    line = replace(line, senders={"post": post, "hanging": hanging})
    for key in ("one", "two", "three"):
        with line.records.writing() as unit:
            told = {"key": key, "number": CITIZEN, "body": "您好", "purpose": TextPurpose.ANSWER}
            outbox.queue(replace(line, text_gateway="hanging"), unit, **told)
    set_clock.pass_by(seconds=1)
    queue("other")
    tried_before = []
    post.meanwhile = lambda: tried_before.append(hanging.tried)
    outbox.deliver_due(line)
    assert tried_before == [1]
    for _ in range(5):
        set_clock.pass_by(seconds=31)
        outbox.deliver_due(line)
    assert len(hanging.taken) == 3


@pytest.mark.parametrize("trouble", [None, SendFailed("21610", passing=False)])
def test_a_try_that_cannot_be_written_down_at_once_is_not_made_again(line, queue, post, texts, set_clock, trouble):
    """Somebody else writes for longer than a writer waits: who got the text must not get it once more."""
    busy = []

    class Records:
        reading = line.records.reading

        def writing(self):
            if busy:
                raise busy.pop()
            return line.records.writing()

    queue()
    post.meanwhile = lambda: busy.extend([Unavailable("记录库暂时无法使用。")] * 3)
    post.troubles = [trouble] if trouble else []
    outbox.deliver_due(replace(line, records=Records()))
    set_clock.pass_by(days=1)
    outbox.deliver_due(line)
    assert (post.tried, texts()[0].state) == (1, TextState.FAILED if trouble else TextState.SENT)


def test_the_words_of_a_query_code_stay_until_it_arrived_and_can_be_sent_again_till_then(
    line, queue, post, texts, set_clock
):
    queue(purpose=TextPurpose.QUERY_CODE)
    outbox.deliver_due(line)
    outbox.receive(line, "post", Receipt("SM1", TextState.FAILED, "30003", passing=True))
    set_clock.now += timedelta(hours=1)
    outbox.deliver_due(line)
    assert [body for _, body, _ in post.taken] == ["您好", "您好"]
    outbox.receive(line, "post", Receipt("SM2", TextState.DELIVERED, "delivered", passing=False))
    (text,) = texts()
    assert (text.state, text.body) == (TextState.DELIVERED, "")


def test_the_words_of_a_query_code_without_a_receipt_go_with_the_number_it_went_to(line, queue, texts, set_clock):
    queue(purpose=TextPurpose.QUERY_CODE)
    queue(key="two")
    outbox.deliver_due(line)
    set_clock.now += retention.NUMBERS_TO_SEND_TO + timedelta(days=1)
    retention.erase_expired(line)
    assert [(text.number, text.body) for text in texts()] == [("", ""), ("", "您好")]


def test_the_words_of_a_query_code_that_is_given_up_are_erased(line, queue, post, texts):
    queue(purpose=TextPurpose.QUERY_CODE)
    post.troubles = failing(1, passing=False)
    outbox.deliver_due(line)
    (text,) = texts()
    assert (text.state, text.body) == (TextState.FAILED, "")
