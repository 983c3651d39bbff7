"""The network by which requests of one internet subscriber are counted."""

from ipaddress import IPv6Address, ip_address, ip_network


def subscriber_network(address: str) -> str:
    """``address`` for IPv4, its /64 network for IPv6: a subscriber has a whole /64 and can change address at will.

    A text that is no address is returned as it is.

    >>> subscriber_network("192.0.2.7"), subscriber_network("2001:db8:1:2:3:4:5:6")
    ('192.0.2.7', '2001:db8:1:2::/64')
    >>> subscriber_network("::ffff:192.0.2.7"), subscriber_network("")
    ('192.0.2.7', '')
    """
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return address
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ip_network((int(parsed), 64), strict=False))
