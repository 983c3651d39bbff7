"""Opens the line for a command and closes it at the end."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from hotline.app import open_line
from hotline.services.line import Line
from hotline.settings import Places


@contextmanager
def opened_line() -> Iterator[Line]:
    """The line of the var folder and database that the environment names; its connections are closed at the end."""
    line = open_line(Places.from_env(os.environ))
    try:
        yield line
    finally:
        line.records.close()
