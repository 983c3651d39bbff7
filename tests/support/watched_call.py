"""A line under watch: every document that a call is answered with must lead on or say goodbye, whatever was done."""

from voice.handset.twiml_reader import read_document

GOODBYE = "再见"
APOLOGY = "自动应答出了点问题"


class Watched:
    """A transport that looks at each answer: no 500, no apology for a crash, no dead end."""

    def __init__(self, transport):
        self.transport = transport
        self.public_url = transport.public_url

    def post(self, url, parameters):
        reply = self.transport.post(url, parameters)
        assert reply.status in (200, 204), f"{url} with {parameters} answered {reply.status}"
        assert APOLOGY not in reply.body, f"{url} with {parameters} failed"
        to_the_person_rung = "ParentCallSid" in parameters
        if "<Response" in reply.body and parameters.get("CallStatus") != "completed" and not to_the_person_rung:
            assert leads_on(read_document(reply.body)), f"{url} with {parameters} is a dead end: {reply.body}"
        return reply


def leads_on(verbs):
    """Whether the last of ``verbs`` goes on wherever the call takes it, or hangs up after a goodbye."""
    last = verbs[-1].name if verbs else ""
    if last == "Hangup":
        return any(GOODBYE in verb.text for verb in verbs)
    if last == "Gather":
        return verbs[-1].attributes.get("actionOnEmptyResult") == "true"
    return last == "Redirect" or (last == "Dial" and "action" in verbs[-1].attributes)
