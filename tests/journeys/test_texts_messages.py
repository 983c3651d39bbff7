"""Messages left by text, what became of them, and staff's answer reaching the telephone."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hotline.app import create_app
from hotline.core.enquiries import Channel
from hotline.core.permissions import Role, Staff
from hotline.core.providers import SendFailed
from hotline.core.texts import TextState, hash_number
from hotline.services import messages, outbox, retention
from hotline.services.content import published
from tests.support.fixed_values import CALLER
from tests.support.records_database import database_of, dumped
from voice.handset.sms import send_texts
from voice.handset.transports import LocalTransport
from voice.phrases import TEXT

UNKNOWN = "火星上种土豆用什么肥料"
OPERATOR = Staff(1, "operator", "测试", Role.OPERATOR, True)
LANDLINE = "+8687163100000"


class Telephones:
    """Every telephone in the city: what was sent to each; ``troubles`` are raised first."""

    name = "twilio"

    def __init__(self):
        self.received = []
        self.troubles = []

    def send(self, number, body, key):
        if self.troubles:
            raise self.troubles.pop(0)
        self.received.append((number, body))
        return f"SM{len(self.received)}"


@pytest.fixture
def telephones():
    return Telephones()


@pytest.fixture
def app(settings, line, telephones, compiled_templates):
    app = create_app(settings, line=replace(line, senders={"twilio": telephones}))
    app.jinja_env.bytecode_cache = compiled_templates
    return app


@pytest.fixture
def answer(app, kept):
    """Staff answer the only message that waits."""

    def answer(words):
        (message,) = kept("messages")
        messages.answer_message(
            app.extensions["hotline"],
            OPERATOR,
            message.tracking_number,
            words,
            compose_text=app.extensions["answer_wording"],
        )
        return message.tracking_number

    return answer


@pytest.fixture
def deliver(app):
    """The second in which a server sends what is due."""
    return lambda: outbox.deliver_due(app.extensions["hotline"])


@pytest.fixture
def receipt(app):
    """The provider reports of a text."""

    def receipt(sid, status, code=""):
        told = {"MessageSid": sid, "MessageStatus": status, "ErrorCode": code}
        for _ in range(2):
            reply = LocalTransport(app).post("https://hotline.example/sms/twilio/receipt", told)
            assert reply.status == 200

    return receipt


def test_a_message_is_kept_once_and_its_tracking_number_is_told(text_twice, kept):
    (exchange,) = text_twice("留言：村里路灯坏了，请派人来修。")
    (message,) = kept("messages")
    assert (message.body, message.caller, message.channel) == ("村里路灯坏了，请派人来修。", CALLER, Channel.SMS)
    told = {
        "what": TEXT("message.words"),
        "tracking": message.tracking_number,
        "due": "明天上午10点",
        "how": TEXT("message.by_text"),
    }
    assert exchange.replies == (TEXT("message.kept", **told),)


def test_who_says_only_that_they_have_a_message_is_asked_for_it(text, kept):
    asked, told = text("留言", "村里路灯坏了，请派人来修。")
    assert asked == TEXT("message.ask")
    assert kept("messages")[0].tracking_number in told
    assert text("村里路灯坏了，请派人来修。")[0] != told, "the next text is a question again"
    assert len(kept("messages")) == 1


@pytest.mark.parametrize("body", ["目录", "102", "人工", "退订", "帮助"])
def test_a_command_or_an_entrys_number_is_no_message_also_when_one_is_waited_for(text, kept, body):
    text("留言", body)
    assert kept("messages") == []


def test_after_a_command_the_next_text_is_a_question_again(text, kept):
    text("留言", "帮助", "村里路灯坏了，请派人来修。")
    assert kept("messages") == []


def test_where_nobody_sends_texts_no_text_is_promised(settings, line, kept):
    app = create_app(settings, line=line)
    (exchange,) = send_texts(LocalTransport(app), ["留言：村里路灯坏了。"], caller=CALLER)
    tracking = kept("messages")[0].tracking_number
    assert exchange.replies[0].endswith(TEXT("message.by_number", tracking=tracking, number="96128"))


@pytest.mark.parametrize("body", ["取消", "算了", "不用了，谢谢"])
def test_who_thinks_better_of_it_leaves_no_message(text, kept, body):
    assert text("留言", body)[1] == TEXT("help.cancelled")
    text("村里路灯坏了，请派人来修。")
    assert kept("messages") == []


def test_who_says_yes_when_asked_for_a_message_is_still_waited_for(text, kept):
    assert text("留言", "好的")[1] == TEXT("message.ask")
    text("村里路灯坏了，请派人来修。")
    assert kept("messages")[0].body == "村里路灯坏了，请派人来修。"


def test_after_half_an_hour_nobody_waits_for_a_message_any_more(text, kept, clock):
    text("留言")
    clock.now += timedelta(minutes=31)
    text("村里路灯坏了，请派人来修。")
    assert kept("messages") == []


MORE = "在青山村三组，我叫张三"


def test_a_text_within_five_minutes_after_a_message_is_added_to_it_once(text, text_twice, kept, clock):
    text("留言 我家门口的路灯坏了三个月了")
    clock.now += timedelta(minutes=4)
    (exchange,) = text_twice(MORE)
    (message,) = kept("messages")
    assert message.body == f"我家门口的路灯坏了三个月了\n{MORE}"
    assert exchange.replies == (TEXT("message.added", tracking=message.tracking_number),)
    clock.now += timedelta(minutes=4)
    text("电话13900139000")
    assert kept("messages")[0].body.endswith(f"{MORE}\n电话13900139000")
    assert kept("unanswered") == []


@pytest.mark.parametrize("first", [("留言", "路灯坏了"), (UNKNOWN, "留言")])
def test_a_text_is_added_however_the_message_was_left_and_whatever_was_looked_up_between(text, kept, first):
    text(*first, "102", "收到，谢谢", "目录", MORE)
    (message,) = kept("messages")
    assert message.body.splitlines()[1:] == [MORE]


def test_after_five_minutes_a_text_is_a_question_again(text, kept, clock):
    text("留言 我家门口的路灯坏了三个月了")
    clock.now += timedelta(minutes=5, seconds=1)
    assert text("火星上种土豆用什么肥料") == [TEXT("nothing.kept", number="96128")]
    assert kept("messages")[0].body == "我家门口的路灯坏了三个月了"


@pytest.mark.parametrize("thanks", ["收到，谢谢", "好的谢谢", "知道了，谢谢你们", "收到", "OK", "要得", "晓得了"])
def test_thanks_after_a_message_are_no_message(text, kept, thanks):
    text("留言 我家门口的路灯坏了三个月了", thanks)
    assert [message.body for message in kept("messages")] == ["我家门口的路灯坏了三个月了"]
    assert kept("unanswered") == []


def test_thanks_while_a_message_is_waited_for_are_not_the_message(text, kept):
    text("留言", "收到，谢谢")
    assert kept("messages") == []
    text("路灯坏了")
    assert kept("messages")[0].body == "路灯坏了"


def test_a_question_with_an_answer_after_a_message_is_answered_and_added(text, kept, line):
    told = text("留言 我家门口的路灯坏了三个月了", "申请行政复议收费吗")[1]
    (message,) = kept("messages")
    also = TEXT("message.also", tracking=message.tracking_number)
    assert told == f"{published.get_entry(line.knowledge, 105).text}\n{also}"
    assert message.body.endswith("\n申请行政复议收费吗")


def test_what_comes_after_the_answer_or_makes_the_message_too_long_is_a_message_of_its_own(text, kept, answer):
    text("留言 路灯坏了")
    answer("明天来修。")
    told = text(MORE)[0]
    assert sorted(message.body for message in kept("messages")) == sorted(["路灯坏了", MORE])
    assert TEXT("message.words") in told
    text("很长" * 900)
    text("再说一遍" * 100)
    assert len(kept("messages")) == 3


def test_who_withholds_their_number_adds_nothing(app, kept):
    list(send_texts(LocalTransport(app), ["留言 路灯坏了", MORE], caller="anonymous"))
    assert [message.body for message in kept("messages")] == ["路灯坏了"]


def test_an_unknown_question_becomes_a_message_with_one_word(text, kept):
    nothing, told = text(UNKNOWN, "留言")
    assert nothing == TEXT("nothing.kept", number="96128")
    (message,) = kept("messages")
    assert message.body == UNKNOWN
    assert told.startswith(TEXT("message.question", question=UNKNOWN))
    assert message.tracking_number in told


def test_a_question_whose_choices_do_not_fit_becomes_a_message_too(text, kept):
    choices, other, _ = text("不服怎么办", "都不是", "留言")
    assert choices.startswith(TEXT("choices.intro"))
    assert other == TEXT("nothing.other", number="96128")
    assert kept("messages")[0].body == "不服怎么办"


def test_staffs_answer_reaches_the_telephone_and_its_receipt_the_console(
    text, answer, deliver, receipt, telephones, app
):
    text("留言：村里路灯坏了。")
    tracking = answer("明天上午派人来修。")
    assert telephones.received == []
    deliver()
    told = TEXT("progress.answered", day="11月23日", tracking=tracking, answer="明天上午派人来修。")
    assert telephones.received == [(CALLER, told)]
    receipt("SM1", "delivered")
    receipt("SM1", "sent")
    assert messages.find_answer_text(app.extensions["hotline"], tracking).state is TextState.DELIVERED


def test_an_answer_that_could_not_be_sent_goes_when_the_trouble_is_over(text, answer, deliver, telephones, clock):
    text("留言：村里路灯坏了。")
    telephones.troubles = [SendFailed("20429", passing=True), ConnectionResetError()]
    answer("明天上午派人来修。")
    for wait in (timedelta(0), *outbox.WAITS[:2]):
        clock.now += wait
        deliver()
    assert len(telephones.received) == 1


def test_an_answer_to_a_telephone_that_is_off_goes_again_later(text, answer, deliver, receipt, telephones, clock):
    text("留言：村里路灯坏了。")
    answer("明天上午派人来修。")
    deliver()
    receipt("SM1", "undelivered", "30003")
    clock.now += outbox.WAITS[0]
    deliver()
    assert len(telephones.received) == 2


@pytest.mark.parametrize(("code", "again"), [("30003", [CALLER]), ("30006", [])])
def test_a_reply_that_did_not_arrive_goes_again_later_where_that_may_help(
    app, text, deliver, telephones, clock, kept_texts, code, again
):
    (reply,) = text("复议收费吗")
    (came,) = kept_texts()
    told = {"MessageSid": "SM0", "To": CALLER, "MessageStatus": "undelivered", "ErrorCode": code}
    for _ in range(2):
        transport = LocalTransport(app)
        transport.post(f"https://hotline.example/sms/twilio/receipt?key=reply:{came.delivery}", told)
    assert deliver() == 0
    clock.now += timedelta(seconds=30)
    deliver()
    deliver()
    assert telephones.received == [(number, reply) for number in again]
    assert len(kept_texts()) == 1


def test_a_long_answer_says_how_to_get_the_whole_and_texts_bring_all_of_it(text, answer, deliver, telephones):
    text("留言：要带什么材料？")
    words = "".join(f"第{number}样材料请到一楼窗口当面交给工作人员。" for number in range(1, 31))
    tracking = answer(words)
    deliver()
    assert telephones.received[0][1].endswith(TEXT("progress.whole", tracking=tracking))
    told = text(f"进度{tracking}", *["更多"] * 4)
    joined = "".join(reply.partition("\n回复更多")[0] for reply in told)
    assert words in joined.replace("\n", "")


def test_progress_is_told_by_number_by_the_number_alone_and_by_the_word_alone(text, kept, answer, clock):
    text("留言：村里路灯坏了。")
    tracking = kept("messages")[0].tracking_number
    waiting = TEXT("progress.waiting", day="11月23日", tracking=tracking, due="明天上午10点")
    assert text(f"进度{tracking}", f"進度 {tracking}", tracking, "进度") == [waiting] * 4
    clock.now += timedelta(days=2)
    assert text("进度") == [TEXT("progress.late", day="11月23日", tracking=tracking, number="96128")]
    answer("明天上午派人来修。")
    told = TEXT("progress.answered", day="11月23日", tracking=tracking, answer="明天上午派人来修。")
    assert text("查进度") == [told]


def test_asking_for_the_progress_of_no_or_an_unknown_message_gets_a_reply(text):
    assert text("进度", "进度99999999", "进度123") == [
        TEXT("progress.ask"),
        TEXT("progress.missing", tracking="99999999", number="96128"),
        TEXT("progress.missing", tracking="123", number="96128"),
    ]


def test_another_telephone_asks_after_a_message_by_its_number_only(text, kept):
    text("留言：村里路灯坏了。")
    tracking = kept("messages")[0].tracking_number
    by_word, by_number = text("进度", f"进度{tracking}", caller="+8613900139000")
    assert by_word == TEXT("progress.ask")
    assert tracking in by_number


def test_who_wants_no_texts_is_told_so_and_gets_answers_only_to_what_they_text(
    text, answer, deliver, telephones, app, line
):
    out, question, left = text("退订", "102", "留言：村里路灯坏了。")
    assert out == TEXT("wish.out")
    assert question
    tracking = answer("明天上午派人来修。")
    assert left.endswith(TEXT("message.opted_out", tracking=tracking))
    deliver()
    assert telephones.received == []
    assert messages.find_answer_text(app.extensions["hotline"], tracking).error == "opted out"
    assert "明天上午派人来修。" in text("进度")[0]


def test_who_wants_texts_again_gets_them(text, answer, deliver, telephones):
    assert text("TD", "恢复")[1] == TEXT("wish.in")
    text("留言：村里路灯坏了。")
    answer("明天上午派人来修。")
    deliver()
    assert len(telephones.received) == 1


def test_a_landline_and_a_withheld_number_are_not_texted_and_told_how_to_ask(
    text, kept, answer, deliver, telephones, app
):
    (told,) = text("留言：村里路灯坏了。", caller=LANDLINE)
    tracking = answer("明天上午派人来修。")
    assert told.endswith(TEXT("message.by_number", tracking=tracking, number="96128"))
    deliver()
    assert telephones.received == []
    assert messages.find_answer_text(app.extensions["hotline"], tracking).error == "no mobile number"
    (withheld,) = text("留言：村里路灯还是坏的。", caller="anonymous")
    assert "进度" in withheld


def test_a_message_left_by_telephone_is_answered_by_text_too(dial, answer, deliver, telephones):
    dial("press:6", "record:村里路灯坏了")
    tracking = answer("明天上午派人来修。")
    deliver()
    assert [number for number, body in telephones.received if tracking in body and "明天上午" in body] == [CALLER]


def test_a_message_left_on_the_web_is_not_answered_by_text(line, app, telephones, deliver):
    joined = app.extensions["hotline"]
    left = messages.leave_message(joined, channel=Channel.WEB, body="村里路灯坏了。", caller=CALLER)
    messages.answer_message(
        joined, OPERATOR, left.tracking_number, "明天来修。", compose_text=app.extensions["answer_wording"]
    )
    deliver()
    assert telephones.received == []


def test_the_console_shows_how_the_answer_fared(text, answer, deliver, receipt, desk_of_operator, telephones, clock):
    text("留言：村里路灯坏了。")
    tracking = answer("明天上午派人来修。")

    def page():
        return desk_of_operator.get(f"/console/messages/{tracking}").get_data(as_text=True)

    assert "答复正在用短信发给留言人" in page()
    telephones.troubles = [SendFailed("503 20503", passing=True)]
    deliver()
    assert "网关说：503 20503。已经试了1次" in page()
    clock.now += outbox.WAITS[0]
    deliver()
    assert "已经用短信发出" in page()
    receipt("SM1", "undelivered", "30006")
    assert "没有送到" in page()
    assert "30006" in page()


@pytest.mark.parametrize(
    ("texted", "caller", "told"),
    [("退订", CALLER, "退订了短信"), ("102", LANDLINE, "没有留下手机号码"), ("102", "anonymous", "没有留下手机号码")],
)
def test_the_console_tells_why_an_answer_was_not_sent(text, answer, desk_of_operator, texted, caller, told):
    text(texted, "留言：村里路灯坏了。", caller=caller)
    tracking = answer("明天上午派人来修。")
    assert told in desk_of_operator.get(f"/console/messages/{tracking}").get_data(as_text=True)


def test_texts_are_answered_without_the_context_where_a_number_is_withheld(app):
    """What cannot be remembered is not asked for: entries are offered by their numbers, a message in one text."""
    replies = [
        exchange.replies[0]
        for exchange in send_texts(LocalTransport(app), ["不服怎么办", "留言", "目录", UNKNOWN], caller="anonymous")
    ]
    assert replies[0].startswith(TEXT("choices.numbers"))
    assert replies[1] == TEXT("message.how")
    assert replies[2].startswith(TEXT("topics.numbers"))
    assert replies[3] == TEXT("nothing.text", number="96128")


@pytest.mark.parametrize("body", ["【淘宝网】您的验证码是482913", "留言 我的验证码 482913 是谁发的", "code is 482913"])
def test_a_one_time_code_is_kept_nowhere(text, line, body):
    text(body, "留言")
    assert "482913" not in dumped(line)


@pytest.mark.parametrize(
    ("body", "hidden"),
    [
        ("我是138、0013、8000，复议收费吗", "0013"),
        ("我住人民路12号，复议收费吗", "12号"),
        ("写信到zhang@example.cn，复议收费吗", "zhang@"),
        ("我微信zhangsan88，复议收费吗", "zhangsan88"),
        ("云A12345被扣了，复议收费吗", "12345"),
    ],
)
def test_who_can_be_found_by_their_words_is_masked_in_texts_and_enquiries(text, line, body, hidden):
    text(body)
    words = "SELECT question FROM enquiries UNION ALL SELECT body FROM incoming_texts"
    with database_of(line) as records:
        kept = records.exec_driver_sql(words).all()
    assert len(kept) == 2
    assert not [words for (words,) in kept if hidden in words]


def test_after_a_week_nothing_tells_which_texts_came_from_one_telephone(text, line, settings, clock):
    """But the number of who left a message, which is kept until long after the answer."""
    text(UNKNOWN, "102", "留言：路灯坏了")
    clock.now += timedelta(days=8)
    retention.erase_expired(line)
    assert hash_number(CALLER, settings.secret_key) not in dumped(line)
