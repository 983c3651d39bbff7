"""A file store in a bucket of S3-compatible storage, by the library obstore (MIT licence, no dependencies).

It speaks to the endpoint with the bucket in the path, as Ceph, Garage, MinIO, SeaweedFS and Amazon take it
(https://developmentseed.org/obstore/latest/api/store/aws/, read 2026-11-29)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

from obstore.exceptions import BaseError
from obstore.store import S3Store

from hotline.settings.files import S3Access
from hotline.storage.files.file_store import ListedFile, check_name, is_name

CONNECT = timedelta(seconds=3)
REQUEST = timedelta(seconds=8)
"""How long one request may take, with a recording in it."""
RETRY = timedelta(seconds=5)
"""After this time nothing is tried again."""
_REFUSALS = ("AccessDenied", "InvalidAccessKeyId", "SignatureDoesNotMatch")


class BucketStore:
    """The files in the bucket of ``access``, below its prefix. Nothing is asked of it before the first call."""

    def __init__(self, access: S3Access) -> None:
        self._access = access
        self._store = S3Store(
            access.bucket,
            prefix=access.prefix or None,
            endpoint=access.endpoint,
            region=access.region,
            access_key_id=access.key,
            secret_access_key=access.secret,
            virtual_hosted_style_request=False,
            client_options={
                "allow_http": access.endpoint.startswith("http://"),
                "connect_timeout": CONNECT,
                "timeout": REQUEST,
            },
            retry_config={"max_retries": 2, "retry_timeout": RETRY},
        )

    def read(self, name: str) -> bytes | None:
        check_name(name)
        with self._errors_in_words():
            try:
                return bytes(self._store.get(name).bytes())
            except FileNotFoundError as error:
                if _code(error) == "NoSuchBucket":
                    raise
                return None

    def write(self, name: str, content: bytes) -> None:
        check_name(name)
        with self._errors_in_words():
            self._store.put(name, content)

    def write_file(self, name: str, source: Path) -> None:
        check_name(name)
        with self._errors_in_words():
            self._store.put(name, source)

    def copy_to(self, name: str, target: BinaryIO) -> bool:
        check_name(name)
        with self._errors_in_words():
            try:
                for piece in self._store.get(name).stream():
                    target.write(piece)
            except FileNotFoundError as error:
                if _code(error) == "NoSuchBucket":
                    raise
                return False
        return True

    def delete(self, name: str) -> None:
        check_name(name)
        with self._errors_in_words():
            self._store.delete(name)

    def list_files(self) -> list[ListedFile]:
        with self._errors_in_words():
            found = self._store.list_with_delimiter()["objects"]
        listed = [
            ListedFile(
                one["path"],
                one["size"],
                one["e_tag"] or one["last_modified"].isoformat(),
                int(one["last_modified"].timestamp()) * 10**9,
            )
            for one in found
            if is_name(one["path"])
        ]
        return sorted(listed, key=lambda file: file.name)

    @contextmanager
    def _errors_in_words(self) -> Iterator[None]:
        """Raise an error of the library as an OSError that says which setting to look at, and holds no request."""
        try:
            yield
        except (BaseError, OSError) as error:
            raise OSError(self._reason(_code(error))) from None

    def _reason(self, code: str) -> str:
        endpoint = self._access.endpoint
        if code in _REFUSALS:
            return f"{endpoint} refuses HOTLINE_S3_KEY with HOTLINE_S3_SECRET ({code})"
        if code == "NoSuchBucket":
            return f"{endpoint} has no bucket {self._access.bucket}, which HOTLINE_FILES names"
        return f"{endpoint} answers with the error {code}" if code else f"{endpoint} does not answer"


def _code(error: BaseException) -> str:
    """The code in the error document that the storage answered with; "" when it did not answer with one."""
    found = re.search("<Code>([A-Za-z]+)</Code>", str(error))
    return found[1] if found else ""
