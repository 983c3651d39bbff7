"""Whatever a person could be found by is masked however it is written; what questions are about stays."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hotline.core.masking import mask_codes, mask_numbers, without_numbers

FIGURES = "0123456789"
SPELT = "零一二三四五六七八九"
SPOKEN = "洞幺二三四五六拐八勾"
WIDE = "０１２３４５６７８９"
VALUES = {digit: str(value) for row in (FIGURES, SPELT, SPOKEN, WIDE) for value, digit in enumerate(row)}
MARKS = [
    ".",
    "—",
    "——",
    ",",
    "，",
    "、",
    "/",
    "／",
    "_",
    "＿",
    "·",
    "－",
    "-",
    "–",
    " ",
    "  ",
    "\u3000",
    "\u200b",
    "。",
]
MARKS += [" - ", "\ufe0f\u20e3", ":", "+", "）", "\t"]
GROUPS = [(3, 4, 4), (4, 4, 3), (11,), (3, 8), (7, 4), (5, 6), (1,) * 11]


def shown_digits(text):
    """The digits of ``text`` that can still be read, as figures."""
    return "".join(VALUES.get(character, "") for character in text)


@st.composite
def mobiles(draw):
    """A mobile number as its figures, and as somebody may write it."""
    number = draw(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
    rows = draw(st.lists(st.sampled_from([FIGURES, SPELT, SPOKEN, WIDE]), min_size=11, max_size=11))
    mark = draw(st.sampled_from(MARKS))
    digits = iter([row[int(digit)] for row, digit in zip(rows, number, strict=True)])
    groups = ["".join(next(digits) for _ in range(size)) for size in draw(st.sampled_from(GROUPS))]
    return number, mark.join(groups)


WORDS = st.text("我的电话是请打给他，谢谢问复议吗abc。\n", max_size=8)


@given(mobiles(), WORDS, WORDS)
@example(("13800138000", "138、0013、8000"), "", "")
@example(("13800138000", "1️⃣3️⃣8️⃣0️⃣0️⃣1️⃣3️⃣8️⃣0️⃣0️⃣0️⃣"), "我是", "")
def test_a_mobile_number_is_masked_however_it_is_written(mobile, before, after):
    number, written = mobile
    masked = mask_numbers(f"{before}{written}{after}")
    assert number not in shown_digits(masked)
    assert len(shown_digits(masked)) <= 7
    assert masked.startswith(before)
    assert masked.endswith(after)


@given(mobiles(), WORDS, WORDS)
@example(("19000000000", "190000000零0"), "", "")
def test_what_was_masked_once_is_not_changed_by_masking_it_again(mobile, before, after):
    masked = mask_numbers(f"{before}{mobile[1]}{after}")
    assert mask_numbers(masked) == masked
    assert shown_digits(without_numbers(masked)) == ""


@given(
    st.from_regex(r"[1-8]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXxＸ]", fullmatch=True),
    st.sampled_from(MARKS),
    st.sampled_from([(18,), (6, 8, 4), (6, 4, 2, 2, 4), (3, 3, 4, 4, 4), (17, 1)]),
)
def test_an_identity_number_is_masked_whole(number, mark, sizes):
    rest = iter(number)
    written = mark.join("".join(next(rest) for _ in range(size)) for size in sizes)
    assert shown_digits(mask_numbers(f"身份证{written}，请问")) == ""


@given(st.text(st.sampled_from(FIGURES + SPELT + "、，.-/_ ()号路村元年*@A验证码是+x"), max_size=60))
def test_masking_never_raises_and_never_unmasks(text):
    masked = mask_numbers(text)
    assert len(shown_digits(masked)) <= len(shown_digits(text))
    assert mask_codes(mask_codes(text)) == mask_codes(text)


@pytest.mark.parametrize(
    ("written", "hidden"),
    [
        ("打138.0013.8000", "0013"),
        ("打138—0013—8000", "0013"),
        ("打138,0013,8000", "0013"),
        ("打138，0013，8000", "0013"),
        ("打138、0013、8000", "0013"),
        ("打138/0013/8000", "0013"),
        ("打138_0013_8000", "0013"),
        ("打138·0013·8000", "0013"),
        ("打138－0013－8000", "0013"),
        ("打１３８－００１３－８０００", "００１３"),
        ("打138\u200b0013\u200b8000", "0013"),
        ("打138  0013  8000", "0013"),
        ("打幺三八洞洞幺三八洞洞洞", "洞洞幺三"),
        ("打一三八零0138000", "零013"),
        ("102、13800138000", "0013"),
        ("102、138.0013.8000和139.0013.9000", "0013"),
        ("13800138000、13900139000", "0013"),
        ("13800138000一天打三次", "0013"),
        ("+1.202.555.0123", "202"),
        ("0871—63100000", "6310"),
        ("（0871）6310.0000", "6310"),
        ("0871、63100000", "6310"),
        ("卡号6222.0200.1234.5678.901", "0200"),
        ("身份证530101，19900307，123X", "19900307"),
        ("身份证五三零一零一一九九零零三零七一二三X", "一九九零"),
        ("写到zhang.san@example.com.cn", "zhang.san"),
        ("写到zhang＠qq．com", "zhang"),
        ("写到10001@qq.com", "10001"),
        ("我的微信号是zhang_san88", "zhang_san88"),
        ("加我微信zhangsan88", "zhangsan88"),
        ("vx：zs-123456", "zs-123456"),
        ("我QQ是1234567", "1234567"),
        ("QQ 66778", "66778"),
        ("抖音号zhangsan88", "zhangsan88"),
        ("我的车云A12345被扣了", "12345"),
        ("云A·D12345是我的车", "D12345"),
        ("粤z1234港被拖走了", "1234"),
        ("云Ａ１２３４５", "１２３４５"),
        ("我住人民路12号", "12号"),
        ("我住人民路十二号3栋2单元501室", "501"),
        ("青山村三组12号路灯坏了", "12号"),
        ("阳光小区3栋2单元501", "3栋"),
        ("建设街56-1号", "56"),
        ("和平巷 8 号", "8"),
        ("青山村5号院", "5号"),
    ],
)
def test_numbers_and_addresses_of_people_are_masked(written, hidden):
    assert hidden in written
    masked = mask_numbers(written)
    assert hidden not in masked
    assert "****" in masked


@pytest.mark.parametrize(
    "plain",
    [
        "罚款200元，2026年11月，第102条，打12345或者12348",
        "示司发〔2026〕11号，示司发[2026]11号，示司发（2026）11号",
        "国办函〔2020〕109号第四条",
        "102、103、104、105有什么不同",
        "102 103 104",
        "12345 12348都打过",
        "第1、3、5、7、9、10、11、12、13条",
        "期限是15、30、60、90、180日吗",
        "2024、2025、2026年",
        "2024、2025年和2024—2025年，2024——2025，2024 2025",
        "2026.11.29到2026/12/31，2026—11—29，２０２６－１１－２９，2026 11 29",
        "01526063-4/2026-00040",
        "一、二、三、四、五、六、七、八条",
        "罚款1,200,000元，赔偿1200000元，1200000.50元，征了1234567平方",
        "二零二六年十一月二十九日",
        "96128、12368、12309都打不通",
        "公众号shilifa怎么关注",
        "微信12345能投诉吗",
        "我不知道3号还上不上班，村里3号开会",
        "坐地铁12号线，8路公交",
        "三组的人都没签字，青山村三组",
        "A4纸，B2楼",
        "验证码收不到怎么办",
        "密码忘了怎么办，密码法2026年修改了吗",
        "在@我们，邮箱是多少",
        "人民路街道办事处在哪里",
        "10:30到11:45，13:00",
        "3.14159",
    ],
)
def test_numbers_that_questions_are_about_stay(plain):
    assert mask_numbers(plain) == plain


@pytest.mark.parametrize(
    "piece", ["1，", "1，，，", "138，", "1,", "2026-", "路1号", "验证码(", "a.a@", "云A1", "+1，"]
)
def test_a_long_text_of_anything_is_masked_at_once(piece):
    """No expression goes back over all that it has read: this would take minutes."""
    for masked in (mask_numbers, without_numbers):
        assert masked(piece * 5_000)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("【淘宝网】您的验证码是482913", "482913"),
        ("验证码 482913", "482913"),
        ("验证码：482913，5分钟内有效", "482913"),
        ("验证码为：４８２９１３", "４８２９１３"),
        ("校验码（登录用）482913", "482913"),
        ("动态密码「4829」", "4829"),
        ("482913是您的登录验证码", "482913"),
        ("482913（短信验证码），请勿告诉他人", "482913"),
        ("Your code is 482913.", "482913"),
        ("Your verification code: 482-913", "482-913"),
        ("G-482913 is your Google verification code", "482913"),
        ("OTP 4829", "4829"),
        ("您的验证码是A3F9K2", "A3F9K2"),
        ("密码是482913别告诉别人", "482913"),
        ("验证码四八二九一三", "四八二九一三"),
        ("验证码是4 8 2 9 1 3", "4 8 2 9 1 3"),
    ],
)
def test_one_time_codes_are_masked(text, code):
    assert code not in mask_codes(text)
    assert code not in mask_numbers(text)
    assert re.search(r"\*{4,}", mask_codes(text))
