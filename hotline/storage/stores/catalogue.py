"""The items of the disclosure catalogue."""

from sqlalchemy.orm import Session

from hotline.core.catalogue import CatalogueItem
from hotline.storage.records import CatalogueRow
from hotline.storage.stores.rows import Rows


class CatalogueStore:
    """``rows_of_catalogue`` is for loading tables."""

    def __init__(self, session: Session) -> None:
        self.rows_of_catalogue = Rows(session, CatalogueRow, CatalogueItem, "index_number")

    def list_items(self) -> list[CatalogueItem]:
        return self.rows_of_catalogue.list_values()
