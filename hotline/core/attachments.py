"""Attachments: the files and pictures that belong to an entry or a catalogue item, and the rules for them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

LARGEST_FILE = 20 * 1024**2
"""Bytes of one attachment."""
MOST_ATTACHMENTS = 20
"""Attachments of one entry or item."""
LONGEST_NAME, LONGEST_DESCRIPTION = 100, 200
"""Characters."""
DIGEST = re.compile("[0-9a-f]{64}")
"""A SHA-256 in hexadecimal digits."""


class AttachmentKind(Enum):
    """What may be attached; the value is the ending that its name has."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    PNG = "png"
    JPEG = "jpg"


MEDIA_TYPES = {
    AttachmentKind.PDF: "application/pdf",
    AttachmentKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    AttachmentKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    AttachmentKind.PNG: "image/png",
    AttachmentKind.JPEG: "image/jpeg",
}
KIND_NAMES = {
    AttachmentKind.PDF: "PDF",
    AttachmentKind.DOCX: "Word文档",
    AttachmentKind.XLSX: "Excel表格",
    AttachmentKind.PNG: "图片",
    AttachmentKind.JPEG: "图片",
}
"""What people read in place of the endings."""
ENDINGS = {kind.value: kind for kind in AttachmentKind} | {"jpeg": AttachmentKind.JPEG}


@dataclass(frozen=True)
class Attachment:
    """A file by its content: ``digest`` is the SHA-256 under which the file store has it.

    ``name`` is shown and is what the file is called when it is saved; it ends as its ``kind`` says. ``description``
    tells those who cannot see a picture what is in it."""

    name: str
    digest: str
    kind: AttachmentKind
    size: int
    """In bytes."""
    description: str = ""

    @property
    def is_picture(self) -> bool:
        return self.kind in (AttachmentKind.PNG, AttachmentKind.JPEG)

    @property
    def about(self) -> str:
        """Its kind and its size, as people read them.

        >>> Attachment("年报.pdf", "0" * 64, AttachmentKind.PDF, 1_234_567).about
        'PDF，1.2兆'
        """
        return f"{KIND_NAMES[self.kind]}，{size_in_words(self.size)}"


@dataclass(frozen=True)
class Upload:
    """A file as it was checked when staff uploaded it. ``warnings`` are sentences on what the public may not expect in
    it, such as hidden rows."""

    digest: str
    kind: AttachmentKind
    size: int
    warnings: tuple[str, ...]
    uploaded_by: str
    uploaded_at: datetime


def size_in_words(size: int) -> str:
    """A number of bytes as people say it.

    >>> size_in_words(0), size_in_words(1_500), size_in_words(999_950), size_in_words(20 * 1024**2)
    ('1千字节', '2千字节', '1兆', '20兆')
    """
    if size < 1_000 * 1024 * 0.95:
        return f"{max(1, -(-size // 1024))}千字节"
    return f"{size / 1024**2:.1f}".removesuffix(".0") + "兆"


def name_file(typed: str, kind: AttachmentKind) -> str:
    """A name for a file of this ``kind``: without a path, without what a system refuses in names, not too long.

    >>> name_file("C:\\\\公开\\\\年度报告", AttachmentKind.PDF), name_file("../a:b?.JPEG", AttachmentKind.JPEG)
    ('年度报告.pdf', 'a b.jpeg')
    >>> name_file("", AttachmentKind.PNG), name_file(".docx", AttachmentKind.DOCX)
    ('附件.png', '附件.docx')
    """
    base = re.split(r"[/\\]", typed)[-1]
    base = " ".join("".join(sign if sign.isprintable() else " " for sign in re.sub(r'[:*?"<>|]', " ", base)).split())
    stem, dot, ending = base.rpartition(".")
    if not dot or ENDINGS.get(ending.lower()) is not kind:
        stem, ending = base, kind.value
    ending = ending.lower()
    stem = stem.strip(". ")[: LONGEST_NAME - len(ending) - 1].strip(". ")
    return f"{stem or '附件'}.{ending}"


def check_attachments(attachments: tuple[Attachment, ...]) -> dict[str, str]:
    """What is wrong with the attachments of an entry or an item: field name -> message; empty when nothing is."""
    names = [one.name for one in attachments]
    if len(attachments) > MOST_ATTACHMENTS:
        return {"attachments": f"附件最多{MOST_ATTACHMENTS}个，现在有{len(attachments)}个。"}
    repeated = next((name for place, name in enumerate(names) if name in names[:place]), "")
    if repeated:
        return {"attachments": f"有两个附件都叫“{repeated}”，请改一个名字。"}
    return {}


def attachment_row(one: Attachment) -> list[object]:
    """``one`` in types that JSON has, as the records and the knowledge file keep it."""
    return [one.name, one.digest, one.kind.value, one.size, one.description]


def read_attachments(rows: list[Any]) -> tuple[Attachment, ...]:
    """The attachments that ``attachment_row`` made lists of."""
    return tuple(
        Attachment(name, digest, AttachmentKind(kind), size, words) for name, digest, kind, size, words in rows
    )


def find_attachment(attachments: tuple[Attachment, ...], digest: str) -> Attachment | None:
    return next((one for one in attachments if one.digest == digest), None)
