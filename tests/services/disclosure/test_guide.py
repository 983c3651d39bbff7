"""The guide to disclosure: made from the office's particulars, and compared with them when they change."""

from dataclasses import replace

import pytest

from hotline.core.errors import Conflict, NotAllowed
from hotline.core.proposals import OFFICE_KEY, ProposalKind
from hotline.services.content import proposals
from hotline.services.disclosure.guide import check_guide, compose_guide, draft_guide, find_missing, list_particulars
from tests.support.disclosure_desk import DESK
from tests.support.document_register import AUDITOR, SIGNER

LABELS = [
    "机构名称",
    "办公地址",
    "上午办公时间",
    "下午办公时间",
    "联系电话",
    "传真号码",
    "电子邮箱",
    "网站",
    "复议机关",
]


def office_of(line):
    with line.records.reading() as unit:
        return unit.office.office()


def confirm(line, index_number):
    """Submit the draft of the guide and approve it, by two people."""
    version = proposals.get_history(line, AUDITOR, ProposalKind.CATALOGUE, index_number).version
    sent = proposals.submit(line, AUDITOR, ProposalKind.CATALOGUE, index_number, version=version)
    assert proposals.approve(line, SIGNER, ProposalKind.CATALOGUE, index_number, version=sent.version) == ""


def change_office(line, **changed):
    history = proposals.get_history(line, AUDITOR, ProposalKind.OFFICE, OFFICE_KEY)
    draft = proposals.save_draft(line, AUDITOR, replace(history.shown, **changed), history.version)
    sent = proposals.submit(line, AUDITOR, ProposalKind.OFFICE, OFFICE_KEY, version=draft.version)
    assert proposals.approve(line, SIGNER, ProposalKind.OFFICE, OFFICE_KEY, version=sent.version) == ""


def test_a_composed_guide_states_everything_that_article_12_demands(desk_line):
    office = replace(office_of(desk_line), fax="0000-80000097", email="a@b.example", website="https://b.example")
    told = list_particulars(office, DESK)
    assert [one.label for one in told] == LABELS
    body = compose_guide(office, DESK, desk_line.now().date())
    assert find_missing(body, told) == ()
    for words in (
        "信息分类和编排",
        "怎样获取",
        "怎样申请",
        "收费",
        "监督和救济",
        "更新日期：2026年11月20日",
        "先申请行政复议",
    ):
        assert words in body
    assert "{" not in body


def test_a_guide_without_the_particulars_is_told_what_it_lacks_and_is_confirmed_by_two(desk_line):
    check = check_guide(desk_line, AUDITOR)
    assert check.needs_work
    assert {"机构名称", "办公地址", "联系电话"} <= {one.label for one in check.missing}
    number = draft_guide(desk_line, AUDITOR)
    assert number == check.published.index_number
    confirm(desk_line, number)
    after = check_guide(desk_line, AUDITOR)
    assert not after.needs_work
    assert after.published.made_date == desk_line.now().date()


def test_a_changed_particular_is_missing_in_the_guide_until_it_is_confirmed_again(desk_line):
    confirm(desk_line, draft_guide(desk_line, AUDITOR))
    change_office(desk_line, fax="0000-80000555")
    assert [(one.label, one.text) for one in check_guide(desk_line, AUDITOR).missing] == [("传真号码", "0000-80000555")]
    confirm(desk_line, draft_guide(desk_line, AUDITOR))
    assert check_guide(desk_line, AUDITOR).missing == ()


def test_width_and_spaces_of_a_particular_do_not_matter(desk_line):
    (one,) = [one for one in list_particulars(office_of(desk_line), DESK) if one.label == "联系电话"]
    assert find_missing("电话：００００－８００００ １００", [one]) == ()
    assert find_missing("电话：0000-80000101", [one]) == (one,)


def test_a_draft_that_somebody_works_on_is_not_overwritten_and_a_reader_writes_none(desk_line):
    draft_guide(desk_line, AUDITOR)
    with pytest.raises(Conflict, match="先办完它"):
        draft_guide(desk_line, AUDITOR)
    with pytest.raises(NotAllowed):
        draft_guide(desk_line, SIGNER)


def test_without_the_desk_no_guide_is_made_and_the_check_still_tells(small_line):
    with small_line.records.writing() as unit:
        unit.office.rows_of_disclosure_desk.remove(1)
    assert check_guide(small_line, AUDITOR).composed == ""
    with pytest.raises(Conflict, match="先填好"):
        draft_guide(small_line, AUDITOR)


def test_where_there_is_no_guide_a_new_item_is_drafted(desk_line):
    guide = check_guide(desk_line, AUDITOR).published
    version = proposals.get_history(desk_line, SIGNER, ProposalKind.CATALOGUE, guide.index_number).version
    proposals.withdraw(desk_line, SIGNER, ProposalKind.CATALOGUE, guide.index_number, version=version, comment="旧")
    assert check_guide(desk_line, AUDITOR).published is None
    number = draft_guide(desk_line, AUDITOR)
    assert number == "00000000-0/2026-00003"
    shown = proposals.get_history(desk_line, AUDITOR, ProposalKind.CATALOGUE, number).shown
    assert shown.title == f"{office_of(desk_line).name}政府信息公开指南"
