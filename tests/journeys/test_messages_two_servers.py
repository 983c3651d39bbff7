"""One message, each webhook at the other of two servers: left, heard again, recorded anew, answered and asked after."""

import time
import urllib.request
from urllib.parse import urlsplit

from hotline.core.permissions import Role
from tests.conftest import NOW, PASSWORD, TOKEN
from tests.journeys.conftest import CALLER
from tests.servers import Browser, InTurn, two_servers
from tests.standin import standing_in
from voice import spoken
from voice.acts import read_script
from voice.handset import place_call
from voice.phrases import PHONE
from voice.transports import HttpTransport

ACCOUNT = "AC" + "0" * 32
TAKEN = (201, "application/json", b'{"sid": "SM1"}')
SOUND = (200, "audio/mpeg", b"ID3 what the caller said")


def wait_for_texts(provider, many):
    for _ in range(200):
        asked = [one for one in provider.asked if one.path.endswith("/Messages.json")]
        if len(asked) >= many:
            return [one.form["Body"] for one in asked]
        time.sleep(0.1)
    raise AssertionError(f"{many} texts were not sent")


def test_a_message_lives_on_both_servers(line):
    line.records.close()
    with standing_in() as provider:
        provider.answers = [TAKEN]
        account = {"HOTLINE_TWILIO_ACCOUNT_SID": ACCOUNT, "HOTLINE_TWILIO_NUMBER": "+8687112345678"}
        with two_servers(line.folder, at=NOW, HOTLINE_TWILIO_API_URL=provider.url, **account) as bases:
            script = ["press:6", "record:说错了", "press:2", "record:对了", "press:1", "press:3"]
            call = place_call(InTurn(bases), read_script(script), caller=CALLER)
            with line.records.reading() as unit:
                (message,) = unit.messages.list_messages(None, 5)
                assert len(unit.recordings.list_discarded()) == 1
                assert unit.calls.find(call.call).status == "completed"
            number = spoken.tracking(message.tracking_number)
            assert PHONE("saved.told", tracking=number) in call.turns[-1].heard
            assert message.tracking_number in wait_for_texts(provider, 1)[0]

            provider.answers = [SOUND]
            (played,) = [heard[1:-1] for turn in call.turns for heard in turn.heard if heard.startswith("[http")]
            assert urllib.request.urlopen(bases[1] + urlsplit(played).path, timeout=10).read() == SOUND[2]
            operator = Browser(bases[0])
            operator.send("/console/sign-in", "/console/sign-in", name=Role.OPERATOR.value, password=PASSWORD)
            page = f"/console/messages/{message.tracking_number}"
            assert operator.get(f"{page}/recording") == SOUND[2].decode()

            provider.answers = [TAKEN]
            operator.send(page, page, answer="请到村委会登记。")
            assert "请到村委会登记。" in wait_for_texts(provider, 2)[1]
            asked = read_script(["press:4", f"press:{message.tracking_number}"])
            later = place_call(HttpTransport(bases[0], TOKEN, server=bases[1]), asked, caller=CALLER)
            assert "请到村委会登记。" in later.heard()
