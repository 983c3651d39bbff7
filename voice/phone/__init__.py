"""The phone line: webhooks in, TwiML out, one step of a call a request."""
