"""A real SMTP server on loopback that keeps what it is sent, with TLS and a sign-in where a test wants them."""

import ssl
from contextlib import contextmanager
from email import message_from_bytes, policy

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from tests.support.servers import free_port

USER, MAIL_PASSWORD = "hotline", "a mail password"


class MailBox:
    """The mails that came, and from when on each is refused."""

    def __init__(self):
        self.mails = []
        self.is_full = False

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 — aiosmtpd's name
        if self.is_full:
            return "452 4.2.2 mailbox full"
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"

    def subjects(self):
        return [mail["Subject"] for mail in self.mails]


def authenticate(_server, _session, _envelope, _mechanism, data):
    return AuthResult(success=(data.login, data.password) == (USER.encode(), MAIL_PASSWORD.encode()), handled=False)


def certificate(folder):
    """The context of a server on localhost, and the file of the authority that signed its certificate."""
    authority = trustme.CA()
    issued = authority.issue_cert("localhost")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    issued.configure_cert(context)
    authority.cert_pem.write_to_path(str(folder / "authority.pem"))
    return context, folder / "authority.pem"


@contextmanager
def mail_server(*, starttls=None, tls=None, sign_in=False, port=None):
    """Its box and its port. ``starttls`` and ``tls`` are contexts."""
    box, port = MailBox(), port or free_port()
    options = {"tls_context": starttls, "require_starttls": True} if starttls else {}
    if sign_in:
        options |= {"authenticator": authenticate, "auth_required": True, "auth_require_tls": bool(starttls)}
    controller = Controller(box, hostname="localhost", port=port, ssl_context=tls, **options)
    controller.start()
    try:
        yield box, port
    finally:
        controller.stop()
