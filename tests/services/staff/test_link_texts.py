"""A link to set a password is sent by text too, and its words are kept no longer than they are needed."""

from dataclasses import replace

import pytest

from hotline.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from hotline.core.permissions import Role
from hotline.core.providers import SendFailed
from hotline.core.staff_log import LogFilter, StaffEventKind
from hotline.core.texts import Receipt, TextState
from hotline.services import outbox
from hotline.services.staff import links, people
from hotline.services.staff.people import Person
from tests.support.records_database import dumped

WANG = Person("王芳", (Role.PUBLISHER,), "", "138 0013 8000")


class Gateway:
    """Takes texts, or fails as often as it is told to."""

    def __init__(self):
        self.taken = []
        self.troubles = []

    def send(self, number, body, key):
        if self.troubles:
            raise self.troubles.pop(0)
        self.taken.append((number, body))
        return f"SM{len(self.taken)}"


@pytest.fixture
def gateway():
    return Gateway()


@pytest.fixture
def line(small_line, gateway):
    return replace(
        small_line, senders={"post": gateway}, text_gateway="post", owner_of=lambda number: f"owner {number}"
    )


@pytest.fixture
def link(line, boss):
    return people.invite(line, boss, "wang", WANG)


def send(line, boss, link, number="13800138000"):
    return links.text_link(line, boss, link.token, number, f"https://hotline.example/set?token={link.token}")


def test_the_link_goes_once_to_the_number_and_its_words_are_gone_once_it_was_sent(line, boss, link, gateway):
    for _ in range(2):
        assert send(line, boss, link) == "+86138****8000"
    assert link.token in dumped(line)
    assert outbox.deliver_due(line) == 1
    ((number, body),) = gateway.taken
    assert (number, link.token in body) == ("+8613800138000", True)
    assert body.startswith("王芳，您的热线后台账号开好了。请在11月23日16:00前打开")
    assert link.token not in dumped(line)
    assert outbox.deliver_due(line) == 0


def test_the_log_tells_who_sent_it_and_not_the_whole_number(line, boss, link):
    send(line, boss, link)
    with line.records.reading() as unit:
        (event,) = unit.staff_events.list_events(LogFilter(kind=StaffEventKind.LINK_TEXTED), 0, 10)
    assert (event.name, event.by, event.detail) == ("wang", "boss", "发到+86138****8000")


def test_its_words_are_gone_when_the_gateway_refuses_it_or_it_is_given_up(line, boss, link, gateway, set_clock):
    gateway.troubles = [SendFailed("30003", passing=False)]
    send(line, boss, link)
    outbox.deliver_due(line)
    assert link.token not in dumped(line)
    gateway.troubles = [SendFailed("timeout", passing=True)] * outbox.MOST_TRIES
    send(line, boss, link, "13900139000")
    for _ in range(outbox.MOST_TRIES):
        outbox.deliver_due(line)
        set_clock.pass_by(hours=6, minutes=1)
    assert link.token not in dumped(line)
    assert gateway.taken == []


def test_a_receipt_of_failure_does_not_send_an_empty_text(line, boss, link, gateway, set_clock):
    send(line, boss, link)
    outbox.deliver_due(line)
    outbox.receive(line, "post", Receipt("SM1", TextState.FAILED, "undelivered", passing=True))
    set_clock.pass_by(hours=1)
    assert outbox.deliver_due(line) == 0
    assert len(gateway.taken) == 1


@pytest.mark.parametrize("number", ["", "0871-63100000", "1380013800", "+85251234567", "13800138000,13900139000"])
def test_only_a_mobile_number_gets_it(line, boss, link, number):
    with pytest.raises(InvalidInput, match="11位的手机号"):
        send(line, boss, link, number)


def test_who_opted_out_of_texts_does_not_get_it(line, boss, link):
    with line.records.writing() as unit:
        unit.incoming.opt_out("owner +8613800138000", line.now())
    with pytest.raises(InvalidInput, match="退订"):
        send(line, boss, link)
    assert link.token not in dumped(line)


def test_without_a_gateway_or_the_permission_or_a_valid_link_nothing_is_sent(line, boss, link, add, set_clock):
    with pytest.raises(Conflict, match="没有设置发短信的账号"):
        send(replace(line, senders={}), boss, link)
    with pytest.raises(NotAllowed):
        send(line, add("li"), link)
    set_clock.pass_by(days=3)
    with pytest.raises(NotFound):
        send(line, boss, link)
    assert link.token not in dumped(line)
