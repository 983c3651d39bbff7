"""The gateways of this office, opened from its settings: one for calls, and one or more for texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from voice.gateways.android import Android
from voice.gateways.kannel import Kannel
from voice.gateways.protocol import TextGateway
from voice.gateways.sip_control import SipLineControl
from voice.gateways.twilio.api import TwilioApi
from voice.gateways.twilio.webhooks import Twilio

if TYPE_CHECKING:
    from hotline.core.providers import Telephony
    from hotline.settings import Settings


@dataclass(frozen=True)
class Gateways:
    """``texts`` maps the name of each SMS gateway to it. The name is its path under ``/sms/`` and its value in
    HOTLINE_TEXT_GATEWAY."""

    voice: Twilio
    texts: Mapping[str, TextGateway]
    telephony: Telephony | None = None
    """Controls calls in progress and recordings: Twilio's account, or the office's own line."""

    @property
    def senders(self) -> dict[str, TextGateway]:
        """Gateways that can send outside a webhook response. Twilio needs an account for that."""
        return {name: gateway for name, gateway in self.texts.items() if gateway is not self.voice or self.voice.api}


def open_gateways(settings: Settings, now: Callable[[], datetime]) -> Gateways:
    """Open Twilio and every other gateway that is configured; ``now`` returns an aware time."""
    account = settings.twilio_account
    api = TwilioApi(account.sid, settings.twilio_auth_token, account.number, account.api_url) if account else None
    twilio = Twilio(settings.twilio_auth_token, settings.public_url, settings.twilio_shared_key, api)
    texts: list[TextGateway] = [twilio]
    if kannel := settings.kannel:
        texts.append(Kannel(kannel.secret, settings.public_url, kannel.send_url, kannel.user, kannel.password))
    if android := settings.android:
        texts.append(Android(android.signing_key, android.api_url, android.user, android.password, now))
    own_line = SipLineControl(settings.sip.control, settings.twilio_auth_token) if settings.sip else None
    return Gateways(twilio, {gateway.name: gateway for gateway in texts}, own_line or api)
