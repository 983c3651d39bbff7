"""Mails by SMTP, through the mail server of the settings."""

from __future__ import annotations

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from hotline.core.providers import MailFailed
from hotline.settings.alerts import AlertSettings

TIMEOUT_SECONDS = 15
"""For each step of the dialogue. The dialogue has about ten, and all together end before ``alerts.CLAIM`` does."""


class SmtpMailer:
    """Sends each mail in a connection of its own: alerts are rare. Certificates are checked."""

    def __init__(self, settings: AlertSettings) -> None:
        self._settings = settings

    def send(self, subject: str, body: str) -> None:
        """Raises MailFailed when the server cannot be reached, is not the right one, or does not take the mail."""
        message = self._compose(subject, body)
        try:
            with self._connect() as server:
                if self._settings.tls == "starttls":
                    server.starttls(context=ssl.create_default_context())
                if self._settings.user:
                    server.login(self._settings.user, self._settings.password)
                server.send_message(message)
        except (OSError, smtplib.SMTPException) as error:
            raise MailFailed(f"邮件服务器{self._settings.smtp_host}没有收下邮件（{type(error).__name__}）。") from error

    def _connect(self) -> smtplib.SMTP:
        host, port = self._settings.smtp_host, self._settings.smtp_port
        if self._settings.tls == "tls":
            return smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context())
        return smtplib.SMTP(host, port, timeout=TIMEOUT_SECONDS)

    def _compose(self, subject: str, body: str) -> EmailMessage:
        message = EmailMessage()
        message["Subject"] = subject
        message["From"] = self._settings.sender
        message["To"] = ", ".join(self._settings.receivers)
        message["Date"] = formatdate(localtime=True)
        message["Message-ID"] = make_msgid(domain=self._settings.sender.rpartition("@")[2])
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office reply to it
        message.set_content(body)
        return message
