"""What the templates about the statistics show: charts, service targets and the rows behind a figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from hotline.console.pages import ConsolePage

if TYPE_CHECKING:
    from hotline.core.departments import Office
    from hotline.core.line_statistics import LineFigures
    from hotline.core.public_notices import Quarter
    from hotline.core.quarterly_sheet import QuarterlySheet, SheetFigure


@dataclass(frozen=True)
class Bar:
    """One place of a chart: its count in each series, and for each count the URL of the rows behind it."""

    label: str
    counts: tuple[int, ...]
    urls: tuple[str, ...]


@dataclass(frozen=True)
class Chart:
    """``series`` names what the bars count; ``id`` identifies the chart in the page and in the URL of its CSV file.

    ``label`` names what the places are, such as hours. ``horizontal`` bars run from left to right, for long labels."""

    id: str
    title: str
    label: str
    series: tuple[str, ...]
    bars: tuple[Bar, ...]
    horizontal: bool = False

    @property
    def highest(self) -> int:
        """The count of the longest bar, at least 1."""
        return max([1, *(count for bar in self.bars for count in bar.counts)])


@dataclass(frozen=True)
class AimRow:
    """A measured share and its target; ``met`` is None when there was nothing to measure."""

    name: str
    value: str
    of: str
    aim: str
    met: bool | None
    missed_url: str


@dataclass(frozen=True, kw_only=True)
class LineFiguresPage(ConsolePage):
    template: ClassVar[str] = "console/line.html"
    figures: LineFigures
    days: int
    spans: tuple[int, ...]
    aims: list[AimRow]
    charts: list[Chart]


@dataclass(frozen=True, kw_only=True)
class QuarterlySheetPage(ConsolePage):
    template: ClassVar[str] = "console/quarter.html"
    sheet: QuarterlySheet
    quarters: list[Quarter]
    office: Office
    officers: SheetFigure


@dataclass(frozen=True)
class Cell:
    """A cell of a table; ``url`` is the target of its link, "" for no link."""

    text: str
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class FigureRowsPage(ConsolePage):
    """The rows behind a figure; ``whole`` is False when there are more than are shown."""

    template: ClassVar[str] = "console/line_rows.html"
    columns: tuple[str, ...]
    rows: list[tuple[Cell, ...]]
    whole: bool
    back: str
