"""`hotline alerts test`: a trial mail through the mail server of the settings, or a sentence about what is missing."""

import pytest
from click.testing import CliRunner

from hotline.cli.main import main
from tests.support.mail_server import mail_server

pytestmark = pytest.mark.servers


def test_a_trial_mail_arrives_and_its_receivers_are_named(monkeypatch):
    with mail_server() as (box, port):
        for name, value in {"SMTP_HOST": "localhost", "SMTP_PORT": str(port), "SMTP_TLS": "none"}.items():
            monkeypatch.setenv(f"HOTLINE_{name}", value)
        monkeypatch.setenv("HOTLINE_ALERT_FROM", "hotline@example.gov.cn")
        monkeypatch.setenv("HOTLINE_ALERT_TO", "zhang@example.gov.cn")
        result = CliRunner().invoke(main, ["alerts", "test"])
    assert result.output == "A trial mail went to zhang@example.gov.cn.\n"
    assert box.subjects()[0].startswith("【热线试发】")


def test_a_mail_server_that_is_not_there_is_one_line_and_exit_code_1(monkeypatch):
    with mail_server() as (_, port):
        pass
    for name, value in {"SMTP_HOST": "localhost", "SMTP_PORT": str(port), "SMTP_TLS": "none"}.items():
        monkeypatch.setenv(f"HOTLINE_{name}", value)
    monkeypatch.setenv("HOTLINE_ALERT_FROM", "hotline@example.gov.cn")
    monkeypatch.setenv("HOTLINE_ALERT_TO", "zhang@example.gov.cn")
    result = CliRunner().invoke(main, ["alerts", "test"])
    assert result.exit_code == 1
    assert result.output.startswith("Error: 邮件服务器localhost没有收下邮件")


def test_without_settings_it_says_which_are_missing(monkeypatch):
    monkeypatch.delenv("HOTLINE_SMTP_HOST", raising=False)
    result = CliRunner().invoke(main, ["alerts", "test"])
    assert result.exit_code == 1
    assert "HOTLINE_SMTP_HOST" in result.output
