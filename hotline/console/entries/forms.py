"""The form of an entry, with how long each wording in it is, and the forms of a review."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

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
from wtforms.widgets import HiddenInput

from hotline.console.attachments import AttachedForm, NumberedFieldList, rows_of
from hotline.console.forms import DATE_FORMATS, StaffForm, StepForm, entry_number, read_version
from hotline.core.entries import LEGAL_BASES_LIMIT, QUESTION_LIMIT, REVIEW_AFTER, WEB_LIMIT, Entry, LegalBasis, topic_of
from hotline.core.text_length import SPOKEN_LIMIT, TEXT_LIMIT, sms_parts, speech_seconds, utf16_units
from hotline.core.typed_text import clean_commonmark, clean_line, clean_text
from hotline.http.form_messages import InChinese

BLANK_ROWS = 2
"""Empty rows of legal bases below the filled ones. Saving adds more, so that the form needs no script."""
TYPED_LIMIT = 20_000
"""Characters in a field of a draft. Above every limit for publishing, so that a draft that is too long can be saved
and shortened later."""
COMMENT_LIMIT = 500
"""Characters of a reviewer's comment."""
_KEYWORD_SEPARATORS = re.compile(r"[、，,;；\s]+")


def split_lines(text: str) -> tuple[str, ...]:
    """The lines of ``text``, without empty ones and repetitions.

    >>> split_lines("复议收费吗\\n\\n 要交钱不 \\n复议收费吗")
    ('复议收费吗', '要交钱不')
    """
    return tuple(dict.fromkeys(line for line in map(clean_line, text.splitlines()) if line))


def split_words(text: str) -> tuple[str, ...]:
    """The keywords in ``text``, separated by spaces, commas or semicolons.

    >>> split_words("复议、收费, 费用；行政复议法")
    ('复议', '收费', '费用', '行政复议法')
    """
    return tuple(dict.fromkeys(word for word in _KEYWORD_SEPARATORS.split(text) if word))


def _wording_field(label: str, clean: Callable[[str | None], str] = clean_text) -> TextAreaField:
    too_long = Length(max=TYPED_LIMIT, message=f"最多{TYPED_LIMIT}个字。")
    return TextAreaField(label, filters=[clean], validators=[too_long])


def _date_field(label: str, default: object = None) -> DateField:
    required = InputRequired(f"请填写{label}，例如2026-11-23。")
    return DateField(label, format=DATE_FORMATS, default=default, validators=[required])


_SHORT = Length(max=100, message="最多100个字。")


class LegalBasisForm(Form):  # type: ignore[misc]
    """One legal basis in a row of the form; an empty row is none."""

    class Meta(InChinese):
        pass

    title = StringField("法律名称", filters=[clean_line], validators=[Length(max=100, message="名称最多100个字。")])
    article = StringField("条款", filters=[clean_line], validators=[Length(max=100, message="条款最多100个字。")])
    in_force = DateField("施行日期", format=DATE_FORMATS, validators=[Optional()])

    def validate_title(self, field: StringField) -> None:
        if not field.data and (self.article.data or self.in_force.data):
            raise ValidationError("请写法律名称，或者把这一行清空。")

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 — WTForms' own
        """A law needs its date. The field itself cannot say so: Optional ends its validation where it is empty."""
        is_valid: bool = super().validate(extra_validators)
        if self.title.data and not self.in_force.data and not self.in_force.errors:
            self.in_force.errors = ["请写施行日期，例如2024-01-01。"]
        return is_valid and not self.in_force.errors


class EntryForm(AttachedForm, StaffForm):
    """All fields of an entry. A draft needs its number and dates only; the rest may be empty until it is submitted."""

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
    web_answer = _wording_field("网页答复", clean_commonmark)
    spoken = _wording_field("语音答复")
    text = _wording_field("短信答复")
    similar_questions = _wording_field("相似问")
    keywords = StringField("关键词", filters=[clean_line], validators=[Length(max=500, message="关键词最多500个字。")])
    legal_bases = NumberedFieldList(FormField(LegalBasisForm), "依据", max_entries=LEGAL_BASES_LIMIT)
    office = StringField("归哪个单位管", filters=[clean_line], validators=[_SHORT])
    telephone = StringField("那里的电话", filters=[clean_line], validators=[_SHORT])
    note = StringField("提示", filters=[clean_line], validators=[_SHORT])
    source = StringField("在哪里查到的", filters=[clean_line], validators=[Length(max=500, message="最多500个字。")])
    effective_date = _date_field("生效日期")
    review_date = _date_field("复核日期")

    def set_choices(self, topics: list[tuple[str, str]], departments: dict[str, str]) -> None:
        """Set the topics and departments to choose from.

        The entry's own code stays a choice even if it no longer exists, so that saving an entry never changes it."""
        self.topic.choices = _include_current([("", "与编号第一位相同"), *topics], self.topic.data)
        chosen = [("", "请选择"), *departments.items()]
        self.department.choices = _include_current(chosen, self.department.data)

    def add_blank_rows(self) -> None:
        """Add rows for legal bases until ``BLANK_ROWS`` are empty or the limit is reached."""
        blank = sum(not any(row.form.data.values()) for row in self.legal_bases)
        for _ in range(min(BLANK_ROWS - blank, LEGAL_BASES_LIMIT - len(self.legal_bases))):
            self.legal_bases.append_entry()

    def version_number(self) -> int | None:
        """The version of the entry that was opened; None for a new entry."""
        return read_version(self.version.data)

    def add_errors(self, problems: dict[str, str]) -> None:
        """Show the reasons for which a service refused the entry beside the fields they are about."""
        for name, message in problems.items():
            self[name].errors = [message]

    def list_errors(self) -> list[FieldError]:
        """Every error of the form, in the order of the page."""
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
        """The entry as typed; the form must be valid."""
        number = self.number.data
        return Entry(
            number=number,
            question=self.question.data,
            web_answer=self.web_answer.data,
            spoken=self.spoken.data,
            text=self.text.data,
            similar_questions=split_lines(self.similar_questions.data),
            keywords=split_words(self.keywords.data),
            topic=self.topic.data or topic_of(number),
            department=self.department.data,
            legal_bases=self._legal_bases(),
            effective_date=self.effective_date.data,
            review_date=self.review_date.data,
            office=self.office.data,
            telephone=self.telephone.data,
            note=self.note.data,
            source=self.source.data,
            attachments=self.chosen_files(),
        )

    def _legal_bases(self) -> tuple[LegalBasis, ...]:
        rows = (row.form for row in self.legal_bases)
        return tuple(LegalBasis(row.title.data, row.article.data, row.in_force.data) for row in rows if row.title.data)


class LawChangeForm(StaffForm):
    title = StringField("法律名称", filters=[clean_line], validators=[InputRequired("请写法律的名称。"), _SHORT])
    changed_on = _date_field("变化的日期")


class RestoreForm(StepForm):
    """``serial`` is the revision whose content becomes a draft again."""

    serial = IntegerField(widget=HiddenInput(), validators=[InputRequired("请刷新页面再操作。")])


class ReturnForm(StepForm):
    comment = TextAreaField(
        "哪里要改",
        filters=[clean_text],
        validators=[
            InputRequired("退回时请写明哪里要改，作者才知道怎么办。"),
            Length(max=COMMENT_LIMIT, message=f"意见最多{COMMENT_LIMIT}个字。"),
        ],
    )


class WithdrawForm(StepForm):
    comment = TextAreaField(
        "撤回的原因",
        filters=[clean_text],
        validators=[
            InputRequired("请写明撤回的原因，以后查得到。"),
            Length(max=COMMENT_LIMIT, message=f"原因最多{COMMENT_LIMIT}个字。"),
        ],
    )


def _include_current(choices: list[tuple[str, str]], current: str | None) -> list[tuple[str, str]]:
    if current and current not in dict(choices):
        return [*choices, (current, current)]
    return choices


def fields_of(entry: Entry) -> dict[str, object]:
    """The values of the form's fields for ``entry``."""
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
        "office": entry.office,
        "telephone": entry.telephone,
        "note": entry.note,
        "source": entry.source,
        **rows_of(entry.attachments),
    }


def blank_fields(today: date, question: str = "") -> dict[str, object]:
    """The values of the fields for a new entry; a citizen's ``question`` becomes a similar question too."""
    return {
        "question": question,
        "similar_questions": question,
        "effective_date": today,
        "review_date": today + REVIEW_AFTER,
    }


def count_wordings(question: str, web_answer: str, spoken: str, text: str) -> dict[str, WordingLength]:
    """Field name -> length of the wording in it."""
    return {
        "question": WordingLength(length=len(question), limit=QUESTION_LIMIT),
        "web_answer": WordingLength(length=len(web_answer), limit=WEB_LIMIT),
        "spoken": WordingLength(length=len(spoken), limit=SPOKEN_LIMIT, seconds=speech_seconds(spoken)),
        "text": WordingLength(length=utf16_units(text), limit=TEXT_LIMIT, sms_parts=sms_parts(text)),
    }


@dataclass(frozen=True)
class FieldError:
    """An error in the form: the id and the label of its input, and the message."""

    id: str
    label: str
    message: str


@dataclass(frozen=True, kw_only=True)
class WordingLength:
    """The length of a wording and its limit, in characters, or in UTF-16 units for a text message.

    ``sms_parts`` is set for a text message, ``seconds`` for a spoken wording."""

    length: int
    limit: int
    sms_parts: int = 0
    seconds: int = 0
