"""What the templates about the line are given: its figures, drawn and listed, and the rows behind a figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from hotline.console.pages import ConsolePage

if TYPE_CHECKING:
    from hotline.core.line_statistics import LineFigures


@dataclass(frozen=True)
class Bar:
    """What stands at one place of a chart: what it counts in each series, and where those that it counts are."""

    label: str
    counts: tuple[int, ...]
    urls: tuple[str, ...]


@dataclass(frozen=True)
class Chart:
    """``series`` names what the bars count; ``id`` is the chart's in the page and in the CSV's address.

    ``lying`` bars run from left to right beside their labels, for labels that are words."""

    id: str
    title: str
    label: str
    series: tuple[str, ...]
    bars: tuple[Bar, ...]
    lying: bool = False

    @property
    def highest(self) -> int:
        """The count that the longest bar stands for; at least 1."""
        return max([1, *(count for bar in self.bars for count in bar.counts)])


@dataclass(frozen=True)
class AimRow:
    """A figure beside what is aimed at; ``met`` is None where there is nothing to measure."""

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


@dataclass(frozen=True)
class Cell:
    """A cell of a table; ``url`` is where it leads, "" for nowhere."""

    text: str
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class FigureRowsPage(ConsolePage):
    """``whole`` is False where there are more rows than are shown."""

    template: ClassVar[str] = "console/line_rows.html"
    columns: tuple[str, ...]
    rows: list[tuple[Cell, ...]]
    whole: bool
    back: str
