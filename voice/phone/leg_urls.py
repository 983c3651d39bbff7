"""URLs of the webhooks of outbound legs: each carries its leg, so that any process can serve any step of it."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from hotline.core.calls import OutboundLeg
from voice.gateways.protocol import strip_controls


def leg_url(public_url: str, step: str, leg: OutboundLeg) -> str:
    """The URL of a step of ``leg``: ``whisper``, ``accepted``, ``leg`` (its end) or ``room`` (the conference).

    >>> leg_url("https://x", "whisper", OutboundLeg("CA1", 3, joins=True))
    'https://x/voice/whisper?call=CA1&serial=3&joins=1'
    """
    query = {"call": leg.call, "serial": str(leg.serial), "subject": leg.subject}
    query |= {"enquiry": "" if leg.enquiry is None else str(leg.enquiry), "joins": "1" if leg.joins else ""}
    return f"{public_url}/voice/{step}?" + urlencode({name: value for name, value in query.items() if value})


def read_leg(query: Mapping[str, str]) -> OutboundLeg:
    """The leg in the query of a URL; values that make no sense are left out.

    >>> read_leg({"call": "CA1", "serial": "3", "enquiry": "x", "joins": "1"})
    OutboundLeg(call='CA1', serial=3, subject='', enquiry=None, joins=True)
    """
    serial, enquiry = query.get("serial", ""), query.get("enquiry", "")
    return OutboundLeg(
        call=strip_controls(query.get("call", "")[:100]),
        serial=int(serial) if _is_count(serial) else 0,
        subject=strip_controls(query.get("subject", "")[:100]),
        enquiry=int(enquiry) if _is_count(enquiry) else None,
        joins=query.get("joins") == "1",
    )


def goodbye_url(public_url: str) -> str:
    """The URL of what a caller hears whose conference with staff has ended."""
    return f"{public_url}/voice/talked"


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 9
