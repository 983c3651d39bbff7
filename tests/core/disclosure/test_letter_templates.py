"""The texts of letters: what may and must be filled in, and that no hand writes the remedy unnoticed."""

import pytest

from hotline.core.disclosure.letter_templates import (
    TEMPLATE_LIMIT,
    TITLES,
    LetterTemplate,
    check_template,
    fill,
    find_typed_law,
    mandatory_in,
    shipped_template,
    tidy_template,
)
from hotline.core.errors import Conflict

REPLY = "{{申请人}}：\n\n编号{{编号}}。{{答复}}\n\n{{救济途径}}"


@pytest.mark.parametrize("code", TITLES)
def test_each_shipped_text_is_fit_and_has_no_law_typed_by_hand(code):
    assert check_template(shipped_template(code)) == {}
    assert find_typed_law(shipped_template(code)) == []


def test_a_reply_must_leave_room_for_the_remedy_and_an_extension_for_the_last_day():
    assert check_template(LetterTemplate("reply", REPLY)) == {}
    without = LetterTemplate("reply", REPLY.replace("{{救济途径}}", "可以申请复议。"))
    assert check_template(without) == {"text": "一定要有{{救济途径}}。"}
    assert {"最后一天", "事由"} <= mandatory_in("extension_notice")


def test_a_placeholder_that_nothing_fills_and_braces_that_do_not_pair_are_refused():
    wrong = LetterTemplate("reply", REPLY + "{{最后一天}}{{法院}}")
    assert check_template(wrong)["text"].startswith("这里没有{{最后一天}}、{{法院}}可以填")
    assert "大括号要成对写" in check_template(LetterTemplate("reply", REPLY + "{编号}"))["text"]


def test_who_is_asked_for_an_opinion_is_never_told_who_applied():
    text = shipped_template("opinion_request").text
    assert "申请人" in check_template(LetterTemplate("opinion_request", text + "{{申请人}}"))["text"]


def test_a_text_that_is_empty_or_too_long_or_of_no_letter_is_refused():
    assert check_template(LetterTemplate("reply", " \u200b"))["text"] == "请写文书的文字。"
    assert str(TEMPLATE_LIMIT) in check_template(LetterTemplate("reply", REPLY + "字" * TEMPLATE_LIMIT))["text"]
    assert "code" in check_template(LetterTemplate("reply-nothing", REPLY))


@pytest.mark.parametrize(
    "typed",
    ["60日", "六十日内", "6个月", "六个月内", "行政复议", "向人民法院提起行政诉讼", "收到之日起 60 日内", "起诉"],
)
def test_a_remedy_typed_by_hand_is_found(typed):
    assert find_typed_law(LetterTemplate("reply", f"{REPLY}\n不服的，{typed}。"))


def test_what_the_shipped_text_says_of_review_is_no_finding_until_it_is_changed():
    fee = shipped_template("fee_notice")
    assert find_typed_law(LetterTemplate("fee_notice", fee.text + "谢谢。")) == []
    changed = fee.text.replace("不能单独申请行政复议", "可以申请行政复议")
    assert "行政复议" in find_typed_law(LetterTemplate("fee_notice", changed))


def test_braces_in_full_width_are_read_as_braces():
    assert tidy_template(LetterTemplate("reply", "｛｛编号｝｝")).text == "{{编号}}"


def test_what_is_filled_in_is_not_read_for_placeholders_again():
    assert fill("{{理由}}：{{ 编号 }}", {"理由": "{{编号}}", "编号": "1"}) == "{{编号}}：1"


def test_an_empty_mandatory_part_is_named():
    with pytest.raises(Conflict, match="文书还缺：答复的最后一天。"):
        fill("{{最后一天}}", {})
