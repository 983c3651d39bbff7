"""What the template of the log of accounts shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from hotline.console.pages import ConsolePage

if TYPE_CHECKING:
    from hotline.core.pagination import Paging
    from hotline.core.staff_log import StaffEvent


@dataclass(frozen=True, kw_only=True)
class SignInLogPage(ConsolePage):
    """One page of the log; ``months`` are those that can be chosen, ``people`` login name -> full name.

    ``chosen`` is the filter as it stands in the URL: month, person and kind."""

    template: ClassVar[str] = "console/sign_in_log.html"
    events: list[StaffEvent]
    found: int
    paging: Paging
    months: list[str]
    people: dict[str, str]
    chosen: dict[str, str]
