"""A document's disclosure attribute: who may do what, what a proposal lacks, and when its clock begins."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from hotline.core.disclosure.documents import (
    DOCUMENT_LIFE,
    DisclosureAttribute,
    DocumentAction,
    DocumentDetails,
    DocumentEvent,
    DocumentState,
    OfficialDocument,
    check_draft,
    check_proposal,
    document_clock,
    list_document_actions,
    next_document_state,
)
from hotline.core.disclosure.outcomes import ReplyOutcome
from hotline.core.disclosure.statutory_classes import STATUTORY_CLASSES
from hotline.core.errors import Conflict, NotAllowed
from hotline.core.permissions import Role, Staff
from tests.support.document_register import AUDITOR, DRAFTER, OPEN, SIGNER, WITHHELD

A, S = DocumentAction, DocumentState
BOSS = Staff(9, "boss", "管理员", Role.ADMINISTRATOR, True)


def make(details=OPEN, *actions, by="chen", **given):
    """A document that went through ``actions``, all on the day on which it was made."""
    state, events = S.DRAFTED, []
    for serial, action in enumerate((A.REGISTER, *actions), start=1):
        state = S.DRAFTED if action is A.REGISTER else DOCUMENT_LIFE[state, action][0]
        day, at = date(2026, 11, 20), datetime(2026, 11, 20, 9, tzinfo=UTC)
        events.append(DocumentEvent(serial, action, state, details.attribute, day, at, by))
    return OfficialDocument(1, details, state, len(events), events=tuple(events), **given)


def test_a_document_is_proposed_by_one_audited_by_a_second_and_signed_by_a_third():
    assert next_document_state(make(), A.PROPOSE, DRAFTER) is S.PROPOSED
    assert next_document_state(make(OPEN, A.PROPOSE), A.AUDIT, AUDITOR) is S.AUDITED
    assert next_document_state(make(OPEN, A.PROPOSE, A.AUDIT), A.SIGN, SIGNER) is S.SIGNED
    for actor, action, document in (
        (DRAFTER, A.AUDIT, make(OPEN, A.PROPOSE)),
        (SIGNER, A.AUDIT, make(OPEN, A.PROPOSE)),
        (AUDITOR, A.SIGN, make(OPEN, A.PROPOSE, A.AUDIT)),
    ):
        with pytest.raises(NotAllowed):
            next_document_state(document, action, actor)


def test_who_proposed_decides_nothing_however_many_roles_they_have():
    for action, document in ((A.AUDIT, make(OPEN, A.PROPOSE)), (A.SIGN, make(OPEN, A.PROPOSE, A.AUDIT))):
        assert next_document_state(document, action, BOSS)
        with pytest.raises(NotAllowed, match="自己提的公开属性"):
            next_document_state(replace(document, events=make(by="boss").events), action, BOSS)


def passed_by(name, *actions):
    """A document that went through ``actions``, audited by ``name``."""
    made = make(OPEN, *actions)
    events = tuple(replace(one, by=name) if one.action is A.AUDIT else one for one in made.events)
    return replace(made, events=events)


def test_who_audited_does_not_sign_however_many_roles_they_have():
    audited = passed_by("boss", A.PROPOSE, A.AUDIT)
    with pytest.raises(NotAllowed, match="是您审核的，不能再由您签发"):
        next_document_state(audited, A.SIGN, BOSS)
    assert A.SIGN not in list_document_actions(audited, BOSS)
    assert next_document_state(audited, A.SIGN, SIGNER) is S.SIGNED
    assert next_document_state(audited, A.RETURN, BOSS) is S.DRAFTED


def test_who_audited_before_it_was_returned_may_audit_and_sign_what_is_proposed_anew():
    assert next_document_state(passed_by("boss", A.PROPOSE, A.AUDIT, A.RETURN, A.PROPOSE), A.AUDIT, BOSS) is S.AUDITED
    again = passed_by("boss", A.PROPOSE, A.AUDIT, A.RETURN, A.PROPOSE, A.AUDIT)
    last = replace(again, events=(*again.events[:-1], replace(again.events[-1], by="liu")))
    assert next_document_state(last, A.SIGN, BOSS) is S.SIGNED


def test_a_step_that_the_state_does_not_allow_is_refused_and_not_offered():
    with pytest.raises(Conflict, match="现在是“拟定属性”，不能“签发”"):
        next_document_state(make(), A.SIGN, SIGNER)
    assert list_document_actions(make(), DRAFTER) == [A.EDIT, A.PROPOSE, A.DROP]
    assert list_document_actions(make(), SIGNER) == []
    signed = make(OPEN, A.PROPOSE, A.AUDIT, A.SIGN)
    assert list_document_actions(signed, AUDITOR) == [A.RELEASE, A.CHANGE, A.REOPEN]


def test_only_what_is_withheld_is_reviewed_and_only_what_is_open_goes_into_the_catalogue():
    withheld = make(WITHHELD, A.PROPOSE, A.AUDIT, A.SIGN)
    assert list_document_actions(withheld, BOSS) == [A.KEEP, A.CHANGE, A.REOPEN]
    with pytest.raises(Conflict, match="只有认定为主动公开的"):
        next_document_state(withheld, A.RELEASE, BOSS)


def test_a_drafter_works_on_documents_of_the_own_department_alone():
    with pytest.raises(NotAllowed):
        next_document_state(make(replace(OPEN, department="GKB")), A.PROPOSE, DRAFTER)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"attribute": None}, "attribute"),
        ({"department": ""}, "department"),
        ({"disclosure_class": ""}, "disclosure_class"),
        ({"disclosure_class": "16"}, "disclosure_class"),
        ({"attribute": DisclosureAttribute.ON_APPLICATION, "reason": " 。"}, "reason"),
        (
            {"attribute": DisclosureAttribute.WITHHELD, "reason": "", "ground": ReplyOutcome.INTERNAL},
            "reason",
        ),
        ({"attribute": DisclosureAttribute.WITHHELD, "reason": "评查中", "ground": None}, "ground"),
        ({"attribute": DisclosureAttribute.WITHHELD, "reason": "评查中", "ground": ReplyOutcome.REPEATED}, "ground"),
    ],
)
def test_a_proposal_tells_what_it_lacks(changed, field):
    assert list(check_proposal(replace(OPEN, **changed))) == [field]


def test_a_complete_proposal_lacks_nothing():
    assert check_proposal(OPEN) == check_proposal(WITHHELD) == {}
    on_application = replace(OPEN, attribute=DisclosureAttribute.ON_APPLICATION, reason="有别人的商业秘密", ground=None)
    assert check_proposal(on_application) == {}


def test_a_draft_needs_a_title_and_no_day_to_come():
    problems = check_draft(DocumentDetails(" ", date(2026, 11, 21), reason="字" * 501), date(2026, 11, 20))
    assert set(problems) == {"title", "made_on", "reason"}


def test_the_clock_begins_when_the_document_is_made_and_is_not_there_for_what_is_withheld():
    (start,) = document_clock(make())
    assert (start.day, start.working_days, start.reason) == (date(2026, 11, 20), 20, "形成")
    assert document_clock(make(WITHHELD)) == ()
    assert document_clock(make(replace(OPEN, made_on=None))) == ()
    assert document_clock(make(OPEN, A.DROP)) == ()


def test_the_clock_stops_on_the_day_of_publication():
    assert document_clock(make(published_on=date(2026, 12, 1)))[1].day == date(2026, 12, 1)


def test_the_classes_are_the_fifteen_of_article_20():
    assert list(STATUTORY_CLASSES) == [str(number) for number in range(1, 16)]
    assert STATUTORY_CLASSES["2"].article == "第二十条第（二）项"
