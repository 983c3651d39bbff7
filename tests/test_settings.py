import pytest

from hotline.safety import UnsafeSettings, is_loopback
from hotline.settings import Settings

GOOD = {
    "HOTLINE_SECRET_KEY": "0f2b6c1e9a7d4835" * 3,
    "HOTLINE_TWILIO_AUTH_TOKEN": "9f8e7d6c5b4a39281706f5e4d3c2b1a0",
    "HOTLINE_PUBLIC_URL": "https://96128.example.cn/",
}


def test_a_complete_environment_is_accepted_and_the_address_loses_its_slash():
    assert Settings.from_env(GOOD).public_url == "https://96128.example.cn"


@pytest.mark.parametrize("variable", GOOD)
def test_a_missing_setting_stops_the_start_and_is_named(variable):
    with pytest.raises(UnsafeSettings, match=variable):
        Settings.from_env({name: value for name, value in GOOD.items() if name != variable})


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("HOTLINE_SECRET_KEY", "short"),
        ("HOTLINE_SECRET_KEY", "a" * 64),
        ("HOTLINE_TWILIO_AUTH_TOKEN", "token"),
        ("HOTLINE_PUBLIC_URL", "http://96128.example.cn"),
        ("HOTLINE_PUBLIC_URL", "https://96128.example.cn/hotline"),
        ("HOTLINE_PUBLIC_URL", "96128.example.cn"),
        ("HOTLINE_TRUSTED_PROXIES", "many"),
        ("HOTLINE_TRUSTED_PROXIES", "6"),
        ("HOTLINE_TRUSTED_PROXIES", "²"),
        ("HOTLINE_MATCHING", "off"),
        ("HOTLINE_PUBLIC_URL", "https://96128.example.cn:port"),
        ("HOTLINE_PUBLIC_URL", "https://96128.example.cn:99999"),
        ("HOTLINE_PUBLIC_URL", "https://[::1"),
        ("HOTLINE_PUBLIC_URL", "https://somebody@96128.example.cn"),
        ("HOTLINE_PUBLIC_URL", "https://96128.example.cn#home"),
        ("HOTLINE_PUBLIC_URL", "https://96128.example.cn?a=b"),
    ],
)
def test_a_weak_or_wrong_setting_stops_the_start_and_is_named(variable, value):
    with pytest.raises(UnsafeSettings, match=variable):
        Settings.from_env({**GOOD, variable: value})


def test_secrets_do_not_show_when_settings_are_printed():
    shown = repr(Settings.from_env(GOOD))
    assert GOOD["HOTLINE_SECRET_KEY"] not in shown
    assert GOOD["HOTLINE_TWILIO_AUTH_TOKEN"] not in shown
    database = {"HOTLINE_DATABASE_URL": "postgresql+psycopg://hotline:kept-secret@db/hotline"}
    assert "kept-secret" not in repr(Settings.from_env(GOOD | database))


@pytest.mark.parametrize("address", ["https://96128.example.cn:8443", "http://[::1]:8096"])
def test_an_address_may_have_a_port(address):
    assert Settings.from_env({**GOOD, "HOTLINE_PUBLIC_URL": address}).public_url == address


def test_the_demo_refuses_an_address_that_others_can_reach():
    with pytest.raises(UnsafeSettings, match="this machine"):
        Settings.from_env({"HOTLINE_PUBLIC_URL": "https://96128.example.cn"}, demo_secrets=GOOD)


def test_cookies_are_secure_wherever_the_address_is_https():
    assert Settings.from_env(GOOD).https
    assert not Settings.from_env({}, demo_secrets=GOOD).https


@pytest.mark.parametrize(
    ("host", "expected"), [("127.0.0.1", True), ("::1", True), ("localhost", True), ("example.cn", False)]
)
def test_only_this_machine_is_loopback(host, expected):
    assert is_loopback(host) is expected
