"""Masks what a person could be found by, before anything that a citizen said is stored or shown.

Telephone, identity and card numbers however they are written or said, one-time codes, e-mail addresses, accounts of
messengers, car plates and house numbers are masked. Numbers that questions are about stay: years and dates, articles of
law, document and index numbers, sums of money, entries' numbers, short service numbers such as 12345."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from itertools import groupby

from hotline.core.catalogue import ORGANISATION_CODE

_SPOKEN = dict(zip("零〇○洞一幺壹二两贰三叁四肆五伍六陆七柒拐八捌九玖勾", "00001112223344556677788999", strict=True))
"""Digits as they are written out and as they are said for numbers: 幺 1, 拐 7, 勾 9, 洞 0."""
_INVISIBLE = "\u200b"
_LONGEST_SHOWN = 15
"""Digits of the longest telephone number (E.164); a longer number, such as an identity number, is masked whole."""


class _Canonical(dict[int, str]):
    """Code point -> one character: the plain digit or letter, "-" for every dash, a space, or _INVISIBLE.

    Each character is replaced by one, so that a place found in the canonical text is the same in the original."""

    def __missing__(self, code: int) -> str:
        self[code] = _canonical_character(chr(code))
        return self[code]


def _canonical_character(character: str) -> str:
    category = unicodedata.category(character)
    if category in ("Cf", "Mn", "Me"):
        return _INVISIBLE
    if category == "Zs" or character == "\t":
        return " "
    if category == "Pd" or character in "−ー":
        return "-"
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    compatible = unicodedata.normalize("NFKC", character)
    return compatible if len(compatible) == 1 else character


_CANONICAL = _Canonical()


def _digit(values: str) -> str:
    """A character class of the digits ``values``, said and written."""
    return f"[{values}{''.join(said for said, value in _SPOKEN.items() if value in values)}]"


def _spaced(*parts: str, between: str) -> str:
    return f"{between}{{0,3}}".join(parts)


_D = _digit("0123456789")
_GAP = rf"[ \-{_INVISIBLE}]"
"""What stands between the digits of one number; lists of numbers are not written with it."""
_MARK = r"(?:[^\w*]|_)"
"""Any other mark too. It may also separate the numbers of a list, so what it joins must have a number's own shape."""

_YEAR = r"(?:19|20)\d\d"
_DATE = rf"{_YEAR}[-./ ](?:0?[1-9]|1[0-2])[-./ ](?:0?[1-9]|[12]\d|3[01])(?!\d)"
_ITEM = rf"(?:{ORGANISATION_CODE}/)?{_YEAR}-?\d{{5}}"
_SPAN = rf"{_YEAR} ?(?:[-~至到、,/]{{1,2}} ?|(?<= )){_YEAR}"
_ENTRIES = r"[1-8]\d\d(?: {1,2}[1-8]\d\d){1,3}"
_SERVICE = r"(?:12[3-9]|96\d)\d\d(?!\d)"
_SUM = r"\d{1,10}(?:[.,]\d{1,4}){0,4}(?!\d) ?(?:元|块|万|亿|平方|亩|吨)"
_MOBILE = (_digit("1"), _digit("3456789"), *[_D] * 9)
_NO_MOBILE = f"(?!{_spaced(*_MOBILE, between=_GAP)}(?![0-9]))"
"""Nine digits of a mobile number look like an item's of 1900 where its tenth is said: 190000000零0."""
_NOTICE = rf"(?:(?<=编号)|(?<=公示)|(?<=听证)|(?<=听证会)|(?<=通报))20\d{{2}}(?!000)\d{{3}}(?!{_GAP}{{0,3}}{_D})"
_PLAIN = (
    rf"(?<![0-9A-Za-z])(?:{_DATE}|{_SUM}|{_SERVICE}|{_NOTICE}"
    rf"|(?:{_NO_MOBILE}{_ITEM}|{_SPAN}|{_ENTRIES})(?![ -]{{0,3}}\d))"
)
"""What is never masked: a date, a span of years, the index number of an item or its last nine digits, some entries'
numbers one after the other, a service's short number, a sum, the code of a public notice after the word for it."""

_MONTH = rf"(?:{_digit('0')}{_MARK}{{0,3}}{_digit('123456789')}|{_digit('1')}{_MARK}{{0,3}}{_digit('012')})"
_DAY = rf"(?:{_digit('012')}{_MARK}{{0,3}}{_D}|{_digit('3')}{_MARK}{{0,3}}{_digit('01')})"
_CENTURY = rf"(?:{_digit('1')}{_MARK}{{0,3}}{_digit('9')}|{_digit('2')}{_MARK}{{0,3}}{_digit('0')})"
_IDENTITY = (_digit("123456789"), *[_D] * 5, _CENTURY, _D, _D, _MONTH, _DAY, *[_D] * 3, f"(?:{_D}|[xX])")
_ALONE = rf"(?<![0-9])(?<![0-9]{_MARK})(?<![0-9]{_MARK}{{2}})"
_ENDS = rf"(?!{_MARK}{{0,3}}[0-9])"
_SHAPES = (
    # 138.0013.8000, 1380、013、8000, 138—00138000
    *(
        rf"(?<![0-9]){_digit('1')}{_digit('3456789')}{_D}{{{first - 2}}}"
        + "".join(rf"{_MARK}{{1,3}}{_D}{{{size}}}" for size in others)
        + r"(?![0-9])"
        for first, *others in ((3, 4, 4), (4, 4, 3), (4, 3, 4), (3, 8), (7, 4), (5, 6), (6, 5))
    ),
    # (0871)6310.0000
    rf"(?<![0-9]){_digit('0')}{_D}{{2,3}}{_MARK}{{1,3}}{_D}{{3,4}}{_MARK}{{0,3}}{_D}{{4}}(?![0-9])",
    rf"(?<![0-9]){_digit('6')}{_digit('2')}{_D}{{2}}(?:{_MARK}{{1,3}}{_D}{{4}}){{3}}(?:{_MARK}{{1,3}}{_D}{{1,3}})?(?![0-9])",
    rf"\+{_D}(?:{_MARK}{{0,2}}{_D}){{7,14}}(?![0-9])",
)
"""Numbers that are known by their shape, whatever stands between their groups."""
_NUMBER = re.compile(
    rf"(?P<plain>{_PLAIN})|{_ALONE}{_spaced(*_IDENTITY, between=_MARK)}(?![0-9])"
    rf"|(?<![0-9])\+?{_D}(?:{_GAP}{{0,3}}{_D}){{6,}}(?:{_GAP}?[xX])?"
    rf"|{'|'.join(_SHAPES)}|(?P<loose>{_ALONE}{_spaced(*_MOBILE, between=_MARK)}{_ENDS})"
)
"""At least seven digits in a row, also said: a telephone or identity number, except _PLAIN; or a number of a shape."""

_CODE_WORD = (
    "(?:(?:验证|校验|动态|确认|激活|登录|登陆|注册|安全|随机|授权|短信|认证|支付|取件|提取|核验|一次性)密?码"
    "|(?:动态|短信|一次性)?(?:密码|口令)"
    r"|(?:(?:verification|security|confirmation|login|access|one[ -]time) )?(?:code|passcode|password|otp|pin))"
)
_CODE = (
    rf"(?P<code>{_D}(?: ?{_D}){{3,7}}(?!\d|[年月日号条元])"
    r"|(?=[a-z]*\d)[a-z\d]{4,8}(?![a-z\d]|[年月日号条元])|\d{3}[ -]\d{3,4}(?!\d))"
)
_OPENING = r"""[ :="'“”‘’「【\[(<]*"""
_CODES = (
    re.compile(
        rf"{_CODE_WORD} ?(?:[(\[【][^)\]】]{{0,15}}[)\]】])?{_OPENING}(?:(?:是|为|如下|is\b){_OPENING})?{_CODE}", re.I
    ),
    re.compile(
        rf"(?<![a-z\d])(?:[a-z]-)?{_CODE} ?(?:是|为|is\b|[(（【])[^0-9\n。！？!?]{{0,24}}?{_CODE_WORD}",
        re.I,
    ),
)
"""A one-time code after the word for it (验证码：482913) and before it (482913 is your code)."""
_EMAIL = re.compile(r"(?P<hide>[a-z\d._%+-]{1,64} ?@ ?[a-z\d-]+(?:\.[a-z\d-]+)+)", re.I)
_MESSENGER = r"(?:微信|薇信|威信|wechat|weixin|(?<![a-z])(?:vx|wx|v信))(?:号码?|账号|帐号|ID)?"
_OTHER_ACCOUNT = r"(?:抖音|快手|微博|小红书|支付宝|钉钉|飞书)(?:号|账号|帐号|ID)"
_ACCOUNT = re.compile(
    rf"(?:{_MESSENGER}|{_OTHER_ACCOUNT})[ :是为]*(?P<hide>[a-z][-_a-z\d]{{5,19}}|\d{{6,20}})"
    r"|(?<![a-z])qq(?:号码?|账号)?[ :是为]*(?P<hide2>\d{5,12})",
    re.I,
)
_PLATE = re.compile(
    r"(?:[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z][ ·•.\-]{0,2})"
    r"(?P<hide>(?=(?:[A-Z]*\d){2})[A-HJ-NP-Z\d]{4,5}[A-HJ-NP-Z\d挂学警港澳])(?![A-Z\d])",
    re.I,
)
_HOUSE = r"[0-9零〇一二三四五六七八九十百]{1,6}(?:[-之][0-9]{1,4})?"
_PART = rf" ?(?:附?{_HOUSE} ?(?:号院?|號|栋|幢|座|单元|室|户|楼|层|房))"
_NO_HOUSE = "(?![线令文窗开上下去来还到之以前后起选停])"
"""After 3号: a line, a document, a counter, or the third of the month, and no house."""
_ADDRESS = re.compile(
    r"(?:路|街|街道|大道|巷|胡同|里弄|村|屯|寨|庄|社区|小区|花园|家园|新村|苑|公寓|大厦|[0-9一二三四五六七八九十]组|村民小组)"
    rf"(?:[东西南北中]段?)? ?(?P<hide>第?{_HOUSE} ?(?:(?:号院?|號){_NO_HOUSE}|(?:栋|幢|座|弄|单元))(?:{_PART})*)"
)
_MASKED = re.compile(rf"\+?(?:(?:\d|{_D}){_MARK}{{0,3}}){{0,11}}\*{{4,}}(?:{_MARK}{{0,3}}(?:\d|{_D})){{0,4}}[xX]?")
"""What is left of a masked number: at most eleven digits before the stars, four after them."""


def mask_number(number: str) -> str:
    """``number`` with its middle masked, so that callers can be told apart but not called.

    >>> mask_number("+8613800138000"), mask_number("10086"), mask_number("")
    ('+86138****8000', '*****', '')
    """
    if len(number) < 9:
        return "*" * len(number)
    return number[:-8] + "****" + number[-4:]


def mask_numbers(text: str) -> str:
    """``text`` with everything in it masked by which a person could be found.

    >>> mask_numbers("我是13800138000，2026-11-23问的，身份证53010119900307123X")
    '我是138****8000，2026-11-23问的，身份证******************'
    >>> mask_numbers("打一三八零零一三八零零零，二零二六年三十天")
    '打一三八****八零零零，二零二六年三十天'
    >>> mask_numbers("01526063-4/2026-00040就是202600040，2024-2025年的")
    '01526063-4/2026-00040就是202600040，2024-2025年的'
    >>> mask_numbers("编号2026005：一环路"), mask_numbers("打2026005"), mask_numbers("编号20260051380")
    ('编号2026005：一环路', '打*******', '编号202****1380')
    >>> mask_numbers("打138.0013.8000，或者zhang@example.cn，车牌云A12345，人民路12号")
    '打138.****8000，或者****，车牌云A****，人民路****'
    """
    text = mask_codes(text)
    for pattern in (_EMAIL, _ACCOUNT, _PLATE):
        text = _replace(pattern, text, _hide)
    return _replace(_ADDRESS, _replace(_NUMBER, text, _mask_found), _hide)


def mask_codes(text: str) -> str:
    """``text`` with every one-time code in it masked. Nobody at the office needs one, so none is stored at all.

    >>> mask_codes("【淘宝网】您的验证码是482913，请勿泄露"), mask_codes("验证码收不到怎么办")
    ('【淘宝网】您的验证码是******，请勿泄露', '验证码收不到怎么办')
    """
    for pattern in _CODES:
        text = _replace(pattern, text, _hide)
    return text


def without_numbers(text: str) -> str:
    """``text`` without the numbers that ``mask_numbers`` masks or has masked.

    Callers who ask the same and give their numbers get equal texts by it.

    >>> without_numbers("我是13800138000，复议要多久"), without_numbers("我是138****8000，复议要多久")
    ('我是，复议要多久', '我是，复议要多久')
    """
    return _MASKED.sub("", mask_numbers(text))


def _replace(pattern: re.Pattern[str], text: str, mask: Callable[[re.Match[str], str], tuple[int, int, str]]) -> str:
    """``text`` where each place that ``mask`` gives for a match (from, to, what to write) is overwritten."""
    written, end = [], 0
    for found in pattern.finditer(text.translate(_CANONICAL)):
        begin, stop, masked = mask(found, text)
        written += [text[end:begin], masked]
        end = stop
    return "".join([*written, text[end:]])


def _hide(found: re.Match[str], _text: str) -> tuple[int, int, str]:
    """The one group of a pattern that hides something, as stars."""
    name = next(name for name, value in found.groupdict().items() if value is not None)
    begin, end = found.span(name)
    return begin, end, "*" * (end - begin if name == "code" else 4)


def _mask_found(found: re.Match[str], text: str) -> tuple[int, int, str]:
    begin, end = found.span()
    if found["plain"] is not None or (found["loose"] is not None and _is_list(found["loose"])):
        return begin, end, text[begin:end]
    places = [place for place in range(begin, end) if found[0][place - begin] in _DIGITS]
    if len(places) > _LONGEST_SHOWN:
        return begin, end, "*" * (end - begin)
    if len(places) < 9:
        return begin, end, "*" * len(places)
    return begin, end, text[begin : places[-8]] + "****" + text[places[-4] : end]


_DIGITS = frozenset("0123456789") | frozenset(_SPOKEN)


def _is_list(loose: str) -> bool:
    """Whether eleven digits that would be a mobile number are rather a list, such as 15、30、60、90、180."""
    sizes = [len(list(group)) for is_digit, group in groupby(loose, key=_DIGITS.__contains__) if is_digit]
    return any(mark in loose for mark in ",、") and max(sizes) < 4 and set(sizes) != {1}
