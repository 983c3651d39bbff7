"""What kind of file staff uploaded, by its content and never by its name alone; others are refused with a reason.

A PDF is known by its header (ISO 32000-2, 7.5.2), DOCX and XLSX by the list of their parts (ECMA-376 Part 2) and by
their main part, a picture by the library Pillow, which is allowed to read those two forms alone."""

from __future__ import annotations

import zipfile
from pathlib import Path

from hotline.core.attachments import ENDINGS, KIND_NAMES, LARGEST_FILE, AttachmentKind, size_in_words
from hotline.core.errors import HotlineError
from hotline.services.content import pictures

LARGEST_UNPACKED = 200 * 1024**2
"""Bytes that the parts of a package may have together."""
MOST_PARTS = 5_000
CONTENT_TYPES = "[Content_Types].xml"
_MAIN_PARTS = {"word/document.xml": AttachmentKind.DOCX, "xl/workbook.xml": AttachmentKind.XLSX}
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
"""What DOC and XLS begin with, and DOCX and XLSX that have a password."""
_BROKEN = (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError, KeyError)
_END_OF_PDF = 2_048
"""Bytes at the end of a PDF among which its end must be marked."""


class UnfitFile(HotlineError):
    """A file cannot be attached; the message names it and says why and what to do."""

    status = 400


def check_file(path: Path, name: str, size: int) -> AttachmentKind:
    """The kind of the file at ``path``, uploaded as ``name`` with ``size`` bytes. Raises UnfitFile."""
    if size > LARGEST_FILE:
        raise UnfitFile(f"“{name}”太大：附件每个最大{size_in_words(LARGEST_FILE)}。请压缩图片或者分成几个文件再传。")
    if not size:
        raise UnfitFile(f"“{name}”是空的，里面什么也没有。请重新导出再传。")
    with path.open("rb") as file:
        head = file.read(16)
    kind = _read_kind(path, name, head)
    told = ENDINGS.get(name.rpartition(".")[2].lower()) if "." in name else kind
    if told is not kind:
        raise UnfitFile(f"“{name}”的内容是{KIND_NAMES[kind]}，跟名字的结尾不一样。请把结尾改成.{kind.value}再传。")
    return kind


def _read_kind(path: Path, name: str, head: bytes) -> AttachmentKind:
    if head.startswith(b"%PDF-"):
        return _check_pdf(path, name)
    if head.startswith(b"PK\x03\x04"):
        return _check_package(path, name)
    if head.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        return _check_picture(path, name)
    if head.startswith(_OLE):
        raise UnfitFile(f"“{name}”是旧格式的文件，或者加了密码。请另存为不加密码的DOCX、XLSX或者PDF再传。")
    raise UnfitFile(f"“{name}”的内容不是PDF、DOCX、XLSX、PNG或者JPEG，只能传这几种。改了结尾的别种文件也不行。")


def _check_pdf(path: Path, name: str) -> AttachmentKind:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _END_OF_PDF))
        if b"%%EOF" not in file.read():
            raise UnfitFile(f"“{name}”不完整，没有PDF的结尾。请重新导出再传。")
    return AttachmentKind.PDF


def _check_package(path: Path, name: str) -> AttachmentKind:
    try:
        with zipfile.ZipFile(path) as package:
            return _check_parts(package, name)
    except _BROKEN as error:
        raise UnfitFile(f"“{name}”打不开，文件坏了或者没有传完整。请重新导出再传。") from error


def _check_parts(package: zipfile.ZipFile, name: str) -> AttachmentKind:
    parts = package.infolist()
    names = {part.filename for part in parts}
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise UnfitFile(f"“{name}”解开以后太大，群众的电脑会打不开。请删掉多余的内容，或者导出成PDF再传。")
    kinds = [kind for main, kind in _MAIN_PARTS.items() if main in names]
    if CONTENT_TYPES not in names or len(kinds) != 1:
        raise UnfitFile(f"“{name}”是压缩包，不是DOCX或者XLSX。请解开，把里面的文件一个一个传。")
    if any(part.flag_bits & 1 for part in parts):
        raise UnfitFile(f"“{name}”加了密码，群众打不开。请去掉密码再传。")
    is_macro = any(part.lower().endswith("vbaproject.bin") for part in names)
    if is_macro or b"macroEnabled" in package.read(CONTENT_TYPES):
        raise UnfitFile(f"“{name}”里有宏（会自己运行的程序）。请另存为不带宏的{kinds[0].value.upper()}再传。")
    return kinds[0]


def _check_picture(path: Path, name: str) -> AttachmentKind:
    try:
        picture = pictures.read(path)
    except pictures.UnreadablePicture as error:
        raise UnfitFile(f"“{name}”这张图片打不开，文件坏了或者太大。请重新保存再传。") from error
    if picture.width * picture.height > pictures.MOST_PIXELS:
        raise UnfitFile(f"“{name}”有{picture.width}×{picture.height}点，太大了。请缩小再传。")
    return picture.kind
