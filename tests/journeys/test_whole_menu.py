"""One caller after the other through the whole menu, each webhook at the other of two servers and delivered twice."""

import uuid

import pytest

from hotline.core.catalogue import Section
from hotline.core.enquiries import Channel
from hotline.core.permissions import Role, Staff
from hotline.services import browsing, triaging
from tests.conftest import NOW, TOKEN
from tests.journeys.sentences import last_heard, said, spoken_answer
from tests.servers import two_servers
from voice import spoken
from voice.acts import read_script
from voice.handset import place_call
from voice.phrases import PHONE
from voice.reading import parts_of
from voice.spoken import speakable
from voice.transports import HttpTransport

CALLER = "+8613800138000"
OPERATOR = Staff(1, "operator", "测试", Role.OPERATOR, True)


class BothTwice:
    """Each webhook at one server and, delivered again, at the other, which must answer the same."""

    def __init__(self, bases):
        self.transports = [HttpTransport(bases[0], TOKEN, server=base) for base in bases]
        self.public_url = bases[0]

    def post(self, url, parameters):
        self.transports.reverse()
        token = {"I-Twilio-Idempotency-Token": str(uuid.uuid4())}
        first, again = (transport.post(url, parameters, token) for transport in self.transports)
        assert first == again
        return first


@pytest.fixture
def calls(line):
    """Dial the line that two servers answer for."""
    message = triaging.leave_message(line, channel=Channel.PHONE, body="我的低保停了", caller=CALLER)
    triaging.answer_message(line, OPERATOR, message.tracking_number, "请您到一楼窗口办理。")
    line.records.close()
    with two_servers(line.folder, at=NOW) as bases:
        transport = BothTwice(bases)
        yield message, lambda *script: place_call(transport, read_script(script), caller=CALLER)


def test_the_whole_menu_over_two_servers(calls, line):
    message, dial = calls
    details = [speakable(part) for part in parts_of(browsing.get_entry(line, 105))]
    notices = browsing.list_items(line, Section.NOTICES, 3)
    department = browsing.list_departments(line)[1]

    asked = dial("say:申请行政复议收费吗", "press:1", "press:*", "silence", "silence", "press:2")
    assert [turn.heard[0] for turn in asked.turns[1:4]] == [details[0], details[1], details[1]]
    assert last_heard(asked) == [PHONE("trouble.thanks")]

    unclear = dial("mumble:申请行政复议收费吗", "say:是", "press:3", "press:6", "record:还是不明白", "press:3")
    assert unclear.turns[1].heard == [said("confirm.full", question="申请行政复议收费")]
    assert unclear.turns[3].heard[0] == PHONE("after.sorry")

    topics = dial("press:1", "press:1", "press:2")
    assert last_heard(topics)[0] == spoken_answer(line, 102)

    information = dial("press:3", "press:1", "press:1", "press:#", "press:3", "press:4", "press:202600040#")
    assert information.turns[3].heard[0] == speakable(parts_of(notices[0])[0])
    assert "听证会公告" in last_heard(information)[0]

    progress = dial("press:4", f"press:{message.tracking_number}#")
    assert last_heard(progress)[0] == said("progress.answered", answer="请您到一楼窗口办理。")

    office = dial("press:5", "press:1", "press:2")
    assert spoken.telephone(department.telephone) in last_heard(office)[1]

    nothing = dial("say:火星上种土豆用什么肥料", "press:6", "record:请回电", "press:3")
    assert nothing.turns[1].heard[0] == PHONE("nothing.kept")
    with line.records.reading() as unit:
        assert len(unit.messages.list_messages(None, 10)) == 3, "each left once, whatever was delivered twice"
        assert len(unit.enquiries.list_unanswered(10)) == 1

    silent = dial(*["silence"] * 4)
    assert last_heard(silent) == [PHONE("trouble.silence")]
