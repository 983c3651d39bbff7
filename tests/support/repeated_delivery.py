"""Webhooks delivered twice, as providers may deliver them: the second time changes nothing and gets the same answer."""

import uuid


class Twice:
    """A transport that delivers each webhook twice with the same signature and token, over ``transports`` in turn.

    Over one it comes to the same server again; over two each comes first to the other one and again to this one.
    ``documents`` are the answers so far."""

    def __init__(self, *transports):
        self.transports = list(transports)
        self.public_url = transports[0].public_url
        self.documents = []

    def post(self, url, parameters):
        self.transports.reverse()
        token = {"I-Twilio-Idempotency-Token": str(uuid.uuid4())}
        first, again = (self.transports[place].post(url, parameters, token) for place in (0, -1))
        assert (first.status, first.body) == (again.status, again.body)
        self.documents.append(first.body)
        return first
