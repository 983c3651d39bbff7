"""Which passwords are refused, and that the page says why."""

import pytest

from hotline.services.staff import passwords


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("a" * 11, "12个字符"),
        ("aaaaaaaaaaaaaaaa", "重复"),
        ("abcabcabcabcabc", "重复"),
        ("qwertyuiop[]", "键盘"),
        ("123456789012", "常见"),
        ("1qaz2wsx3edc", "常见"),
        ("woaini1314520", "常见"),
        ("abcdefghijklmnop", "连着的"),
        ("1998051019980511", "日期"),
        ("zhangwei at the office", "名字"),
        ("ZhAnGwEi20261129", "名字"),
        ("ｚｈａｎｇｗｅｉ的办公室在三楼", "名字"),
        ("张伟的办公室在三楼左手边", "名字"),
        ("x" * 201, "200"),
        ("seven grey\x00herons", "打不出来"),
    ],
)
def test_a_password_that_is_easy_to_guess_is_refused_with_the_reason(password, reason):
    assert reason in passwords.find_fault(password, "zhangwei", "张伟")


@pytest.mark.parametrize(
    "password", ["seven grey herons at noon", "k0UlcgmmfLHRcxez", "我们单位的食堂星期三有鱼吃", "vGkQ-" * 40]
)
def test_a_long_one_that_nobody_guesses_is_taken(password):
    fault = passwords.find_fault(password, "zhangwei", "张伟")
    assert fault == "" or ("重复" in fault and password.startswith("vGkQ"))


def test_a_short_name_is_in_a_password_by_chance():
    assert passwords.find_fault("seven grey herons at noon", "ro", "李") == ""


def test_without_a_hash_no_password_is_right():
    assert not passwords.is_right("", "")
    assert not passwords.is_right("", "nobody has this password")
