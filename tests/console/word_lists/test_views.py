"""Staff change the words that questions are matched with, see what waits, and publish it."""

import pytest

from hotline.core.permissions import Role
from hotline.matching.decision import Kind
from hotline.services.questions import ask
from tests.support.html_pages import check_page, text

SYNONYMS = "/console/words/synonyms"
EDIT = f"{SYNONYMS}/edit?word=告政府"


def add(desk, name="synonyms", **fields):
    return desk.send(f"/console/words/{name}", f"/words/{name}", **fields)


def test_a_new_synonym_waits_until_it_is_published_and_then_finds_the_answer(publisher, line):
    question = "吃皇粮的冤枉我"
    assert ask.decide(line, question).decision.kind is not Kind.ANSWER
    added = add(publisher, colloquial="吃皇粮的冤枉我", official="行政复议收费")
    shown = text(publisher.get(added.location).text)
    assert "已经加上“吃皇粮的冤枉我”，下次发布以后生效。" in shown
    assert "有1处改动还没有发布" in shown
    assert "词表改了、还没有发布（1）" in publisher.get("/console/").text
    assert ask.decide(line, question).decision.kind is not Kind.ANSWER
    published = publisher.send(SYNONYMS, "/publish")
    assert published.location == SYNONYMS
    shown = text(publisher.get(SYNONYMS).text)
    assert "已经发布" in shown
    assert "还没有发布" not in shown
    assert "同义词：“吃皇粮的冤枉我”按“行政复议收费”查找。" in ask.decide(line, question).decision.reasons


def test_a_removed_stop_word_counts_as_content_once_published(publisher, line):
    path = "/console/words/stop_words/edit?word=怎么办"
    assert publisher.send(path, "/remove").status_code == 303
    publisher.send("/console/words/stop_words", "/publish")
    assert "怎么办" not in line.shelf.current().stop_words
    assert "怎么" in line.shelf.current().stop_words


@pytest.mark.parametrize(
    ("pair", "reason"),
    [
        (("行政诉讼", "告政府"), "绕成了圈：行政诉讼→告政府→行政诉讼"),
        (("行政诉讼", "行政 訴訟"), "查起来是同一个词"),
        (("告 政府", "行政复议"), "已经有“告政府”了"),
        (("", "行政复议"), "不能为空"),
        (("告", "字" * 21), "现在有21个字"),
    ],
    ids=["loop", "itself", "twice", "empty", "long"],
)
def test_an_invalid_word_is_refused_with_the_reason_and_the_form_keeps_what_was_typed(publisher, pair, reason):
    refused = add(publisher, colloquial=pair[0], official=pair[1])
    assert refused.status_code == 400
    check_page(refused.text)
    assert reason in refused.text
    assert f'value="{pair[1]}"' in refused.text
    assert "还没有人改过" in refused.text
    reasons = refused.text.index('class="notice notice-error"')
    assert reasons < refused.text.index('class="tab"'), "the reason must stand where the page opens"
    assert 'aria-current="page">词表' in refused.text


def test_the_page_shows_who_changed_which_word_and_when(publisher):
    publisher.send(EDIT, "/edit", official="行政复议")
    publisher.send(EDIT, "/edit", colloquial="告衙门")
    publisher.send(f"{SYNONYMS}/edit?word=告衙门", "/remove")
    told = text(publisher.get(SYNONYMS).text)
    told = told[told.index("谁改过") :]
    lines = [
        "测试publisher删掉“告衙门”（原来的正式叫法“行政复议”），2026年11月23日 10:00",
        "测试publisher加上“告衙门”，正式叫法“行政复议”",
        "测试publisher删掉“告政府”（原来的正式叫法“行政复议”）",
        "测试publisher“告政府”的正式叫法从“行政诉讼”改成“行政复议”",
    ]
    places = [told.index(one) for one in lines]
    assert places == sorted(places)


def test_a_word_keeps_its_place_when_it_is_changed(publisher, line):
    def order():
        return [row for row in publisher.get(SYNONYMS).text.split('<th scope="row">')[1:]]

    place = next(n for n, row in enumerate(order()) if row.startswith("告政府"))
    publisher.send(EDIT, "/edit", colloquial="告衙门")
    assert order()[place].startswith("告衙门")


def test_the_second_of_two_people_who_change_a_word_is_told_who_was_first(publisher, desk):
    administrator = desk(Role.ADMINISTRATOR)
    opened = next(form for form in administrator.forms(EDIT) if "official" in form.fields)
    publisher.send(EDIT, "/edit", official="行政复议")
    late = administrator.post(SYNONYMS + "/edit", opened.fields | {"official": "信访"})
    assert late.status_code == 409
    check_page(late.text)
    assert "没有保存。“告政府”的正式叫法已经改成“行政复议”了（测试publisher刚刚改过）" in late.text
    assert 'name="official" type="text" value="行政复议"' in late.text
    publisher.send(EDIT, "/remove")
    gone = administrator.post(SYNONYMS + "/remove", opened.fields)
    assert "“告政府”不在词表里了（测试publisher刚刚改过）" in administrator.get(gone.location).text


def test_words_are_found_in_simplified_and_traditional_script_and_long_lists_have_pages(publisher):
    assert "第1页，共" in publisher.get(SYNONYMS).text
    found = text(publisher.get(f"{SYNONYMS}?q=規範性文件").text)
    assert "红头文件" in found
    assert "法援" not in found
    for page in ("0", "999", "x", "9" * 5000):
        publisher.get(f"{SYNONYMS}?page={page}")


def test_staff_without_the_permission_read_words_without_forms_and_see_who_may_publish(desk, publisher):
    add(publisher, "dictionary", word="容缺受理")
    shown = desk(Role.OPERATOR).get("/console/words/dictionary").text
    assert "容缺受理" in shown
    assert "请发布员、审核员或者管理员来发布" in shown
    assert "修改<span" not in shown
    reviewer = desk(Role.REVIEWER)
    assert reviewer.send("/console/words/dictionary", "/publish").location == "/console/words/dictionary"
    assert "还没有发布" not in publisher.get("/console/words/dictionary").text


def test_an_unknown_word_list_is_not_found(publisher):
    publisher.get("/console/words/nonsense", 404)
    publisher.get("/console/words/synonyms/edit?word=没有", 404)


@pytest.mark.parametrize("word", ["糖类抗原19-9", "奥迪 A4L"])
def test_a_dictionary_word_that_segmentation_would_cut_is_refused_with_the_reason(publisher, line, word):
    refused = add(publisher, "dictionary", word=word)
    assert refused.status_code == 400
    assert "留不住整词" in text(refused.text)
    assert word not in text(publisher.get("/console/words/dictionary").text)
