"""The form of an entry: from an entry to fields and back, keeping what was typed whatever is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from wtforms import (
    DateField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from hotline.console.forms import InChinese, StaffForm, entry_number
from hotline.core.entries import LEGAL_BASES_LIMIT, QUESTION_LIMIT, WEB_LIMIT, Entry, LegalBasis
from hotline.core.text_length import SPOKEN_LIMIT, TEXT_LIMIT, sms_parts, speech_seconds, utf16_units
from hotline.core.typed_text import clean_line, clean_text

BLANK_ROWS = 2
"""Empty rows of legal bases below the filled ones; saving makes new ones, so none need a script."""
REVIEW_AFTER = timedelta(days=182)
"""Entries are read again twice a year unless somebody chooses otherwise."""
TYPED_LIMIT = 20_000
"""What a draft's field may hold; above every limit for publishing, so that too long a draft is saved, then cut."""
DATE_FORMATS = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日"]
_SEPARATORS = re.compile(r"[、，,;；\s]+")


def split_lines(text: str) -> tuple[str, ...]:
    """One wording a line, without empty lines and repetitions.

    >>> split_lines("复议收费吗\\n\\n 要交钱不 \\n复议收费吗")
    ('复议收费吗', '要交钱不')
    """
    return tuple(dict.fromkeys(line for line in map(clean_line, text.splitlines()) if line))


def split_words(text: str) -> tuple[str, ...]:
    """Keywords as people separate them.

    >>> split_words("复议、收费, 费用；行政复议法")
    ('复议', '收费', '费用', '行政复议法')
    """
    return tuple(dict.fromkeys(word for word in _SEPARATORS.split(text) if word))


def _wording(label: str) -> TextAreaField:
    too_long = Length(max=TYPED_LIMIT, message=f"最多{TYPED_LIMIT}个字。")
    return TextAreaField(label, filters=[clean_text], validators=[too_long])


def _day(label: str, default: object = None) -> DateField:
    required = InputRequired(f"请填写{label}，例如2026-11-23。")
    return DateField(label, format=DATE_FORMATS, default=default, validators=[required])


class LegalBasisForm(Form):  # type: ignore[misc]
    """One row; a row left empty is no basis."""

    class Meta(InChinese):
        pass

    title = StringField("法律名称", filters=[clean_line], validators=[Length(max=100, message="名称最多100个字。")])
    article = StringField("条款", filters=[clean_line], validators=[Length(max=100, message="条款最多100个字。")])
    in_force = DateField("施行日期", format=DATE_FORMATS, validators=[Optional()])

    def validate_title(self, field: StringField) -> None:
        if not field.data and (self.article.data or self.in_force.data):
            raise ValidationError("请写法律名称，或者把这一行清空。")

    def validate_in_force(self, field: DateField) -> None:
        if self.title.data and not field.data:
            raise ValidationError("请写施行日期，例如2024-01-01。")


class NumberedFieldList(FieldList):  # type: ignore[misc]
    """Rows whose fields are named by small numbers; a name with any other number is nobody's row and ignored."""

    def _extract_indices(self, prefix: str, formdata: Iterable[str]) -> Iterator[int]:
        named = re.compile(rf"{re.escape(prefix)}-([0-9]{{1,3}})-")
        return (int(match[1]) for match in map(named.match, formdata) if match)


class EntryForm(StaffForm):
    """All of an entry. A draft needs only a number and its dates; what else is missing is told, not refused."""

    version = HiddenField()
    number = IntegerField(
        "编号",
        validators=[
            InputRequired("请填写编号。"),
            entry_number,
        ],
    )
    question = StringField("问题", filters=[clean_line], validators=[Length(max=500, message="问题最多500个字。")])
    topic = SelectField("分类")
    department = SelectField("负责部门")
    web_answer = _wording("网页答复")
    spoken = _wording("语音答复")
    text = _wording("短信答复")
    similar_questions = _wording("相似问")
    keywords = StringField("关键词", filters=[clean_line], validators=[Length(max=500, message="关键词最多500个字。")])
    legal_bases = NumberedFieldList(FormField(LegalBasisForm), "依据", max_entries=LEGAL_BASES_LIMIT)
    effective_date = _day("生效日期")
    review_date = _day("复核日期")

    def offer(self, topics: list[tuple[str, str]], departments: dict[str, str]) -> None:
        """What can be chosen; a code that is no longer offered stays, so that opening an entry never changes it."""
        self.topic.choices = _with_present([("", "与编号第一位相同"), *topics], self.topic.data)
        chosen = [("", "请选择"), *departments.items()]
        self.department.choices = _with_present(chosen, self.department.data)

    def add_blank_rows(self) -> None:
        blank = sum(not any(row.form.data.values()) for row in self.legal_bases)
        for _ in range(min(BLANK_ROWS - blank, LEGAL_BASES_LIMIT - len(self.legal_bases))):
            self.legal_bases.append_entry()

    def version_number(self) -> int | None:
        """The state of the entry that was opened; None for a new one."""
        return int(self.version.data) if (self.version.data or "").isdecimal() else None

    def complain(self, problems: dict[str, str]) -> None:
        """Put what a service refused beside the fields it names."""
        for name, message in problems.items():
            self[name].errors = [message]

    def complaints(self) -> list[FieldError]:
        """Everything wrong, in the order of the page, with the id of the input to go to."""
        found = []
        for field in self:
            if not isinstance(field, FieldList):
                found += [FieldError(field.id, field.label.text, str(error)) for error in field.errors]
                continue
            cells = [cell for row in field for cell in row.form]
            found += [FieldError(cells[0].id, field.label.text, e) for e in field.errors if isinstance(e, str)]
            found += [FieldError(cell.id, cell.label.text, str(error)) for cell in cells for error in cell.errors]
        return found

    def to_entry(self) -> Entry:
        """The entry as typed; call after the form was found valid."""
        number = self.number.data
        return Entry(
            number=number,
            question=self.question.data,
            web_answer=self.web_answer.data,
            spoken=self.spoken.data,
            text=self.text.data,
            similar_questions=split_lines(self.similar_questions.data),
            keywords=split_words(self.keywords.data),
            topic=self.topic.data or str(number)[0],
            department=self.department.data,
            legal_bases=self._bases(),
            effective_date=self.effective_date.data,
            review_date=self.review_date.data,
        )

    def _bases(self) -> tuple[LegalBasis, ...]:
        rows = (row.form for row in self.legal_bases)
        return tuple(LegalBasis(row.title.data, row.article.data, row.in_force.data) for row in rows if row.title.data)


def _with_present(choices: list[tuple[str, str]], present: str | None) -> list[tuple[str, str]]:
    if present and present not in dict(choices):
        return [*choices, (present, present)]
    return choices


def fields_of(entry: Entry) -> dict[str, object]:
    """What the form shows for ``entry``."""
    return {
        "number": entry.number,
        "question": entry.question,
        "topic": entry.topic,
        "department": entry.department,
        "web_answer": entry.web_answer,
        "spoken": entry.spoken,
        "text": entry.text,
        "similar_questions": "\n".join(entry.similar_questions),
        "keywords": "、".join(entry.keywords),
        "legal_bases": [
            {"title": basis.title, "article": basis.article, "in_force": basis.in_force} for basis in entry.legal_bases
        ],
        "effective_date": entry.effective_date,
        "review_date": entry.review_date,
    }


def blank_fields(today: date, question: str = "") -> dict[str, object]:
    """What the form of a new entry shows; ``question`` as a citizen asked it is offered as a similar question too."""
    return {
        "question": question,
        "similar_questions": question,
        "effective_date": today,
        "review_date": today + REVIEW_AFTER,
    }


def count_wordings(question: str, web_answer: str, spoken: str, text: str) -> dict[str, WordingLength]:
    """How long each wording is: field name -> count."""
    return {
        "question": WordingLength(length=len(question), limit=QUESTION_LIMIT),
        "web_answer": WordingLength(length=len(web_answer), limit=WEB_LIMIT),
        "spoken": WordingLength(length=len(spoken), limit=SPOKEN_LIMIT, seconds=speech_seconds(spoken)),
        "text": WordingLength(length=utf16_units(text), limit=TEXT_LIMIT, sms_parts=sms_parts(text)),
    }


@dataclass(frozen=True)
class FieldError:
    """Something wrong with what was typed: the id of its input, the input's label, and what to do."""

    id: str
    label: str
    message: str


@dataclass(frozen=True, kw_only=True)
class WordingLength:
    """How long a wording is against its limit, in its channel's unit; parts for texts, seconds for speech."""

    length: int
    limit: int
    sms_parts: int = 0
    seconds: int = 0
