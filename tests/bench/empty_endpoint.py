"""What a webhook costs before it does anything: Flask checks Twilio's signature and returns a fixed document."""

import os

from flask import Flask, Response, abort, request
from twilio.request_validator import RequestValidator

ACTION = "/voice/answer?subject=105&amp;enquiry=12345&amp;turns=7&amp;began=1795485600"
DOCUMENT = f"""<?xml version="1.0" encoding="UTF-8"?><Response><Gather action="{{base}}{ACTION}" bargeIn="true"
actionOnEmptyResult="true" finishOnKey="" input="dtmf speech" language="cmn-Hans-CN" numDigits="1" speechTimeout="2">
<Say language="cmn-CN" voice="Polly.Zhiyu">{"申请行政复议不收取任何费用。" * 10}</Say></Gather></Response>"""


def make_app():
    """The application for gunicorn; the settings are those of the server beside which it is measured."""
    app = Flask(__name__)
    base = os.environ["HOTLINE_PUBLIC_URL"]
    document = DOCUMENT.format(base=base)
    validator = RequestValidator(os.environ["HOTLINE_TWILIO_AUTH_TOKEN"])

    @app.post("/voice/")
    @app.post("/voice/<place>")
    @app.post("/sms/twilio")
    def webhook(place=""):
        url = base + request.full_path.rstrip("?")
        if not validator.validate(url, request.form, request.headers.get("X-Twilio-Signature", "")):
            abort(403)
        return Response(document, mimetype="text/xml")

    @app.get("/healthz")
    def healthz():
        return "ok"

    return app
