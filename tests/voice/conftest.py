"""What tests of gateways need: every gateway configured at once, and the requests each would get."""

import hashlib
import hmac
import json
from dataclasses import replace

import pytest

from hotline.app import create_app
from hotline.settings.gateways import AndroidAccess, KannelAccess, TwilioAccount
from voice.gateways.http_client import basic_auth_header

KANNEL_SECRET = "kannel-says-this-0123456789-abcdef"
KANNEL_PASSWORD = "we-say-this-to-kannel-0123456789-a"
SIGNING_KEY = "the-telephone-signs-with-this-0123456789"
CALLER = "+8613800138000"


@pytest.fixture
def all_gateways(settings):
    """Settings with every gateway on."""
    return replace(
        settings,
        twilio_account=TwilioAccount("AC" + "0" * 32, "+8687112345678"),
        kannel=KannelAccess(KANNEL_SECRET, "http://127.0.0.1:9/cgi-bin/sendsms", "hotline", KANNEL_PASSWORD),
        android=AndroidAccess(SIGNING_KEY, "http://127.0.0.1:9", "SMS", "a password of its own"),
    )


@pytest.fixture
def gated(all_gateways, line, compiled_templates):
    """A client of an application with every gateway on."""
    app = create_app(all_gateways, line=line)
    app.jinja_env.bytecode_cache = compiled_templates
    return app.test_client()


def from_kannel(client, words, *, charset="UTF-16BE", told_id="id-1", secret=KANNEL_SECRET, caller="8613800138000"):
    """Post ``words`` as Kannel's smsbox does."""
    return client.post(
        "/sms/kannel",
        query_string={"id": told_id} if told_id else {},
        data=words if isinstance(words, bytes) else words.encode(charset),
        headers={
            "Content-Type": f'text/plain; charset="{charset}"',
            "Authorization": basic_auth_header("kannel", secret),
            "X-Kannel-From": caller,
            "X-Kannel-To": "96128",
            "X-Kannel-Time": "2026-11-23 10:00:00",
            "X-Kannel-Coding": "2",
        },
    )


def signed(body, at, key=SIGNING_KEY):
    """The headers with which the telephone posts ``body`` at ``at``."""
    told = str(int(at.timestamp()))
    signature = hmac.new(key.encode(), body + told.encode(), hashlib.sha256).hexdigest()
    return {"Content-Type": "application/json", "X-Timestamp": told, "X-Signature": signature}


def envelope(words="102", told_id="envelope-1", event="sms:received", sender=CALLER, **payload):
    """An event of the telephone, as https://docs.sms-gate.app/features/webhooks/ shows it."""
    told = {"messageId": "abc123", "message": words, "sender": sender, "recipient": None, "simNumber": 1}
    return {"deviceId": "d1", "event": event, "id": told_id, "payload": told | payload, "webhookId": "w1"}


def from_telephone(client, told, at, path="/sms/android", **changed):
    body = told if isinstance(told, bytes) else json.dumps(told, ensure_ascii=False).encode()
    return client.post(path, data=body, headers=signed(body, at) | changed)
