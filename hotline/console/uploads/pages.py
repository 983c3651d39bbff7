"""What the templates of uploads show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from hotline.console.pages import ConsolePage
from hotline.core.table_uploads import RowVerdict

if TYPE_CHECKING:
    from hotline.core.pagination import Paging
    from hotline.core.table_uploads import TableUpload, UploadRow
    from hotline.services.content.diff import FieldChange


@dataclass(frozen=True, kw_only=True)
class UploadsPage(ConsolePage):
    """The form for files, and the newest uploads of everybody; ``problem`` is why files were refused."""

    template: ClassVar[str] = "console/uploads.html"
    uploads: list[TableUpload]
    problem: str = ""
    chosen: str = ""


@dataclass(frozen=True, kw_only=True)
class UploadPage(ConsolePage):
    """One upload, with the rows of one verdict; each row comes with its changes, word by word."""

    template: ClassVar[str] = "console/upload.html"
    verdicts: ClassVar[type[RowVerdict]] = RowVerdict
    upload: TableUpload
    verdict: RowVerdict | None
    rows: list[tuple[UploadRow, list[FieldChange]]]
    total: int
    paging: Paging | None
    is_own: bool
