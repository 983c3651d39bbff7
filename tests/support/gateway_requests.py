"""Requests as Kannel and SMS Gateway for Android make them, and the secrets that their tests configure."""

import hashlib
import hmac
import json

from voice.gateways.http_client import basic_auth_header

KANNEL_SECRET = "kannel-says-this-0123456789-abcdef"
KANNEL_PASSWORD = "we-say-this-to-kannel-0123456789-a"
SIGNING_KEY = "the-telephone-signs-with-this-0123456789"
"""What the Android app signs its webhooks with."""
CALLER = "+8613800138000"


def post_kannel_text(
    client, words, *, charset="UTF-16BE", text_id="id-1", secret=KANNEL_SECRET, caller="8613800138000"
):
    """Post ``words`` (or bytes as they are) as Kannel's smsbox does; ``text_id`` "" is a service without %I."""
    return client.post(
        "/sms/kannel",
        query_string={"id": text_id} if text_id else {},
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


def android_envelope(words="102", envelope_id="envelope-1", event="sms:received", sender=CALLER, **payload):
    """An event of the Android app, as https://docs.sms-gate.app/features/webhooks/ shows it."""
    fields = {"messageId": "abc123", "message": words, "sender": sender, "recipient": None, "simNumber": 1}
    return {"deviceId": "d1", "event": event, "id": envelope_id, "payload": fields | payload, "webhookId": "w1"}


def sign_android_body(body, at, key=SIGNING_KEY):
    """The headers with which the Android app posts ``body`` at the time ``at``."""
    timestamp = str(int(at.timestamp()))
    signature = hmac.new(key.encode(), body + timestamp.encode(), hashlib.sha256).hexdigest()
    return {"Content-Type": "application/json", "X-Timestamp": timestamp, "X-Signature": signature}


def post_from_android(client, content, at, path="/sms/android", **changed_headers):
    """Post ``content``, an envelope or a list of them (or bytes as they are), signed at the time ``at``."""
    body = content if isinstance(content, bytes) else json.dumps(content, ensure_ascii=False).encode()
    return client.post(path, data=body, headers=sign_android_body(body, at) | changed_headers)
