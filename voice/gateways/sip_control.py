"""The office's own line (`hotline sip`) as the provider of calls: recordings, and control of calls in progress.

Its webhooks are Twilio's, so ``voice.gateways.twilio.webhooks`` reads them; this is the way back."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

from hotline.core.errors import NotFound, Unavailable
from hotline.core.providers import Recording
from voice.gateways.http_client import TIMEOUT_SECONDS, ProviderResponse, ProviderUnreachable, send_request
from voice.gateways.twilio.api import LARGEST_RECORDING
from voice.telephone_numbers import dialable

_RECORDING = re.compile(r"/recordings/(RE[0-9a-f]{32})$", re.ASCII)


@dataclass(frozen=True)
class SipLineControl:
    """The methods are those of ``hotline.core.providers.Telephony``. ``url`` is HOTLINE_SIP_CONTROL."""

    url: str
    token: str = field(repr=False)

    def fetch_recording(self, url: str) -> Recording:
        """The recording that ``url`` names. It is fetched from the configured line, whatever ``url`` says."""
        response = self._ask("GET", f"/recordings/{_sid_of(url)}", "录音现在取不到，请过一会儿再试。")
        if response.status == 404:
            raise NotFound("录音已经不在了。")
        if response.status != 200:
            raise Unavailable(f"录音现在取不到（{response.status}），请过一会儿再试。")
        return Recording(response.body, "audio/wav")

    def delete_recording(self, url: str) -> None:
        response = self._ask("DELETE", f"/recordings/{_sid_of(url)}", "录音现在删不掉，请过一会儿再试。")
        if response.status not in (204, 404):
            raise Unavailable("录音现在删不掉，请过一会儿再试。")

    def redirect(self, leg: str, url: str) -> None:
        response = self._ask("POST", f"/calls/{leg}", "电话现在接不过去，请再试一次。", {"url": url})
        if response.status == 404:
            raise NotFound("通话已经结束。")
        if response.status != 204:
            raise Unavailable("电话现在接不过去，请再试一次。")

    def ring(self, number: str, url: str, *, status_url: str, seconds: int) -> str:
        command: dict[str, str | int] = {
            "number": dialable(number),
            "url": url,
            "status_url": status_url,
            "seconds": seconds,
        }
        response = self._ask("POST", "/calls", "电话现在打不出去，请再试一次。", command)
        if response.status != 201:
            raise Unavailable(f"电话现在打不出去（{response.status}），请再试一次。")
        return response.body.decode("ascii", "replace")

    def _ask(
        self, method: str, path: str, failed: str, command: dict[str, str | int] | None = None
    ) -> ProviderResponse:
        body = json.dumps(command).encode() if command is not None else None
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        try:
            return send_request(
                self.url + path,
                body,
                method=method,
                headers=headers,
                largest=LARGEST_RECORDING,
                seconds=TIMEOUT_SECONDS,
            )
        except ProviderUnreachable as error:
            raise Unavailable(failed) from error


def _sid_of(url: str) -> str:
    named = _RECORDING.search(url)
    if named is None:
        raise NotFound("没有这段录音。")
    return named[1]
