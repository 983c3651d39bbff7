"""On a line of several offices a question gets the answer of the office that is meant, or it is asked which."""

from dataclasses import replace
from datetime import date

import pytest

from hotline.core.departments import Department
from hotline.core.entries import LegalBasis
from hotline.core.member_offices import MemberOffice, check_member_office
from hotline.matching.decision import Kind
from hotline.matching.match import match
from hotline.storage.knowledge.versions import VersionStore
from tests.support.sample_content import read_sample
from tests.support.small_contents import entry, publish

CIVIL = MemberOffice(
    "MZJ", "示例市民政局", "民政局、民政", "幸福路8号", "0000-80008888", "09:00-12:00", "13:30-17:00", "周末不上班。"
)
DEPARTMENTS = (
    Department("HYK", "婚姻和救助科", "办婚姻登记和低保。", "102", "0000-80008801", "", "", "MZJ"),
    Department("MBG", "办公室", "办日常事务。", "201", "0000-80008809", "", "", "MZJ"),
)


def asked(number, question, *similar, answer):
    basis = (LegalBasis("某法", "第一条", date(2024, 1, 1)),)
    words = {"web_answer": answer, "spoken": answer, "text": answer, "keywords": ()}
    whose = {"department": "HYK", "legal_bases": basis, "topic": "8"}
    return replace(entry(number, question), similar_questions=similar, **whose, **words)


ALIKE = "申请要交钱吗"
"""What citizens ask of an entry of each office."""
ENTRIES = (
    asked(801, "办结婚登记要带什么？", "领结婚证带什么材料", answer="双方带身份证和户口簿。"),
    asked(802, "申请低保收费吗？", ALIKE, answer="申请最低生活保障不收钱。"),
    asked(803, "低保多久批下来？", "低保几天能批", answer="二十个工作日。"),
    asked(804, "收养孩子要什么条件？", "想收养一个小孩", answer="年满三十岁，有抚养能力。"),
)


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory):
    """The sample, and a member office; the referrals that sent people to it are withdrawn."""
    sample = read_sample()
    kept = [one for one in sample.entries if "民政" not in one.office]
    own = next(one for one in kept if one.number == 105)
    kept[kept.index(own)] = replace(own, similar_questions=(*own.similar_questions, ALIKE))
    contents = replace(
        sample,
        departments=(*sample.departments, *DEPARTMENTS),
        entries=(*kept, *ENTRIES),
        member_offices=(CIVIL,),
    )
    return publish(VersionStore(tmp_path_factory.mktemp("offices")), contents)


def first(decision):
    return decision.matches[0].entry


def test_a_question_on_the_matter_of_one_office_is_answered_without_asking_which(knowledge):
    decision = match("领结婚证带什么材料", knowledge)
    assert (decision.kind, first(decision).number) == (Kind.ANSWER, 801)
    assert decision.matches[0].title == "示例市民政局：办结婚登记要带什么？"
    own = match("申请行政复议收费吗", knowledge)
    assert (own.kind, first(own).number, own.matches[0].office) == (Kind.ANSWER, 105, "")


def test_who_asks_what_two_offices_answer_alike_is_asked_which_office_is_meant(knowledge):
    decision = match(ALIKE, knowledge)
    assert decision.kind is Kind.CHOICES
    assert {one.title for one in decision.matches} == {
        "示例市司法局：申请行政复议收费吗？",
        "示例市民政局：申请低保收费吗？",
    }


@pytest.mark.parametrize(
    ("question", "number"),
    [
        *(("民政局申请要交钱吗", 802), ("司法局申请要交钱吗", 105), ("示例市民政局的低保多久批下来", 803)),
        *(("民政低保多久能批", 803), ("民政局低保几天能批", 803)),
    ],
)
def test_who_names_an_office_gets_the_answer_of_that_office(knowledge, question, number):
    decision = match(question, knowledge)
    assert (decision.kind, first(decision).number) == (Kind.ANSWER, number)


def test_who_has_heard_one_office_is_not_asked_which_is_meant(knowledge):
    for context, number in ((803, 802), (102, 105)):
        decision = match(ALIKE, knowledge, context=context)
        assert (decision.kind, first(decision).number) == (Kind.ANSWER, number)
    again = match("几点上班", knowledge, context=803)
    assert (again.kind, "民政局" in first(again).question) == (Kind.ANSWER, True)


@pytest.mark.parametrize(
    "question",
    ["民政局几点上班", "民政局在哪里", "民政局的电话是多少", "示例市民政局", "民政局怎么走", "民政局星期六上班吗"],
)
def test_how_to_reach_a_member_office_is_told_to_who_names_it(knowledge, question):
    decision = match(question, knowledge)
    assert decision.kind is Kind.ANSWER
    assert first(decision).question == "示例市民政局的电话、地址和办公时间是什么？"
    assert knowledge.find_entry(first(decision).number) == first(decision)
    for told in ("幸福路8号", "0000-80008888", "9点到12点"):
        assert told in first(decision).spoken


def test_who_asks_for_hours_without_an_office_is_asked_which(knowledge):
    decision = match("几点上班", knowledge)
    assert decision.kind is Kind.CHOICES
    assert [one.title for one in decision.matches] == [
        "示例市司法局几点上班，几点下班？",
        "示例市民政局的电话、地址和办公时间是什么？",
    ]
    own = match("司法局几点上班", knowledge)
    assert (own.kind, first(own).number) == (Kind.ANSWER, 901)


def test_who_complains_of_an_office_still_gets_the_answer_of_another(knowledge):
    for question in ("民政局的决定我不服，申请行政复议收费吗", "民政局不给办，申请行政复议收费吗"):
        assert 105 in [one.entry.number for one in match(question, knowledge).matches if one.entry]


def test_a_department_is_found_within_the_office_that_is_named(knowledge):
    assert first(match("民政局婚姻和救助科电话", knowledge)).department == "HYK"
    assert first(match("司法局行政复议科电话", knowledge)).department == "FYK"


def test_a_line_of_one_office_says_no_office_before_its_answers(tmp_path):
    knowledge = publish(VersionStore(tmp_path), read_sample())
    for question in ("几点上班", "申请行政复议收费吗", "结婚证在哪里领"):
        assert all(one.office == "" for one in match(question, knowledge).matches)
    assert match("几点上班", knowledge).kind is Kind.ANSWER


@pytest.fixture(scope="module")
def among_several(tmp_path_factory):
    """The sample with four members, of which two have a name in common."""
    sample = read_sample()
    own = next(one for one in sample.entries if one.number == 105)
    kept = [one for one in sample.entries if "民政" not in one.office and one is not own]
    own = replace(own, similar_questions=(*own.similar_questions, ALIKE))
    others = (
        replace(CIVIL, code="GAJ", name="示例市公安局", other_names="公安局、公安"),
        replace(CIVIL, code="ZJJ", name="示例市住房和城乡建设局", other_names="住建局、房管、建设局"),
        replace(CIVIL, code="JTJ", name="示例市交通建设局", other_names="建设局"),
    )
    contents = replace(
        sample,
        departments=(*sample.departments, *DEPARTMENTS),
        entries=(*kept, own, *ENTRIES),
        member_offices=(CIVIL, *others),
    )
    return publish(VersionStore(tmp_path_factory.mktemp("several")), contents)


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("民政局和公安局几点上班", [999000, 999001]),
        ("司法局和民政局几点上班", [901, 999000]),
        ("建设局的电话", [999002, 999003]),
        ("司法局和民政局申请要交钱吗", [105, 802]),
    ],
)
def test_who_names_several_offices_is_offered_them(among_several, question, numbers):
    decision = match(question, among_several)
    assert (decision.kind, [one.entry.number for one in decision.matches]) == (Kind.CHOICES, numbers)


@pytest.mark.parametrize(
    "question", ["区民政局的电话", "省民政厅在哪里", "公安部的电话", "房管所的电话", "公安分局在哪里"]
)
def test_a_body_that_has_a_members_name_in_its_own_is_not_that_member(among_several, question):
    decision = match(question, among_several)
    assert not decision.is_sure
    assert all(one.entry is None or one.entry.number not in range(999000, 999004) for one in decision.matches)


def test_what_members_do_not_tell_is_told_of_the_lines_office_without_asking_which(among_several):
    for question, number in (("传真号码是多少", 904), ("电子邮箱是什么", 905)):
        decision = match(question, among_several)
        assert (decision.kind, first(decision).number) == (Kind.ANSWER, number)


def test_a_story_that_names_two_offices_is_answered_by_what_it_asks(among_several):
    decision = match("我和公安局、住建局打官司，法律援助怎么申请", among_several)
    assert first(decision).number == 501


def test_an_office_whose_particulars_the_telephone_could_not_say_whole_is_refused():
    assert check_member_office(CIVIL) == {}
    problems = check_member_office(replace(CIVIL, address="幸福路" * 30))
    assert "在电话里一起念" in problems["address"]
