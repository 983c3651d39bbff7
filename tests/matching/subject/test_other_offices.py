"""Which questions name another office or place, and which mean our own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.matching.subject.other_offices import find_other_office
from hotline.matching.text.terms import content_words

OWN = "示例市司法局在哪里？示例市示例区法治路1号市民服务中心，一楼咨询台。从车站怎么过去。"


def find(question, own=OWN):
    return find_other_office(question, content_words(question), lambda: own)


@pytest.mark.parametrize(
    ("question", "other"),
    [
        *(("税务局中午休息吗", "税务局"), ("邮局几点下班", "邮局"), ("银行星期六上班吗", "银行")),
        *(("人民医院的电话多少", "医院"), ("学校几点放学", "学校"), ("疾控中心在哪", "疾控中心")),
        *(
            ("交警大队怎么走", "交警大队"),
            ("我们村委会几点开门", "村委会"),
            ("人才市场在哪", "人才市场"),
            ("从火车站到税务局怎么走", "税务局"),
        ),
    ],
)
def test_a_question_that_names_another_office_is_noticed(question, other):
    assert other in find(question)


@pytest.mark.parametrize(
    "question",
    [
        *("几点下班", "你们几点下班", "司法局几点下班", "示例市司法局在哪里", "局里几点上班", "单位电话多少"),
        *("市民服务中心怎么走", "税务局的人让我问您们几点上班", "贵局在哪里", "税务局隔壁，你们这里几点关门"),
    ],
)
def test_a_question_about_the_office_itself_names_no_other(question):
    assert find(question) == ""


@pytest.mark.parametrize(
    "question", ["窗口几点下班", "大厅几点开门", "在哪栋楼", "哪个部门的电话", "有没有停车场", "厕所在几楼"]
)
def test_what_every_office_has_is_no_other_office(question):
    assert find(question) == ""


@pytest.mark.parametrize(
    "question",
    [
        *("现场办理几点开始", "有机会周六来吗", "学生几点能来", "收费的窗口几点关门", "全部电话号码", "邮编多少"),
        *("环境好吗，在哪里", "申诉的话几点来", "一会儿还上班吗", "社会公众几点能来"),
    ],
)
def test_common_words_with_the_ending_or_the_meaning_of_a_place_are_no_other_office(question):
    assert find(question) == ""


@pytest.mark.parametrize(
    "question", ["本局几点上班", "我局电话多少", "要找局长，电话多少", "到局里怎么走", "咱单位在哪", "我校在哪"]
)
def test_who_says_ours_names_no_other(question):
    assert find(question) == ""


def test_a_hall_of_ours_does_not_excuse_the_name_of_another_office():
    assert find("税务局办事大厅中午休息吗", f"{OWN}办事大厅在哪") == "税务局"


def test_a_place_from_which_one_comes_is_no_other_office():
    assert find("从火车站怎么走") == find("从人民公园到这个单位怎么走") == ""


def test_our_own_name_beside_another_means_us():
    assert find("司法局在税务局旁边吗") == ""


def test_without_anything_published_on_the_office_every_name_is_another():
    assert find("司法局几点下班", "") == "司法局"


@pytest.mark.parametrize("question", ["", "？", "😀", "\ud800", "wifi password", "60", "局", "𠮷" * 9])
def test_a_question_without_words_names_none(question):
    assert find(question) == ""


@given(st.text(st.one_of(st.sampled_from("税务局医院从到你们哪里窗口，。"), st.characters()), max_size=30))
def test_the_name_stands_in_the_question(question):
    assert find(question) in question
