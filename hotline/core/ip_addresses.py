"""The networks by which requests are counted: that of one internet subscriber, and the one around it."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

_IPV4_PREFIXES = (32, 24)
_IPV6_PREFIXES = (64, 48)
"""Bits of the subscriber's network and of the wide one. An IPv6 subscriber is assigned "a minimum value of a /64"
(https://www.ripe.net/membership/policies/proposals/2005-08/draft/, read 2026-11-29), and many have a /48."""


@dataclass(frozen=True)
class Networks:
    """The networks of an address: ``subscriber`` is one line's, ``wide`` holds that of its neighbours too.

    Whoever can take many addresses mostly has them next to each other, so limits are counted at both sizes."""

    subscriber: str
    wide: str


def networks_of(address: str) -> Networks:
    """The networks of ``address``: /32 and /24 of IPv4, /64 and /48 of IPv6.

    A text that is no address is its own network of both sizes.

    >>> networks_of("192.0.2.7")
    Networks(subscriber='192.0.2.7', wide='192.0.2.0/24')
    >>> networks_of("2001:db8:1:2:3:4:5:6")
    Networks(subscriber='2001:db8:1:2::/64', wide='2001:db8:1::/48')
    >>> networks_of("::ffff:192.0.2.7").subscriber, networks_of("").wide
    ('192.0.2.7', '')
    """
    try:
        parsed: IPv4Address | IPv6Address = ip_address(address)
    except ValueError:
        return Networks(address, address)
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    prefixes = _IPV6_PREFIXES if isinstance(parsed, IPv6Address) else _IPV4_PREFIXES
    subscriber, wide = (ip_network((int(parsed), bits), strict=False) for bits in prefixes)
    return Networks(str(subscriber).removesuffix("/32"), str(wide))
