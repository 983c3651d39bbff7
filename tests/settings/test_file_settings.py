"""Where files beside the records are kept: what is accepted, and what is refused with the variable's name."""

from pathlib import Path

import pytest

from hotline.services.backup.settings_copy import list_settings
from hotline.settings import Places
from hotline.settings.checks import UnsafeSettings
from hotline.settings.files import S3Access

BUCKET = {
    "HOTLINE_VAR": "/srv/hotline/var",
    "HOTLINE_FILES": "s3://city-hotline/line/prompts",
    "HOTLINE_S3_ENDPOINT": "https://s3.example.gov.cn",
    "HOTLINE_S3_KEY": "AKIA0123456789",
    "HOTLINE_S3_SECRET": "wJalrXUtnFEMI/K7MDENG",
}


def test_unless_set_recordings_are_played_from_the_data_folder_itself():
    places = Places.from_env({"HOTLINE_VAR": "/srv/hotline/var"})
    assert (places.files, places.audio) == (None, Path("/srv/hotline/var/audio"))


def test_with_a_folder_recordings_are_played_from_a_copy_of_it():
    places = Places.from_env({"HOTLINE_VAR": "/srv/hotline/var", "HOTLINE_FILES": "/mnt/share/prompts"})
    assert (places.files, places.audio) == (Path("/mnt/share/prompts"), Path("/srv/hotline/var/audio-copy"))


@pytest.mark.parametrize(
    ("named", "bucket", "prefix"),
    [
        ("s3://city-hotline/line/prompts", "city-hotline", "line/prompts"),
        ("s3://city-hotline/line/", "city-hotline", "line"),
        ("s3://city-hotline", "city-hotline", ""),
    ],
)
def test_with_a_bucket_recordings_are_played_from_a_copy_of_it(named, bucket, prefix):
    places = Places.from_env({**BUCKET, "HOTLINE_FILES": named})
    assert places.audio == Path("/srv/hotline/var/audio-copy")
    assert places.files == S3Access(
        bucket, prefix, "https://s3.example.gov.cn", "AKIA0123456789", "wJalrXUtnFEMI/K7MDENG", "us-east-1"
    )


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("HOTLINE_FILES", "prompts"),
        ("HOTLINE_FILES", "ftp://example/prompts"),
        ("HOTLINE_FILES", "s3://"),
        ("HOTLINE_FILES", "s3://key:secret@bucket/prompts"),
        ("HOTLINE_FILES", "s3://Bucket"),
        ("HOTLINE_FILES", "s3://bucket/../other"),
        ("HOTLINE_FILES", "s3://bucket//prompts"),
        ("HOTLINE_FILES", "s3://bucket/prompts?versionId=1"),
        ("HOTLINE_S3_ENDPOINT", ""),
        ("HOTLINE_S3_ENDPOINT", "s3.example.gov.cn"),
        ("HOTLINE_S3_ENDPOINT", "http://s3.example.gov.cn"),
        ("HOTLINE_S3_ENDPOINT", "https://key:secret@s3.example.gov.cn"),
        ("HOTLINE_S3_KEY", ""),
        ("HOTLINE_S3_SECRET", ""),
        ("HOTLINE_S3_REGION", "cn north"),
    ],
)
def test_a_wrong_setting_is_refused_by_name_and_shows_no_secret(variable, value):
    with pytest.raises(UnsafeSettings, match=variable) as told:
        Places.from_env({**BUCKET, variable: value})
    assert "secret@" not in str(told.value)
    assert BUCKET["HOTLINE_S3_SECRET"] not in str(told.value)


def test_storage_on_this_machine_needs_no_tls():
    assert Places.from_env({**BUCKET, "HOTLINE_S3_ENDPOINT": "http://127.0.0.1:9000/"}).files.endpoint == (
        "http://127.0.0.1:9000"
    )


def test_the_secret_is_neither_printed_nor_backed_up():
    assert BUCKET["HOTLINE_S3_SECRET"] not in repr(Places.from_env(BUCKET))
    assert BUCKET["HOTLINE_S3_SECRET"] not in list_settings(BUCKET)
