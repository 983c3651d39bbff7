"""The files of a case: who may add and open them, what is refused, and when they are erased."""

import hashlib
import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from hotline.core.disclosure.applications import ApplicationAction
from hotline.core.disclosure.case_files import ContestKind
from hotline.core.disclosure.case_materials import MaterialKind
from hotline.core.disclosure.outcomes import ReplyOutcome
from hotline.core.errors import Conflict, NotAllowed, NotFound
from hotline.core.permissions import Role
from hotline.core.staff_log import LogFilter, StaffEventKind
from hotline.services import retention
from hotline.services.content import attachments
from hotline.services.content.attachment_check import UnfitFile
from hotline.services.disclosure import case_materials
from hotline.storage.records.stores.case_materials import CaseMaterialStore
from tests.support.attached_files import pdf, png
from tests.support.disclosure_desk import CLERK, HEAD, OPERATOR

LIAISON = replace(OPERATOR, id=9, name="sun", role=Role.LIAISON)


def add(case, content=None, kind=MaterialKind.IDENTITY, name="身份证.pdf", actor=CLERK):
    case_materials.add_material(case.line, actor, case.number, kind, name, io.BytesIO(content or pdf()))
    return case_materials.list_materials(case.line, CLERK, case.number)[-1]


def crash(*_):
    raise RuntimeError("the process is killed here")


def fail(*_):
    raise OSError("no disk")


def archive(case, on_day):
    case.answer(ReplyOutcome.DISCLOSED, given="一份。")
    case.do(ApplicationAction.DELIVER)
    case.do(ApplicationAction.ARCHIVE)


def test_a_scan_is_put_into_the_case_and_opened_by_who_may_see_applicants(register):
    case = register()
    added = add(case, name="C:\\扫描\\身份证.pdf")
    assert (added.kind, added.attachment.name, added.added_by) == (MaterialKind.IDENTITY, "身份证.pdf", CLERK.name)
    attachment, path = case_materials.open_material(case.line, CLERK, case.number, added.id)
    assert path.read_bytes() == pdf()
    assert attachment.digest == added.attachment.digest


def test_who_may_not_see_applicants_neither_adds_nor_sees_nor_opens(register):
    case = register()
    added = add(case)
    with pytest.raises(NotAllowed):
        add(case, actor=LIAISON)
    assert case_materials.list_materials(case.line, LIAISON, case.number) == []
    with pytest.raises(NotFound):
        case_materials.open_material(case.line, LIAISON, case.number, added.id)


def test_a_material_is_never_to_be_found_among_what_is_attached_to_entries(register):
    case = register()
    added = add(case)
    assert attachments.find_uploads(case.line, [added.attachment.digest]) == {}


def test_a_material_is_opened_in_its_own_case_alone(register):
    case, other = register(), register()
    added = add(case)
    with pytest.raises(NotFound):
        case_materials.open_material(case.line, CLERK, other.number, added.id)


def test_what_is_no_document_or_picture_is_refused_and_nothing_is_kept(register):
    case = register()
    with pytest.raises(UnfitFile, match="只能传这几种"):
        add(case, b"MZ\x90 a program", name="申请书.exe")
    assert case_materials.list_materials(case.line, CLERK, case.number) == []


def test_a_case_has_at_most_fifty_materials(register, monkeypatch):
    monkeypatch.setattr(case_materials, "MOST_MATERIALS", 2)
    case = register()
    add(case), add(case, png(), name="照片.png")
    with pytest.raises(Conflict, match="最多2份材料"):
        add(case, kind=MaterialKind.OTHER)
    assert add(case).id == 2


def test_what_was_put_into_the_wrong_case_is_erased_and_its_name_stays(register):
    case = register()
    added = add(case)
    case_materials.remove_material(case.line, CLERK, case.number, added.id)
    (left,) = case_materials.list_materials(case.line, CLERK, case.number)
    assert left.attachment.name == "身份证.pdf"
    assert left.erased_at is not None
    assert case.line.attachments.find(added.attachment.digest) is None
    with pytest.raises(NotFound):
        case_materials.remove_material(case.line, CLERK, case.number, added.id)


def test_a_content_that_another_case_or_an_entry_has_too_is_not_erased_with_the_first(register):
    case, other = register(), register()
    first, second = add(case), add(other)
    case_materials.remove_material(case.line, CLERK, case.number, first.id)
    assert case.line.attachments.find(second.attachment.digest) is not None
    attachments.upload(case.line, CLERK, "年报.pdf", io.BytesIO(pdf()))
    case_materials.remove_material(case.line, CLERK, other.number, second.id)
    assert case.line.attachments.find(second.attachment.digest) is not None


def test_a_file_that_no_entry_names_any_more_stays_while_a_case_has_it(register, set_clock):
    case = register()
    attachments.upload(case.line, CLERK, "年报.pdf", io.BytesIO(pdf()))
    added = add(case)
    set_clock.now += attachments.ORPHANS + timedelta(days=1)
    assert attachments.delete_orphans(case.line) == 0
    assert case.line.attachments.find(added.attachment.digest) is not None


def test_proofs_of_identity_are_erased_half_a_year_after_the_archiving_and_the_rest_of_the_case_stays(
    register, on_day, set_clock
):
    case, open_case = register(), register()
    identity, receipt, other = add(case), add(case, png(), MaterialKind.SERVICE, "签收单.png"), add(open_case)
    archive(case, on_day)
    before = case.line.now()
    set_clock.now += retention.IDENTITIES - timedelta(days=1)
    assert case_materials.erase_identities(case.line, case.line.now() - retention.IDENTITIES) == 0
    set_clock.now += timedelta(days=2)
    assert case.line.now() > before
    assert case_materials.erase_identities(case.line, case.line.now() - retention.IDENTITIES) == 1
    left = {one.id: one.erased_at for one in case_materials.list_materials(case.line, HEAD, case.number)}
    assert left[identity.id] is not None
    assert left[receipt.id] is None
    assert case_materials.get_material(case.line, CLERK, open_case.number, other.id).erased_at is None


def test_what_was_erased_on_another_host_is_deleted_from_this_one_within_the_hour(register, set_clock):
    case = register()
    kept, erased = add(case), add(case, png(), name="身份证.png")
    copy = case.line.attachments.find(erased.attachment.digest)
    content = copy.read_bytes()
    case_materials.remove_material(case.line, CLERK, case.number, erased.id)
    copy.write_bytes(content)
    set_clock.now = datetime.now(UTC) + timedelta(hours=2)
    assert attachments.delete_stray_copies(case.line) == 1
    assert case.line.attachments.find(kept.attachment.digest) is not None
    assert not copy.exists()


def test_the_same_file_added_twice_as_one_kind_is_one_material(register):
    case = register()
    assert add(case).id == add(case, name="再传一次.pdf").id
    assert add(case, kind=MaterialKind.APPLICATION).id == 2
    case_materials.remove_material(case.line, CLERK, case.number, 1)
    assert add(case).id == 3


def test_an_upload_that_a_case_has_taken_meanwhile_is_not_forgotten(register, set_clock):
    case = register()
    attachments.upload(case.line, CLERK, "年报.pdf", io.BytesIO(pdf()))
    added = add(case)
    set_clock.now += attachments.ORPHANS + timedelta(days=1)
    with case.line.records.writing() as unit:
        assert not unit.uploads.forget(added.attachment.digest, case.line.now())


def test_a_content_whose_row_was_never_written_is_found_and_deleted(register, set_clock, monkeypatch):
    case = register()
    monkeypatch.setattr(CaseMaterialStore, "add", crash)
    with pytest.raises(RuntimeError):
        add(case)
    digest = hashlib.sha256(pdf()).hexdigest()
    assert case.line.attachments.find(digest) is not None
    assert attachments.find_uploads(case.line, [digest]) == {}
    set_clock.now += attachments.ORPHANS + timedelta(minutes=1)
    assert attachments.delete_orphans(case.line) == 1
    assert case.line.attachments.find(digest) is None


def test_a_material_whose_content_cannot_be_deleted_yet_is_erased_and_the_next_hour_deletes_it(
    register, set_clock, monkeypatch
):
    case = register()
    added = add(case)
    with monkeypatch.context() as broken:
        broken.setattr(case.line.attachments, "delete", fail)
        case_materials.remove_material(case.line, CLERK, case.number, added.id)
    assert case_materials.list_materials(case.line, CLERK, case.number)[0].erased_at is not None
    assert case.line.attachments.find(added.attachment.digest) is not None
    set_clock.now += timedelta(hours=1)
    assert attachments.delete_orphans(case.line) == 1
    assert case.line.attachments.find(added.attachment.digest) is None


def test_what_is_put_into_a_case_while_it_is_erased_from_another_stays(register, monkeypatch):
    case, other = register(), register()
    added = add(case)
    with monkeypatch.context() as broken:
        broken.setattr(case.line.attachments, "delete", fail)
        case_materials.remove_material(case.line, CLERK, case.number, added.id)
    add(other)
    assert attachments.delete_orphans(case.line) == 0
    assert case.line.attachments.find(added.attachment.digest) is not None


def test_who_removed_a_file_is_kept(register):
    case = register()
    case_materials.remove_material(case.line, CLERK, case.number, add(case).id)
    with case.line.records.reading() as unit:
        (event,) = unit.staff_events.list_events(LogFilter(kind=StaffEventKind.ERASED_CASE_FILE), 0, 9)
    assert (event.by, event.detail) == (CLERK.name, f"{case.number} 身份证.pdf")


@pytest.mark.parametrize("why", ["archived", "contested", "silence"])
def test_no_file_is_taken_out_of_a_case_that_is_archived_or_contested(register, on_day, why):
    case = register()
    added = add(case)
    if why == "archived":
        archive(case, on_day)
    elif why == "contested":
        case.answer(ReplyOutcome.DISCLOSED, given="一份。")
        case.do(ApplicationAction.DELIVER)
        case.contest(ContestKind.REVIEW)
    else:
        on_day("2026-12-21")
        case.contest(ContestKind.REVIEW)
    with pytest.raises(Conflict, match="案卷里的材料不能删"):
        case_materials.remove_material(case.line, CLERK, case.number, added.id)
    assert case_materials.get_material(case.line, CLERK, case.number, added.id)
