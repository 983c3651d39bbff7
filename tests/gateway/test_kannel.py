"""Texts through a real Kannel: bearerbox, smsbox and a fake network on loopback, with a served hotline behind them.

Run with -m gateway; Debian's kannel and kannel-extras are needed."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from hotline.app import open_line
from hotline.core.providers import SendFailed
from hotline.core.texts import TextPurpose, TextState
from hotline.services import outbox
from hotline.services.content import published
from tests.support.fixed_values import places_in
from tests.support.kannel import PASSWORD, SECRET, Network, configure, is_installed, kannel, until
from tests.support.servers import free_port, serving_environment, wait_for
from voice.gateways.kannel import Kannel

pytestmark = pytest.mark.gateway
QUESTION = "我不会上网，想翻翻政府公报，去图书馆还是档案馆能看到？"
"""A question of entry 306 in tests/golden/questions.csv. In UTF-16 不 is the bytes 4E 0D and 上 is 4E 0A: in any other
charset 0D and 0A end a line."""


@dataclass
class Office:
    """A served hotline with Kannel as its gateway, and the mobile network in front of Kannel."""

    base: str
    environment: dict
    log: Path
    network: Network = None
    served: subprocess.Popen = None

    @property
    def send_url(self):
        return self.environment["HOTLINE_KANNEL_SEND_URL"]

    def open(self):
        command = [Path(sys.executable).with_name("hotline"), "serve", "--workers", "1", "--bind", self.base[7:]]
        with open(self.log, "ab") as output:
            self.served = subprocess.Popen(command, env=self.environment, stdout=output, stderr=output)
        wait_for(self.base, self.served)

    def close(self):
        self.served.terminate()
        self.served.wait(20)


@pytest.fixture
def office(line, tmp_path):
    assert is_installed(), "apt-get install kannel kannel-extras"
    line.records.close()
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    ports = configure(tmp_path, base)
    environment = serving_environment(line.folder, port) | {
        "HOTLINE_KANNEL_SECRET": SECRET,
        "HOTLINE_KANNEL_PASSWORD": PASSWORD,
        "HOTLINE_KANNEL_SEND_URL": f"http://127.0.0.1:{ports.sendsms}/cgi-bin/sendsms",
        "HOTLINE_TEXT_GATEWAY": "kannel",
    }
    office = Office(base, environment, tmp_path / "hotline.out")
    office.open()
    try:
        with kannel(tmp_path, ports) as office.network:
            yield office
    finally:
        office.close()


def text_of(line, number):
    return published.get_entry(line.knowledge, number).text


def test_a_chinese_question_through_kannel_gets_the_right_answer_whole(office, line):
    network = office.network
    assert network.exchange(QUESTION) == [text_of(line, 306)]
    assert network.exchange("102") == [text_of(line, 102)]  # 7 bits in, UCS-2 out


def test_a_text_outside_a_response_arrives_through_kannel_and_its_receipt_is_recorded(office, line):
    words = "您的留言已经答复：不服处罚，可以在六十日内申请复议。" * 4
    desk = replace(
        open_line(places_in(line.folder)),
        senders={"kannel": None},
        text_gateway="kannel",
    )
    with desk.records.writing() as unit:
        answer = {"purpose": TextPurpose.MESSAGE_ANSWER, "tracking": "12345678"}
        outbox.queue(desk, unit, key="answer:不", number="+8613800138000", body=words, **answer)

    def delivered():
        with desk.records.reading() as unit:
            return unit.texts.list_tracking("12345678")[0].state is TextState.DELIVERED

    assert words in office.network.exchange("102", more=1)
    until(delivered, lambda: "no receipt came")
    desk.records.close()


def test_kannel_refuses_to_send_for_a_wrong_password(office):
    with pytest.raises(SendFailed, match="403"):
        Kannel(SECRET, "http://127.0.0.1:9", office.send_url, "hotline", "x").send("+8613800138000", "好", "k")


def test_a_text_that_comes_while_the_hotline_is_down_is_answered_when_it_is_up_again(office, line):
    office.close()
    with ThreadPoolExecutor(1) as pool:
        reply = pool.submit(office.network.exchange, "102")
        until(lambda: "Couldn't fetch" in office.network.told(), office.network.told)
        office.open()
        assert reply.result() == [text_of(line, 102)]
