"""Small numbers spelt in Chinese numerals, so that 30天 and 三十天 are searched alike."""

import re

from hotline.core.chinese_numerals import spell_number

_MEASURE = "[个天年月日周次份名条号元块岁人百千万倍]|小时|分钟"
_SMALL = re.compile(rf"(?<![\da-z.-])[1-9]\d{{0,2}}(?={_MEASURE})|两(?=[个天年月日周次份名百千万])")


def spell_numbers(text: str) -> str:
    """``text`` (plain) with whole numbers of up to three digits spelt where they count something.

    Longer ones are years, codes or telephones.

    >>> spell_numbers("30天内, 2个月和两个月, 2024年, 12345, 3.5, a4纸")
    '三十天内, 二个月和二个月, 2024年, 12345, 3.5, a4纸'
    """
    return _SMALL.sub(lambda found: spell_number(int(found[0])) if found[0] != "两" else "二", text)
