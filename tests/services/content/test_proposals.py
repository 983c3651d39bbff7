"""The workflow of proposals: the catalogue, departments, topics and the office change by two people, and at once."""

from dataclasses import replace
from threading import Barrier, Thread

import pytest

from hotline.core.departments import Department
from hotline.core.entries import Topic
from hotline.core.errors import Conflict, InvalidInput, NotAllowed, NotFound, PublishFailed, Unavailable
from hotline.core.permissions import Role, Staff
from hotline.core.proposals import OFFICE_KEY, ProposalKind, key_of_value, kind_of
from hotline.core.review import Status
from hotline.services.content import proposals, publish, workflow
from hotline.services.content.follow import Follower
from hotline.services.content.published_contents import check_particulars, read_contents, read_words

ITEM = "00000000-0/2026-00001"
CATALOGUE, DEPARTMENTS, TOPICS, OFFICE, DESK, DECREES, LOCAL, ANNOUNCEMENTS, *_ = ProposalKind
SYNONYMS, DICTIONARY, STOP_WORDS, NOTICES = list(ProposalKind)[-4:]


def shown(line, actor, kind, key):
    return proposals.get_history(line, actor, kind, key)


def submitted(line, actor, value, version):
    draft = proposals.save_draft(line, actor, value, version)
    return proposals.submit(line, actor, draft.kind, draft.key, version=draft.version)


def approved(line, writer, reviewer, value, version):
    sent = submitted(line, writer, value, version)
    return proposals.approve(line, reviewer, sent.kind, sent.key, version=sent.version)


def changed(value):
    return replace(value, **{"title": "改过的标题"} if hasattr(value, "title") else {"name": "改过的名称"})


@pytest.mark.parametrize(
    ("kind", "key"), [(CATALOGUE, ITEM), (DEPARTMENTS, "FYK"), (TOPICS, "3"), (OFFICE, OFFICE_KEY)]
)
def test_a_change_is_told_to_the_public_when_a_colleague_has_approved_it(first, writer, reviewer, kind, key):
    before = shown(first, writer, kind, key)
    value = changed(before.published)
    sent = submitted(first, writer, value, before.version)
    assert shown(first, writer, kind, key).published == before.published
    assert first.knowledge.version.number == 1
    assert proposals.approve(first, reviewer, kind, key, version=sent.version) == ""
    after = shown(first, writer, kind, key)
    assert (after.published, after.open) == (value, None)
    assert first.knowledge.version.number == 2
    told = {
        CATALOGUE: lambda: first.knowledge.find_item(key),
        DEPARTMENTS: lambda: first.knowledge.find_department(key),
        TOPICS: lambda: next(topic for topic in first.knowledge.topics() if topic.digit == key),
        OFFICE: lambda: first.knowledge.office,
    }
    assert told[kind]() == value


def test_another_host_tells_an_approved_telephone_number_after_its_next_look(first, second, writer, reviewer):
    follower = Follower(second)
    follower.step()
    office = shown(first, writer, OFFICE, OFFICE_KEY).published
    approved(first, writer, reviewer, replace(office, telephone="0000-80000099"), 0)
    follower.step()
    assert second.knowledge.office.telephone == "0000-80000099"


def test_nobody_who_wrote_a_part_of_it_may_approve_it(first, writer):
    both = Staff(9, "both", "两样都会", Role.ADMINISTRATOR, True)
    topic = shown(first, writer, TOPICS, "3").published
    draft = proposals.save_draft(first, both, changed(topic), 0)
    again = proposals.save_draft(first, writer, replace(topic, description="再改。"), draft.version)
    sent = proposals.submit(first, writer, TOPICS, "3", version=again.version)
    with pytest.raises(NotAllowed, match="不能审核自己写的内容"):
        proposals.approve(first, both, TOPICS, "3", version=sent.version)
    with pytest.raises(NotAllowed):
        proposals.approve(first, writer, TOPICS, "3", version=sent.version)
    assert shown(first, writer, TOPICS, "3").published == topic


def test_the_second_of_two_editors_is_told_who_changed_it(first, writer, people):
    other = people[Role.LIAISON]
    with first.records.writing() as unit:
        unit.staff.add(name="publisher", full_name="张写作", role=Role.PUBLISHER, password_hash="x", at=first.now())
    department = shown(first, writer, DEPARTMENTS, "FYK").published
    proposals.save_draft(first, writer, replace(department, room="401室"), 0)
    with pytest.raises(Conflict, match="张写作刚刚改过“复议科”"):
        proposals.save_draft(first, other, replace(department, room="402室"), 0)
    assert shown(first, writer, DEPARTMENTS, "FYK").open.content.room == "401室"


def test_of_two_who_save_at_the_same_moment_one_is_refused_and_nothing_is_lost(first, people):
    topic = shown(first, people[Role.PUBLISHER], TOPICS, "3").published
    barrier, refused = Barrier(2), []

    def save(role, name):
        barrier.wait()
        try:
            proposals.save_draft(first, people[role], replace(topic, name=name), 0)
        except Conflict:
            refused.append(name)

    both = [Thread(target=save, args=one) for one in ((Role.PUBLISHER, "甲写的"), (Role.LIAISON, "乙写的"))]
    for one in both:
        one.start()
    for one in both:
        one.join()
    (lost,) = refused
    kept = shown(first, people[Role.PUBLISHER], TOPICS, "3")
    assert {kept.open.content.name, lost} == {"甲写的", "乙写的"}
    assert [step.version for step in kept.steps] == [2, 1]


def test_a_department_is_new_once(first, writer):
    department = Department("LYK", "立法科", "管立法。", "", "0000-80000103", "", "")
    proposals.save_draft(first, writer, department, None)
    for code in ("LYK", "FYK"):
        with pytest.raises(InvalidInput, match="已经有“") as refused:
            proposals.save_draft(first, writer, replace(department, code=code), None)
        assert set(refused.value.fields) == {"code"}
    with pytest.raises(InvalidInput) as refused:
        proposals.save_draft(first, writer, replace(department, code="A/B"), None)
    assert set(refused.value.fields) == {"code"}


@pytest.mark.parametrize(
    ("kind", "key", "field", "wrong"),
    [
        (DEPARTMENTS, "FYK", "telephone", "1.38E+10"),
        (OFFICE, OFFICE_KEY, "telephone", "请打电话"),
        (OFFICE, OFFICE_KEY, "website", "javascript:alert(1)"),
        (OFFICE, OFFICE_KEY, "postcode", "0"),
        (CATALOGUE, ITEM, "department", "没有这个"),
        (CATALOGUE, ITEM, "topic", "8"),
        (TOPICS, "3", "name", ""),
    ],
)
def test_what_an_import_refuses_is_refused_at_submission_and_stays_a_draft(first, writer, kind, key, field, wrong):
    value = replace(shown(first, writer, kind, key).published, **{field: wrong})
    draft = proposals.save_draft(first, writer, value, 0)
    with pytest.raises(InvalidInput) as refused:
        proposals.submit(first, writer, kind, key, version=draft.version)
    assert set(refused.value.fields) == {field}
    assert shown(first, writer, kind, key).open.status is Status.DRAFT


def test_a_draft_that_changes_nothing_is_not_submitted(first, writer):
    topic = shown(first, writer, TOPICS, "3").published
    draft = proposals.save_draft(first, writer, topic, 0)
    with pytest.raises(InvalidInput, match="没有要审核的改动"):
        proposals.submit(first, writer, TOPICS, "3", version=draft.version)


def test_every_step_is_kept_with_who_made_it_and_what_was_said(first, writer, reviewer):
    topic = shown(first, writer, TOPICS, "3").published
    sent = submitted(first, writer, replace(topic, name="第一次"), 0)
    back = proposals.return_(first, reviewer, TOPICS, "3", version=sent.version, comment="太短。")
    assert back.status is Status.DRAFT
    approved(first, writer, reviewer, replace(topic, name="第二次"), back.version)
    steps = shown(first, writer, TOPICS, "3").steps[::-1]
    assert [(one.status.value, one.changed_by, one.content.name, one.comment) for one in steps] == [
        ("published", "seed", "信息公开", ""),
        ("draft", "publisher", "第一次", ""),
        ("submitted", "publisher", "第一次", ""),
        ("draft", "reviewer", "第一次", "太短。"),
        ("draft", "publisher", "第二次", "太短。"),
        ("submitted", "publisher", "第二次", "太短。"),
        ("published", "reviewer", "第二次", ""),
    ]
    assert [one.version for one in steps] == list(range(1, 8))
    assert {one.serial for one in steps[1:]} == {2}


def test_a_withdrawn_item_is_gone_at_once_and_can_be_published_again(first, writer, reviewer):
    item = shown(first, writer, CATALOGUE, ITEM).published
    assert not proposals.is_withdrawn(first, CATALOGUE, ITEM)
    with pytest.raises(NotAllowed):
        proposals.withdraw(first, writer, CATALOGUE, ITEM, version=0, comment="有个人信息。")
    assert proposals.withdraw(first, reviewer, CATALOGUE, ITEM, version=0, comment="有个人信息。") == ""
    assert first.knowledge.find_item(ITEM) is None
    assert proposals.is_withdrawn(first, CATALOGUE, ITEM)
    history = shown(first, writer, CATALOGUE, ITEM)
    assert (history.published, history.shown, history.steps[0].comment) == (None, item, "有个人信息。")
    approved(first, writer, reviewer, replace(item, title="遮住以后"), history.version)
    assert first.knowledge.find_item(ITEM).title == "遮住以后"
    assert not proposals.is_withdrawn(first, CATALOGUE, ITEM)


def test_a_draft_stays_when_what_is_published_is_withdrawn(first, writer, reviewer):
    item = shown(first, writer, CATALOGUE, ITEM).published
    draft = proposals.save_draft(first, writer, replace(item, title="还没写完"), 0)
    proposals.withdraw(first, reviewer, CATALOGUE, ITEM, version=draft.version, comment="先撤。")
    history = shown(first, writer, CATALOGUE, ITEM)
    assert (history.published, history.open.content.title) == (None, "还没写完")
    assert (history.open.author, history.open.writers) == ("publisher", ("publisher",))
    proposals.submit(first, writer, CATALOGUE, ITEM, version=history.version)


def test_a_department_that_is_referred_to_is_not_withdrawn_and_what_refers_to_it_is_named(first, reviewer):
    with pytest.raises(Conflict, match="问答102、问答105"):
        proposals.withdraw(first, reviewer, DEPARTMENTS, "FYK", version=0, comment="并走了。")
    with pytest.raises(Conflict, match="目录00000000-0/2026-0000"):
        proposals.withdraw(first, reviewer, DEPARTMENTS, "GKB", version=0, comment="并走了。")
    with pytest.raises(Conflict, match="这一项只有一份，不能撤回"):
        proposals.withdraw(first, reviewer, OFFICE, OFFICE_KEY, version=0, comment="并走了。")


def test_a_department_that_only_old_revisions_refer_to_is_withdrawn(first, writer, reviewer):
    for number in (102, 105):
        history = workflow.get_entry(first, writer, number)
        moved = replace(history.published.entry, department="GKB")
        draft = workflow.save_draft(first, writer, moved, history.revisions[0].version)
        workflow.submit(first, writer, number, version=draft.version)
        version = workflow.get_entry(first, writer, number).open.version
        workflow.approve(first, reviewer, number, version=version)
    assert proposals.withdraw(first, reviewer, DEPARTMENTS, "FYK", version=0, comment="并走了。") == ""
    assert first.knowledge.find_department("FYK") is None
    with first.records.reading() as unit:
        assert [one.code for one in unit.office.departments()] == ["GKB"]
    again = shown(first, writer, DEPARTMENTS, "FYK")
    approved(first, writer, reviewer, replace(again.shown, name="又设了"), again.version)
    assert first.knowledge.find_department("FYK").name == "又设了"


def test_a_proposal_whose_department_was_withdrawn_meanwhile_is_not_approved(first, writer, reviewer):
    new = Department("LYK", "立法科", "管立法。", "", "0000-80000103", "", "")
    approved(first, writer, reviewer, new, None)
    item = replace(shown(first, writer, CATALOGUE, ITEM).published, department="LYK")
    sent = submitted(first, writer, item, 0)
    version = shown(first, writer, DEPARTMENTS, "LYK").version
    with pytest.raises(Conflict, match="的草稿"):
        proposals.withdraw(first, reviewer, DEPARTMENTS, "LYK", version=version, comment="撤了。")
    with first.records.writing() as unit:
        unit.office.rows_of_departments.withdraw("LYK", "x", first.now())
    with pytest.raises(InvalidInput, match="没有部门LYK"):
        proposals.approve(first, reviewer, CATALOGUE, ITEM, version=sent.version)


def test_nothing_is_approved_that_could_not_be_published_later(first, writer, reviewer):
    topic = shown(first, writer, TOPICS, "3").published
    sent = submitted(first, writer, changed(topic), 0)
    (first.folder / "publish_error.txt").mkdir()
    with pytest.raises(Unavailable):
        proposals.approve(first, reviewer, TOPICS, "3", version=sent.version)
    (first.folder / "publish_error.txt").rmdir()
    assert shown(first, writer, TOPICS, "3").published == topic


def test_a_wrong_number_that_came_past_every_form_is_not_published(first):
    with first.records.writing() as unit:
        stored = unit.office.rows_of_departments.find_key("GKB")
        wrong = replace(stored.value, telephone="1.38E+10")
        unit.office.rows_of_departments.put(wrong, 1, "li", first.now())
        contents = read_contents(unit, first.now(), read_words(unit))
    with pytest.raises(PublishFailed, match="部门GKB的telephone"):
        publish.publish(first)
    check_particulars(contents, [contents.office, wrong])  # told by an earlier release: it holds nothing else back


@pytest.mark.parametrize("key", ["A/B", "没有这个", "复\x00议", "9" * 5000])
@pytest.mark.parametrize("kind", ProposalKind)
def test_a_key_that_nothing_has_is_not_found(first, writer, kind, key):
    with pytest.raises(NotFound):
        shown(first, writer, kind, key)
    assert not proposals.is_withdrawn(first, kind, key)


def test_a_value_says_what_it_is_and_which():
    assert (kind_of(Topic("1", "", "")), key_of_value(Topic("1", "", ""))) == (TOPICS, "1")


def test_nobody_approves_a_discarded_proposal_of_theirs_that_somebody_else_brought_back(first, writer, people):
    both = people[Role.ADMINISTRATOR]
    value = replace(shown(first, writer, CATALOGUE, ITEM).published, index_number="00000000-0/2026-09998")
    draft = proposals.save_draft(first, both, value, None)
    gone = proposals.discard(first, both, CATALOGUE, draft.key, version=draft.version)
    sent = submitted(first, writer, shown(first, writer, CATALOGUE, draft.key).shown, gone.version)
    with pytest.raises(NotAllowed, match="自己写的"):
        proposals.approve(first, both, CATALOGUE, draft.key, version=sent.version)
