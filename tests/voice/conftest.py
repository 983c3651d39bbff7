"""Settings and an application with every gateway configured at once."""

from dataclasses import replace

import pytest

from hotline.app import create_app
from hotline.settings.gateways import AndroidAccess, KannelAccess, TwilioAccount
from tests.support.gateway_requests import KANNEL_PASSWORD, KANNEL_SECRET, SIGNING_KEY


@pytest.fixture
def all_gateways(settings):
    """Settings with every gateway on."""
    return replace(
        settings,
        twilio_account=TwilioAccount("AC" + "0" * 32, "+8687112345678"),
        kannel=KannelAccess(KANNEL_SECRET, "http://127.0.0.1:9/cgi-bin/sendsms", "hotline", KANNEL_PASSWORD),
        android=AndroidAccess(SIGNING_KEY, "http://127.0.0.1:9", "SMS", "a password of its own"),
    )


@pytest.fixture
def gateway_client(all_gateways, line, compiled_templates):
    """A client of an application with every gateway on."""
    app = create_app(all_gateways, line=line)
    app.jinja_env.bytecode_cache = compiled_templates
    return app.test_client()
