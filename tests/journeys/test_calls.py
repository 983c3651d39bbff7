"""Whole telephone calls through the handset, with real signatures, as callers make them."""

from dataclasses import replace

import pytest

from hotline.app import create_app
from hotline.core.departments import LONGEST_LINE_NAME
from hotline.core.errors import Unavailable
from hotline.core.text_length import speech_seconds
from hotline.matching.decision import Kind
from hotline.services.content import published
from hotline.services.questions import ask
from tests.support.broken import Broken
from tests.support.heard import last_heard, said, spoken_answer
from voice.handset.caller import place_call
from voice.handset.script import read_script
from voice.handset.transports import LocalTransport
from voice.phone import prompts
from voice.phone.call_state import CallState
from voice.phrases import PHONE

GREETING = PHONE.sentences["menu.first"]
MENU = PHONE.sentences["menu.full"]
DETAILS = PHONE.sentences["answer.details"]


def test_the_greeting_takes_ten_seconds_at_most(dial):
    heard = dial().turns[0].heard
    assert heard == [said("menu.greeting", line="示例市政务信息查询专线"), GREETING]
    assert speech_seconds("".join(heard)) <= 10


@pytest.mark.parametrize("name", ["西双版纳傣族自治州政务信息查询专线", "名" * LONGEST_LINE_NAME])
def test_the_greeting_of_a_line_with_a_long_name_takes_ten_seconds_at_most(line, name):
    (greeting,) = prompts.greeting(CallState(), replace(line.knowledge.office, line_name=name))
    assert greeting.texts == (said("menu.greeting", line=name), PHONE("menu.brief"))
    assert speech_seconds("".join(greeting.texts)) <= 10


def test_a_spoken_question_is_answered_and_how_to_go_on_is_told(dial, line):
    transcript = dial("say:申请行政复议收费吗")
    assert last_heard(transcript) == [spoken_answer(line, 105), DETAILS]
    assert transcript.ended == "caller hung up"


def test_topics_lead_to_an_answer(dial, line):
    transcript = dial("press:1", "press:1", "press:2")
    assert "行政复议，请按1" in transcript.turns[1].heard[0]
    assert "申请行政复议的期限是多久？请按2" in transcript.turns[2].heard[0]
    assert last_heard(transcript)[0] == spoken_answer(line, 102)


@pytest.mark.parametrize("keys", ["102", "102#"])
def test_a_keyed_number_leads_to_its_answer(dial, line, keys):
    assert last_heard(dial("press:2", f"press:{keys}"))[0] == spoken_answer(line, 102)


def test_an_unknown_number_is_reported_and_another_can_be_keyed(dial, line):
    transcript = dial("press:2", "press:777", "press:102")
    assert transcript.turns[2].heard == [said("number.missing", number=777), PHONE("number.full")]
    assert last_heard(transcript)[0] == spoken_answer(line, 102)


def test_the_office_key_tells_the_address_and_the_hours(dial):
    heard = last_heard(dial("press:5"))
    assert "上午八点半到十二点，下午两点到五点半" in heard[1]
    assert heard[-1] == PHONE("office.full")


def test_silence_gets_shorter_words_then_the_keys_then_a_person_and_then_a_kind_goodbye(dial):
    transcript = dial("silence", "silence", "silence", "silence", "press:1")
    assert [turn.heard[-1] for turn in transcript.turns] == [
        GREETING,
        PHONE("menu.short"),
        PHONE("menu.keys"),
        PHONE("nothing.keys"),
        PHONE("trouble.silence"),
    ]
    assert transcript.ended == "line hung up"


def test_a_key_between_silences_resets_their_count(dial):
    transcript = dial("silence", "silence", "press:1", "silence", "silence", "press:0")
    assert "[拨打" in transcript.heard()


def test_star_repeats_and_hash_goes_back_to_the_menu(dial, line):
    transcript = dial("press:2", "press:102", "press:*", "press:#")
    assert [turn.heard[0] for turn in transcript.turns[2:]] == [spoken_answer(line, 102)] * 2 + [MENU]


def test_a_wrong_key_is_reported_once_and_the_prompt_is_repeated(dial):
    assert last_heard(dial("press:8")) == [PHONE("trouble.wrong_key"), MENU]


def test_three_wrong_keys_connect_to_a_person(dial):
    heard = last_heard(dial("press:8", "press:8", "press:8"))
    assert heard[:2] == [PHONE("trouble.lost"), PHONE("operator.ringing")]


def test_a_question_nobody_can_answer_is_kept_and_a_person_or_a_message_offered(dial, kept):
    transcript = dial("say:火星上种土豆用什么肥料")
    assert last_heard(transcript) == [PHONE("nothing.kept"), PHONE("nothing.full")]
    (enquiry,) = kept("unanswered")
    assert (enquiry.question, enquiry.caller) == ("火星上种土豆用什么肥料", "+86138****8000")


def test_after_an_unknown_question_six_leaves_a_message_and_zero_rings(dial):
    unknown = "say:火星上种土豆用什么肥料"
    assert PHONE("message.invite") in last_heard(dial(unknown, "press:6"))
    assert PHONE("operator.ringing") in last_heard(dial(unknown, "press:0"))


def test_the_operator_of_the_department_that_was_asked_about_is_dialled(dial, line):
    liaison = (
        published.get_department(line.knowledge, published.get_entry(line.knowledge, 102).department)
        .officers[0]
        .telephone
    )
    transcript = dial("press:2", "press:102", "press:0", "answer")
    assert f"[拨打 {liaison.replace('-', '')}]" in transcript.heard()
    assert last_heard(transcript) == [PHONE("trouble.thanks")]
    assert transcript.ended == "line hung up"


@pytest.mark.parametrize("nobody", ["busy", "no-answer"])
def test_when_the_operator_does_not_answer_a_message_is_taken(dial, kept, nobody):
    transcript = dial("press:0", nobody, "record:请给我回个电话")
    (message,) = kept("messages")
    assert last_heard(transcript)[0] == PHONE("review.kept")
    assert message.recording.startswith("https://")
    assert message.caller == "+8613800138000"


def test_a_caller_who_hangs_up_while_recording_has_left_the_message_once(dial, kept):
    assert dial("press:0", "busy", "record-and-hangup:喂").ended == "caller hung up"
    assert len(kept("messages")) == 1


def test_webhooks_delivered_twice_keep_one_message_and_one_enquiry(dial_twice, kept):
    dial_twice("say:火星上种土豆用什么肥料", "press:6", "record:请回电")
    assert len(kept("messages")) == 1
    assert len(kept("unanswered")) == 1


def test_a_message_says_what_the_caller_had_been_listening_to(dial, kept):
    dial("press:2", "press:102", "press:0", "busy", "record:我还想问")
    assert "102" in kept("messages")[0].body


def test_a_silent_message_may_be_tried_again_or_leads_back_to_the_menu(dial, kept):
    transcript = dial("press:0", "busy", "silence", "press:#")
    assert transcript.turns[-2].heard == [PHONE("message.empty")]
    assert last_heard(transcript) == [MENU]
    assert not kept("messages")


def test_a_withheld_number_is_kept_as_no_number(dial, kept):
    dial("press:0", "busy", "record:喂", caller="+266696687")
    assert kept("messages")[0].caller == ""


def test_a_caller_by_sip_can_be_called_back(dial, kept):
    dial("press:0", "busy", "record:喂", caller="sip:13322220009@10.0.0.5;user=phone")
    assert kept("messages")[0].caller == "+8613322220009"


def test_a_caller_who_speaks_slowly_has_three_seconds_for_a_pause_or_what_the_office_sets(dial, settings, line):
    assert dial("say:复议收费吗").turns[0].waited == 3
    app = create_app(replace(settings, speech_pause_seconds=5), line=line)
    transcript = place_call(LocalTransport(app), read_script(["say:复议收费吗"]), caller="+8613800138000")
    assert transcript.turns[0].waited == 5


def test_words_do_what_keys_do(dial):
    assert PHONE("operator.ringing") in last_heard(dial("say:转人工。"))
    assert PHONE("message.invite") in last_heard(dial("say:我要留言"))


def test_a_call_of_too_many_steps_is_ended_with_goodbye(dial):
    transcript = dial(*["press:5", "press:#"] * 60)
    assert last_heard(transcript) == [PHONE("trouble.long")]
    assert transcript.ended == "line hung up"


@pytest.mark.parametrize("words", ["都不是", "这些都不是我想问的", "没有"])
def test_none_of_the_choices_leads_to_a_person_a_message_or_other_words(dial, kept, words):
    transcript = dial("say:不服怎么办", f"say:{words}", "press:6")
    assert transcript.turns[2].heard == [PHONE("nothing.other"), PHONE("nothing.full")]
    assert PHONE("message.invite") in last_heard(transcript)
    assert not kept("unanswered")


@pytest.mark.parametrize(
    ("before", "then"),
    [
        (["press:2", "press:102"], "press:*"),
        (["press:2", "press:102"], "press:1"),  # the details
        (["press:1", "press:1"], "press:1"),  # the first on the list
    ],
)
def test_an_entry_withdrawn_during_the_call_is_reported_and_the_menu_follows(app, line, withdraw, before, then):
    def script():
        yield from read_script(before)
        for number in line.knowledge.list_entries("1", 50):
            withdraw(number.number)
        yield from read_script([then])

    transcript = place_call(LocalTransport(app), script(), caller="+8613800138000")
    assert last_heard(transcript) == [PHONE("trouble.gone"), MENU]


def test_hello_is_answered_with_how_to_ask_and_is_no_question(dial, kept):
    transcript = dial("say:喂，你好", "say:喂", "say:喂", "say:喂", "say:复议收费吗")
    assert [turn.heard for turn in transcript.turns[1:5]] == [[PHONE("menu.short")]] * 4
    assert last_heard(transcript)[-1] == DETAILS
    assert not kept("unanswered")


def test_thanks_after_an_answer_ends_the_call_but_not_before_one(dial):
    assert last_heard(dial("say:复议收费吗", "say:没有了，谢谢")) == [PHONE("trouble.thanks")]
    assert last_heard(dial("say:没有")) == [PHONE("menu.short")]


def test_a_question_not_understood_three_times_connects_to_a_person(dial):
    heard = last_heard(dial(*["say:火星上种土豆用什么肥料"] * 3))
    assert heard[:2] == [PHONE("trouble.lost"), PHONE("operator.ringing")]


def test_keys_that_are_no_number_are_told_what_a_number_is(dial):
    assert last_heard(dial("press:2", "press:12#")) == [PHONE("number.wrong"), PHONE("number.full")]


def test_no_list_read_to_a_caller_is_longer_than_half_a_minute(dial):
    for topic in "12345":
        for heard in (turn.heard for turn in dial("press:1", f"press:{topic}", "press:9").turns):
            assert speech_seconds(heard[-1]) <= 30


def test_an_unclear_question_offers_up_to_three_and_a_key_or_a_word_picks(dial, line):
    unclear = ("收费吗", "不服怎么办", "复议")
    question, decision = next(
        (question, decision)
        for question, decision in ((question, ask.decide(line, question).decision) for question in unclear)
        if decision.kind is Kind.CHOICES and all(match.entry for match in decision.matches[:3])
    )
    transcript = dial(f"say:{question}", "press:2")
    offered = decision.matches[:3]
    assert all(f"{match.title}请按{key}" in transcript.turns[1].heard[0] for key, match in enumerate(offered, start=1))
    assert last_heard(transcript)[0] == spoken_answer(line, offered[1].entry.number)
    assert last_heard(dial(f"say:{question}", "say:第二个"))[0] == spoken_answer(line, offered[1].entry.number)


@pytest.mark.parametrize(("keys", "seconds"), [("102#", 0), ("102##", 0), ("102", 6), ("102*", 6)])
def test_a_number_is_answered_however_its_end_is_keyed_and_at_once_with_hash(dial, line, keys, seconds):
    transcript = dial("press:2", f"press:{keys}")
    assert transcript.turns[1].waited == seconds
    assert last_heard(transcript)[0] == spoken_answer(line, 102)


def test_hash_before_a_number_keyed_right_after_the_menu_is_forgiven(dial, line):
    assert last_heard(dial("press:2", "press:#102#"))[0] == spoken_answer(line, 102)


def test_a_tracking_number_and_two_hashes_lead_to_its_progress_and_the_wrong_one_is_told(dial):
    heard = last_heard(dial("press:4", "press:12345678##"))
    assert heard == [said("tracking.missing", number="幺二三四，五六七八"), PHONE("tracking.full")]


def test_zero_twice_at_a_number_prompt_rings_a_person_and_hash_alone_leads_to_the_main_menu(dial):
    assert PHONE("operator.ringing") in last_heard(dial("press:2", "press:00#"))
    assert last_heard(dial("press:2", "press:#")) == [PHONE("menu.full")]


def test_hash_right_after_another_key_is_ignored_and_does_not_throw_the_caller_back(dial):
    topics, entries = dial("press:1").turns[1].heard, dial("press:1", "press:1").turns[2].heard
    transcript = dial("press:1#", "press:1#")
    assert [turn.heard for turn in transcript.turns[1:]] == [topics, topics, entries, entries]


def test_hash_right_after_another_key_is_ignored_while_the_records_are_down_too(settings, line):
    app = create_app(settings, line=replace(line, records=Broken(Unavailable("记录库暂时无法使用。"))))
    transcript = place_call(LocalTransport(app), read_script(["press:1#"]), caller="+8613800138000")
    assert transcript.turns[1].heard == transcript.turns[2].heard


def test_hash_some_seconds_after_another_key_leads_to_the_main_menu(app, clock):
    def script():
        yield from read_script(["press:1"])
        clock.advance(3)
        yield from read_script(["press:#"])

    assert last_heard(place_call(LocalTransport(app), script(), caller="+8613800138000")) == [PHONE("menu.full")]


def test_hash_after_words_or_silence_leads_to_the_main_menu_at_once(app):
    for before in ("say:不服怎么办", "silence"):
        script = read_script([before, "press:#"])
        transcript = place_call(LocalTransport(app), script, caller="+8613800138000")
        assert last_heard(transcript) == [PHONE("menu.full")]


def test_wrong_keys_that_are_each_followed_by_hash_still_connect_to_a_person(dial):
    assert last_heard(dial("press:1", *["press:9#"] * 3))[0] == PHONE("trouble.lost")
