"""The texts of letters in the console: one person writes, another approves, letters say what they were made from."""

import pytest

from hotline.core.disclosure.applications import ApplicationChannel
from hotline.core.disclosure.outcomes import ReplyOutcome
from hotline.core.permissions import Role
from tests.support.disclosure_desk import DESK, register_case
from tests.support.html_pages import check_page, text

TEMPLATES = "/console/content/letter_templates"
CODE = "reply-internal"
OWN = "您要的是{{理由}}，按{{依据}}不予公开。"


@pytest.fixture
def desk_line(line):
    with line.records.writing() as unit:
        unit.office.rows_of_disclosure_desk.put(DESK, 0, "seed", line.now())
    return line


def send(desk, path, then="submit", **changes):
    form = desk.forms(path)[-1]
    return desk.post(form.action, form.fields | {"then": then} | changes)


def refused(response):
    assert response.status_code == 400
    check_page(response.text)
    return text(response.text)


def answer(line):
    case = register_case(line, ApplicationChannel.IN_PERSON)
    return case, case.answer(ReplyOutcome.INTERNAL, reasons="工作流程")


def newest_version(line):
    with line.records.reading() as unit:
        return unit.versions.find_newest()


def approve(desk, code=CODE):
    return desk.send(f"{TEMPLATES}/review/{code}", f"/approve/{code}")


def test_the_list_has_every_kind_of_letter_and_outcome_and_none_is_new_or_withdrawn(publisher, reviewer):
    whole = "".join(publisher.get(f"{TEMPLATES}?page={page}").text for page in (1, 2))
    check_page(publisher.get(TEMPLATES).text)
    for title in ("政府信息公开申请补正告知书", "政府信息公开告知书", "答复的正文：信息不存在"):
        assert title in whole
    assert f"{TEMPLATES}/new" not in whole
    assert "withdraw" not in reviewer.get(f"{TEMPLATES}/of/reply").text
    publisher.get(f"{TEMPLATES}/new", 404)
    publisher.get(f"{TEMPLATES}/of/nothing", 404)


def test_a_list_is_narrowed_by_words_and_status(publisher):
    send(publisher, f"{TEMPLATES}/edit/{CODE}", text=OWN)
    assert "共1条" in text(publisher.get(f"{TEMPLATES}?q=您要的是").text).replace("找到", "共")
    assert "找到1条" in text(publisher.get(f"{TEMPLATES}?status=submitted").text)


def test_letters_have_the_new_text_only_after_a_second_person_approved_it_and_say_their_version(
    publisher, reviewer, desk_line
):
    before, first = answer(desk_line)
    assert first.made_from == (("reply", 1), (CODE, 1))
    assert send(publisher, f"{TEMPLATES}/edit/{CODE}", text=OWN).status_code == 303
    assert answer(desk_line)[1].made_from == (("reply", 1), (CODE, 1))
    page = reviewer.get(f"{TEMPLATES}/review/{CODE}").text
    check_page(page)
    assert "您要的是（这里是工作人员写的内容）" in text(page)
    assert "以后出的信用新的写法" in text(page)
    assert "对外发布" not in text(page)
    assert approve(reviewer).status_code == 303
    after, second = answer(desk_line)
    assert second.made_from == (("reply", 1), (CODE, 2))
    assert "您要的是工作流程，按《中华人民共和国政府信息公开条例》第十六条第一款不予公开。" in second.body
    assert "先向示例市人民政府申请行政复议" in second.body
    assert before.file.letters[0] == first
    shown = text(publisher.get(f"/console/applications/{after.number}/letters/1").text)
    assert "答复的正文：属于内部事务信息第2版" in shown.replace(" ", "")


def test_who_wrote_a_text_may_not_approve_it(desk):
    head = desk(Role.ADMINISTRATOR)
    assert send(head, f"{TEMPLATES}/edit/{CODE}", text=OWN).status_code == 303
    form = next(form for form in head.forms(f"{TEMPLATES}/of/{CODE}") if "version" in form.fields)
    assert head.post(f"{TEMPLATES}/approve/{CODE}", form.fields).status_code == 403


def test_a_reviewer_approves_and_does_not_write(reviewer):
    reviewer.get(f"{TEMPLATES}/edit/{CODE}", 403)


@pytest.mark.parametrize(
    ("code", "typed", "told"),
    [
        ("reply", "{{申请人}}：{{编号}}{{答复}}", "一定要有{{救济途径}}"),
        ("extension_notice", "{{申请人}}：{{编号}}{{事由}}{{期限天数}}", "一定要有{{最后一天}}"),
        (CODE, OWN + "{{法院}}", "这里没有{{法院}}可以填"),
        (CODE, OWN + "{编号}", "大括号要成对写"),
        (CODE, "", "请写文书的文字"),
        (CODE, OWN + "字" * 4_000, "最多4000个字"),
    ],
)
def test_a_text_that_could_not_make_a_letter_is_refused_and_stays_typed(publisher, code, typed, told):
    response = send(publisher, f"{TEMPLATES}/edit/{code}", text=typed)
    assert told in refused(response)
    assert typed in response.text


def test_author_and_reviewer_are_warned_of_a_remedy_typed_by_hand(publisher, reviewer):
    typed = OWN + "不服的，60日内申请行政复议。"
    preview = send(publisher, f"{TEMPLATES}/edit/{CODE}", "preview", text=typed)
    check_page(preview.text)
    assert "手写了“60日内”“行政复议”" in text(preview.text)
    assert send(publisher, f"{TEMPLATES}/edit/{CODE}", text=typed).status_code == 303
    assert "手写了“60日内”“行政复议”" in text(reviewer.get(f"{TEMPLATES}/review/{CODE}").text)
    home = reviewer.get("/console/")
    assert f"{TEMPLATES}/review/{CODE}" in home.text
    assert f"{TEMPLATES}/approve/{CODE}" not in home.text


def test_a_preview_shows_an_invented_case_and_saves_nothing(publisher):
    page = send(publisher, f"{TEMPLATES}/edit/{CODE}", "preview", text=OWN).text
    assert "您要的是（这里是工作人员写的内容）" in text(page)
    assert "张某某（预览）" in page
    assert "您要的是" not in publisher.get(f"{TEMPLATES}/of/{CODE}").text


def test_the_preview_of_an_extension_tells_the_last_day_with_the_extension(publisher):
    typed = "{{申请人}}：\n\n{{编号}}{{事由}}，延期{{期限天数}}个工作日，最后一天是{{最后一天}}。"
    page = text(send(publisher, f"{TEMPLATES}/edit/extension_notice", "preview", text=typed).text)
    assert "延期10个工作日，最后一天是2026年2月14日" in page  # received on 5 January: 30 working days, one made up


def test_the_form_names_what_may_be_filled_in(publisher):
    page = publisher.get(f"{TEMPLATES}/edit/extension_notice").text
    check_page(page)
    assert "{{最后一天}}答复的最后一天是" in "".join(text(page).split())
    assert "{{救济途径}}" not in page


def test_the_shipped_text_is_version_1_and_comes_back_as_a_draft_that_another_person_approves(
    publisher, reviewer, desk_line
):
    send(publisher, f"{TEMPLATES}/edit/{CODE}", text=OWN)
    approve(reviewer)
    steps = publisher.get(f"{TEMPLATES}/steps/{CODE}").text
    check_page(steps)
    assert f"{TEMPLATES}/edit/{CODE}?from=1" in steps
    form = publisher.forms(f"{TEMPLATES}/edit/{CODE}?from=1")[-1]
    assert "本机关的内部事务信息" in form.fields["text"]
    assert publisher.post(f"{TEMPLATES}/edit/{CODE}", form.fields | {"then": "submit"}).status_code == 303
    assert answer(desk_line)[1].made_from[1] == (CODE, 2)
    approve(reviewer)
    _, letter = answer(desk_line)
    assert letter.made_from[1] == (CODE, 3)
    assert "本机关的内部事务信息" in letter.body


def test_a_text_of_letters_is_approved_without_a_publish(publisher, reviewer, line):
    before = newest_version(line)
    send(publisher, f"{TEMPLATES}/edit/{CODE}", text=OWN)
    assert approve(reviewer).status_code == 303
    assert newest_version(line) == before


def test_a_colleague_who_saved_first_is_not_overwritten_unseen(publisher, desk):
    form = publisher.forms(f"{TEMPLATES}/edit/{CODE}")[-1]
    send(desk(Role.ADMINISTRATOR), f"{TEMPLATES}/edit/{CODE}", "save", text=OWN)
    response = publisher.post(form.action, form.fields | {"then": "save", "text": OWN + "又一句。"})
    assert response.status_code == 409
    assert "又一句" in response.text
