"""What a picture says of itself, read by the library Pillow, which is allowed PNG and JPEG alone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PIL import ExifTags, Image

from hotline.core.attachments import AttachmentKind

MOST_PIXELS = 50_000_000
"""Pixels of a picture: a phone's camera takes 12 to 48 million."""
_KINDS = {"PNG": AttachmentKind.PNG, "JPEG": AttachmentKind.JPEG}
_BAD = (
    *(OSError, ValueError, SyntaxError, KeyError),
    *(Image.DecompressionBombError, Image.DecompressionBombWarning),
)


class UnreadablePicture(Exception):
    """The file is no picture, is damaged, or would have far too many pixels."""


@dataclass(frozen=True)
class Picture:
    kind: AttachmentKind
    width: int
    height: int
    tells_place: bool
    """Whether it holds the place at which it was taken, as pictures of phones do."""


def read(path: Path) -> Picture:
    """Read the head of a picture and check what the form has checksums for; no pixels are decoded.

    Raises UnreadablePicture."""
    try:
        with Image.open(path, formats=tuple(_KINDS)) as opened:
            kind, (width, height) = _KINDS[opened.format or ""], opened.size
            tells_place = _tells_place(opened)
        with Image.open(path, formats=tuple(_KINDS)) as opened:  # a picture that was verified cannot be read any more
            opened.verify()
    except _BAD as error:
        raise UnreadablePicture(str(error)) from error
    return Picture(kind, width, height, tells_place)


def _tells_place(opened: Image.Image) -> bool:
    """Of a PNG only what stands before its pixels is looked at: Pillow would decode them to look behind them."""
    if "exif" not in opened.info:
        return False
    return bool(opened.getexif().get_ifd(ExifTags.IFD.GPSInfo))
