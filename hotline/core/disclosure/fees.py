"""What an applicant pays: 《政府信息公开信息处理费管理办法》 (国办函〔2020〕109号, in force since 2021-01-01).

By item or by page, one of the two for an application, never both (第三条). Tiers: 第四条 and 第五条, read in a public
copy on 2026-11-28. Nobody pays for what does not clearly exceed the ordinary (《政府信息公开条例》第四十二条)."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from hotline.core.errors import InvalidInput

FREE_ITEMS = 10
FREE_PAGES = 30
PAGE_TIERS = ((FREE_PAGES, 0), (100, 10), (200, 20), (None, 40))
"""(last page of the tier, yuan a page); None is no end."""
MOST_UNITS = 100_000


class FeeBasis(Enum):
    """The value is what staff read."""

    ITEMS = "按件"
    PAGES = "按量"


@dataclass(frozen=True)
class FeeStep:
    """The units from ``first`` to ``last``, both counted from 1, at ``yuan_each``."""

    first: int
    last: int
    yuan_each: int

    @property
    def yuan(self) -> int:
        return (self.last - self.first + 1) * self.yuan_each

    @property
    def span(self) -> str:
        return f"{self.first}" if self.first == self.last else f"{self.first}到{self.last}"


@dataclass(frozen=True)
class Fee:
    """A fee in whole yuan with the steps that it is the sum of."""

    basis: FeeBasis
    steps: tuple[FeeStep, ...]

    @property
    def yuan(self) -> int:
        return sum(step.yuan for step in self.steps)

    @property
    def counted(self) -> str:
        """How the fee was counted, as the applicant reads it.

        >>> fee_by_items(2, earlier=10).counted
        '按件计收：第11到12件，每件100元，计200元'
        """
        unit = "件" if self.basis is FeeBasis.ITEMS else "页"
        steps = [f"第{s.span}{unit}，每{unit}{s.yuan_each}元，计{s.yuan}元" for s in self.steps]
        return f"{self.basis.value}计收：{'；'.join(steps)}"


def fee_by_items(items: int, earlier: int = 0) -> Fee:
    """The fee of ``items`` applications in a calendar month, after ``earlier`` ones of the same applicant in it.

    Ten are free, each of the next twenty costs 100 yuan, and from the thirty-first on each step of ten costs 100 yuan
    more an item (第四条). Raises InvalidInput for a number below 0 or above MOST_UNITS.

    >>> fee_by_items(37).yuan, fee_by_items(7, earlier=30).yuan
    (3400, 1400)
    """
    _check("items", items, earlier)
    return Fee(FeeBasis.ITEMS, _steps(earlier + 1, earlier + items, _item_tier))


def fee_by_pages(pages: int) -> Fee:
    """The fee of ``pages`` pages of one application: 30 are free, then 10, 20 and 40 yuan a page (第五条).

    Raises InvalidInput for a number below 0 or above MOST_UNITS.

    >>> fee_by_pages(120).yuan
    1100
    """
    _check("pages", pages)
    return Fee(FeeBasis.PAGES, _steps(1, pages, _page_tier))


def _check(field: str, *numbers: int) -> None:
    if any(not 0 <= number <= MOST_UNITS for number in numbers):
        raise InvalidInput({field: f"数量要在0到{MOST_UNITS}之间。"})


TierOf = Callable[[int], tuple[int | None, int]]


def _steps(first: int, last: int, tier_of: TierOf) -> tuple[FeeStep, ...]:
    steps = []
    while first <= last:
        tier_end, yuan = tier_of(first)
        end = last if tier_end is None else min(last, tier_end)
        steps.append(FeeStep(first, end, yuan))
        first = end + 1
    return tuple(steps)


def _item_tier(item: int) -> tuple[int, int]:
    """(last item of the tier that ``item`` is in, yuan an item)."""
    if item <= FREE_ITEMS:
        return FREE_ITEMS, 0
    if item <= 30:
        return 30, 100
    tens = (item - 1) // 10
    return (tens + 1) * 10, (tens - 1) * 100


def _page_tier(page: int) -> tuple[int | None, int]:
    return next((end, yuan) for end, yuan in PAGE_TIERS if end is None or page <= end)
