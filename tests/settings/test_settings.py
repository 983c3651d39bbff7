import socket
from pathlib import Path

import pytest

from hotline.core.permissions import Role
from hotline.settings import Places, Settings
from hotline.settings.checks import UnsafeSettings, is_loopback

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
        ("HOTLINE_LOG", "xml"),
        ("HOTLINE_SECRET_KEY", "short"),
        ("HOTLINE_SECRET_KEY", "a" * 64),
        ("HOTLINE_TWILIO_AUTH_TOKEN", "token"),
        ("HOTLINE_PUBLIC_URL", "http://96128.example.cn"),
        ("HOTLINE_PUBLIC_URL", "https://96128.example.cn/hotline"),
        ("HOTLINE_PUBLIC_URL", "96128.example.cn"),
        ("HOTLINE_TRUSTED_PROXIES", "many"),
        ("HOTLINE_MAX_CALL_MINUTES", "0"),
        ("HOTLINE_MAX_CALL_MINUTES", "a while"),
        ("HOTLINE_EARS", "yes"),
        ("HOTLINE_EARS", "whisper"),
        ("HOTLINE_SPEAKER", "zm_yunjian.bin"),
        ("HOTLINE_SPEAKER", "/srv/voices/zm_yunjian.wav"),
        ("HOTLINE_SPEECH_PAUSE", "0"),
        ("HOTLINE_SPEECH_PAUSE", "2.5"),
        ("HOTLINE_SPEECH_PAUSE", "auto"),
        ("HOTLINE_SPEECH_PAUSE", "11"),
        ("HOTLINE_TRUSTED_PROXIES", "6"),
        ("HOTLINE_TRUSTED_PROXIES", "²"),
        ("HOTLINE_MATCHING", "off"),
        ("HOTLINE_KEEP_WORDS_DAYS", "29"),
        ("HOTLINE_KEEP_WORDS_DAYS", "3651"),
        ("HOTLINE_KEEP_WORDS_DAYS", "two years"),
        ("HOTLINE_HOST", "sms 1"),
        ("HOTLINE_HOST", "x" * 64),
        ("HOTLINE_HOST", "-sms1"),
        ("HOTLINE_OPERATOR_LINES", "+8687163100001,分机"),
        ("HOTLINE_OPERATOR_LINES", ",".join(str(number) for number in range(12340, 12351))),
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


def test_a_pause_in_speech_lasts_three_seconds_unless_the_office_sets_it():
    assert Settings.from_env(GOOD).hears
    assert not Settings.from_env({**GOOD, "HOTLINE_EARS": "none"}).hears
    assert Settings.from_env(GOOD).speech_pause_seconds == 3
    assert Settings.from_env({**GOOD, "HOTLINE_SPEECH_PAUSE": "5"}).speech_pause_seconds == 5


def test_secrets_do_not_show_when_settings_are_printed():
    shown = repr(Settings.from_env(GOOD))
    assert GOOD["HOTLINE_SECRET_KEY"] not in shown
    assert GOOD["HOTLINE_TWILIO_AUTH_TOKEN"] not in shown
    database = {"HOTLINE_DATABASE_URL": "postgresql+psycopg://hotline:kept-secret@db/hotline"}
    assert "kept-secret" not in repr(Settings.from_env(GOOD | database))


def test_the_folder_of_a_sentence_encoder_is_none_unless_named_and_is_found_from_anywhere():
    assert Settings.from_env(GOOD).places.embeddings is None
    assert Settings.from_env(GOOD | {"HOTLINE_EMBEDDINGS": "models/bge"}).places.embeddings == Path.cwd() / "models/bge"


@pytest.mark.parametrize("address", ["https://96128.example.cn:8443", "http://[::1]:8096"])
def test_an_address_may_have_a_port(address):
    assert Settings.from_env({**GOOD, "HOTLINE_PUBLIC_URL": address}).public_url == address


def test_the_demo_refuses_a_public_url_on_another_machine():
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


TWILIO = {"HOTLINE_TWILIO_ACCOUNT_SID": "AC" + "0f" * 16, "HOTLINE_TWILIO_NUMBER": "+8687112345678"}
KANNEL = {"HOTLINE_KANNEL_SECRET": "0f2b6c1e9a7d4835" * 2, "HOTLINE_KANNEL_PASSWORD": "9f8e7d6c5b4a3928" * 2}
ANDROID = {
    "HOTLINE_ANDROID_SIGNING_KEY": "1a2b3c4d5e6f7a8b" * 2,
    "HOTLINE_ANDROID_API_URL": "https://api.sms-gate.app/3rdparty/v1/",
    "HOTLINE_ANDROID_USER": "ABCDEF",
    "HOTLINE_ANDROID_PASSWORD": "drawn-by-app",
}


def test_a_gateway_is_in_use_when_its_settings_are_there_and_two_can_be_in_use_at_once():
    alone = Settings.from_env(GOOD)
    assert (alone.kannel, alone.android, alone.twilio_account, alone.text_gateway) == (None, None, None, "twilio")
    both = Settings.from_env(GOOD | KANNEL | ANDROID | {"HOTLINE_TEXT_GATEWAY": "kannel"})
    assert both.kannel.send_url == "http://127.0.0.1:13013/cgi-bin/sendsms"
    assert both.android.api_url == "https://api.sms-gate.app/3rdparty/v1"
    assert Settings.from_env(GOOD | TWILIO).twilio_account.api_url == "https://api.twilio.com"


@pytest.mark.parametrize("missing", [*TWILIO, *KANNEL, *ANDROID])
def test_an_incomplete_gateway_stops_the_start_and_the_missing_setting_is_named(missing):
    (whole,) = [gateway for gateway in (TWILIO, KANNEL, ANDROID) if missing in gateway]
    half = {name: value for name, value in whole.items() if name != missing}
    chosen = {"HOTLINE_TEXT_GATEWAY": missing.split("_")[1].lower()}
    with pytest.raises(UnsafeSettings, match=missing):
        Settings.from_env(GOOD | half | chosen)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("HOTLINE_TWILIO_ACCOUNT_SID", "ACCOUNT"),
        ("HOTLINE_TWILIO_ACCOUNT_SID", "AC" + "0f" * 16 + "/.."),
        ("HOTLINE_TWILIO_NUMBER", "96128"),
        ("HOTLINE_TWILIO_API_URL", "http://api.twilio.com"),
        ("HOTLINE_TWILIO_API_URL", "https://somebody:secret@api.twilio.com"),
        ("HOTLINE_TWILIO_API_URL", "ftp://api.twilio.com"),
        ("HOTLINE_TWILIO_API_URL", "https://"),
        ("HOTLINE_TWILIO_API_URL", "https://api.twilio.com:99999"),
        ("HOTLINE_TWILIO_SHARED_KEY", "short"),
        ("HOTLINE_KANNEL_SECRET", "short"),
        ("HOTLINE_KANNEL_SECRET", "a" * 64),
        ("HOTLINE_KANNEL_SECRET", "0f2b6c1e9a7d4835" * 2 + "@kannel"),
        ("HOTLINE_KANNEL_PASSWORD", "short"),
        ("HOTLINE_KANNEL_PASSWORD", KANNEL["HOTLINE_KANNEL_SECRET"]),
        ("HOTLINE_KANNEL_SEND_URL", "http://10.0.0.7:13013/cgi-bin/sendsms"),
        ("HOTLINE_ANDROID_SIGNING_KEY", "3sLq9Xb1"),
        ("HOTLINE_ANDROID_API_URL", "http://192.168.1.10:8080"),
        ("HOTLINE_TEXT_GATEWAY", "pigeon"),
        ("HOTLINE_TEXT_GATEWAY", "Kannel"),
        ("HOTLINE_VOICE_GATEWAY", "kannel"),
    ],
)
def test_a_weak_or_wrong_gateway_stops_the_start_and_is_named(variable, value):
    with pytest.raises(UnsafeSettings, match=variable):
        Settings.from_env({**GOOD, **TWILIO, **KANNEL, **ANDROID, variable: value})


@pytest.mark.parametrize("gateway", ["kannel", "android"])
def test_a_gateway_without_settings_cannot_be_the_text_gateway(gateway):
    with pytest.raises(UnsafeSettings, match="HOTLINE_TEXT_GATEWAY"):
        Settings.from_env(GOOD | {"HOTLINE_TEXT_GATEWAY": gateway})


@pytest.mark.parametrize("other", [KANNEL, ANDROID])
def test_the_text_gateway_must_be_named_when_twilio_has_no_account(other):
    with pytest.raises(UnsafeSettings, match="HOTLINE_TEXT_GATEWAY"):
        Settings.from_env(GOOD | other)


def test_an_api_on_this_machine_may_be_called_without_tls():
    stand_in = {"HOTLINE_TWILIO_API_URL": "http://127.0.0.1:8099/"}
    assert Settings.from_env(GOOD | TWILIO | stand_in).twilio_account.api_url == "http://127.0.0.1:8099"


def test_the_secrets_of_gateways_do_not_show_when_settings_are_printed():
    shared = {"HOTLINE_TWILIO_SHARED_KEY": "7c6b5a4938271605" * 2, "HOTLINE_TEXT_GATEWAY": "kannel"}
    shown = repr(Settings.from_env(GOOD | TWILIO | KANNEL | ANDROID | shared))
    secrets = [*KANNEL.values(), ANDROID["HOTLINE_ANDROID_SIGNING_KEY"], ANDROID["HOTLINE_ANDROID_PASSWORD"]]
    for secret in [*secrets, shared["HOTLINE_TWILIO_SHARED_KEY"]]:
        assert secret not in shown


def test_the_operators_numbers_are_separated_by_commas():
    read = Settings.from_env(GOOD | {"HOTLINE_OPERATOR_LINES": " +8687163100001, 12348,,12348 "})
    assert read.operator_lines == ("+8687163100001", "12348")
    assert Settings.from_env(GOOD).operator_lines == ()


def test_a_host_has_the_name_that_is_set_and_else_that_of_the_machine():
    assert Places.from_env({"HOTLINE_HOST": "sms1.example.gov.cn"}).host == "sms1.example.gov.cn"
    assert Places.from_env({}).host == socket.gethostname()


@pytest.mark.parametrize(
    "place", ["memory", "redis", "redis://", "redis://127.0.0.1:x", "http://127.0.0.1:6379", "RECORDS", "records "]
)
def test_limits_are_counted_in_the_records_or_in_redis_and_nowhere_else(place):
    with pytest.raises(UnsafeSettings, match="HOTLINE_LIMITS"):
        Settings.from_env(GOOD | {"HOTLINE_LIMITS": place})


def test_the_password_of_redis_is_not_in_the_repr():
    settings = Settings.from_env(GOOD | {"HOTLINE_LIMITS": "redis://:open-sesame@127.0.0.1:6379/0"})
    assert settings.limits.startswith("redis://")
    assert "open-sesame" not in repr(settings)


def test_a_second_factor_is_demanded_of_the_roles_that_are_named():
    assert Settings.from_env(GOOD).second_factor == frozenset()
    named = Settings.from_env(GOOD | {"HOTLINE_SECOND_FACTOR": "administrator, reviewer,"}).second_factor
    assert named == {Role.ADMINISTRATOR, Role.REVIEWER}


@pytest.mark.parametrize("listed", ["everybody", "administrator;reviewer", "Administrator"])
def test_a_role_that_there_is_not_is_refused(listed):
    with pytest.raises(UnsafeSettings, match="HOTLINE_SECOND_FACTOR"):
        Settings.from_env(GOOD | {"HOTLINE_SECOND_FACTOR": listed})
