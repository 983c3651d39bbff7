"""The settings of the office's own line: what works, and what is refused with the variable's name."""

from ipaddress import ip_network

import pytest

from hotline.settings.checks import UnsafeSettings
from hotline.settings.sip_access import SipAccess, read_sip


def test_without_any_variable_the_line_takes_calls_from_this_machine_alone():
    access = read_sip({})
    assert access == SipAccess()
    assert access.takes_calls_from("127.0.0.1")
    assert not access.takes_calls_from("10.0.0.1")
    assert not access.takes_calls_from("")


def test_a_registrar_is_the_trunk_too_unless_another_is_named():
    account = {"HOTLINE_SIP_REGISTRAR": "ims.example.cn", "HOTLINE_SIP_PASSWORD": "secret"}
    assert read_sip(account).trunk == "ims.example.cn"
    assert read_sip(account | {"HOTLINE_SIP_TRUNK": "10.1.2.3:5080"}).trunk == "10.1.2.3:5080"
    assert "secret" not in repr(read_sip(account))


def test_peers_are_addresses_and_networks():
    access = read_sip({"HOTLINE_SIP_LISTEN": "0.0.0.0:5060", "HOTLINE_SIP_PEERS": "10.1.2.3, 10.1.4.0/24"})
    assert access.peers == (ip_network("10.1.2.3/32"), ip_network("10.1.4.0/24"))
    assert [access.takes_calls_from(one) for one in ("10.1.2.3", "10.1.4.9", "10.1.2.4", "127.0.0.1")] == [
        *(True, True),
        *(False, False),
    ]
    assert access.listens_everywhere


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("HOTLINE_SIP_LISTEN", "5060"),
        ("HOTLINE_SIP_LISTEN", "sip.example.cn:5060"),
        ("HOTLINE_SIP_LISTEN", "127.0.0.1:5060\nmodule_load x"),
        ("HOTLINE_SIP_TRANSPORT", "ws"),
        ("HOTLINE_SIP_TRANSPORT", "tls"),
        ("HOTLINE_SIP_USER", 'a";b'),
        ("HOTLINE_SIP_PASSWORD", 'a"b'),
        ("HOTLINE_SIP_REGISTRAR", "ims.example.cn;x=y"),
        ("HOTLINE_SIP_TRUNK", "a b"),
        ("HOTLINE_SIP_PEERS", "10.0.0.300"),
        ("HOTLINE_SIP_LINES", "0"),
        ("HOTLINE_SIP_LINES", "２"),
        ("HOTLINE_SIP_DIAL_MINUTES", "-1"),
        ("HOTLINE_SIP_CONTROL", "http://10.0.0.1:8097"),
        ("HOTLINE_SIP_SERVER", "http://10.0.0.1:8096"),
    ],
)
def test_a_value_that_would_not_work_or_not_be_safe_is_refused_by_name(variable, value):
    with pytest.raises(UnsafeSettings, match=variable if value != "tls" else "HOTLINE_SIP_CERTIFICATE"):
        read_sip({variable: value, "HOTLINE_SIP_PASSWORD": "x"} | {variable: value})


def test_a_line_that_others_reach_needs_its_peers_and_a_registrar_its_password():
    with pytest.raises(UnsafeSettings, match="HOTLINE_SIP_PEERS"):
        read_sip({"HOTLINE_SIP_LISTEN": "0.0.0.0:5060"})
    with pytest.raises(UnsafeSettings, match="HOTLINE_SIP_PASSWORD"):
        read_sip({"HOTLINE_SIP_REGISTRAR": "ims.example.cn"})
