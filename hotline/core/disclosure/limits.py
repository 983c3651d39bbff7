"""The limits in working days of 《政府信息公开条例》 (State Council order 711, in force since 2019-05-15) and its like.

Each was read in a public copy on 2026-11-28; the articles are those of the regulation where no other law is named."""

from dataclasses import dataclass

FIRST_DAY_RULE = "《中华人民共和国民法典》第二百零一条"
REGULATION = "《中华人民共和国政府信息公开条例》"


@dataclass(frozen=True)
class Limit:
    """``working_days`` from the day after the event that starts it; ``article`` is where the law says so."""

    working_days: int
    article: str


ANSWER = Limit(20, f"{REGULATION}第三十三条第二款")
EXTENSION = Limit(20, f"{REGULATION}第三十三条第二款")
"""An extension is at most so long; it is granted once."""
MOST_DELAY_DAYS = 60
"""第三十五条 lets the office set a reasonable period for a delayed answer and names no number; more than this is
taken for a slip of the keys."""
CORRECTION_NOTICE = Limit(7, f"{REGULATION}第三十条")
OPINION = Limit(15, f"{REGULATION}第三十二条")
"""Silent third parties: the office decides."""
CO_MAKER_OPINION = Limit(15, f"{REGULATION}第三十四条")
"""Silent co-makers: they consent."""
OTHER_ORGAN_OPINION = Limit(15, f"{REGULATION}第十一条")
"""The law sets no period here; other organs get that of third parties."""
PUBLICATION = Limit(20, f"{REGULATION}第二十六条")
"""From the day on which a document was made or changed to the day on which it is public."""
PAYMENT = Limit(20, "《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）")
COURT_ORDER = Limit(20, "《最高人民法院关于审理政府信息公开行政案件适用法律若干问题的解释》（法释〔2025〕8号）第十一条")

PROMISED_DAYS = 15
"""The office promises its citizens an answer within so many working days, five fewer than the law allows."""
ALARM_DAYS = 19
"""From this working day on an open application is an alarm. Some applicants count the day of receipt as the first, so
the nineteenth by our count is their last."""
