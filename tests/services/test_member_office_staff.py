"""The staff of a member office see and change what is their office's, by whichever way they ask for it."""

from dataclasses import replace
from datetime import date

import pytest

from hotline.core.catalogue import CatalogueItem, Section
from hotline.core.departments import Department
from hotline.core.enquiries import Channel
from hotline.core.errors import InvalidInput, NotAllowed
from hotline.core.member_offices import MemberOffice
from hotline.core.permissions import Role
from hotline.core.proposals import ProposalKind
from hotline.core.public_notices import PublicNotice
from hotline.core.table_uploads import UploadedFile
from hotline.services import message_deeds, messages, public_notices
from hotline.services.calls import recordings
from hotline.services.content import (
    content_changes,
    csv_export,
    law_changes,
    proposal_lists,
    proposals,
    publish,
    published,
    workflow,
)
from hotline.services.content.table_uploads import uploads
from hotline.services.disclosure import applications, documents, guide, letter_documents
from hotline.services.staff import open_work
from tests.support.small_contents import entry

CIVIL = MemberOffice("MZJ", "示例市民政局", "民政局", "幸福路8号", "0000-80008888", "09:00-12:00", "13:30-17:00", "")
HOUSING = replace(CIVIL, code="FGJ", name="示例市房管局", other_names="房管局")
AID = Department("JZK", "救助科", "办低保。", "102", "0000-80008801", "", "", "MZJ")


@pytest.fixture
def put(small_line, people):
    """Publish a value that one writes and another approves."""

    def put(value, kind, key, version=None):
        saved = proposals.save_draft(small_line, people[Role.PUBLISHER], value, version)
        sent = proposals.submit(small_line, people[Role.PUBLISHER], kind, key, version=saved.version)
        assert not proposals.approve(small_line, people[Role.REVIEWER], kind, key, version=sent.version)

    return put


@pytest.fixture
def line(small_line, put):
    """A line of three offices, of which one has a department."""
    publish.publish(small_line)
    for office in (CIVIL, HOUSING):
        put(office, ProposalKind.MEMBER_OFFICES, office.code)
    put(AID, ProposalKind.DEPARTMENTS, "JZK")
    return small_line


@pytest.fixture
def staff(line, people):
    """Role -> somebody of the member office."""
    own = {"office_code": "MZJ", "office_departments": frozenset({"JZK"})}
    return {role: replace(one, id=one.id + 100, name=f"mz-{one.name}", **own) for role, one in people.items()}


def version_of(line, person, kind, key):
    return proposals.get_history(line, person, kind, key).version


def leave(line, people, department, **other):
    left = messages.leave_message(line, channel=Channel.PHONE, body=f"给{department}", **other)
    message_deeds.assign(line, people[Role.OPERATOR], left.tracking_number, department)
    return left.tracking_number


def test_no_step_on_another_offices_message_is_open_to_them(line, people, staff):
    number, operator = leave(line, people, "FYK", recording="https://api.example/RE1"), staff[Role.OPERATOR]
    steps = (
        lambda: messages.get_message(line, operator, number),
        lambda: messages.answer_message(line, operator, number, "好的", compose_text=str),
        lambda: message_deeds.assign(line, operator, number, "JZK"),
        lambda: message_deeds.close(line, operator, number, next(iter(message_deeds.ClosingReason))),
        lambda: message_deeds.note(line, operator, number, "看过了"),
        lambda: recordings.fetch_for_staff(line, operator, number),
    )
    for step in steps:
        with pytest.raises(NotAllowed):
            step()


def test_they_give_a_message_back_and_to_no_other_office(line, people, staff):
    number, operator = leave(line, people, "JZK"), staff[Role.OPERATOR]
    with pytest.raises(NotAllowed):
        message_deeds.assign(line, operator, number, "FYK")
    message_deeds.assign(line, operator, number, "")
    assert messages.get_message(line, people[Role.OPERATOR], number).department == ""


def test_their_reviewer_withdraws_nothing_of_another_office(line, people, staff):
    reviewer, whole = staff[Role.REVIEWER], people[Role.REVIEWER]
    for kind, key in (
        (ProposalKind.DEPARTMENTS, "GKB"),
        (ProposalKind.TOPICS, "1"),
        (ProposalKind.MEMBER_OFFICES, "FGJ"),
    ):
        with pytest.raises(NotAllowed):
            proposals.withdraw(line, reviewer, kind, key, version=version_of(line, whole, kind, key), comment="不要了")
    names = {one.name for one in line.knowledge.member_offices}
    assert names == {"示例市民政局", "示例市房管局"}


def test_what_another_office_withdrew_is_not_theirs_to_bring_back(line, people, staff, put):
    shut = Department("GJK", "公积金科", "办公积金。", "", "0000-80008802", "", "", "FGJ")
    put(shut, ProposalKind.DEPARTMENTS, "GJK")
    version = version_of(line, people[Role.REVIEWER], ProposalKind.DEPARTMENTS, "GJK")
    proposals.withdraw(
        line, people[Role.REVIEWER], ProposalKind.DEPARTMENTS, "GJK", version=version, comment="并入别的科"
    )
    version = version_of(line, people[Role.REVIEWER], ProposalKind.DEPARTMENTS, "GJK")
    with pytest.raises(NotAllowed):
        proposals.save_draft(line, staff[Role.PUBLISHER], replace(shut, office_code="MZJ"), version)


def test_they_move_no_department_to_another_office(line, staff):
    publisher = staff[Role.PUBLISHER]
    version = version_of(line, publisher, ProposalKind.DEPARTMENTS, "JZK")
    for office_code in ("", "FGJ"):
        with pytest.raises(NotAllowed):
            proposals.save_draft(line, publisher, replace(AID, office_code=office_code), version)
    proposals.save_draft(line, publisher, replace(AID, duties="办低保和临时救助。"), version)


def test_what_they_write_without_a_department_is_the_only_one_of_their_office(line, staff, put):
    publisher = staff[Role.PUBLISHER]
    draft = replace(entry(181, "申请低保收费吗？"), department="", similar_questions=())
    assert workflow.save_draft(line, publisher, draft, None).entry.department == "JZK"
    two = replace(publisher, office_departments=frozenset({"JZK", "SWK"}))
    with pytest.raises(InvalidInput, match="请选您单位的一个部门"):
        workflow.save_draft(line, two, replace(draft, number=182), None)
    put(replace(AID, code="SWK", name="社会事务科"), ProposalKind.DEPARTMENTS, "SWK")
    named = replace(two, department="SWK")
    assert workflow.save_draft(line, named, replace(draft, number=182), None).entry.department == "SWK"
    item = CatalogueItem(
        *("00000000-0/2026-00009", Section.NEWS, "低保标准", "", "", "", ""),
        *(date(2026, 11, 1), date(2026, 11, 1), "", "", "", "", ""),
    )
    assert proposals.save_draft(line, publisher, item, None).content.department == "JZK"


def test_a_notice_that_another_office_withdrew_keeps_nobody_from_the_list(line, people, staff, put):
    notice = PublicNotice(
        *("2026001", "公示", "规划", "写成什么样。", "FYK", "2026-11-20", "2026-12-20", "一楼", "打电话。"),
        *("", "", "", "", "", "", "", ""),
    )
    put(notice, ProposalKind.PUBLIC_NOTICES, "2026001")
    public_notices.take_part(line, "2026001", channel=Channel.SMS, body="同意")
    reviewer = people[Role.REVIEWER]
    version = version_of(line, reviewer, ProposalKind.PUBLIC_NOTICES, "2026001")
    proposals.withdraw(line, reviewer, ProposalKind.PUBLIC_NOTICES, "2026001", version=version, comment="写错了")
    assert [one.notice.code for one in public_notices.list_with_counts(line, people[Role.OPERATOR])] == ["2026001"]
    assert public_notices.list_with_counts(line, staff[Role.OPERATOR]) == []
    assert public_notices.list_due(line, staff[Role.OPERATOR]) == []


def test_the_history_of_content_tells_them_their_own(line, people, staff):
    draft = replace(entry(181, "申请低保收费吗？"), department="JZK", similar_questions=())
    workflow.save_draft(line, staff[Role.PUBLISHER], draft, None)
    today = line.now().date()
    keys = {one.key for one in content_changes.list_month(line, staff[Role.REVIEWER], today).changes}
    assert keys == {"181", "JZK", "MZJ"}
    assert "FGJ" in {one.key for one in content_changes.list_month(line, people[Role.REVIEWER], today).changes}


def test_tables_hold_for_them_what_is_their_own(line, people, staff):
    held = csv_export.write_csv(line, staff[Role.PUBLISHER], "departments").decode()
    assert "JZK" in held
    assert "FYK" not in held
    assert "FYK" in csv_export.write_csv(line, people[Role.PUBLISHER], "departments").decode()
    assert "房管局" not in csv_export.write_csv(line, staff[Role.PUBLISHER], "member_offices").decode()
    assert "102" not in csv_export.write_csv(line, staff[Role.PUBLISHER], "entries").decode()


def test_uploads_are_seen_within_an_office(line, people, staff):
    file = UploadedFile("departments.csv", csv_export.write_csv(line, people[Role.PUBLISHER], "departments"))
    number = uploads.add_upload(line, people[Role.PUBLISHER], [file], holder="test")
    assert uploads.list_uploads(line, staff[Role.PUBLISHER]) == []
    with pytest.raises(NotAllowed):
        uploads.get_upload(line, staff[Role.PUBLISHER], number)
    assert [one.id for one in uploads.list_uploads(line, people[Role.REVIEWER])] == [number]


def test_a_changed_law_shows_them_their_own_entries(line, people, staff):
    law_changes.note_change(line, people[Role.PUBLISHER], "中华人民共和国行政复议法", line.now().date())
    assert any(law.entries for law in law_changes.list_changed_laws(line, people[Role.PUBLISHER]))
    assert not any(law.entries for law in law_changes.list_changed_laws(line, staff[Role.PUBLISHER]))


def test_a_document_that_they_register_without_a_department_is_their_offices(line, staff):
    details = documents.DocumentDetails(title="低保标准")
    document = documents.register_document(line, staff[Role.PUBLISHER], details)
    assert document.details.department == "JZK"


ITEM = CatalogueItem(
    *("11111111-1/2026-00007", Section.NEWS, "低保标准", "多少钱。", "每月七百元。", "", "示例市民政局"),
    *(date(2026, 11, 1), date(2026, 11, 1), "", "通知", "主动公开", "有效", "JZK"),
)


@pytest.fixture
def with_item(line, put):
    """A line on which a member has an item of its own, under its own organisation's code."""
    put(ITEM, ProposalKind.CATALOGUE, ITEM.index_number)
    return line


def test_each_office_goes_on_with_its_own_index_numbers_and_name(with_item, people, staff):
    def begin(person):
        return proposal_lists.find_free_index_number(with_item, person), proposal_lists.find_issuing_body(
            with_item, person
        )

    number, body = begin(people[Role.PUBLISHER])
    assert (number.startswith("11111111-1"), body) == (False, "小城司法局")
    assert begin(staff[Role.PUBLISHER]) == ("11111111-1/2026-00008", "示例市民政局")
    other = replace(staff[Role.PUBLISHER], office_code="FGJ", office_departments=frozenset())
    assert begin(other) == ("", "示例市房管局")


def test_the_guide_of_the_line_is_not_that_of_a_member(with_item, people, put):
    number = "11111111-1/2026-00009"
    put(replace(ITEM, index_number=number, title="示例市民政局政府信息公开指南"), ProposalKind.CATALOGUE, number)
    assert guide.check_guide(with_item, people[Role.PUBLISHER]).published.department == "GKB"
    assert published.find_newest_item(with_item.knowledge, guide.GUIDE_WORDS).department == "GKB"


def test_two_offices_have_neither_a_name_nor_a_letter_mark_in_common(line):
    desk = {
        "desk_name": "公开办",
        "desk_address": "幸福路9号",
        "desk_telephone": "0000-80008800",
        "letter_mark": "示民公复",
    }
    desk |= {
        "review_online": "https://fuyi.example",
        "review_body": "示例市人民政府",
        "review_address": "法治路1号",
        "court": "示例区人民法院",
        "payment": "到窗口",
    }
    with line.records.writing() as unit:
        unit.office.rows_of_member_offices.put(replace(CIVIL, **desk), 1, by="x", at=line.now())
    problems = proposals.list_problems(line, replace(HOUSING, name=CIVIL.name, **desk))
    assert problems == {
        "name": "示例市民政局已经用“示例市民政局”了，请换一个。",
        "letter_mark": "示例市民政局已经用“示民公复”了，请换一个。",
    }


def test_what_a_person_wrote_about_their_office_is_handed_to_a_colleague_of_it(line, staff):
    publisher, other = staff[Role.PUBLISHER], replace(staff[Role.LIAISON], name="mz-other")
    version = version_of(line, publisher, ProposalKind.MEMBER_OFFICES, "MZJ")
    proposals.save_draft(line, publisher, replace(CIVIL, address="幸福路9号"), version)
    with line.records.reading() as unit:
        work = open_work.read_open_work(unit, publisher)
    assert work.written == 1
    assert open_work.require_successor(work, publisher, other) == other
    stranger = replace(other, office_code="FGJ", office_departments=frozenset())
    with pytest.raises(InvalidInput, match="自己单位"):
        open_work.require_successor(work, publisher, stranger)


def test_an_office_that_left_is_named_where_its_old_applications_are_read(line, people, staff):
    with line.records.writing() as unit:
        names = {"password_hash": "x", "at": line.now(), "office_code": "FGJ"}
        added = unit.staff.add(name="left", full_name="走了", role=Role.PUBLISHER, **names)
        unit.staff.change(replace(added, active=False))
    reviewer = people[Role.REVIEWER]
    version = version_of(line, reviewer, ProposalKind.MEMBER_OFFICES, "FGJ")
    proposals.withdraw(line, reviewer, ProposalKind.MEMBER_OFFICES, "FGJ", version=version, comment="不在这里了")
    assert letter_documents.read_letterhead(line, "FGJ").office == "示例市房管局"
    assert "FGJ" not in applications.list_addressees(line)
