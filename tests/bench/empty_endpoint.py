"""What a webhook costs before it does anything: Flask checks Twilio's signature and returns a fixed document."""

import os

from flask import Flask, Response, abort, request
from twilio.request_validator import RequestValidator

BASE = os.environ["HOTLINE_PUBLIC_URL"]
VALIDATOR = RequestValidator(os.environ["HOTLINE_TWILIO_AUTH_TOKEN"])
ACTION = f"{BASE}/voice/answer?subject=105&amp;enquiry=12345&amp;turns=7&amp;began=1795485600"
DOCUMENT = f"""<?xml version="1.0" encoding="UTF-8"?><Response><Gather action="{ACTION}" actionOnEmptyResult="true"
bargeIn="true" finishOnKey="" input="dtmf speech" language="cmn-Hans-CN" numDigits="1" speechTimeout="2" timeout="6">
<Say language="cmn-CN" voice="Polly.Zhiyu">{"申请行政复议不收取任何费用。" * 10}</Say></Gather></Response>"""
app = Flask(__name__)


@app.post("/voice/")
@app.post("/voice/<place>")
@app.post("/sms/twilio")
def webhook(place=""):
    url = BASE + request.full_path.rstrip("?")
    if not VALIDATOR.validate(url, request.form, request.headers.get("X-Twilio-Signature", "")):
        abort(403)
    return Response(DOCUMENT, mimetype="text/xml")


@app.get("/healthz")
def healthz():
    return "ok"
