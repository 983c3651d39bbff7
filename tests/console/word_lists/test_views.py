"""Staff change the words that questions are matched with, see what waits, and publish it."""

from urllib.parse import quote

import pytest

from hotline.core.permissions import Role
from hotline.core.word_lists import Term, WordList
from hotline.matching.decision import Kind
from hotline.services.questions import ask
from tests.support.html_pages import check_page, text

SYNONYMS = "/console/words/synonyms"


def add(desk, name="synonyms", **fields):
    return desk.send(f"/console/words/{name}", f"/words/{name}", **fields)


def approve(reviewer, name, key):
    assert reviewer.send(f"/console/content/{name}/review/{key}", f"/approve/{quote(key)}").status_code == 303


def test_a_new_synonym_waits_until_a_colleague_approves_it_and_then_finds_the_answer(publisher, reviewer, line):
    question = "吃皇粮的冤枉我"
    assert ask.decide(line, question).decision.kind is not Kind.ANSWER
    added = add(publisher, colloquial="吃皇粮的冤枉我", official="行政复议收费")
    shown = text(publisher.get(added.location).text)
    assert "“吃皇粮的冤枉我”已经提交，等审核员审核，通过以后生效。" in shown
    assert "正在办的（1）" in shown
    assert ask.decide(line, question).decision.kind is not Kind.ANSWER
    home = text(reviewer.get("/console/").text)
    assert "等您审核（1）" in home
    assert "同义词 吃皇粮的冤枉我（行政复议收费）" in home
    approve(reviewer, "synonyms", "吃皇粮的冤枉我")
    shown = text(publisher.get(SYNONYMS).text)
    assert "正在办的" not in shown
    assert "还没有发布" not in shown
    assert "同义词：“吃皇粮的冤枉我”按“行政复议收费”查找。" in ask.decide(line, question).decision.reasons


def test_nobody_approves_their_own_word_and_a_reviewer_sees_the_difference(desk, reviewer, line):
    both = desk(Role.ADMINISTRATOR)
    both.send("/console/content/synonyms/edit/告政府", "/edit/告政府", then="submit", official="行政复议")
    page = "/console/content/synonyms/review/告政府"
    assert "不能由您自己审核通过" in both.get(page).text
    shown = text(reviewer.get(page).text)
    assert "和现在发布的有哪些不同" in shown
    assert "复议" in shown
    approve(reviewer, "synonyms", "告政府")
    assert ("告政府", "行政复议") in line.shelf.current().synonyms
    assert "审核通过" in text(publisher_steps(both))


def publisher_steps(desk):
    return desk.get("/console/changes?month=2026-11&kind=synonyms").text


def test_a_stop_word_that_a_reviewer_withdraws_counts_as_content_at_once(publisher, reviewer, line):
    page = "/console/content/stop_words/of/怎么办"
    assert "请审核员撤回" in publisher.get(page).text
    assert "修改</a>" not in publisher.get(page).text
    path = "/console/content/stop_words/withdraw/怎么办"
    publisher.get(path, 403)
    assert "查找的时候马上又会把“怎么办”算进去" in text(reviewer.get(path).text)
    assert reviewer.send(path, 1, comment="查不到了。").status_code == 303
    assert "怎么办" not in line.shelf.current().stop_words
    assert "怎么" in line.shelf.current().stop_words


def test_a_word_is_submitted_once_however_often_the_form_is_sent(publisher):
    form = next(one for one in publisher.forms(SYNONYMS) if "official" in one.fields)
    fields = form.fields | {"colloquial": "吃皇粮", "official": "公务员"}
    assert publisher.post(form.action, fields).status_code == 303
    assert publisher.post(form.action, fields).status_code == 400
    assert "正在办的（1）" in text(publisher.get(SYNONYMS).text)


@pytest.mark.parametrize("word", ["和/或", "..", "\\", "　", "字" * 5_000])
def test_a_word_that_cannot_stand_in_an_address_is_refused(publisher, word):
    assert add(publisher, "dictionary", word=word).status_code == 400


def test_a_liaison_officer_writes_no_words(desk, publisher):
    liaison = desk(Role.LIAISON)
    form = next(one for one in publisher.forms(SYNONYMS) if "official" in one.fields)
    fields = {"colloquial": "吃皇粮", "official": "公务员", "csrf_token": liaison.token()}
    assert liaison.post(form.action, fields).status_code == 403
    fields |= {"version": "0", "then": "submit"}
    assert liaison.post("/console/content/synonyms/edit/告政府", fields).status_code == 403
    assert liaison.post("/console/content/synonyms/new", fields).status_code == 403


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


def test_the_page_shows_who_changed_which_word_and_when(publisher, reviewer):
    publisher.send("/console/content/synonyms/edit/告政府", "/edit/告政府", then="submit", official="行政复议")
    approve(reviewer, "synonyms", "告政府")
    reviewer.send("/console/content/synonyms/withdraw/告政府", 1, comment="不用了。")
    told = text(publisher.get(SYNONYMS).text)
    told = told[told.index("谁改过") :]
    lines = [
        "测试reviewer删掉“告政府”（原来的正式叫法“行政复议”），2026年11月23日 10:00",
        "测试publisher“告政府”的正式叫法从“行政诉讼”改成“行政复议”",
    ]
    places = [told.index(one) for one in lines]
    assert places == sorted(places)


def test_a_word_keeps_its_place_when_it_is_changed(publisher, reviewer):
    def order():
        return [row for row in publisher.get(SYNONYMS).text.split('<th scope="row">')[1:]]

    place = next(n for n, row in enumerate(order()) if ">告政府<" in row)
    publisher.send("/console/content/synonyms/edit/告政府", "/edit/告政府", then="submit", official="行政复议")
    approve(reviewer, "synonyms", "告政府")
    assert ">告政府<" in order()[place]


def test_words_are_found_in_simplified_and_traditional_script_and_long_lists_have_pages(publisher):
    assert "第1页，共" in publisher.get(SYNONYMS).text
    found = text(publisher.get(f"{SYNONYMS}?q=規範性文件").text)
    assert "红头文件" in found
    assert "法援" not in found
    for page in ("0", "999", "x", "9" * 5000):
        publisher.get(f"{SYNONYMS}?page={page}")


def test_staff_without_the_permission_read_words_without_forms(desk):
    operator = desk(Role.OPERATOR)
    assert "提交审核" not in operator.get("/console/words/dictionary").text
    assert "修改</a>" not in operator.get("/console/content/synonyms/of/告政府").text


def test_words_that_an_earlier_release_kept_unpublished_are_named_until_they_are_published(publisher, reviewer, line):
    with line.records.writing() as unit:
        unit.words.put(WordList.DICTIONARY, Term("容缺受理"), "publisher", line.now())
    assert "有1处改动还没有发布" in text(publisher.get("/console/words/dictionary").text)
    assert "词表改了、还没有发布（1）" in publisher.get("/console/").text
    assert reviewer.send("/console/words/dictionary", "/publish").location == "/console/words/dictionary"
    assert "还没有发布" not in publisher.get("/console/words/dictionary").text


def test_an_unknown_word_list_is_not_found(publisher):
    publisher.get("/console/words/nonsense", 404)
    publisher.get("/console/content/synonyms/of/没有", 404)


@pytest.mark.parametrize("word", ["糖类抗原19-9", "奥迪 A4L"])
def test_a_dictionary_word_that_segmentation_would_cut_is_refused_with_the_reason(publisher, line, word):
    refused = add(publisher, "dictionary", word=word)
    assert refused.status_code == 400
    assert "留不住整词" in text(refused.text)
    assert word not in text(publisher.get("/console/words/dictionary").text)
