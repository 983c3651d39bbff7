"""The text of a PDF, read back as a reader program does, and whether this machine can make letters as PDF."""

import shutil
import subprocess
from ctypes.util import find_library

import pypdfium2
import pytest


def _can_make_letters():
    if find_library("pangoft2-1.0") is None or shutil.which("fc-list") is None:
        return False
    return bool(subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, check=False).stdout)


NEEDS_PANGO = pytest.mark.skipif(
    not _can_make_letters(), reason="Debian's libpangoft2-1.0-0 or fonts-noto-cjk is missing"
)


def read_back(content):
    """The pages of a PDF as texts without white space."""
    return ["".join(page.get_textpage().get_text_bounded().split()) for page in pypdfium2.PdfDocument(content)]
