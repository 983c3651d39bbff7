"""Whole numbers in Chinese numerals: a number spelt as it is counted (三十), and a numeral read back."""

DIGITS = "零一二三四五六七八九"
_PLACES = ("", "十", "百", "千")
_SECTIONS = ("", "万", "亿", "万亿")
"""Chinese groups digits by four: these name the groups, the lowest first."""

_DIGIT_VALUES = {character: value for value, character in enumerate(DIGITS)} | {"〇": 0, "两": 2, "幺": 1}
_DIGIT_VALUES |= {character: value for value, character in enumerate("零壹贰叁肆伍陆柒捌玖")}
_UNIT_VALUES = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
NUMERAL_CHARACTERS = "".join((*_DIGIT_VALUES, *_UNIT_VALUES))
"""Every character that ``parse_numeral`` reads, the forms for cheques (壹贰叁) included."""


def spell_number(number: int) -> str:
    """``number``, from 0 to below 10**16, as it is counted.

    >>> [spell_number(n) for n in (0, 10, 15, 105, 110, 1_024, 20_000, 110_010)]
    ['零', '十', '十五', '一百零五', '一百一十', '一千零二十四', '二万', '十一万零一十']
    """
    if number == 0:
        return DIGITS[0]
    words, skipped = "", False
    for power in range(3, -1, -1):
        section = number // 10 ** (4 * power) % 10_000
        if section:
            zero = DIGITS[0] if words and (skipped or section < 1_000) else ""
            words += zero + _spell_section(section) + _SECTIONS[power]
        skipped = bool(words) and not section
    return words.removeprefix("一") if words.startswith("一十") else words


def _spell_section(section: int) -> str:
    """Four digits; zeros between others are said once, zeros at the end not at all."""
    words, skipped = "", False
    for power in range(3, -1, -1):
        digit = section // 10**power % 10
        if digit:
            words += (DIGITS[0] if skipped and words else "") + DIGITS[digit] + _PLACES[power]
        skipped = not digit
    return words


def parse_numeral(numeral: str, most_digits: int) -> int:
    """The value of ``numeral``, made of NUMERAL_CHARACTERS: with units, or digit by digit.

    Of digits without units the first ``most_digits`` are read, so that the result stays small.

    >>> [parse_numeral(numeral, 20) for numeral in ("一百零二", "十五", "壹佰零贰", "一零二", "幺二三")]
    [102, 15, 102, 102, 123]
    """
    if not any(character in _UNIT_VALUES for character in numeral):
        return int("".join(str(_DIGIT_VALUES[character]) for character in numeral[:most_digits]))
    total, digit = 0, 0
    for character in numeral:
        if character in _UNIT_VALUES:
            total += (digit or 1) * _UNIT_VALUES[character]
            digit = 0
        else:
            digit = _DIGIT_VALUES[character]
    return total + digit
