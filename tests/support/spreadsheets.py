"""XLSX workbooks as staff write them in a spreadsheet program, and rows of a table as they type them."""

import csv
import io

from openpyxl import Workbook

from hotline.storage.csv_tables.schema import HEADINGS
from hotline.storage.csv_tables.xlsx_file import write_workbook


def workbook(sheets, change=lambda book: None):
    """The bytes of a workbook with these sheets (title -> rows); ``change`` is given the book before it is written."""
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    change(book)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def table_csv(table, *rows, encoding="utf-8", delimiter=",", headings=None):
    """The bytes of a CSV file of ``table`` with Chinese headings, or with ``headings``."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(headings or HEADINGS[table].split())
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def topics_csv(*rows, **how):
    return table_csv("topics", *rows, **how)


def large_catalogue(count):
    """The bytes of a workbook of the catalogue with ``count`` items."""
    parts = ("", "小城司法局", "2026-01-05", "2026-01-06", "1", "通知", "主动公开", "有效", "FYK")
    rows = (
        [
            f"00000000-0/{2020 + n // 90_000}-{n % 90_000 + 10:05}",
            "机构职能",
            f"第{n}号",
            "摘要" * 10,
            f"第{n}号" * 10,
            *parts,
        ]
        for n in range(count)
    )
    return write_workbook("catalogue", HEADINGS["catalogue"].split(), rows, {})
