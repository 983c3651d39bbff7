"""Who goes on about an answer is told the passage that has the detail, and what it was about is not forgotten."""

from hotline.core.passages import list_passages
from hotline.services.content import published
from tests.support.heard import last_heard, said, spoken_answer
from voice.phone.call_state import CallState, Place
from voice.phone.intents import CallerInput, Intent
from voice.phone.spoken_intents import understand
from voice.phrases import PHONE, TEXT

COMPENSATION = "say:怎样申请国家赔偿"


def passage_with(line, number, words):
    return next(one.text for one in list_passages(published.get_entry(line.knowledge, number)) if words in one.text)


def test_a_detail_is_read_alone_and_the_whole_answer_follows_for_key_1(dial, line):
    told = said("answer.passage", passage=passage_with(line, 203, "口头申请"))
    asked = (COMPENSATION, "say:我不会写字，可不可以口头说")
    assert last_heard(dial(*asked))[0] == told
    assert last_heard(dial(*asked, "say:再说一遍"))[0] == told
    assert last_heard(dial(*asked, "press:1"))[0] == spoken_answer(line, 203)


def test_a_detail_is_texted_alone_and_more_brings_the_whole_answer(text, line):
    detail, whole = text("怎样申请国家赔偿", "我不会写字，可不可以口头说", "更多")[1:]
    entry = published.get_entry(line.knowledge, 203)
    assert detail == TEXT(
        "answer.passage", question=entry.question.rstrip("？"), passage=passage_with(line, 203, "口头申请")
    )
    assert whole.startswith(entry.text[:20])


def test_what_was_asked_about_stays_while_a_caller_is_not_understood(dial, line):
    asked = ("say:怎样办理公证", "say:嘎嘎嘎那个喃", "say:那要多少钱")
    assert "公证" in "".join(last_heard(dial(*asked)))


def test_a_text_that_is_not_understood_does_not_forget_what_it_was_about(text):
    assert "公证" in text("怎样办理公证", "那给不给喝水", "那要多少钱")[-1]


def test_who_asks_for_a_text_after_a_failure_gets_the_answer_heard_before(dial):
    heard = last_heard(dial("say:申请行政复议收费吗", "say:那给不给喝水", "say:发个短信给我"))
    assert PHONE("after.nothing_to_send") not in heard


def test_the_same_choices_are_not_offered_twice_in_a_row(dial):
    call = dial("say:公开", "say:公开")
    assert "哪一个" in "".join(call.turns[-2].heard) or "想问" in "".join(call.turns[-2].heard)
    assert PHONE("nothing.kept") in last_heard(call)


def test_the_question_after_a_refusal_is_asked():
    state = CallState(Place.CHOICES, choices=("101", "102"))
    heard = understand(state, CallerInput(speech="一个都不是，我问公证收费"))
    assert (heard.intent, heard.text) == (Intent.ASK, "我问公证收费")
    heard = understand(state, CallerInput(speech="不是请律师，是我替我爹去申请国家赔偿"))
    assert (heard.intent, heard.text) == (Intent.ASK, "是我替我爹去申请国家赔偿")


def test_a_place_in_the_list_is_picked_with_words_after_it():
    state = CallState(Place.CHOICES, choices=("101", "102"))
    assert understand(state, CallerInput(speech="第一个，怎么去")).pick == "1"
    after = understand(CallState(Place.AFTER, subject="102"), CallerInput(speech="第一个，就是条件和材料那个"))
    assert (after.intent, after.text) == (Intent.ASK, "就是条件和材料那个")


def test_a_wish_is_heard_beside_other_words():
    state = CallState(Place.AFTER, subject="102")
    wishes = {
        "行了行了，你这个人说话咋冷冰冰的，给老子转人工": Intent.OPERATOR,
        "莫忙，你再说一遍，找哪个申请": Intent.REPEAT,
        "谢谢你了，没得别的了": Intent.NO_MORE,
        "谢谢，那我先去社区调解": Intent.THANKS,
        "先莫挂电话，我喊我儿子来听": Intent.WAIT,
        "一二三六八，记着了，谢谢你": Intent.THANKS,
        "请给我回电话": Intent.MESSAGE,
    }
    for words, intent in wishes.items():
        heard = understand(state, CallerInput(speech=words)).intent
        assert heard is intent or {heard, intent} == {Intent.REPEAT, Intent.SLOWER}, words


def test_curses_are_no_part_of_the_question():
    heard = understand(CallState(), CallerInput(speech="你们他妈的凭什么罚我两百块钱"))
    assert (heard.intent, heard.text) == (Intent.ASK, "你们凭什么罚我两百块钱")
