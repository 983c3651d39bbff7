"""What the templates about people show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from hotline.console.pages import ConsolePage

if TYPE_CHECKING:
    from hotline.console.staff.forms import NewPersonForm, PersonForm, SuccessorForm
    from hotline.core.pagination import Paging
    from hotline.core.staff_accounts import AccountState, StaffAccount
    from hotline.services.staff.links import HandedLink
    from hotline.services.staff.open_work import OpenWork


@dataclass(frozen=True, kw_only=True)
class PeoplePage(ConsolePage):
    """One page of the list; ``found`` counts the people on all pages, ``departments`` names them by code."""

    template: ClassVar[str] = "console/people.html"
    rows: list[StaffAccount]
    found: int
    search: str
    state: AccountState | None
    paging: Paging
    departments: dict[str, str]
    own_id: int


@dataclass(frozen=True, kw_only=True)
class NewPersonPage(ConsolePage):
    template: ClassVar[str] = "console/new_person.html"
    form: NewPersonForm


@dataclass(frozen=True, kw_only=True)
class PersonPage(ConsolePage):
    """``open_work`` is what is open with this person and their department, whose name is ``department``."""

    template: ClassVar[str] = "console/person.html"
    account: StaffAccount
    form: PersonForm
    open_work: OpenWork
    department: str
    successor_form: SuccessorForm
    is_own: bool


@dataclass(frozen=True, kw_only=True)
class HandedLinkPage(ConsolePage):
    """A new link, shown this once; ``address`` is what is handed over."""

    template: ClassVar[str] = "console/handed_link.html"
    link: HandedLink
    address: str
