"""Names and texts in rare characters, with emoji, or with what no keyboard types, from the form to all channels."""

import io

import pytest
from docx import Document

RARE = "李𠮷\U00031350\U0002ebf0"
"""𠮷 of extension B, and one character each of extensions H and I, which the Unicode of Python 3.11 does not know."""


@pytest.fixture
def answered(apply_on_web, bring, send_reply):
    def answered(channel, name, given):
        case = apply_on_web(name=name) if channel == "WEB" else bring(channel, name=name)
        assert case.now.application.applicant.name == name
        send_reply(case, "DISCLOSED", given=given)
        return case

    return answered


@pytest.mark.parametrize("channel", ["WEB", "POST"])
def test_a_name_in_rare_characters_stands_whole_in_the_letter_and_on_all_channels(channel, answered, ask, clerk):
    case = answered(channel, RARE, f"给{RARE}的统计表一份😀。")
    letter = case.file.letters[-1].body
    assert letter.startswith(f"{RARE}：")
    assert f"给{RARE}的统计表一份😀。" in letter
    assert RARE in clerk.see(f"/{case.number}/letters/1")
    written = clerk.desk.get(f"/console/applications/{case.number}/letters/1.docx").data
    assert RARE in "\n".join(paragraph.text for paragraph in Document(io.BytesIO(written)).paragraphs)
    told = ask(case, "press:2")
    assert RARE in told.web
    assert f"答复已经送出。{RARE}：" in told.text
    assert "答复已经送出" in told.phone


def test_a_name_of_one_rare_character_is_a_name(answered):
    answered("IN_PERSON", "\U0002ebf0", "统计表一份。")


def test_what_no_keyboard_types_is_left_out_and_the_rest_kept(bring, clerk):
    case = bring("IN_PERSON", name="赵\x00大\x1b山", description="统计\x00表\u202e\ufffe")
    assert case.now.application.applicant.name == "赵大山"
    assert case.now.application.wanted.description == "统计表"
    asked = clerk.take(case, "ask_correction", words="请写明\x00年份😀")
    assert asked.status_code == 303
    assert "需要补正：请写明年份😀。\n" in case.file.letters[-1].body


@pytest.mark.parametrize("step", ["ask_correction", "withdraw", "ask_reasons"])
def test_ten_kilobytes_are_refused_with_the_one_limit_that_holds_and_stay(bring, clerk, step):
    case = bring("IN_PERSON")
    for length in (10_000, 2_001):
        refused = clerk.take(case, step, words="很" * length)
        assert "最多2000个字" in clerk.refused(refused, 400)
        assert "很" * length in refused.text
    assert case.file.letters == []


def test_two_thousand_characters_to_correct_are_told_part_by_part(bring, clerk, ask):
    case = bring("PHONE")
    assert clerk.take(case, "ask_correction", words="请写明年份。" * 333).status_code == 303
    told = ask(case)
    assert "请写明年份。" * 300 in told.web
    assert told.text.startswith("申请2026-00001：等您补正。要补正的是：请写明年份。")
    assert "要补正的是：请写明年份。" in told.phone
