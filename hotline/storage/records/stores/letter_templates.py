"""The texts of letters: those that the office had approved, and the shipped ones for all others."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from hotline.core.disclosure.letter_templates import TITLES, LetterTemplate, shipped_template
from hotline.storage.records.models.content import LetterTemplateRow
from hotline.storage.records.stores.csv_rows import CsvTable, StoredRow

SHIPPED_AT = datetime(2026, 11, 29, tzinfo=UTC)
"""When the shipped texts were written."""


class LetterTemplateTable(CsvTable[LetterTemplate]):
    """Every template, though a row is kept for those alone that differ from what is shipped."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, LetterTemplateRow, LetterTemplate, "code")

    def list_rows(self) -> list[StoredRow[LetterTemplate]]:
        """All of them, in the order of their list."""
        own = {row.value.code: row for row in super().list_rows()}
        return [own.get(code) or _shipped_row(code) for code in TITLES]

    def find_key(self, key: object) -> StoredRow[LetterTemplate] | None:
        own = super().find_key(key)
        return own or (_shipped_row(str(key)) if key in TITLES else None)


def _shipped_row(code: str) -> StoredRow[LetterTemplate]:
    return StoredRow(shipped_template(code), 0, "seed", SHIPPED_AT)
