"""The command ``alerts``, which tries whether alerts arrive."""

from __future__ import annotations

import os
import socket
from datetime import datetime

import click

from hotline.app import OFFICE_TIME
from hotline.server.mail import SmtpMailer
from hotline.services.alerts import send_trial
from hotline.settings.alerts import read_alerts


@click.group()
def alerts() -> None:
    """Alerts by e-mail."""


@alerts.command("test")
def send_trial_mail() -> None:
    """Send a trial mail to everybody who gets alerts."""
    settings = read_alerts(os.environ)
    if settings is None:
        raise click.ClickException("No alerts are configured: HOTLINE_SMTP_HOST and HOTLINE_ALERT_TO are not set.")
    send_trial(SmtpMailer(settings), socket.gethostname(), datetime.now(OFFICE_TIME))
    click.echo(f"A trial mail went to {', '.join(settings.receivers)}.")
