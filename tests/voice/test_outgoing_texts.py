"""What a text asks for, and replies cut as a network cuts them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.core.text_length import segments, sms_parts, utf16_units
from voice import outgoing_texts
from voice.sms import intents
from voice.sms.intents import TextIntent

TEXTS = st.text(st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("复议。😀𠮷\n")), max_size=400)


@given(TEXTS)
def test_parts_join_to_the_whole_and_each_fits_its_message(text):
    parts = segments(text)
    assert "".join(parts) == text
    assert all(utf16_units(part) <= (70 if len(parts) == 1 else 67) for part in parts)
    for part in parts:
        part.encode("utf-16-le")  # a surrogate pair cut in half could not be encoded


def mark(page, of):
    return f"回复更多看下文({page}/{of})"


@given(TEXTS)
def test_a_fitted_reply_takes_at_most_three_parts_and_keeps_a_short_one_whole(text):
    fitted = outgoing_texts.fit(text, "全文请打96128。")
    assert len(segments(fitted)) <= 3
    if len(segments(text)) <= 3:
        assert fitted == text
    else:
        assert fitted.endswith("\n全文请打96128。")


@given(TEXTS.map(lambda text: text * 5))
def test_a_long_text_comes_in_pages_of_three_parts_of_which_nothing_is_lost(text):
    pages = outgoing_texts.pages(text, mark)
    assert all(len(segments(page)) <= 3 for page in pages)
    told = [page.removesuffix(mark(place, len(pages))) for place, page in enumerate(pages, start=1)]
    assert "".join("".join(told).split()) == "".join(text.split())
    assert all(page.endswith(mark(place, len(pages))) for place, page in enumerate(pages[:-1], start=1))


def test_a_page_ends_at_the_end_of_a_sentence_else_at_a_pause_else_where_it_must():
    assert outgoing_texts.pages("甲" * 150 + "。" + "乙" * 100, mark)[0] == "甲" * 150 + "。\n" + mark(1, 2)
    assert outgoing_texts.pages("甲" * 150 + "，" + "乙" * 100, mark)[0] == "甲" * 150 + "，\n" + mark(1, 2)
    assert outgoing_texts.pages("甲" * 250, mark)[0] == "甲" * 186 + "\n" + mark(1, 2)


@given(st.lists(TEXTS.filter(bool), min_size=2, max_size=8), st.sampled_from(["", "回复“更多”看后面的"]))
def test_a_list_of_choices_never_takes_more_than_three_parts(choices, tail):
    text, shown = outgoing_texts.list_lines("请选择：", choices, tail)
    assert len(segments(text)) <= 3
    assert 1 <= shown <= 5
    assert text.startswith("请选择：\n")
    assert text.endswith(tail)


def test_seventy_characters_are_one_part_and_seventy_one_are_two():
    assert [len(segments("字" * length)) for length in (0, 70, 71, 134, 135)] == [0, 1, 2, 2, 3]
    assert sms_parts("字" * 134) == 2


@pytest.mark.parametrize(
    "body", ["", "  ", "帮助", "菜单", "help", "HELP", "?", "？", "😀😀", "...", "\x00\x07", "你好"]
)
def test_an_empty_text_an_emoji_or_a_word_for_help_asks_for_help(body):
    assert intents.understand(body).intent is TextIntent.HELP


@pytest.mark.parametrize(
    ("body", "pick"), [("第一个", 1), ("①", 1), ("选2", 2), ("1", 1), ("9", 9), ("５", 5), (" 3 ", 3), ("2。", 2)]
)
def test_a_lone_digit_is_a_pick(body, pick):
    assert intents.understand(body) == intents.TextUnderstood(TextIntent.PICK, pick=pick)


@pytest.mark.parametrize("body", ["102", "1 2", "复议收费吗", "<b>复议</b>", "人工智能", "更多的办法", "怎么恢复名誉"])
def test_anything_else_is_a_question(body):
    assert intents.understand(body) == intents.TextUnderstood(TextIntent.ASK, words=body)


def test_only_the_first_500_characters_of_a_question_are_looked_at():
    assert len(intents.understand("复" * 10_000).words) == 500


COMMANDS = {
    TextIntent.TOPICS: "目录 目錄 《目录》 常见问题 目录。",
    TextIntent.MORE: "更多 更多！ 继续 繼續 MORE ｍｏｒｅ",
    TextIntent.PERSON: "人工 转人工 0 ０ 人工电话",
    TextIntent.NONE_OF_THESE: "都不是",
    TextIntent.PROGRESS: "进度 進度 查进度 查询进度？",
    TextIntent.MESSAGE: "留言 留言。 我要留言",
    TextIntent.CANCEL: "取消 不留言了",
    TextIntent.DECLINE: "算了 不用了",
    TextIntent.OPT_OUT: "退订 退訂 T t Ｔ TD td 回复TD STOP stop StopAll Unsubscribe",
    TextIntent.OPT_IN: "恢复 恢復 START unstop",
    TextIntent.THANKS: "收到 谢谢！",
    TextIntent.YES: "好的 好的。 OK",
    TextIntent.HELP: "喂 幫助 菜單 菜单。 ＨＥＬＰ",
}


@pytest.mark.parametrize(("aim", "body"), [(aim, body) for aim in COMMANDS for body in COMMANDS[aim].split()])
def test_commands_are_whole_sayings_in_either_script_any_width_and_case(aim, body):
    assert intents.understand(body) == intents.TextUnderstood(aim)


@pytest.mark.parametrize(
    "body",
    [
        "进度12345678",
        "進度 12345678",
        "进度：１２３４５６７８。",
        "12345678",
        "1234 5678",
        "查询号12345678",
        "查询号12345678号",
    ],
)
def test_a_tracking_number_asks_after_its_message(body):
    assert intents.understand(body) == intents.TextUnderstood(TextIntent.PROGRESS, words="12345678")


@pytest.mark.parametrize(
    ("body", "words"), [("进度123", "123"), ("进度条一直不动", None), ("1234567", None), ("123456789", None)]
)
def test_other_numbers_are_no_tracking_numbers(body, words):
    wanted = intents.understand(body)
    assert wanted == (
        intents.TextUnderstood(TextIntent.PROGRESS, words=words)
        if words
        else intents.TextUnderstood(TextIntent.ASK, words=body)
    )


def test_a_topic_is_listed_by_its_digit():
    assert {intents.understand(body) for body in ("目录3", "目錄 ３", "目录：3")} == {
        intents.TextUnderstood(TextIntent.TOPICS, pick=3)
    }


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("留言 请给我回电话", "请给我回电话"),
        ("留言：低保怎么没发？", "低保怎么没发？"),
        ("留言我家低保这个月没发", "我家低保这个月没发"),
        ("我要留言，村里路灯坏了。", "村里路灯坏了。"),
        ("留言\n第一行\n第二行", "第一行\n第二行"),
        ("留言：怎么查进度", "怎么查进度"),
    ],
)
def test_what_follows_the_word_is_the_message(body, words):
    assert intents.understand(body) == intents.TextUnderstood(TextIntent.MESSAGE, words=words)


@pytest.mark.parametrize("body", ["留言多久答复", "留言怎么查", "留言板在哪里", "留言可以撤回吗"])
def test_a_question_about_messages_is_no_message(body):
    assert intents.understand(body).intent is TextIntent.ASK
