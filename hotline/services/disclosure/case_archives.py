"""A whole case as one archive, to be filed (条例 第四十五条): an index, the case to print, letters, materials."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from hotline.core.errors import NotFound
from hotline.core.permissions import Permission, Staff
from hotline.core.staff_log import StaffEvent, StaffEventKind
from hotline.services.content.attachments import get_file
from hotline.services.disclosure.applications import get_application
from hotline.services.disclosure.case_files import read_case_file
from hotline.services.disclosure.case_materials import list_materials
from hotline.services.disclosure.letter_documents import write_docx
from hotline.services.line import Line

INDEX, CASE = "目录.csv", "案卷.html"
_HEADINGS = ("序号", "材料", "文号", "日期", "文件")
_NOT_IN_NAMES = str.maketrans(dict.fromkeys('\\/:*?"<>|', " "))


@dataclass(frozen=True)
class _ArchivedPart:
    """A part of the case as the index lists it; ``file`` is its name in the archive, "" where its content was erased.

    ``content`` are its bytes, or where they lie on this host; None where there are none."""

    title: str
    letter_number: str
    day: str
    file: str
    content: bytes | Path | None


def write_archive(line: Line, actor: Staff, number: str, case: str, into: IO[bytes]) -> None:
    """Write the archive of an application as ZIP; ``case`` is the page on which all of it can be read and printed.

    Who took a case out of the system is kept in the log of accounts. Raises NotAllowed for who may not see applicants,
    NotFound, and Unavailable while the file store cannot be used."""
    actor.require(Permission.SEE_APPLICANTS)
    get_application(line, actor, number)
    parts = [*_letters(line, actor, number), *_materials(line, actor, number)]
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(INDEX, _write_index(parts))
        archive.writestr(CASE, case)
        for part in parts:
            if isinstance(part.content, Path):
                archive.write(part.content, part.file, zipfile.ZIP_STORED)
            elif part.content is not None:
                archive.writestr(part.file, part.content)
    with line.records.writing() as unit:
        event = StaffEvent(line.now(), StaffEventKind.TOOK_CASE_OUT, actor.name, actor.name, detail=number)
        unit.staff_events.add(event)


def _letters(line: Line, actor: Staff, number: str) -> Iterator[_ArchivedPart]:
    file = read_case_file(line, actor, number)
    for place, letter in enumerate(file.letters, 1):
        title = letter.kind.value + ("（没有送出）" if place in file.unsent_letters else "")
        name = f"文书/{place:02d} {title.translate(_NOT_IN_NAMES)}.docx"
        day = letter.made_at.date().isoformat()
        yield _ArchivedPart(title, letter.letter_number, day, name, write_docx(line, actor, number, place))


def _materials(line: Line, actor: Staff, number: str) -> Iterator[_ArchivedPart]:
    for place, material in enumerate(list_materials(line, actor, number), 1):
        title, day = f"{material.kind.value}：{material.attachment.name}", material.added_at.date().isoformat()
        if material.erased_at is not None:
            yield _ArchivedPart(f"{title}（已经删除）", "", day, "", None)
            continue
        file = f"材料/{place:02d} {material.attachment.name}"
        try:
            path = get_file(line, material.attachment.digest)
        except NotFound:
            yield _ArchivedPart(f"{title}（没有找到文件）", "", day, "", None)
        else:
            yield _ArchivedPart(title, "", day, file, path)


def _write_index(parts: list[_ArchivedPart]) -> str:
    """The index as CSV that spreadsheets open as Chinese."""
    written = io.StringIO()
    rows = csv.writer(written)
    rows.writerow(_HEADINGS)
    rows.writerow([1, "案卷（登记、办理经过、检索、意见、答复）", "", "", CASE])
    for place, part in enumerate(parts, 2):
        rows.writerow([place, part.title, part.letter_number, part.day, part.file])
    return "\ufeff" + written.getvalue()
