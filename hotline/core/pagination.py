"""Splits long lists into pages: how many there are, and which of them is shown."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Paging:
    """Page ``number`` (from 1 to ``pages``) of a list with ``size`` rows a page."""

    number: int
    pages: int
    size: int

    @property
    def skip(self) -> int:
        """Rows before this page."""
        return (self.number - 1) * self.size


def count_pages(rows: int, size: int) -> int:
    """How many pages ``rows`` take; an empty list has one page.

    >>> [count_pages(rows, 20) for rows in (0, 20, 21)]
    [1, 1, 2]
    """
    return max(1, -(-rows // size))


def choose_page(wanted: int, *, rows: int, size: int) -> Paging:
    """The page ``wanted``, or the nearest that exists: anybody can type any number into a URL.

    >>> choose_page(2, rows=41, size=20).skip, choose_page(-1, rows=0, size=20).number
    (20, 1)
    >>> choose_page(99, rows=41, size=20)
    Paging(number=3, pages=3, size=20)
    """
    pages = count_pages(rows, size)
    return Paging(min(max(1, wanted), pages), pages, size)
