"""How the made-up province writes: wheels that draw common words often, forms with particulars, running text."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

import jieba

from tests.bench import matters
from tests.bench.yunnan import places, spoken_name

SEED = 96128
CLAUSES, COPIED = 40_000, 0.7
"""Clauses that offices copy from one another, and the share of running text that is copied."""


@dataclass(frozen=True)
class Wheel:
    """Draws from ``values``, the first far more often than the last: the n-th weighs 1 / (n + flat)."""

    values: tuple[str, ...]
    weights: tuple[float, ...]

    @classmethod
    def of(cls, values: tuple[str, ...], flat: float) -> Wheel:
        return cls(values, tuple(accumulate(1 / (rank + flat) for rank in range(1, len(values) + 1))))

    def draw(self, chance: random.Random) -> str:
        return chance.choices(self.values, cum_weights=self.weights)[0]


@cache
def list_matters() -> tuple[str, ...]:
    """Every "department verb matter", in an order that mixes the departments (the same in every run)."""
    found = []
    for department, table in matters.DEPARTMENTS.items():
        verbs: list[str] = []
        for line in table.split("\n"):
            before, colon, after = line.rpartition(":")
            verbs = before.split() if colon else verbs
            found += [f"{department} {verb} {matter}" for matter in after.split() for verb in verbs]
    random.Random(SEED).shuffle(found)
    return tuple(found)


@cache
def _words(shortest: int) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """jieba's dictionary (words of at least ``shortest`` characters) and its frequencies, running totals."""
    with jieba.get_dict_file() as lines:
        rows = [line.decode().split() for line in lines]
    kept = [(word, int(count)) for word, count, *_ in rows if len(word) >= shortest and word[0] >= "一"]
    return tuple(word for word, _ in kept), tuple(accumulate(count for _, count in kept))


def running(chance: random.Random, count: int, shortest: int = 1) -> str:
    """``count`` words as often as they stand in Chinese text, without a meaning: offices' forms alone are too few
    words, and what is measured is how long lists of common and of rare terms are."""
    values, totals = _words(shortest)
    return "".join(chance.choices(values, cum_weights=totals, k=count))


@cache
def wheels() -> dict[str, Wheel]:
    names = list(places())
    fixed = random.Random(SEED)
    fixed.shuffle(names)
    clauses = (running(fixed, fixed.randint(4, 9)) for _ in range(CLAUSES))
    return {
        "clause": Wheel.of(tuple(clauses), 50),
        "place": Wheel.of(tuple(names), 150),  # a prefecture publishes more than a small county, not ten times more
        "matter": Wheel.of(list_matters(), 30),
        "condition": Wheel.of(("", "", "", "", "", *matters.CONDITIONS), 1),
        "aspect": Wheel.of(tuple(matters.ASPECTS), 4),
        "material": Wheel.of(tuple(matters.MATERIALS), 3),
        "law": Wheel.of(tuple(matters.LAWS), 8),
    }


def made_name(chance: random.Random) -> str:
    return "".join(chance.choices(matters.NAMING, k=2))


def _materials(chance: random.Random, most: int) -> str:
    drawn = dict.fromkeys(wheels()["material"].draw(chance) for _ in range(chance.randint(2, most)))
    return "、".join(drawn)


def sentences(place: str, department: str, subject: str, chance: random.Random) -> list[str]:
    """Sentences that an office writes about ``subject``, each with particulars of its own."""
    short = spoken_name(place)
    road, village, firm = made_name(chance), made_name(chance) + chance.choice("村镇乡"), made_name(chance)
    days, years = chance.choice((1, 3, 5, 7, 10, 15, 20, 30, 45, 60)), chance.randint(2018, 2026)
    telephone = f"087{chance.randint(0, 9)}-{chance.randint(2_000_000, 8_999_999)}"
    amount = chance.choice((20, 50, 80, 120, 150, 200, 300, 500, 640, 1000, 1200, 2000, 3600, 5000, 10000))
    law = f"《{wheels()['law'].draw(chance)}》第{chance.randint(2, 90)}条"
    floor, window, house = chance.randint(1, 5), chance.randint(1, 60), chance.randint(1, 300)
    appeal, done = chance.choice((10, 15, 30, 60)), chance.randint(20, 9000)
    morning, evening = chance.choice(("8:00", "8:30")), chance.choice(("17:30", "18:00"))
    return [
        f"根据{law}的规定，{subject}由{short}{department}负责，具体工作由{village}便民服务中心承担。",
        f"需要提交{_materials(chance, 5)}，复印件加盖“与原件一致”并签名，缺少材料的一次性告知补正。",
        f"材料齐全、符合法定形式的，自受理之日起{days}个工作日内办结；"
        f"情况复杂的经批准可以延长{days // 2 + 1}日，并书面告知理由。",
        f"可以到{short}政务服务中心{floor}楼{window}号窗口（{road}路{house}号）"
        f"现场提交，也可以登录云南省政务服务网或者“一部手机办事通”在网上申报。",
        f"本事项不收取任何费用，需要制作证件的，按每证{amount}元收取工本费，低保户和残疾人减半。",
        f"补助标准为每人每年{amount}元，{years}年起由县级财政通过惠农一卡通按季度发放，当月申请次月起计算。",
        f"本人不能到场的，可以委托近亲属代办，代办人应当携带{_materials(chance, 3)}和双方身份证件。",
        f"对结果有异议的，可以自收到决定之日起{appeal}日内向{short}人民政府申请行政复议，或者依法提起行政诉讼。",
        f"咨询电话{telephone}，周一至周五上午{morning}至11:30、下午14:30至{evening}，节假日由{village}值班室接听。",
        f"{years}年以来已经为{done}户群众和{firm}公司等单位办结{subject}，"
        f"办理进度可以凭受理编号查询，结果以短信通知，也可以邮寄送达。",
    ]


def story(chance: random.Random) -> str:
    """Clauses, most of them said elsewhere too, as offices copy from one another."""
    kept = wheels()["clause"]
    clauses = (
        kept.draw(chance) if chance.random() < COPIED else running(chance, chance.randint(4, 9))
        for _ in range(chance.randint(3, 7))
    )
    return "，".join(clauses) + "。"
