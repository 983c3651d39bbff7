"""Export of what is published as the tables of faq_data: a folder of CSV files, or one table for a spreadsheet."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from pathlib import Path

from hotline.core.catalogue import Section
from hotline.core.dataset import Tables
from hotline.core.errors import Conflict, NotFound
from hotline.core.permissions import Permission, Staff
from hotline.core.word_lists import WordList
from hotline.services.line import JOB_PATIENCE, Line
from hotline.storage.csv_tables.csv_file import table_text
from hotline.storage.csv_tables.dataset_folder import write_tables
from hotline.storage.csv_tables.schema import COLUMNS, headings_of
from hotline.storage.csv_tables.table_rows import rows_of

_OF_ENTRIES = ("entries", "similar_questions", "legal_bases", "referrals")
"""The tables that are made from entries, of which there may be hundreds of thousands."""


def export_tables(line: Line, folder: Path) -> list[Path]:
    """Write the published entries and the other tables as CSV files into ``folder``; returns the files' paths."""
    return write_tables(folder, _read_published(line))


def write_csv(line: Line, actor: Staff, table: str) -> bytes:
    """One table as CSV with Chinese headings, as ``hotline import`` reads it. Raises NotFound for an unknown table."""
    headings = _headings(actor, table)
    return table_text(headings, rows_of(table, _seen_by(actor, _read_published(line, table)))).encode()


def write_xlsx(line: Line, actor: Staff, table: str) -> bytes:
    """One table as an XLSX workbook with Chinese headings, which offers the topics, departments and sections that there
    are. Raises NotFound for an unknown table, Conflict where a text is too long for a cell."""
    headings = _headings(actor, table)
    tables = _seen_by(actor, _read_published(line, table))
    choices = {
        "分类": [topic.digit for topic in tables.topics],
        "负责部门": [department.code for department in tables.departments],
        "栏目": [section.value for section in Section],
    }
    # The library takes 0.2 s to import, which no process pays before somebody downloads a table.
    xlsx_file = import_module("hotline.storage.csv_tables.xlsx_file")
    try:
        return bytes(xlsx_file.write_workbook(table, headings, rows_of(table, tables), choices))
    except ValueError as error:
        raise Conflict("有一格的字太多，XLSX装不下，会被截断。请下载CSV。") from error


def _headings(actor: Staff, table: str) -> list[str]:
    actor.require(Permission.READ_ENTRIES)
    if table not in COLUMNS:
        raise NotFound("没有这张表。")
    return list(headings_of(table))


def _seen_by(actor: Staff, tables: Tables) -> Tables:
    """``tables`` with the rows that somebody sees: the staff of a member office get what belongs to it, and what is the
    whole line's."""
    own = actor.own_office
    if own is None:
        return tables
    return replace(
        tables,
        departments=tuple(one for one in tables.departments if own.has(one.code, one.office_code)),
        entries=tuple(one for one in tables.entries if own.has(one.department)),
        referrals=tuple(one for one in tables.referrals if own.has(one.department)),
        catalogue=tuple(one for one in tables.catalogue if own.has(one.department)),
        public_notices=tuple(one for one in tables.public_notices if own.has(one.department)),
        member_offices=tuple(one for one in tables.member_offices if own.has("", one.code)),
    )


def _read_published(line: Line, only: str = "") -> Tables:
    """All tables; with ``only``, the name of one, entries and catalogue stay empty where it does not need them."""
    with line.records.patient(JOB_PATIENCE).reading() as unit:
        published = unit.entries.list_published() if not only or only in _OF_ENTRIES else []
        return Tables(
            office=unit.office.office(),
            departments=tuple(unit.office.departments()),
            topics=tuple(unit.office.topics()),
            synonyms=tuple(unit.words.list_words(WordList.SYNONYMS)),
            dictionary=tuple(unit.words.list_words(WordList.DICTIONARY)),
            stop_words=tuple(unit.words.list_words(WordList.STOP_WORDS)),
            entries=tuple(entry for entry in published if not entry.is_referral),
            catalogue=tuple(unit.catalogue.list_items()) if only in ("", "catalogue") else (),
            referrals=tuple(entry for entry in published if entry.is_referral),
            holiday_decrees=tuple(unit.office.holiday_decrees()),
            local_days_off=tuple(unit.office.local_days_off()),
            announcements=tuple(unit.office.announcements()),
            public_notices=tuple(unit.office.public_notices()),
            disclosure_desk=tuple(unit.office.rows_of_disclosure_desk.list_values()),
            member_offices=tuple(unit.office.member_offices()),
        )
