"""Which item of the console's menu a page belongs to: the menu marks it on every page and not on lists alone."""

from __future__ import annotations

from hotline.console import labels
from hotline.console.blueprint import console
from hotline.core.proposals import ProposalKind

_CALENDAR = frozenset({ProposalKind.HOLIDAY_DECREES, ProposalKind.LOCAL_DAYS_OFF, ProposalKind.ANNOUNCEMENTS})
_SECTION_OF = {
    "": "home",
    "entries": "entries",
    "laws": "entries",
    "referrals": "referrals",
    "enquiries": "enquiries",
    "messages": "messages",
    "talks": "talks",
    "line": "line",
    "calls": "line",
    "people": "people",
    "sign-ins": "sign_ins",
    "applications": "applications",
    "documents": "documents",
    "guide": "documents",
    "notices": "notices",
    "evidence": "evidence",
    "tester": "tester",
    "words": "words",
    "changes": "changes",
    "notice-sheet": "notice_sheet",
    "library-list": "notice_sheet",
    "tables": "tables",
    "account": "account",
}
"""The first part of a path below the console -> the section of the menu."""
_FIRST_REFERRAL = "900000"


@console.app_template_filter("menu_section")
def find_section(path: str) -> str:
    """The section to which the page at ``path`` belongs; "" for a page without one, such as a file.

    >>> find_section("/console/entries/101/edit"), find_section("/console/entries/900001"), find_section("/console/")
    ('entries', 'referrals', 'home')
    >>> find_section("/console/content/local_days_off/new"), find_section("/console/content/catalogue")
    ('days', 'catalogue')
    """
    first, *rest = path.removeprefix("/console").strip("/").split("/")
    if first == "content" and rest:
        return _section_of_kind(rest[0])
    if first == "entries" and rest and len(rest[0]) == len(_FIRST_REFERRAL) and rest[0] >= _FIRST_REFERRAL:
        return "referrals"
    return _SECTION_OF.get(first, "")


def _section_of_kind(name: str) -> str:
    kind = next((one for one in ProposalKind if one.value == name), None)
    if kind is ProposalKind.PUBLIC_NOTICES:
        return "notices"
    if name in labels.WORDS:
        return "words"
    return "days" if kind in _CALENDAR else "catalogue"
