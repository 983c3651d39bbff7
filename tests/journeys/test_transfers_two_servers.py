"""One whole transfer, each webhook at the other of two servers: the way to a person is in URLs and records alone."""

from hotline.core.calls import AttemptKind, AttemptResult
from hotline.core.permissions import Role
from tests.conftest import NOW, PASSWORD
from tests.servers import Browser, InTurn, two_servers
from tests.standin import standing_in
from voice.acts import read_script
from voice.handset import pick_up, place_call
from voice.phrases import PHONE

OPERATOR, LIAISON, THREE_WAY = AttemptKind.OPERATOR, AttemptKind.LIAISON, AttemptKind.THREE_WAY
R = AttemptResult
ACCOUNT = "AC" + "0" * 32


def bring_in(base, call):
    operator = Browser(base)
    operator.send("/console/sign-in", "/console/sign-in", name=Role.OPERATOR.value, password=PASSWORD)
    path = f"/console/talks/{call}"
    assert "正在呼叫" in operator.send(path, path, officer="LFK/1")


def test_a_whole_transfer_with_each_webhook_at_the_other_server(line):
    line.records.close()
    with standing_in() as twilio:
        twilio.answers = [(201, "application/json", b'{"sid": "CA9"}')]
        account = {
            "HOTLINE_OPERATOR_LINES": "0000-80000001,0000-80000002",
            "HOTLINE_TWILIO_ACCOUNT_SID": ACCOUNT,
            "HOTLINE_TWILIO_NUMBER": "+8687112345678",
            "HOTLINE_TWILIO_API_URL": twilio.url,
        }
        with two_servers(line.folder, at=NOW, **account) as bases:
            transport = InTurn(bases)

            def script():
                yield from read_script(["press:2", "press:102", "press:0", "busy", "no-answer", "decline", "answer"])
                with line.records.reading() as unit:
                    (talking,) = unit.attempts.list_talking(NOW)
                bring_in(bases[1], talking.call_id)
                whisper = twilio.asked[0].form["Url"].removeprefix(bases[0])
                officer = pick_up(transport, read_script(["press:1"]), call="CA9", number="", path=whisper)
                room = f"[会议 call-{talking.call_id}]"
                assert officer.heard().splitlines()[-1] == room
                turned = twilio.asked[1]
                assert turned.path.endswith(f"/Calls/{talking.leg}.json")
                path = turned.form["Url"].removeprefix(bases[0])
                assert pick_up(transport, [], call=talking.leg, number="", path=path).heard() == room
                yield from read_script(["leave", "leave"])

            transcript = place_call(transport, script(), caller="+8613800138000")
    assert transcript.turns[-2].heard == [f"[会议 call-{transcript.call}]"]
    assert transcript.turns[-1].heard == [PHONE("trouble.thanks")]
    with line.records.reading() as unit:
        attempts = unit.attempts.list_attempts(transcript.call)
    assert [(one.kind, one.name, one.result) for one in attempts] == [
        (OPERATOR, "", R.BUSY),
        (OPERATOR, "", R.NO_ANSWER),
        (LIAISON, "联络员甲", R.DECLINED),
        (LIAISON, "联络员乙", R.ANSWERED),
        (THREE_WAY, "立法与规范性文件审查科联络员", R.ANSWERED),
    ]
