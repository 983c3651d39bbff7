"""The forms in which providers and exchanges write a caller's number."""

import pytest

from voice.telephone_numbers import normalise


@pytest.mark.parametrize(
    "address",
    [
        "sip:+8613322220009@sbc.example",
        "sip:13322220009@10.0.0.5;user=phone",
        "sip:13322220009@10.0.0.5:5060;transport=udp?X-Name=1",
        "sips:%2B8613322220009@[2001:db8::1]:5061",
        "sip:+8613322220009;phone-context=+86@sbc.example;user=phone",
        "sip:+8613322220009:secret@sbc.example",
        '"张三" <sip:+86-133-2222-0009@sbc.example>;tag=88a7s',
        "SIP:+8613322220009@SBC.EXAMPLE",
        "tel:+86-133-2222-0009",
        "tel:13322220009;phone-context=+86",
        "<tel:+86(133)22220009>",
    ],
)
def test_the_user_of_a_sip_or_tel_address_is_the_caller_where_it_is_a_number(address):
    assert normalise(address) == "+8613322220009"


@pytest.mark.parametrize(
    "address",
    [
        "sip:anonymous@anonymous.invalid",
        "sip:anonymous@sbc.example;user=phone",
        "sip:13322220009@anonymous.invalid",
        '"Anonymous" <sip:thisis@anonymous.invalid>',
        "sip:+266696687@sbc.example",
        "sip:Restricted@sbc.example",
        "sip:unavailable@unknown.invalid",
        "sip:alice@sbc.example",
        "sip:8001@10.0.0.5",
        "sip:10.0.0.5",
        "sip:13322220009",
        "sip:@sbc.example",
        "sip:",
        "tel:",
        "client:alice",
    ],
)
def test_an_address_without_a_number_is_an_unknown_caller(address):
    assert normalise(address) == ""
