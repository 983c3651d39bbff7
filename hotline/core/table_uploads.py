"""Tables that staff upload: the files, what was found in each row, and how far the check of an upload is."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

LARGEST_UPLOAD = 20 * 1024 * 1024
"""Bytes of all files of one upload."""
MOST_ROWS = 200_000
"""Rows of all tables of one upload."""


@dataclass(frozen=True)
class UploadedFile:
    name: str
    content: bytes = field(repr=False)


class UploadState(Enum):
    """An upload waits to be checked, is checked, was confirmed and is being submitted, or is done.

    While it is WITHDRAWING, what is published and not in its files is being withdrawn."""

    WAITING = "waiting"
    CHECKED = "checked"
    CONFIRMED = "confirmed"
    WITHDRAWING = "withdrawing"
    DONE = "done"


UNDER_WAY = (UploadState.WAITING, UploadState.CONFIRMED, UploadState.WITHDRAWING)
"""The states in which a background job has to do something."""


class RowVerdict(Enum):
    """What an upload does with a row.

    HELD rows stay as they are, because somebody works on them or what they refer to waits for approval itself.
    MISSING are published and not in the files of an upload that replaces; WITHDRAWN are those of them that were."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    HELD = "held"
    WRONG = "wrong"
    MISSING = "missing"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class UploadRow:
    """What was found in one row.

    ``place`` is the file with its sheet, ``line`` the row as the spreadsheet numbers it, 0 for the whole sheet or for
    what is in no file. ``changes`` are (column, old text, new text), ``faults`` (column as the file names it, reason).
    ``id`` is given by the records."""

    place: str
    line: int
    table: str
    key: str
    title: str
    verdict: RowVerdict
    changes: tuple[tuple[str, str, str], ...] = ()
    faults: tuple[tuple[str, str], ...] = ()
    id: int = 0


@dataclass(frozen=True, kw_only=True)
class TableUpload:
    """One upload, without its files. ``names`` are the names of the files.

    ``chosen`` is the table that a person chose for the files, "" where their headings tell; ``replaces`` is whether
    what is published and not in them is to be withdrawn. ``rows_done`` of ``rows_total`` rows are checked, or once it
    was confirmed, submitted. ``counts`` has the number of rows of each verdict."""

    id: int
    names: str
    uploaded_by: str
    uploaded_at: datetime
    chosen: str
    replaces: bool
    state: UploadState
    rows_done: int = 0
    rows_total: int = 0
    submitted: int = 0
    withdrawn_by: str = ""
    """Who had what is missing withdrawn; "" while nobody had."""
    counts: dict[RowVerdict, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    """What staff should know of the files, such as hidden rows."""

    def count(self, verdict: RowVerdict) -> int:
        return self.counts.get(verdict, 0)

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY

    @property
    def may_be_confirmed(self) -> bool:
        """Whether there is something to submit and nothing wrong."""
        return self.state is UploadState.CHECKED and bool(self.changes) and not self.count(RowVerdict.WRONG)

    @property
    def may_be_withdrawn(self) -> bool:
        """Whether what is missing may be withdrawn now: after the rest was submitted."""
        is_rest_done = self.state is UploadState.DONE or (
            self.state is UploadState.CHECKED and not self.changes and not self.count(RowVerdict.WRONG)
        )
        return is_rest_done and bool(self.count(RowVerdict.MISSING))

    @property
    def changes(self) -> int:
        """How many rows a confirmation submits."""
        return self.count(RowVerdict.NEW) + self.count(RowVerdict.CHANGED)
