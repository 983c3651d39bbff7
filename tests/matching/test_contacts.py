"""Departments are found by their names, public lines by their numbers, and nobody else's telephone is told as ours."""

import pytest

from hotline.matching.decision import Kind
from hotline.matching.match import match

LEGAL_AID, DISCLOSURE, REVIEW = "法律援助中心", "政务信息公开办公室", "行政复议与应诉科"


def told(asked, knowledge):
    """The department or line that is told outright; "" where something else is answered or offered."""
    decision = match(asked, knowledge)
    found = [contact.names[0] for contact in knowledge.contacts if contact.entry in [m.entry for m in decision.matches]]
    return found[0] if found and decision.kind is Kind.ANSWER else ""


@pytest.mark.parametrize(
    ("asked", "department"),
    [
        *(
            (asked, LEGAL_AID)
            for asked in ("法律援助中心电话", "法律援助中心的电话号码是多少", "法援中心电话", "法律援助中心")
        ),
        *(
            (asked, LEGAL_AID)
            for asked in ("你们法律援助中心在几楼", "麻烦给我法律援助中心的电话", "法律援助中心怎么联系")
        ),
        *((asked, LEGAL_AID) for asked in ("法律援助电话是多少", "司法局法律援助中心电话", "法律援助中心在哪里")),
        *((asked, DISCLOSURE) for asked in ("信息公开办公室电话", "政务信息公开办公室电话", "信息公开科室的电话")),
        *(
            (asked, REVIEW)
            for asked in ("行政复议与应诉科电话", "复议科的电话", "应诉科电话多少", "申请复议打哪个科室的电话")
        ),
        ("律师科电话", "律师与公证仲裁工作科"),
        ("行政执法监督科怎么联系", "行政执法协调监督科"),
        ("人民调解科在几楼", "人民调解与基层工作科"),
        ("复义科电话", REVIEW),
    ],
)
def test_a_department_asked_for_by_its_name_or_a_part_of_it_is_told_outright(knowledge, asked, department):
    assert told(asked, knowledge) == department


def test_every_department_is_told_by_its_own_name(knowledge):
    for department in knowledge.departments():
        entry = match(f"{department.name}电话", knowledge).matches[0].entry
        assert department.telephone in entry.text
        assert department.telephone in entry.spoken
        assert department.liaison_line not in entry.web_answer + entry.spoken + entry.text


@pytest.mark.parametrize(
    "asked",
    [
        *("法律援助中心收费吗", "去法律援助中心怎么申请", "法律援助中心几点上班", "法律援助中心要带什么材料"),
        *(
            "教育局办公室电话",
            "公证处电话",
            "司法所电话",
            "法院法律援助中心电话",
            "税务局电话",
            "示例县法律援助中心电话",
        ),
        *(
            "电话多少",
            "办公室电话",
            "科室电话",
            "司法局办公室电话",
            "怎样申请法律援助",
            "复议找哪个部门",
            "不服处罚怎么办",
        ),
    ],
)
def test_other_questions_and_other_offices_are_not_answered_with_a_departments_telephone(knowledge, asked):
    assert told(asked, knowledge) == ""


@pytest.mark.parametrize("line", ["12345", "12348", "96128"])
@pytest.mark.parametrize(
    "asked", ["{}", "{}是什么", "{}管什么", "{}是什么电话？", "{}热线", "打{}有用吗", "请问{}是干什么的"]
)
def test_a_public_line_is_told_by_its_number(knowledge, line, asked):
    assert told(asked.format(line), knowledge) == line


@pytest.mark.parametrize("asked", ["打12345投诉城管没人管怎么办", "12315是什么电话", "13800138000", "1234", "99999"])
def test_a_question_that_only_mentions_a_line_and_other_numbers_are_not_answered_with_a_line(knowledge, asked):
    assert told(asked, knowledge) == ""
