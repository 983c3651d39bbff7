"""Sessions in a signed cookie, as Flask keeps them, without work for the requests that have none: all webhooks."""

from __future__ import annotations

from flask import Flask, Request, Response
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin


class CookieSessions(SecureCookieSessionInterface):
    """Flask makes the signer, and reads eight settings of the cookie, before it looks whether there is a session."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """The session in the cookie of ``request``; an empty one where there is no cookie."""
        has_cookie = bool(request.cookies.get(self.get_cookie_name(app)))
        return super().open_session(app, request) if has_cookie else self.session_class()

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Set or delete the cookie where that is due. An empty session that nobody looked at needs neither."""
        if session or session.modified or session.accessed:
            super().save_session(app, session, response)
