"""What every office of one province would publish, made up: entries, catalogue items and the questions people ask.

Everything is drawn from the ``random.Random`` passed in, so the same seed gives the same rows. Measured on 200,000
entries and 300,000 items of ``Random(SEED)``, in characters, with the fifth and the ninety-fifth per cent:

entries  questions 26 (longest 51), 2.0 similar questions of 19, answers 188 (109 to 269); 50 million characters
items    titles 30, summaries 41, document numbers 13, bodies 227 (143 to 313); 89 million characters
asked    23 (14 to 32, never below 9 nor above 43); 1.3 right entries, for one in eight does not say where
terms    1,600 matters, 143,000 different questions (place aside), 10,000 characters, 0.9 million different pairs of
         characters in the entries and 2.0 million in all, the tenth commonest in 38 of 100 answers, the hundredth
         in 21, the thousandth in 1.8 (gov_mailbox_answered in shared/eval: 63, 18 and 2.8); half a million
         rows take some two to three minutes to make
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from hotline.core.catalogue import CatalogueItem, Section
from hotline.core.contents import Contents
from hotline.core.departments import Department, Office
from hotline.core.entries import OFFICE_NUMBERS, Entry, LegalBasis, Topic
from hotline.core.word_lists import STOP_WORDS
from hotline.evaluation.question_sets import FIRST_NUMBER, LabelledQuestion
from tests.bench import matters
from tests.bench.writing import made_name, running, sentences, story, wheels
from tests.bench.yunnan import spoken_name

TODAY = date(2026, 11, 23)
ONE_WITHOUT_PLACE = 0.12
"""Share of questions that do not say where; every place's entry on the matter is right then."""


@dataclass(frozen=True)
class Case:
    """What one entry is about: who publishes it and what it answers."""

    place: str
    department: str
    condition: str
    verb: str
    matter: str
    aspect: str
    circumstance: str

    def official(self) -> str:
        return f"{self.circumstance}{self.condition}{self.verb}{self.matter}"

    def subject(self) -> tuple[str, ...]:
        """Everything but the place: entries that share it answer the same question elsewhere."""
        return (self.circumstance, self.condition, self.verb, self.matter, self.aspect)


@dataclass(frozen=True)
class Province:
    """``cases`` in the order of ``contents.entries``, for making questions."""

    contents: Contents
    cases: tuple[Case, ...]


def build_province(entries: int, items: int, chance: random.Random) -> Province:
    """``entries`` entries and ``items`` catalogue items, drawn from ``chance`` (one step each, entries first)."""
    cases = tuple(draw_cases(entries, chance))
    made = tuple(_entry(FIRST_NUMBER + place, case, chance) for place, case in enumerate(cases))
    catalogue = tuple(_item(serial, chance) for serial in range(1, items + 1))
    return Province(contents_of(made, catalogue), cases)


def contents_of(entries: tuple[Entry, ...], items: tuple[CatalogueItem, ...]) -> Contents:
    """Contents of ``entries`` and ``items`` alone: an office without particulars, synonyms or a dictionary."""
    nowhere = Office(*[""] * len(Office.__dataclass_fields__))
    topics = tuple(Topic(str(digit), f"分类{digit}", "") for digit in range(1, 9))
    departments = tuple(Department(name, name, "", "", "", "", "") for name in matters.DEPARTMENTS)
    most_asked = tuple(entry.number for entry in entries[:30] if entry.number not in OFFICE_NUMBERS)
    return Contents(
        office=nowhere,
        departments=departments,
        topics=topics,
        entries=entries,
        items=items,
        synonyms=(),
        dictionary=(),
        stop_words=STOP_WORDS,
        most_asked=most_asked,
    )


def draw_cases(count: int, chance: random.Random) -> Iterator[Case]:
    """``count`` different cases; common matters come from nearly every place, rare ones from a few."""
    seen: set[Case] = set()
    while len(seen) < count:
        department, verb, matter = wheels()["matter"].draw(chance).split()
        place, aspect = wheels()["place"].draw(chance), wheels()["aspect"].draw(chance)
        circumstance = f"因{running(chance, chance.randint(1, 2), 2)}的" if chance.random() < 0.3 else ""
        case = Case(place, department, wheels()["condition"].draw(chance), verb, matter, aspect, circumstance)
        if case not in seen:
            seen.add(case)
            yield case


def ask(province: Province, count: int, chance: random.Random) -> tuple[LabelledQuestion, ...]:
    """``count`` questions people might ask, each about an entry drawn from ``chance``, in words of their own."""
    elsewhere: dict[tuple[str, ...], list[int]] = {}
    numbers = [entry.number for entry in province.contents.entries]
    for number, case in zip(numbers, province.cases, strict=True):
        elsewhere.setdefault(case.subject(), []).append(number)
    asked = []
    for _ in range(count):
        at = chance.randrange(len(numbers))
        case = province.cases[at]
        anywhere = chance.random() < ONE_WITHOUT_PLACE
        relevant = elsewhere[case.subject()] if anywhere else [numbers[at]]
        asked.append(
            LabelledQuestion(
                _colloquial(case, chance, "" if anywhere else spoken_name(case.place)), frozenset(relevant)
            )
        )
    return tuple(asked)


def _colloquial(case: Case, chance: random.Random, place: str, *, frame: bool = True) -> str:
    """The question of ``case`` as somebody says it: another verb, another order, an opening and an ending."""
    verb = chance.choice(matters.SAID[case.verb].split()) if chance.random() < 0.6 else case.verb
    who = f"{case.circumstance}{case.condition}"
    bare = f"{who}{verb}{case.matter}" if chance.random() < 0.7 else f"{who}{case.matter}{verb}"
    said = chance.choice(matters.ASPECTS[case.aspect][1].split("|")).format(w=bare)
    if place:
        place += chance.choice(("", "这边", "那边", "")) if chance.random() < 0.3 else ""
        said = f"{place}{said}" if chance.random() < 0.75 else f"{said}，{chance.choice(('我是', '人在', ''))}{place}"
    if frame and chance.random() < 0.25:
        said = chance.choice(matters.OPENINGS) + said
    return said + chance.choice(matters.ENDINGS) if frame and chance.random() < 0.3 else said


def _entry(number: int, case: Case, chance: random.Random) -> Entry:
    frames = matters.ASPECTS[case.aspect][0].split("|")
    question = f"{case.place}{chance.choice(frames).format(w=case.official())}？"
    similar = [_colloquial(case, chance, "", frame=False) for _ in range(chance.choice((1, 2, 2, 3)))]
    if chance.random() < 0.5:
        similar[0] = _colloquial(case, chance, spoken_name(case.place), frame=False)
    answer = _answer(case, chance)
    made = TODAY - timedelta(days=chance.randrange(30, 1500))
    return Entry(
        number=number,
        question=question,
        web_answer=answer,
        spoken=answer[:110],
        text=answer[:120],
        similar_questions=tuple(dict.fromkeys(similar)),
        keywords=(case.matter,),
        topic=str(1 + number % 8),
        department=case.department,
        legal_bases=(LegalBasis(wheels()["law"].draw(chance), f"第{chance.randint(1, 90)}条", date(2020, 1, 1)),),
        effective_date=made,
        review_date=TODAY + timedelta(days=chance.randrange(30, 700)),
    )


def _answer(case: Case, chance: random.Random) -> str:
    """Up to three sentences in no fixed order, with the answer's matter named in the first, and running words."""
    drawn = chance.sample(sentences(case.place, case.department, case.official(), chance), k=chance.randint(1, 3))
    return f"{case.place}{case.official()}，{drawn[0]}" + "".join(drawn[1:]) + story(chance)


_PAPERS = (  # noqa: SIM905 — a table of titles
    "关于印发{y}年{w}工作实施方案的通知|关于做好{w}有关工作的通知|关于{w}情况的公示|关于{y}年第{q}季度{w}名单的公告|"
    "关于调整{w}标准的通知|{w}办事指南|{w}政策解读|关于公开征求{w}管理办法意见的公告|关于{y}年{w}资金分配结果的公示|"
    "关于开展{w}专项检查的通报|{w}工作规程|关于对{n}{w}申请予以批准的决定|关于{n}{w}项目的批复|{y}年度{w}预算绩效报告"
).split("|")
_GENRES = ("通知", "公告", "公示", "决定", "批复", "意见", "办法", "报告", "指南", "解读")


def _item(serial: int, chance: random.Random) -> CatalogueItem:
    department, _, matter = wheels()["matter"].draw(chance).split()
    place, year = wheels()["place"].draw(chance), chance.randint(2016, 2026)
    subject = chance.choice(
        (matter, f"{running(chance, 2, 2)}{matter}", f"{wheels()['condition'].draw(chance)}{matter}")
    )
    named = made_name(chance) + chance.choice(("村", "社区", "公司", "合作社", "中学", "卫生院", "水库", "养殖场"))
    paper = chance.choice(_PAPERS).format(y=year, w=subject, q=chance.randint(1, 4), n=named)
    body = "".join(chance.sample(sentences(place, department, subject, chance), k=chance.randint(1, 3)))
    issuer = f"{spoken_name(place)}{department}"
    made = date(year, chance.randint(1, 12), chance.randint(1, 28))
    return CatalogueItem(
        index_number=f"{serial % 10**8:08d}-{serial % 10}/{year}-{serial % 100_000:05d}",
        section=chance.choice(tuple(Section)),
        title=f"{place}{department}{paper}",
        summary=f"{issuer}{year}年公开的{subject}文件，涉及{named}等{chance.randint(1, 90)}个单位。",
        body=body + story(chance) + story(chance),
        document_number=f"{spoken_name(place)[0]}{department[:1]}发〔{year}〕{chance.randint(1, 400)}号",
        issuing_body=f"{place}{department}",
        made_date=made,
        published_date=made + timedelta(days=chance.randrange(0, 20)),
        topic=str(1 + serial % 8),
        genre=chance.choice(_GENRES),
        mode="主动公开",
        validity="有效",
        department=department,
    )
