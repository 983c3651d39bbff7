"""Checks an XLSX file, which is a ZIP archive of XML parts, before a library opens it."""

import io
import re
import zipfile
from dataclasses import dataclass, field

from hotline.core.errors import InvalidInput

MOST_PARTS = 1_000
LARGEST_UNPACKED = 300 * 1024 * 1024
"""Bytes of all parts. A ZIP archive of a megabyte can unpack to a gigabyte; our largest tables take half of this."""
MOST_STRINGS = 1_500_000
"""Entries of the table of shared texts, which the library keeps in memory."""
_CHUNK = 1024 * 1024
_OVERLAP = 1_024
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=\"([A-Z0-9:]+)\"")
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\s[^>]*?\bhidden=\"(?:1|true)\"")
_SHARED_TEXT = (b"<si>", b"<si ", b":si>", b":si ")
"""How an entry of the table of shared texts begins, without and with a prefix."""


@dataclass
class SheetMarks:
    """What the XML of one sheet tells that its cells do not."""

    merged: list[str] = field(default_factory=list)
    """The first merged ranges, such as A2:A5."""
    has_hidden_rows: bool = False


def check_package(name: str, content: bytes) -> None:
    """Raise InvalidInput, in a sentence for staff, for what is no workbook, has macros or would unpack to too much.

    Only the directory of the archive is read. A part cannot be longer than the directory says: zipfile stops there."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise InvalidInput({"files": f"“{name}”打不开，文件可能损坏。请在电子表格里重新另存为XLSX。"}) from error
    names = {part.filename.lower() for part in parts}
    if any(part.endswith(("vbaproject.bin", "xlm.bin")) or "/macrosheets/" in part for part in names):
        raise InvalidInput({"files": f"“{name}”里有宏，不能上传。请在电子表格里另存为不带宏的XLSX。"})
    if "[content_types].xml" not in names or not any(part.startswith("xl/") for part in names):
        raise InvalidInput({"files": f"“{name}”不是电子表格。请上传XLSX或者CSV。"})
    if any(part.flag_bits & 1 for part in parts):
        raise InvalidInput({"files": f"“{name}”加了密码，读不了。请去掉密码再上传。"})
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise InvalidInput({"files": f"“{name}”展开以后太大，不能打开。请分成几个小一些的文件上传。"})


def scan_package(name: str, content: bytes) -> dict[str, SheetMarks]:
    """Read all XML once, a megabyte at a time. Returns the marks of each sheet, by the path of its part.

    Raises InvalidInput for XML with a document type, which no spreadsheet writes and which can blow up a parser, and
    for too many different texts."""
    marks: dict[str, SheetMarks] = {}
    strings = 0
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for part in package.infolist():
            path = part.filename.lstrip("/")
            if not path.lower().endswith((".xml", ".rels")):
                continue
            found = SheetMarks()
            try:
                strings += _scan_part(package, part, found)
            except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError) as error:
                raise InvalidInput({"files": f"“{name}”打不开，文件可能损坏。"}) from error
            except ValueError as error:
                raise InvalidInput({"files": f"“{name}”的内容不像电子表格写的，不能打开。"}) from error
            if strings > MOST_STRINGS:
                raise InvalidInput({"files": f"“{name}”里不同的文字太多。请分成几个小一些的文件上传。"})
            marks[path] = found
    return marks


def _scan_part(package: zipfile.ZipFile, part: zipfile.ZipInfo, found: SheetMarks) -> int:
    """Note the marks of one part; returns how many shared texts it has. Raises ValueError for a document type."""
    strings, tail = 0, b""
    with package.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            seen = tail + chunk
            if b"<!DOCTYPE" in seen or b"<!ENTITY" in seen:
                raise ValueError("a document type")
            # Looking for plain bytes first takes a tenth of the time of the patterns.
            if b"hidden=" in seen and not found.has_hidden_rows:
                found.has_hidden_rows = _HIDDEN_ROW.search(seen) is not None
            for match in _MERGED.finditer(seen) if b"mergeCell" in seen else ():
                if len(found.merged) < 3 and match[1].decode() not in found.merged:
                    found.merged.append(match[1].decode())
            strings += sum(chunk.count(begin) for begin in _SHARED_TEXT)
            tail = seen[-_OVERLAP:]
    return strings
