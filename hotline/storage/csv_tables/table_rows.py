"""The rows of each table of faq_data, made from the content that they hold."""

from collections.abc import Iterator
from dataclasses import astuple

from hotline.core.dataset import Tables
from hotline.core.entries import Entry
from hotline.storage.csv_tables.cells import unparse
from hotline.storage.csv_tables.schema import COLUMNS


def rows_of(table: str, tables: Tables) -> Iterator[list[str]]:
    """The cells of each row of ``table``, one of COLUMNS, in the order of its columns."""
    return ([unparse(value) for value in row] for row in _values(table, tables))


def _values(table: str, tables: Tables) -> Iterator[tuple[object, ...]]:
    match table:
        case "office":
            yield astuple(tables.office)
        case "entries":
            yield from map(_entry_row, tables.entries)
        case "referrals":
            yield from map(_referral_row, tables.referrals)
        case "similar_questions":
            yield from ((entry.number, text) for entry in tables.entries for text in entry.similar_questions)
        case "legal_bases":
            yield from ((entry.number, *astuple(basis)) for entry in tables.entries for basis in entry.legal_bases)
        case "catalogue":
            yield from (_columns_of("catalogue", item) for item in tables.catalogue)
        case _:
            yield from map(astuple, getattr(tables, table))


def _referral_row(referral: Entry) -> tuple[object, ...]:
    said, keywords = "\n".join(referral.similar_questions), "、".join(referral.keywords)
    told = (referral.office, referral.telephone, referral.note, referral.spoken, referral.text)
    return (referral.number, referral.question, said, keywords, *told, referral.source, referral.effective_date)


def _entry_row(entry: Entry) -> tuple[object, ...]:
    """The row of an entry without its similar questions and legal bases, which have tables of their own."""
    return _columns_of("entries", entry)


def _columns_of(table: str, value: object) -> tuple[object, ...]:
    """The fields of ``value`` that ``table`` has a column for. Attachments have none: an import leaves them alone."""
    return tuple(getattr(value, column) for column in COLUMNS[table].split())
