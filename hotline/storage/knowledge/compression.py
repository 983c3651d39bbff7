"""Long texts in a large knowledge file: those of one document packed together, so that half the file is saved."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence

PACKED_FROM = 50_000
"""Entries and items from which texts are packed: to unpack the texts of the candidates takes a question a millisecond,
which only a file of hundreds of megabytes is worth."""
PACKED_PAGE = 32_768
"""Bytes of a page of a file with packed texts: a list of postings fits in one."""
_PHRASES = 8_192
"""Characters of sample texts, of which the first bytes of every packed text can be made."""
_RAW = -15
"""Deflate without a header or a sum: every file is checked as a whole."""


def choose_phrases(texts: Iterable[str]) -> str:
    """What packed texts have in common, from a sample of them."""
    return "".join(texts)[:_PHRASES]


class Packer:
    """Packs and unpacks texts with the ``phrases`` of their file; without phrases the first text is kept as it is."""

    def __init__(self, phrases: str) -> None:
        self.phrases = phrases
        self._phrases = phrases.encode()

    @property
    def packs(self) -> bool:
        """Whether it keeps more than the first text."""
        return bool(self._phrases)

    def pack(self, texts: Sequence[str]) -> str | bytes:
        if not self._phrases:
            return texts[0]
        packer = zlib.compressobj(9, zlib.DEFLATED, _RAW, 8, zlib.Z_DEFAULT_STRATEGY, self._phrases)
        joined = "\0".join(text.replace("\0", "") for text in texts)
        return packer.compress(joined.encode("utf-8", "surrogatepass")) + packer.flush()

    def unpack(self, packed: str | bytes) -> list[str]:
        """The texts; the first alone where nothing else was kept."""
        if isinstance(packed, str):
            return [packed]
        whole = zlib.decompressobj(_RAW, self._phrases).decompress(packed)
        return whole.decode("utf-8", "surrogatepass").split("\0")
