"""The register of documents: from the proposal to the public item, the clock of article 26, consultations, reviews."""

from dataclasses import replace
from datetime import date

import pytest

from hotline.core.disclosure.applications import Applicant, ApplicantKind, ApplicationChannel, Wanted
from hotline.core.disclosure.case_files import ConsultedKind
from hotline.core.disclosure.documents import DisclosureAttribute, DocumentAction, DocumentOpinion, DocumentState
from hotline.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from hotline.core.permissions import Role
from hotline.core.proposals import ProposalKind
from hotline.services.content import proposals
from hotline.services.disclosure import documents, due_documents, often_asked
from hotline.services.disclosure.document_release import release
from hotline.services.disclosure.documents import close_consultation, consult_about
from hotline.services.disclosure.due_documents import DocumentDueKind
from tests.support.disclosure_desk import register_case
from tests.support.document_register import AUDITOR, DRAFTER, OPEN, SIGNER, WITHHELD, register

A, S, D = DocumentAction, DocumentState, DocumentDueKind


@pytest.fixture
def due(small_line):
    def due(actor=AUDITOR):
        return [(task.kind, task.day) for task in due_documents.list_due_documents(small_line, actor)]

    return due


def to_catalogue(registered):
    """Release a signed document; returns the index number of its item."""
    return release(registered.line, AUDITOR, registered.id, registered.now.version)


def publish(registered, index_number):
    """Complete the draft of the item and publish it, by two people."""
    line = registered.line
    history = proposals.get_history(line, AUDITOR, ProposalKind.CATALOGUE, index_number)
    whole = replace(history.shown, summary="规则的主要内容。", body="第一条 全文。", genre="规定")
    draft = proposals.save_draft(line, AUDITOR, whole, history.version)
    sent = proposals.submit(line, AUDITOR, ProposalKind.CATALOGUE, index_number, version=draft.version)
    assert proposals.approve(line, SIGNER, ProposalKind.CATALOGUE, index_number, version=sent.version) == ""


def ask(registered, whom="示例公司", kind=ConsultedKind.THIRD_PARTY):
    consult_about(registered.line, AUDITOR, registered.id, kind, whom, date(2026, 11, 20))
    return registered.opened.consultations[-1].id


def answer(registered, consultation, opinion, words=""):
    today = registered.line.now().date()
    close_consultation(registered.line, AUDITOR, registered.id, consultation, opinion, today, words)


def test_a_document_is_due_twenty_working_days_after_it_was_made(small_line):
    clock = register(small_line).opened.clock
    assert (clock.last_day, clock.is_provisional) == (date(2026, 12, 18), False)
    assert clock.days[0].reason == "形成当天不计（《中华人民共和国民法典》第二百零一条）"
    reaching_2027 = register(small_line, replace(OPEN, made_on=date(2026, 11, 20)))
    assert reaching_2027.opened.clock.last_day == date(2026, 12, 18)


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        ("2026-12-10", None),
        ("2026-12-11", D.PROMISE),
        ("2026-12-16", D.PROMISE),
        ("2026-12-17", D.ALARM),
        ("2026-12-18", D.ALARM),
        ("2026-12-19", D.LATE),
    ],
)
def test_a_document_comes_up_as_its_last_day_comes_near(small_line, on_day, due, day, kind):
    register(small_line)
    on_day(day)
    assert due() == ([(kind, date(2026, 12, 18))] if kind else [])


def test_publishing_the_item_stops_the_clock_and_links_both(small_line, on_day, due):
    registered = register(small_line)
    registered.decide()
    assert due() == [(D.RELEASE, None)]
    number = to_catalogue(registered)
    item = proposals.get_history(small_line, AUDITOR, ProposalKind.CATALOGUE, number).shown
    assert (item.title, item.document_number, item.made_date) == (OPEN.title, OPEN.document_number, OPEN.made_on)
    assert (item.disclosure_class, item.mode, item.department) == ("1", "主动公开", "FYK")
    assert registered.now.state is S.IN_CATALOGUE
    on_day("2026-12-01")
    publish(registered, number)
    assert registered.now.published_on == date(2026, 12, 1)
    assert registered.opened.clock.stopped_on == date(2026, 12, 1)
    on_day("2027-01-15")
    assert not registered.opened.clock.is_overdue(date(2027, 1, 15))
    assert due() == []


def test_a_document_of_long_ago_is_published_today_and_the_list_is_still_there(small_line):
    registered, still_open = (register(small_line, replace(OPEN, made_on=date(2012, 5, 4))) for _ in range(2))
    registered.decide()
    publish(registered, to_catalogue(registered))
    clock = registered.opened.clock
    assert (clock.last_day, clock.stopped_on) == (date(2012, 6, 1), small_line.now().date())
    assert clock.is_overdue(clock.stopped_on)
    assert still_open.opened.clock.is_overdue(small_line.now().date())
    assert documents.list_documents(small_line, AUDITOR, limit=10)[1] == 2


def test_the_day_of_a_publication_in_time_tells_it(small_line, on_day):
    registered = register(small_line)
    registered.decide()
    number = to_catalogue(registered)
    on_day("2026-12-01")
    publish(registered, number)
    (day,) = [one for one in registered.opened.clock.days if one.day == date(2026, 12, 1)]
    assert (day.count, [event.reason for event in day.events]) == (7, ["公开"])


def withdraw_item(line, number):
    version = proposals.get_history(line, SIGNER, ProposalKind.CATALOGUE, number).version
    proposals.withdraw(line, SIGNER, ProposalKind.CATALOGUE, number, version=version, comment="错了")


def test_a_document_whose_item_was_withdrawn_waits_for_a_decision_and_is_never_late(small_line, on_day, due):
    registered = register(small_line)
    registered.decide()
    number = to_catalogue(registered)
    publish(registered, number)
    withdraw_item(small_line, number)
    assert registered.now.withdrawn_on == registered.now.published_on
    assert not registered.now.is_public
    on_day("2027-03-01")
    assert due() == [(D.WITHDRAWN, None)]


def test_an_item_that_is_published_again_makes_its_document_public_and_nothing_is_due(small_line, on_day, due):
    registered = register(small_line)
    registered.decide()
    number = to_catalogue(registered)
    publish(registered, number)
    first_day = registered.now.published_on
    withdraw_item(small_line, number)
    on_day("2027-03-01")
    publish(registered, number)
    assert (registered.now.is_public, registered.now.published_on) == (True, first_day)
    assert due() == []


def test_a_document_whose_item_was_withdrawn_is_determined_anew(small_line):
    registered = register(small_line)
    registered.decide()
    publish(registered, to_catalogue(registered))
    withdraw_item(small_line, registered.now.index_number)
    registered.do(A.REOPEN)
    assert (registered.now.state, registered.now.withdrawn_on, registered.now.published_on) == (S.DRAFTED, None, None)


def test_two_documents_never_get_one_index_number_even_after_a_draft_was_discarded(small_line):
    first, second = register(small_line), register(small_line, replace(OPEN, title="另一份"))
    first.decide()
    number = to_catalogue(first)
    version = proposals.get_history(small_line, AUDITOR, ProposalKind.CATALOGUE, number).version
    proposals.discard(small_line, AUDITOR, ProposalKind.CATALOGUE, number, version=version)
    second.decide()
    assert to_catalogue(second) != number


def test_a_document_without_a_day_is_made_when_it_is_signed(small_line, on_day):
    registered = register(small_line, replace(OPEN, made_on=None))
    assert registered.opened.clock is None
    on_day("2026-11-25")
    registered.decide()
    assert registered.now.details.made_on == date(2026, 11, 25)
    assert registered.opened.clock.last_day == date(2026, 12, 23)


def test_an_open_consultation_blocks_the_signature_and_the_release(small_line):
    registered = register(small_line)
    slip = ask(registered)
    registered.do(A.PROPOSE)
    registered.do(A.AUDIT, AUDITOR)
    with pytest.raises(Conflict, match="还在征求示例公司的意见"):
        registered.do(A.SIGN, SIGNER)
    answer(registered, slip, DocumentOpinion.CONSENTS)
    registered.do(A.SIGN, SIGNER)
    ask(registered, "市财政局", ConsultedKind.OTHER_ORGAN)
    with pytest.raises(Conflict, match="还在征求市财政局的意见"):
        to_catalogue(registered)


def test_a_consultation_begun_while_the_item_is_written_blocks_its_approval(small_line):
    registered = register(small_line)
    registered.decide()
    number = to_catalogue(registered)
    slip = ask(registered)
    with pytest.raises(InvalidInput, match="还在征求示例公司的意见"):
        publish(registered, number)
    answer(registered, slip, DocumentOpinion.SETTLED, "报市政府办公室确定可以公开")
    history = proposals.get_history(small_line, AUDITOR, ProposalKind.CATALOGUE, number)
    sent = proposals.submit(small_line, AUDITOR, ProposalKind.CATALOGUE, number, version=history.version)
    assert proposals.approve(small_line, SIGNER, ProposalKind.CATALOGUE, number, version=sent.version) == ""


def test_a_consultation_asked_twice_is_one_until_it_is_answered(small_line):
    registered = register(small_line)
    slip = ask(registered)
    with pytest.raises(Conflict, match="已经征求示例公司的意见，还没有答复"):
        ask(registered, " 示例公司 ")
    ask(registered, "另一家公司")
    answer(registered, slip, DocumentOpinion.CONSENTS)
    ask(registered)
    assert len(registered.opened.consultations) == 3


def test_silence_is_settled_with_words_and_never_by_itself(small_line):
    registered = register(small_line)
    slip = ask(registered)
    with pytest.raises(InvalidInput) as refused:
        answer(registered, slip, DocumentOpinion.SETTLED)
    assert "words" in refused.value.fields
    answer(registered, slip, DocumentOpinion.SETTLED, "电话协商，同意")
    with pytest.raises(Conflict):
        answer(registered, slip, DocumentOpinion.CONSENTS)


def test_against_a_third_party_a_document_is_open_only_for_the_public_interest(small_line):
    registered = register(small_line)
    answer(registered, ask(registered), DocumentOpinion.REFUSES, "是商业秘密")
    registered.do(A.PROPOSE)
    registered.do(A.AUDIT, AUDITOR)
    with pytest.raises(InvalidInput, match="公共利益"):
        registered.do(A.SIGN, SIGNER, words="")
    assert registered.do(A.SIGN, SIGNER, words="涉及饮水安全，不公开会有重大影响").state is S.SIGNED


def test_a_withheld_document_comes_up_again_on_its_day_and_is_kept_or_opened(small_line, on_day, due):
    registered = register(small_line, WITHHELD)
    registered.decide(review_on=date(2026, 12, 1))
    assert registered.opened.clock is None
    assert due() == []
    on_day("2026-12-01")
    assert due() == [(D.REVIEW, date(2026, 12, 1))]
    registered.do(A.KEEP, SIGNER, words="还没有评查完")
    assert registered.now.review_on == date(2027, 12, 1)
    registered.do(A.REOPEN)
    details = replace(WITHHELD, attribute=DisclosureAttribute.OPEN, disclosure_class="6", reason="")
    documents.edit_document(small_line, DRAFTER, registered.id, registered.now.version, details)
    assert registered.opened.clock.days[0].day == date(2026, 12, 1)


@pytest.mark.parametrize("day", [date(2026, 11, 20), date(2030, 1, 1)])
def test_the_next_review_is_after_today_and_within_three_years(small_line, day):
    registered = register(small_line, WITHHELD)
    with pytest.raises(InvalidInput, match="三年以内"):
        registered.decide(review_on=day)


def test_what_still_stands_in_the_catalogue_cannot_be_signed_as_withheld(small_line):
    registered = register(small_line)
    registered.decide()
    publish(registered, to_catalogue(registered))
    registered.do(A.REOPEN)
    withheld = replace(WITHHELD, title=OPEN.title)
    documents.edit_document(small_line, DRAFTER, registered.id, registered.now.version, withheld)
    with pytest.raises(Conflict, match="还在公开，请先在公开目录里撤回"):
        registered.decide()


def test_a_change_begins_the_twenty_days_again_and_the_item_is_written_anew(small_line, on_day):
    registered = register(small_line)
    registered.decide()
    number = to_catalogue(registered)
    publish(registered, number)
    on_day("2026-12-10")
    registered.do(A.CHANGE, changed_on=date(2026, 12, 9))
    assert registered.opened.clock.days[0].day == date(2026, 12, 9)
    registered.decide()
    assert to_catalogue(registered) == number
    draft = proposals.get_history(small_line, AUDITOR, ProposalKind.CATALOGUE, number).open
    assert (draft.content.made_date, draft.content.body) == (date(2026, 12, 9), "第一条 全文。")
    publish(registered, number)
    assert registered.now.published_on == date(2026, 12, 10)


@pytest.mark.parametrize("day", [None, date(2026, 11, 19), date(2026, 11, 21)])
def test_a_change_is_neither_before_the_document_nor_in_the_future(small_line, day):
    registered = register(small_line)
    registered.decide()
    with pytest.raises(InvalidInput) as refused:
        registered.do(A.CHANGE, changed_on=day)
    assert "changed_on" in refused.value.fields


def test_a_form_sent_twice_registers_one_document_and_two_clerks_do_not_overwrite_each_other(small_line):
    first = register(small_line, submission="a" * 32)
    assert register(small_line, submission="a" * 32).id == first.id
    version = first.now.version
    documents.edit_document(small_line, DRAFTER, first.id, version, replace(OPEN, title="第一个人改的"))
    with pytest.raises(Conflict, match="刚刚被别人办过"):
        documents.edit_document(small_line, AUDITOR, first.id, version, replace(OPEN, title="第二个人改的"))


def test_an_incomplete_proposal_cannot_be_submitted_and_a_stranger_may_not_read(small_line):
    registered = register(small_line, replace(OPEN, attribute=None))
    with pytest.raises(InvalidInput):
        registered.do(A.PROPOSE)
    with pytest.raises(NotAllowed):
        documents.get_document(small_line, replace(DRAFTER, department="GKB"), registered.id)
    with pytest.raises(NotFound):
        documents.get_document(small_line, AUDITOR, 99)
    assert documents.list_documents(small_line, replace(DRAFTER, department="GKB"), limit=9) == ([], 0)


def test_documents_are_found_by_words_state_and_attribute(small_line):
    register(small_line)
    register(small_line, WITHHELD).decide()
    found = documents.list_documents(small_line, AUDITOR, words="41号", limit=9)[0]
    assert len(found) == 2
    for given, title in (
        ({"state": S.SIGNED}, WITHHELD.title),
        ({"attribute": DisclosureAttribute.OPEN}, OPEN.title),
        ({"words": "复议工作规则"}, OPEN.title),
    ):
        rows, total = documents.list_documents(small_line, AUDITOR, limit=9, **given)
        assert ([row.document.details.title for row in rows], total) == ([title], 1)


def test_an_audit_waits_for_who_may_audit_and_a_signature_for_who_may_sign(small_line, due):
    registered = register(small_line)
    registered.do(A.PROPOSE)
    assert (due(AUDITOR), due(SIGNER), due(DRAFTER)) == ([(D.AUDIT, None)], [], [])
    registered.do(A.AUDIT, AUDITOR)
    assert (due(AUDITOR), due(SIGNER)) == ([], [(D.SIGN, None)])
    assert due(replace(AUDITOR, role=Role.ADMINISTRATOR)) == []


def test_what_several_people_applied_for_is_proposed_until_a_document_is_registered_for_it(small_line):
    people = [Applicant(ApplicantKind.PERSON, name, "身份证", telephone="13800138000") for name in "甲乙丙"]
    texts = ("2025年度部门决算公开表", "请公开2025年度部门决算表", "2024年度部门决算公开表")
    for person, description in zip(people, texts, strict=True):
        register_case(small_line, ApplicationChannel.WEB, person, wanted=Wanted(description))
    register_case(small_line, ApplicationChannel.WEB, people[2], wanted=Wanted(texts[2]))
    (asked,) = often_asked.list_often_asked(small_line, AUDITOR)
    assert (asked.applicants, [one.number for one in asked.applications]) == (2, ["2026-00002", "2026-00001"])
    registered = register(small_line, replace(OPEN, made_on=date(2025, 3, 1), asked_for="2026-00002"))
    assert often_asked.list_often_asked(small_line, AUDITOR) == []
    assert registered.opened.clock.last_day == date(2026, 12, 18)
    registered.do(A.DROP)
    assert len(often_asked.list_often_asked(small_line, AUDITOR)) == 1


def test_a_document_is_not_registered_for_an_application_that_there_is_not(small_line):
    with pytest.raises(NotFound, match="没有这件申请"):
        register(small_line, replace(OPEN, asked_for="2026-99999"))


def test_the_numbers_that_we_make_have_our_own_form_whatever_form_the_office_had(small_line):
    with small_line.records.writing() as unit:
        old = replace(unit.catalogue.list_items()[0], index_number="11532331015179648Q-/2024-1121001")
        unit.catalogue.rows_of_catalogue.put(old, 90, "seed", small_line.now())
    registered = register(small_line)
    registered.decide()
    assert to_catalogue(registered) == "01517964-8/2026-00001"
