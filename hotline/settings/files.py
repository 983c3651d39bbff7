"""Where files beside the records are kept: the data folder, another folder, or a bucket of S3-compatible storage."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from hotline.settings.checks import UnsafeSettings, check_api

REGION = "us-east-1"
"""What storage that has no regions expects in a signature."""


@dataclass(frozen=True)
class S3Access:
    """A bucket, the prefix of our files in it, and how we prove ourselves. The provider makes ``key`` and ``secret``,
    so their length is not checked."""

    bucket: str
    prefix: str
    endpoint: str
    key: str
    secret: str = field(repr=False)
    region: str = REGION

    def __post_init__(self) -> None:
        bucket = re.fullmatch("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", self.bucket)
        prefix = re.fullmatch("([A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*)?", self.prefix)
        if not (bucket and prefix):
            raise UnsafeSettings("HOTLINE_FILES must be such as s3://bucket/prefix, without a name or password in it.")
        for variable, value in (("ENDPOINT", self.endpoint), ("KEY", self.key), ("SECRET", self.secret)):
            if not value:
                raise UnsafeSettings(f"HOTLINE_S3_{variable} is not set, and HOTLINE_FILES names a bucket.")
        check_api("HOTLINE_S3_ENDPOINT", self.endpoint)
        if not re.fullmatch("[a-z0-9-]{1,40}", self.region):
            raise UnsafeSettings("HOTLINE_S3_REGION must be the name of a region, such as us-east-1.")


def read_files(environ: Mapping[str, str]) -> Path | S3Access | None:
    """The folder or bucket that ``HOTLINE_FILES`` names; None for the data folder. Nothing is looked for there yet."""
    named = environ.get("HOTLINE_FILES", "")
    if not named:
        return None
    if named.startswith("s3://"):
        bucket, _, prefix = named.removeprefix("s3://").partition("/")
        return S3Access(
            bucket=bucket,
            prefix=prefix.rstrip("/"),
            endpoint=environ.get("HOTLINE_S3_ENDPOINT", "").rstrip("/"),
            key=environ.get("HOTLINE_S3_KEY", ""),
            secret=environ.get("HOTLINE_S3_SECRET", ""),
            region=environ.get("HOTLINE_S3_REGION") or REGION,
        )
    if not named.startswith("/"):
        raise UnsafeSettings("HOTLINE_FILES must be the whole path of a folder, or such as s3://bucket/prefix.")
    return Path(named)
