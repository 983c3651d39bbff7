"""The files of a case: added and opened by who may see applicants, erased when their time is over.

They are in the same file store as what staff attach to entries, and are never public: nothing but a case names them."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from hotline.core.attachments import LARGEST_FILE, LONGEST_NAME, Attachment, name_file
from hotline.core.disclosure.case_materials import MOST_MATERIALS, CaseMaterial, MaterialKind
from hotline.core.errors import Conflict, NotFound, Unavailable
from hotline.core.permissions import Permission, Staff
from hotline.core.typed_text import clean_line
from hotline.services.content.attachment_check import check_file
from hotline.services.content.attachment_warnings import list_warnings
from hotline.services.content.attachments import get_file
from hotline.services.disclosure.applications import get_by_number
from hotline.services.line import JOB_PATIENCE, Line

_log = logging.getLogger(__name__)
_DOWN = "案卷材料的存放处现在用不了，请稍后再试。"


def add_material(line: Line, actor: Staff, number: str, kind: MaterialKind, name: str, source: BinaryIO) -> None:
    """Check a file that was uploaded as ``name``, and put it into the file of an application.

    Raises UnfitFile, which says what is wrong with it, Conflict where the case has too many, and Unavailable while the
    file store cannot be used."""
    actor.require(Permission.SEE_APPLICANTS)
    shown = clean_line(name.replace("\\", "/").rpartition("/")[2])[-LONGEST_NAME:] or "材料"
    try:
        path, digest, size = line.attachments.take(source, LARGEST_FILE)
    except OSError as error:
        raise Unavailable(_DOWN) from error
    try:
        of_kind = check_file(path, shown, size)
        file, warnings = Attachment(name_file(shown, of_kind), digest, of_kind, size), list_warnings(path, of_kind)
        with line.records.writing() as unit:
            actor.require_department(get_by_number(unit, number).department)
            if unit.case_materials.count(number) >= MOST_MATERIALS:
                raise Conflict(f"一件申请最多{MOST_MATERIALS}份材料，请合并成一个文件再传。")
            # Stored before the commit: a row is never without its content.
            line.attachments.put(path, digest)
            unit.case_materials.add(number, kind, file, warnings, actor.name, line.now())
    except OSError as error:
        raise Unavailable(_DOWN) from error
    finally:
        path.unlink(missing_ok=True)


def list_materials(line: Line, actor: Staff, number: str) -> list[CaseMaterial]:
    """The materials of an application, the oldest first; none for who may not see applicants."""
    actor.require(Permission.READ_APPLICATIONS)
    if not actor.may(Permission.SEE_APPLICANTS):
        return []
    with line.records.reading() as unit:
        actor.require_department(get_by_number(unit, number).department)
        found = unit.case_materials.list_of(number)
    return [replace(one, added_at=line.at_office(one.added_at)) for one in found]


def get_material(line: Line, actor: Staff, number: str, material: int) -> CaseMaterial:
    """One that was not erased. Raises NotFound, also for who may not see applicants."""
    found = next((one for one in list_materials(line, actor, number) if one.id == material), None)
    if found is None or found.erased_at is not None:
        raise NotFound("没有这份材料，或者它已经删了，或者您的角色不能看。")
    return found


def open_material(line: Line, actor: Staff, number: str, material: int) -> tuple[Attachment, Path]:
    """A material and its content as a file of this host."""
    attachment = get_material(line, actor, number, material).attachment
    return attachment, get_file(line, attachment.digest)


def remove_material(line: Line, actor: Staff, number: str, material: int) -> None:
    """Erase a file that was put into the wrong case; its name, and who added it, stay."""
    actor.require(Permission.HANDLE_APPLICATIONS)
    _erase(line, get_material(line, actor, number, material), line.now())


def erase_identities(line: Line, archived_before: datetime) -> int:
    """Erase the proofs of identity of applications that were archived before then; returns how many."""
    with line.records.patient(JOB_PATIENCE).reading() as unit:
        found = unit.case_materials.list_old_identities(archived_before)
    for one in found:
        _erase(line, one, line.now())
    return len(found)


def _erase(line: Line, material: CaseMaterial, at: datetime) -> None:
    """Erase the content unless another case, or something that is published, has the same."""
    try:
        with line.records.writing() as unit:
            if unit.case_materials.erase(material.id, at):
                line.attachments.delete(material.attachment.digest)
    except OSError as error:
        raise Unavailable(_DOWN) from error
