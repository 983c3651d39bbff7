"""The office's own line: calls over SIP that this process answers itself, as `hotline sip`.

``call_engine`` says what a SIP stack must do, and ``baresip_engine`` is the only module that knows one. ``media``
plays, records and mixes in steps of 20 ms. ``walk`` follows our TwiML by the rules of ``voice.handset``, over
the same signed webhooks as Twilio's, so the application does not know the difference."""
