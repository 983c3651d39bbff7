"""Twilio's REST API: sending a text, dialling, redirecting a leg, fetching and deleting a recording.

Messages: https://www.twilio.com/docs/messaging/api/message-resource
Calls: https://www.twilio.com/docs/voice/api/call-resource
Recordings: https://www.twilio.com/docs/voice/api/recording"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

from twilio.base.exceptions import TwilioException
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response
from twilio.rest import Client

from hotline.core.errors import NotFound, Unavailable
from hotline.core.providers import Recording, SendFailed
from voice.gateways.http_client import TIMEOUT_SECONDS, ProviderUnreachable, run_with_deadline, send_request
from voice.telephone_numbers import dialable

_HOME = "https://api.twilio.com"
_RECORDING = re.compile(r"/Recordings/(RE[0-9a-f]{32})(?:\.(?:wav|mp3|json))?$", re.ASCII)
LARGEST_RECORDING = 8 * 1024 * 1024
"""Bytes; two minutes of WAV at 8 kHz and 16 bits are a quarter of it."""
TEMPORARY_ERRORS = frozenset({"20429", "20503", "21611", "30001", "30002", "30003", "30036", "30500"})
"""Errors after which a text may be accepted later: rate limits, outages of Twilio, an account without credit, a
telephone that is off. Each was read on 2026-11-23 at https://www.twilio.com/docs/api/errors/NUMBER. All others, such as
21610 (the recipient opted out) and 30006 (a landline), are final."""
_ENDED = frozenset({20404, 21220})
"""The call is unknown or is not in progress: https://www.twilio.com/docs/api/errors/21220"""


def is_temporary(code: str) -> bool:
    """Whether a text that failed with Twilio's error ``code`` ("" for none) may be accepted later.

    >>> is_temporary("20429"), is_temporary("21610"), is_temporary("")
    (True, False, False)
    """
    return code in TEMPORARY_ERRORS


class _ConfiguredHost(TwilioHttpClient):  # type: ignore[misc]
    """The library's HTTP client, sending to the configured host and within one deadline. Tests configure a stand-in."""

    def __init__(self, api_url: str, seconds: float) -> None:
        super().__init__(timeout=seconds)
        self._api_url = api_url
        self._seconds = seconds

    def request(self, method: str, url: str, *arguments: object, **more: object) -> Response:
        request = super().request
        configured = self._api_url + url.removeprefix(_HOME)
        return run_with_deadline(lambda: request(method, configured, *arguments, **more), self._seconds)


@dataclass(frozen=True)
class TwilioApi:
    """An account at Twilio, used through https://www.twilio.com/docs/messaging/api/message-resource,
    https://www.twilio.com/docs/voice/api/call-resource and https://www.twilio.com/docs/voice/api/recording.

    ``number`` (E.164) is the office's own, from which texts and calls go out. ``seconds`` is the time-out
    of one request. The methods are those of ``hotline.core.providers.Telephony``."""

    sid: str
    auth_token: str = field(repr=False)
    number: str
    api_url: str = _HOME
    seconds: float = TIMEOUT_SECONDS

    @cached_property
    def _client(self) -> Client:
        return Client(self.sid, self.auth_token, http_client=_ConfiguredHost(self.api_url, self.seconds))

    def send(self, number: str, body: str, receipt_url: str) -> str:
        """Send a text; its SID. Raises SendFailed when Twilio does not accept it."""
        try:
            sent = self._client.messages.create(
                to=number, from_=self.number, body=body, status_callback=receipt_url or None
            )
        except TwilioException as error:
            status, code = getattr(error, "status", 0), str(getattr(error, "code", ""))
            # 401 and 403 are about our account: the office can mend it, and the text should go then.
            passing = status in (401, 403, 429) or status >= 500 or is_temporary(code)
            raise SendFailed(f"{status} {code}", passing=passing) from error
        except (OSError, ValueError) as error:  # requests' own errors are OSErrors
            raise SendFailed(type(error).__name__, passing=True) from error
        if not sent.sid:
            raise SendFailed("no id came", passing=True)
        return str(sent.sid)

    def fetch_recording(self, url: str) -> Recording:
        """The recording that ``url`` names, as MP3. It is fetched from the configured host, whatever ``url`` says."""
        mp3_url = f"{self.api_url}/2010-04-01/Accounts/{self.sid}/Recordings/{_recording_sid(url)}.mp3"
        try:
            response = send_request(
                mp3_url, login=(self.sid, self.auth_token), largest=LARGEST_RECORDING, seconds=self.seconds
            )
        except ProviderUnreachable as error:
            raise Unavailable("录音现在取不到，请过一会儿再试。") from error
        if response.status == 404:
            raise NotFound("录音已经不在了。")
        if response.status != 200 or not response.mimetype.startswith("audio/"):
            raise Unavailable(f"录音现在取不到（{response.status}），请过一会儿再试。")
        return Recording(response.body, response.mimetype)

    def delete_recording(self, url: str) -> None:
        try:
            self._client.recordings(_recording_sid(url)).delete()
        except TwilioException as error:
            if getattr(error, "status", 0) != 404:
                raise Unavailable("录音现在删不掉，请过一会儿再试。") from error
        except (OSError, ValueError) as error:
            raise Unavailable("录音现在删不掉，请过一会儿再试。") from error

    def redirect(self, leg: str, url: str) -> None:
        try:
            self._client.calls(leg).update(url=url, method="POST")
        except TwilioException as error:
            if getattr(error, "status", 0) == 404 or getattr(error, "code", 0) in _ENDED:
                raise NotFound("通话已经结束。") from error
            raise Unavailable("电话现在接不过去，请再试一次。") from error
        except (OSError, ValueError) as error:
            raise Unavailable("电话现在接不过去，请再试一次。") from error

    def ring(self, number: str, url: str, *, status_url: str, seconds: int) -> str:
        try:
            call = self._client.calls.create(
                to=dialable(number),
                from_=self.number,
                url=url,
                method="POST",
                status_callback=status_url,
                status_callback_method="POST",
                status_callback_event=["initiated", "ringing", "answered", "completed"],
                timeout=seconds,
            )
        except TwilioException as error:
            # The library's message repeats the number, and this is logged; so the message is left out.
            raise Unavailable(f"电话现在打不出去（{getattr(error, 'code', '')}），请再试一次。") from None
        except (OSError, ValueError) as error:
            raise Unavailable("电话现在打不出去，请再试一次。") from error
        return str(call.sid)


def _recording_sid(url: str) -> str:
    named = _RECORDING.search(url)
    if named is None:
        raise NotFound("没有这段录音。")
    return named[1]
