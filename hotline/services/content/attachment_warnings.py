"""What is in a file that its author may not mean to publish: hidden rows, comments, tracked changes, names, a place.

The marks are those of ECMA-376 (WordprocessingML, SpreadsheetML, core properties), ISO 32000 and Exif. Staff are warned
and decide: a name may be meant, and hidden columns may be harmless."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.parsers import expat

from hotline.core.attachments import AttachmentKind
from hotline.core.typed_text import clean_line
from hotline.services.content import pictures

_PIECE = 1 << 20
"""Bytes that are read at once."""
_LONGEST_NAME = 60
_SHEETS = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_SHEET_COMMENTS = re.compile(r"xl/(threadedComments/|comments).*\.xml", re.IGNORECASE)
_WORD_COMMENTS = re.compile(r"word/comments[^/]*\.xml", re.IGNORECASE)
_WORD_TEXTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml", re.IGNORECASE)
_AUTHOR = re.compile(rb"/Author\s*(\((?:\\.|[^\\()]){1,400}\)|<[0-9A-Fa-f\s]{4,800}>)")
_TRACKED = frozenset({"ins", "del", "moveFrom", "moveTo"})
_PERSONS = {"creator": "作者", "lastModifiedBy": "最后修改的人"}
_TRUE = ("1", "true", "on")
_Attributes = dict[str, str]
_Seen = Callable[[str, _Attributes], None]


def list_warnings(path: Path, kind: AttachmentKind) -> tuple[str, ...]:
    """A sentence for each thing to look at before the file at ``path`` is public; it was checked before."""
    match kind:
        case AttachmentKind.XLSX:
            return _read_package(path, _warn_of_workbook)
        case AttachmentKind.DOCX:
            return _read_package(path, _warn_of_document)
        case AttachmentKind.PDF:
            return tuple(_warn_of_pdf(path))
        case _:
            tells_place = pictures.read(path).tells_place
            return ("图片里记着拍摄的地点（GPS），下载的人看得到。",) if tells_place else ()


def _read_package(path: Path, warn: Callable[[zipfile.ZipFile], Iterator[str]]) -> tuple[str, ...]:
    """The warnings of a package; one part that cannot be read is a warning of its own."""
    try:
        with zipfile.ZipFile(path) as package:
            return (*warn(package), *_warn_of_persons(package))
    except (expat.ExpatError, zipfile.BadZipFile, OSError, ValueError, RuntimeError, EOFError):
        return ("文件里有一部分读不出来，没有检查有没有批注、修订和隐藏的行列，请自己打开看一看。",)


def _warn_of_workbook(package: zipfile.ZipFile) -> Iterator[str]:
    hidden: list[str] = []
    rows_or_columns: set[str] = set()

    def see_workbook(element: str, attributes: _Attributes) -> None:
        if element == "sheet" and attributes.get("state", "visible") != "visible":
            hidden.append(attributes.get("name", ""))

    def see_sheet(element: str, attributes: _Attributes) -> None:
        if element in ("row", "col") and attributes.get("hidden") in _TRUE:
            rows_or_columns.add(element)

    _see(package, "xl/workbook.xml", see_workbook)
    for name in filter(_SHEETS.fullmatch, package.namelist()):
        _see(package, name, see_sheet)
    if hidden:
        yield f"有隐藏的工作表：{_shorten('、'.join(hidden))}。下载的人能把它显示出来。"
    if rows_or_columns:
        named = "和".join(word for mark, word in (("row", "行"), ("col", "列")) if mark in rows_or_columns)
        yield f"有隐藏的{named}。下载的人能把它显示出来，里面有没有个人信息？"
    if any(map(_SHEET_COMMENTS.fullmatch, package.namelist())):
        yield "有批注。"


def _warn_of_document(package: zipfile.ZipFile) -> Iterator[str]:
    texts = _elements_in(package, _WORD_TEXTS)
    if "comment" in _elements_in(package, _WORD_COMMENTS):
        yield "有批注。请删掉全部批注再传。"
    if texts & _TRACKED:
        yield "有修订痕迹：改之前的话还在里面。请接受全部修订再传。"
    if "vanish" in texts:
        yield "有隐藏的文字。下载的人能把它显示出来。"


def _elements_in(package: zipfile.ZipFile, parts: re.Pattern[str]) -> set[str]:
    """The names of all elements in those parts."""
    found: set[str] = set()
    for name in filter(parts.fullmatch, package.namelist()):
        _see(package, name, lambda element, _: found.add(element))
    return found


def _warn_of_persons(package: zipfile.ZipFile) -> Iterator[str]:
    """Who wrote the document, as its properties tell it."""
    if "docProps/core.xml" not in package.namelist():
        return
    told: dict[str, str] = {}
    inside: list[str] = []

    def see(element: str, _: _Attributes) -> None:
        inside[:] = [element]

    def hear(words: str) -> None:
        if inside and inside[0] in _PERSONS:
            told[inside[0]] = told.get(inside[0], "") + words

    _see(package, "docProps/core.xml", see, hear)
    for element, words in told.items():
        if clean_line(words):
            yield f"文件属性里写着{_PERSONS[element]}：{_shorten(clean_line(words))}。"


def _see(package: zipfile.ZipFile, name: str, see: _Seen, hear: Callable[[str], None] | None = None) -> None:
    """Call ``see`` with the name, without its namespace, and the attributes of each element of a part, and ``hear``
    with its texts. The part is read piece by piece; one that declares entities is not read to its end."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = lambda element, attributes: see(element.rpartition(" ")[2], attributes)
    parser.StartDoctypeDeclHandler = _refuse_doctype
    if hear is not None:
        parser.CharacterDataHandler = hear
        parser.EndElementHandler = lambda _: see("", {})
    with package.open(name) as part:
        while piece := part.read(_PIECE):
            parser.Parse(piece, False)
    parser.Parse(b"", True)


def _refuse_doctype(*_: object) -> None:
    """ECMA-376 Part 2 forbids declarations of document types; one could make a text of any length."""
    raise ValueError("a part of a package declares a document type")


def _warn_of_pdf(path: Path) -> Iterator[str]:
    """The author where the file tells it in the clear; most programs write it so."""
    content = path.read_bytes()
    found = _AUTHOR.findall(content)
    author = clean_line(_decode(found[-1])) if found else ""
    if author:
        yield f"文件属性里写着作者：{_shorten(author)}。"
    if b"/Encrypt" in content:
        yield "这个PDF可能加了密码或者限制，请在别的电脑上试试能不能打开。"
    if b"/JavaScript" in content or b"/Launch" in content:
        yield "这个PDF里可能有会自己运行的程序，请重新导出一份。"


def _decode(written: bytes) -> str:
    """A string of a PDF: in parentheses or in hexadecimal digits, in UTF-16 with its mark, UTF-8 or Latin letters."""
    if written.startswith(b"<"):
        digits = re.sub(rb"\s", b"", written[1:-1]).decode("ascii")
        raw = bytes.fromhex(digits + "0" * (len(digits) % 2))
    else:
        raw = re.sub(rb"\\([0-7]{3})", lambda octal: bytes([int(octal[1], 8) & 255]), written[1:-1])
        raw = re.sub(rb"\\(.)", rb"\1", raw, flags=re.DOTALL)
    if raw.startswith(b"\xfe\xff"):
        return raw[2:].decode("utf-16-be", "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _shorten(words: str) -> str:
    return words if len(words) <= _LONGEST_NAME else f"{words[:_LONGEST_NAME]}……"
