"""Passwords: which ones are refused and why, and how they are stored."""

from __future__ import annotations

import unicodedata
from functools import cache
from threading import Lock

from werkzeug.security import check_password_hash, generate_password_hash
from zxcvbn import zxcvbn

SHORTEST = 12
"""Characters; length protects more than rules about digits and symbols (NIST SP 800-63B)."""
LONGEST = 200
JUDGED = 72
"""The characters that zxcvbn looks at, for its time grows with them; a longer password is at least as strong."""
GOOD_ENOUGH = 3
"""The lowest score, of 0 to 4: 3 is over 10^8 guesses (https://github.com/dropbox/zxcvbn#usage, read 2026-11-29)."""
SHORTEST_NAME = 3
"""A shorter login name may be in a password by chance."""
_REASONS = {
    "repeat": "密码里是重复的字，请换一个不重复的。",
    "spatial": "密码是键盘上连着的键，太容易猜，请换一个。",
    "sequence": "密码是连着的数字或者字母，太容易猜，请换一个。",
    "date": "密码主要是日期或者年份，太容易猜，请加几个不相干的词。",
    "regex": "密码主要是日期或者年份，太容易猜，请加几个不相干的词。",
    "passwords": "密码太常见，很多人用过，请换一个。",
}
_OTHERWISE = "密码太容易猜，请写长一些，例如几个不相干的词。"
_lock = Lock()
"""zxcvbn keeps what it was told of the person in a global, so two threads must not ask at once."""


def find_fault(password: str, *names: str) -> str:
    """Why ``password`` is refused for the person with these names, as a sentence; "" when it is good enough.

    >>> find_fault("short"), find_fault("aaaaaaaaaaaaaa")
    ('密码至少12个字符。', '密码里是重复的字，请换一个不重复的。')
    >>> find_fault("a long enough password"), find_fault("a long enough zhang", "zhang", "张伟")
    ('', '密码里不能有自己的名字。')
    """
    if len(password) < SHORTEST:
        return f"密码至少{SHORTEST}个字符。"
    if len(password) > LONGEST:
        return f"密码最多{LONGEST}个字符。"
    if not password.isprintable():
        return "密码里有打不出来的字符，请换一个。"
    typed = unicodedata.normalize("NFKC", password).lower()
    if any(_is_in(name, typed) for name in names):
        return "密码里不能有自己的名字。"
    with _lock:
        judged = zxcvbn(typed[:JUDGED], user_inputs=list(names))
    kinds = {_kind_of(match) for match in judged["sequence"]}
    if judged["score"] >= GOOD_ENOUGH and not kinds <= _REASONS.keys():
        return ""
    longest = max(judged["sequence"], key=lambda match: len(match["token"]))
    return _REASONS.get(_kind_of(longest), _OTHERWISE)


def hash_password(password: str) -> str:
    return generate_password_hash(password, method="scrypt")


def is_right(password_hash: str, password: str) -> bool:
    """Whether ``password`` has this hash. Without one it takes as long, or the time would reveal which names exist."""
    is_correct = check_password_hash(password_hash or _placeholder_hash(), password)
    return is_correct and bool(password_hash)


def _is_in(name: str, typed: str) -> bool:
    name = unicodedata.normalize("NFKC", name).strip().lower()
    is_han = any("一" <= character <= "鿿" for character in name)
    return len(name) >= (2 if is_han else SHORTEST_NAME) and name in typed


def _kind_of(match: dict[str, str]) -> str:
    """The pattern that zxcvbn found in a part of a password; for a word, the list that it stands in."""
    return match["dictionary_name"] if match["pattern"] == "dictionary" else match["pattern"]


@cache
def _placeholder_hash() -> str:
    return hash_password("nobody has this password")
