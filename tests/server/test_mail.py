"""Mails to a real SMTP server on loopback, plain and encrypted, and what happens when it refuses or is not there."""

import pytest

from hotline.core.providers import MailFailed
from hotline.server.mail import SmtpMailer
from hotline.settings.alerts import read_alerts
from tests.support.mail_server import MAIL_PASSWORD, USER, certificate, mail_server

pytestmark = pytest.mark.servers
SIGN_IN = {"HOTLINE_SMTP_USER": USER, "HOTLINE_SMTP_PASSWORD": MAIL_PASSWORD}


def mailer(port, **more):
    environment = {"HOTLINE_SMTP_HOST": "localhost", "HOTLINE_SMTP_PORT": str(port), "HOTLINE_SMTP_TLS": "none"}
    addresses = {
        "HOTLINE_ALERT_FROM": "hotline@example.gov.cn",
        "HOTLINE_ALERT_TO": "zhang@example.gov.cn,li@example.cn",
    }
    return SmtpMailer(read_alerts(environment | addresses | more))


def test_a_mail_in_chinese_arrives_at_everybody_named():
    with mail_server() as (box, port):
        mailer(port).send("【热线告警】磁盘快满了", "请清理磁盘。\n")
    (mail,) = box.mails
    assert mail["Subject"] == "【热线告警】磁盘快满了"
    assert mail["To"] == "zhang@example.gov.cn, li@example.cn"
    assert mail.get_content() == "请清理磁盘。\r\n"
    assert mail["Date"]
    assert mail["Message-ID"].endswith("@example.gov.cn>")


def test_a_mail_goes_by_starttls_with_a_sign_in(tmp_path, monkeypatch):
    context, authority = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority))
    with mail_server(starttls=context, sign_in=True) as (box, port):
        mailer(port, HOTLINE_SMTP_TLS="starttls", **SIGN_IN).send("试", "发")
    assert box.subjects() == ["试"]


def test_a_mail_goes_by_tls_from_the_first_byte(tmp_path, monkeypatch):
    context, authority = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority))
    with mail_server(tls=context) as (box, port):
        mailer(port, HOTLINE_SMTP_TLS="tls").send("试", "发")
    assert box.subjects() == ["试"]


@pytest.mark.parametrize("tls", ["starttls", "tls"])
def test_neither_password_nor_mail_goes_to_a_server_whose_certificate_is_not_trusted(tmp_path, tls):
    context, _ = certificate(tmp_path)
    with mail_server(**{tls: context}) as (box, port), pytest.raises(MailFailed):
        mailer(port, HOTLINE_SMTP_TLS=tls, **SIGN_IN).send("试", "发")
    assert box.mails == []


def test_a_server_that_offers_no_starttls_gets_no_mail():
    with mail_server() as (box, port), pytest.raises(MailFailed):
        mailer(port, HOTLINE_SMTP_TLS="starttls").send("试", "发")
    assert box.mails == []


def test_a_wrong_password_a_full_box_and_a_server_that_is_not_there_fail(tmp_path, monkeypatch):
    context, authority = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority))
    with mail_server(starttls=context, sign_in=True) as (box, port):
        wrong = SIGN_IN | {"HOTLINE_SMTP_PASSWORD": "wrong", "HOTLINE_SMTP_TLS": "starttls"}
        with pytest.raises(MailFailed, match="SMTPAuthenticationError"):
            mailer(port, **wrong).send("试", "发")
    with mail_server() as (box, port):
        box.is_full = True
        with pytest.raises(MailFailed, match="SMTPDataError"):
            mailer(port).send("试", "发")
    with pytest.raises(MailFailed, match="ConnectionRefusedError"):
        mailer(port).send("试", "发")
