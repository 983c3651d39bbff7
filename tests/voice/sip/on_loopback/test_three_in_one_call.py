"""A liaison officer is brought into a talk by the line's own control interface, and three hear one another."""

import json
import urllib.request

from tests.support.fixed_values import TOKEN
from tests.support.sip_office import answering, calling, heard_tones

OPERATOR, OFFICER = "+8687163100001", "+8687163100002"
ROOM = '<Dial{}><Conference beep="false" endConferenceOnExit="{}">call-1</Conference></Dial>'


def command(line, path, **body):
    request = urllib.request.Request(
        line.control + path, json.dumps(body).encode(), {"Authorization": f"Bearer {TOKEN}"}, method="POST"
    )
    with urllib.request.urlopen(request, timeout=10) as response:
        return response.read().decode()


def test_three_talk_in_one_conference_and_the_caller_s_end_is_the_end_of_all(application, sip_line, tmp_path):
    files = {who: tmp_path / f"{who}.wav" for who in ("caller", "staff")}
    application.documents |= {
        "/voice/": f'<Dial action="/rang"><Number url="/voice/whisper">{OPERATOR}</Number></Dial>',
        "/voice/whisper": application.play(900),
        "/rang": ROOM.format(' action="/talked"', "true"),
        "/voice/room": ROOM.format("", "false"),
        "/voice/join": application.play(950) + ROOM.format("", "false"),
        "/talked": "<Hangup/>",
    }
    # The first of the two telephones at the trunk is the operator's and the second the officer's: each says its tone.
    with answering(sip_line, "answer", "wait:2", "tone:1100:20", "wait:20", calls=2, record=files["staff"]) as staff:
        caller = calling(sip_line, "wait:4", "tone:600:14", "hangup", record=files["caller"])
        operator = application.wait_asked("/voice/whisper")["CallSid"]
        staff.wait("do tone")
        status = {"status_url": f"{application.url}/voice/leg", "seconds": 20}
        officer = command(sip_line, "/calls", number=OFFICER, url=f"{application.url}/voice/join", **status)
        assert application.wait_asked("/voice/join")["CallSid"] == officer
        command(sip_line, f"/calls/{operator}", url=f"{application.url}/voice/room")
        assert application.wait_asked("/rang")["DialBridged"] == "true"
        application.wait_asked("/voice/room")
        caller.wait()
        staff.wait("over")
        staff.wait()
        assert application.wait_asked("/voice/leg", CallSid=officer, CallStatus="completed")
    for number in (1, 2):
        heard = heard_tones(files["staff"].with_stem(f"staff-{number}"), 600)
        assert heard[600] >= 1, number  # both hear the caller
    assert heard_tones(files["caller"], 1100)[1100] >= 3
