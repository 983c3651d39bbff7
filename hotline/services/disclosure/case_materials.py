"""The files of a case: added and opened by who may see applicants, erased when their time is over.

They are in the same file store as what staff attach to entries, and are never public: nothing but a case names them."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from hotline.core.attachments import Attachment, name_file
from hotline.core.disclosure.application_life import require_own
from hotline.core.disclosure.applications import ApplicationState
from hotline.core.disclosure.case_files import ContestResult
from hotline.core.disclosure.case_materials import MOST_MATERIALS, CaseMaterial, MaterialKind
from hotline.core.errors import Conflict, NotFound, Unavailable
from hotline.core.permissions import Permission, Staff
from hotline.core.staff_log import StaffEvent, StaffEventKind
from hotline.services.content.attachments import ORPHANS, checking, get_file, name_sent
from hotline.services.disclosure.applications import get_by_number
from hotline.services.line import JOB_PATIENCE, Line

if TYPE_CHECKING:
    from hotline.storage.records.unit_of_work import Unit

_log = logging.getLogger(__name__)
_DOWN = "案卷材料的存放处现在用不了，请稍后再试。"


def add_material(line: Line, actor: Staff, number: str, kind: MaterialKind, name: str, source: BinaryIO) -> None:
    """Check a file that was uploaded as ``name``, and put it into the file of an application; one that the case has as
    this kind already is not added again.

    Raises UnfitFile, which says what is wrong with it, Conflict where the case has too many, and Unavailable while the
    file store cannot be used."""
    actor.require(Permission.SEE_APPLICANTS)
    shown = name_sent(name, "材料")
    with checking(line, shown, source, _DOWN) as sent:
        file = Attachment(name_file(shown, sent.kind), sent.digest, sent.kind, sent.size)
        _keep(line, actor, number, kind, file, sent.warnings, sent.path)


def _keep(
    line: Line, actor: Staff, number: str, kind: MaterialKind, file: Attachment, warnings: tuple[str, ...], path: Path
) -> None:
    """Store the content, and then its row. It is noted first, so that it is found again where it gets no row."""
    at = line.now()
    with line.records.writing() as unit:
        if not _is_wanted(unit, actor, number, kind, file.digest):
            return
        unit.uploads.note(file, at)
    line.attachments.put(path, file.digest)
    with line.records.writing() as unit:
        if _is_wanted(unit, actor, number, kind, file.digest):
            unit.case_materials.add(number, kind, file, warnings, actor.name, at)
        unit.uploads.drop_note(file.digest, at)


def _is_wanted(unit: Unit, actor: Staff, number: str, kind: MaterialKind, digest: str) -> bool:
    """Whether the case does not have this content yet. Raises NotFound, NotAllowed, Conflict where it has too many."""
    require_own(actor, get_by_number(unit, number))
    if unit.case_materials.has(number, kind, digest):
        return False
    if unit.case_materials.count(number) >= MOST_MATERIALS:
        raise Conflict(f"一件申请最多{MOST_MATERIALS}份材料，请合并成一个文件再传。")
    return True


def list_materials(line: Line, actor: Staff, number: str) -> list[CaseMaterial]:
    """The materials of an application, the oldest first; none for who may not see applicants."""
    actor.require(Permission.READ_APPLICATIONS)
    if not actor.may(Permission.SEE_APPLICANTS):
        return []
    with line.records.reading() as unit:
        require_own(actor, get_by_number(unit, number))
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
    """Erase a file that was put into the wrong case; its name, and who added it, stay, and the log of accounts keeps
    who erased it. Raises Conflict where the case is archived or contested: its file is evidence then."""
    actor.require(Permission.HANDLE_APPLICATIONS)
    found, now = get_material(line, actor, number, material), line.now()
    detail = f"{number} {found.attachment.name}"
    with line.records.writing() as unit:
        _require_no_evidence(unit, number)
        is_last = _erase(unit, found, now)
        unit.staff_events.add(StaffEvent(now, StaffEventKind.ERASED_CASE_FILE, actor.name, actor.name, detail=detail))
    if is_last:
        _delete_content(line, found, now)


def _require_no_evidence(unit: Unit, number: str) -> None:
    """Raise Conflict where the file of the case is archived, or a review body or a court may ask for it."""
    state = get_by_number(unit, number).state
    if state is ApplicationState.ARCHIVED:
        raise Conflict("这件申请已经归档，案卷里的材料不能删。")
    is_open = any(one.result is ContestResult.PENDING for one in unit.case_files.list_contests(number))
    if state is ApplicationState.CONTESTED or is_open:
        raise Conflict("这件申请正在复议或者诉讼，案卷里的材料不能删。")


def erase_identities(line: Line, archived_before: datetime) -> int:
    """Erase the proofs of identity of applications that were archived before then; returns how many."""
    with line.records.patient(JOB_PATIENCE).reading() as unit:
        found = unit.case_materials.list_old_identities(archived_before)
    for one in found:
        now = line.now()
        with line.records.patient(JOB_PATIENCE).writing() as unit:
            is_last = _erase(unit, one, now)
        if is_last:
            _delete_content(line, one, now)
    return len(found)


def _erase(unit: Unit, material: CaseMaterial, at: datetime) -> bool:
    """Note that a material is erased, and tell whether no other case, and nothing that is published, has its content.

    That content is noted as an orphan, for ``_delete_content`` and, where this fails, for the next hour."""
    is_last = unit.case_materials.erase(material.id, at)
    if is_last:
        unit.uploads.note(material.attachment, at - ORPHANS)
    return is_last


def _delete_content(line: Line, material: CaseMaterial, erased_at: datetime) -> None:
    """Delete a content that ``_erase`` noted, unless somebody has put it into a case again since."""
    digest = material.attachment.digest
    try:
        with line.records.patient(JOB_PATIENCE).writing() as unit:
            if unit.uploads.drop_note(digest, erased_at - ORPHANS):
                line.attachments.delete(digest)
    except (OSError, Unavailable):
        _log.warning("the content %s could not be deleted, the next hour tries again", digest, exc_info=True)
