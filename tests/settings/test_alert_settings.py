"""The settings of alerts by e-mail: off unless set, refused when no mail could go out or a password could leak."""

import pytest

from hotline.settings.alerts import read_alerts
from hotline.settings.checks import UnsafeSettings

GOOD = {
    "HOTLINE_SMTP_HOST": "mail.example.gov.cn",
    "HOTLINE_SMTP_USER": "hotline",
    "HOTLINE_SMTP_PASSWORD": "open sesame",
    "HOTLINE_ALERT_FROM": "hotline@example.gov.cn",
    "HOTLINE_ALERT_TO": " zhang@example.gov.cn, li@example.cn,zhang@example.gov.cn",
}


def test_without_a_setting_there_are_no_alerts():
    assert read_alerts({"HOTLINE_SMTP_HOST": ""}) is None


def test_a_complete_environment_is_read():
    settings = read_alerts(GOOD)
    assert (settings.tls, settings.smtp_port, settings.untaken_transfers) == ("starttls", 587, 3)
    assert settings.receivers == ("zhang@example.gov.cn", "li@example.cn")
    assert read_alerts(GOOD | {"HOTLINE_SMTP_TLS": "tls"}).smtp_port == 465


@pytest.mark.parametrize("missing", GOOD)
def test_an_incomplete_environment_is_refused_and_the_missing_setting_is_named(missing):
    with pytest.raises(UnsafeSettings, match=missing):
        read_alerts({name: value for name, value in GOOD.items() if name != missing})


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("HOTLINE_SMTP_TLS", "ssl"),
        ("HOTLINE_SMTP_TLS", "none"),
        ("HOTLINE_SMTP_PORT", "70000"),
        ("HOTLINE_SMTP_PORT", "0"),
        ("HOTLINE_SMTP_HOST", "mail.example.gov.cn/path"),
        ("HOTLINE_ALERT_FROM", "热线"),
        ("HOTLINE_ALERT_FROM", "a@example.cn\nBcc: b@example.cn"),
        ("HOTLINE_ALERT_TO", "zhang@example.gov.cn;li@example.cn"),
        ("HOTLINE_ALERT_TO", "zhang"),
        ("HOTLINE_ALERT_TRANSFERS", "0"),
        ("HOTLINE_ALERT_TRANSFERS", "many"),
    ],
)
def test_a_wrong_setting_is_refused_and_named(variable, value):
    with pytest.raises(UnsafeSettings, match=variable):
        read_alerts(GOOD | {variable: value})


def test_a_mail_server_on_this_machine_needs_no_encryption():
    local = {"HOTLINE_SMTP_HOST": "127.0.0.1", "HOTLINE_SMTP_TLS": "none"}
    assert read_alerts(GOOD | local).smtp_port == 25


def test_the_password_does_not_show_when_settings_are_printed():
    assert "open sesame" not in repr(read_alerts(GOOD))
