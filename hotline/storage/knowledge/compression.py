"""Compression of the long texts in a large knowledge file, which halves its size."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence

PACKED_FROM = 50_000
"""A file with at least so many entries and items is packed. Unpacking the candidates' texts adds a millisecond to each
question, which only pays for a file of hundreds of megabytes."""
PACKED_PAGE = 32_768
"""SQLite page size in bytes of a packed file; a posting list fits in one page."""
_PHRASES = 8_192
"""Characters of sample text in the deflate dictionary, which every packed text may refer back to."""
_RAW = -15
"""zlib's wbits for raw deflate. It has no header and no checksum; the file is checked as a whole."""


def choose_phrases(texts: Iterable[str]) -> str:
    """The deflate dictionary for texts like the sample ``texts``."""
    return "".join(texts)[:_PHRASES]


class Packer:
    """Packs the texts of one document into a blob, and unpacks them.

    ``phrases`` is the deflate dictionary, which stands in the same file. Without one nothing is packed: the first text
    is stored as it is, and the others must be stored elsewhere."""

    def __init__(self, phrases: str) -> None:
        self.phrases = phrases
        self._phrases = phrases.encode()

    @property
    def packs(self) -> bool:
        """Whether texts are packed, so that ``pack`` stores all of them."""
        return bool(self._phrases)

    def pack(self, texts: Sequence[str]) -> str | bytes:
        """All ``texts`` as a blob, or the first of them where nothing is packed. NUL separates them and is dropped."""
        if not self._phrases:
            return texts[0]
        packer = zlib.compressobj(9, zlib.DEFLATED, _RAW, 8, zlib.Z_DEFAULT_STRATEGY, self._phrases)
        joined = "\0".join(text.replace("\0", "") for text in texts)
        return packer.compress(joined.encode("utf-8", "surrogatepass")) + packer.flush()

    def unpack(self, packed: str | bytes) -> list[str]:
        """The texts that ``pack`` stored."""
        if isinstance(packed, str):
            return [packed]
        whole = zlib.decompressobj(_RAW, self._phrases).decompress(packed)
        return whole.decode("utf-8", "surrogatepass").split("\0")
