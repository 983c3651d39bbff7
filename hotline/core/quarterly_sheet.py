"""The quarterly sheet of the line: each figure with what it was counted among, in words.

A share is worth nothing without its base: published reports of other lines give rates that their own numbers do not
yield. A figure that the records cannot give says so, with the reason, and is never 0."""

from __future__ import annotations

from dataclasses import dataclass

from hotline.core.line_statistics import Share
from hotline.core.public_notices import Quarter

NO_RECORD = "没有记录"
NOTHING_TO_COUNT = "这个季度没有"


@dataclass(frozen=True)
class SheetFigure:
    """One line of the sheet. ``among`` says in words what was counted, or why there is no record; ``counted`` is the
    share in numbers, "" where there is none."""

    name: str
    value: str
    counted: str
    among: str

    @property
    def is_recorded(self) -> bool:
        return self.value != NO_RECORD


@dataclass(frozen=True)
class DepartmentUploads:
    """A department's common questions: published now, and approved in the quarter (None: not recorded then); the
    liaison officers that are named for calls, and the accounts of its liaison officers."""

    name: str
    published: int
    approved: int | None
    named_officers: int
    accounts: int


@dataclass(frozen=True)
class QuarterlySheet:
    """``is_running``: the quarter is not over, so everything is as of today."""

    quarter: Quarter
    is_running: bool
    figures: tuple[SheetFigure, ...]
    departments: tuple[DepartmentUploads, ...]

    @property
    def officers(self) -> Share:
        """How many departments have a liaison officer, named or with an account."""
        with_one = sum(bool(one.named_officers or one.accounts) for one in self.departments)
        return Share(with_one, len(self.departments))


def count_share(name: str, share: Share, among: str) -> SheetFigure:
    """A figure of the records; where there was nothing to count it says so instead of 0 %.

    >>> count_share("电话接通", Share(19, 20), "全部来电").value, count_share("电话接通", Share(0, 0), "全部来电").value
    ('95.0%', '这个季度没有')
    """
    if share.ratio is None:
        return SheetFigure(name, NOTHING_TO_COUNT, "", among)
    return SheetFigure(name, f"{share.ratio:.1%}", f"{share.of}个里有{share.good}个", among)


def tell_no_record(name: str, reason: str) -> SheetFigure:
    return SheetFigure(name, NO_RECORD, "", reason)
