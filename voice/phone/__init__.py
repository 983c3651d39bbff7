"""The telephone line: each webhook is one step of a call, answered with a TwiML document."""
