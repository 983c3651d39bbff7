"""Entries and items as the rows of the knowledge file hold them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from hotline.core.catalogue import CatalogueItem, Section
from hotline.core.entries import Entry, LegalBasis
from hotline.storage.knowledge.compression import Packer

ENTRY_COLUMNS = [field.name for field in fields(Entry) if field.name not in ("similar_questions", "legal_bases")]
ITEM_COLUMNS = [field.name for field in fields(CatalogueItem)]
LONG_ENTRY_FIELDS = ("web_answer", "spoken", "text")
LONG_ITEM_FIELDS = ("body", "summary")
"""Empty in their tables where texts are packed: they are with the texts that are searched."""


def _with_long(values: dict[str, Any], long: Sequence[str], packer: Packer, packed: bytes | None) -> None:
    """Put the ``long`` fields back that were packed behind the text that is searched."""
    if packed is not None:
        values.update(zip(long, packer.unpack(packed)[1:], strict=True))


def read_entry(row: Sequence[Any], packer: Packer, similar: list[str], bases: list[LegalBasis]) -> Entry:
    """The entry of a row: its ENTRY_COLUMNS, then its long texts where they are packed."""
    values = dict(zip(ENTRY_COLUMNS, row[:-1], strict=True))
    _with_long(values, LONG_ENTRY_FIELDS, packer, row[-1])
    values["keywords"] = tuple(json.loads(values["keywords"]))
    for column in ("effective_date", "review_date"):
        values[column] = date.fromisoformat(values[column])
    return Entry(**values, similar_questions=tuple(similar), legal_bases=tuple(bases))


def read_item(row: Sequence[Any], packer: Packer) -> CatalogueItem:
    """The item of a row: its ITEM_COLUMNS, then its long texts where they are packed."""
    values = dict(zip(ITEM_COLUMNS, row[:-1], strict=True))
    _with_long(values, LONG_ITEM_FIELDS, packer, row[-1])
    values["section"] = Section(values["section"])
    for column in ("made_date", "published_date"):
        values[column] = date.fromisoformat(values[column])
    return CatalogueItem(**values)
