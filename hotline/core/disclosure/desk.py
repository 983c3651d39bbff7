"""The office's disclosure desk (政府信息公开工作机构) and the bodies that its letters name."""

from dataclasses import dataclass, replace

from hotline.core.departments import check_telephone, check_texts, fold_width


@dataclass(frozen=True)
class DisclosureDesk:
    """What every letter needs. ``letter_mark`` begins a letter's number ("示司公复").

    ``review_body`` decides on reviews: for a department the government of its own level (行政复议法 第二十四条).
    ``review_online`` is where a review is asked for online, which a letter that is served online must name (第二十二条
    第二款). ``court`` takes suits. ``payment`` is how a fee is paid, which its notice must say (国办函〔2020〕109号
    第六条)."""

    name: str
    address: str
    telephone: str
    letter_mark: str
    review_body: str
    review_address: str
    review_online: str
    court: str
    payment: str


_LIMITS = {
    "name": 60,
    "address": 100,
    "telephone": 40,
    "letter_mark": 20,
    "review_body": 60,
    "review_address": 200,
    "review_online": 200,
    "court": 60,
    "payment": 200,
}
"""Characters of each field."""
_CHECKS = {"telephone": check_telephone}


def check_desk(desk: DisclosureDesk) -> dict[str, str]:
    """What keeps these particulars from being published: field name -> message.

    All of them stand in letters, so that none may be empty."""
    return check_texts(desk, tuple(_LIMITS), _LIMITS, _CHECKS)


def tidy_desk(desk: DisclosureDesk) -> DisclosureDesk:
    """``desk`` with the digits of its telephone number in half width, as input methods often do not."""
    return replace(desk, telephone=fold_width(desk.telephone))
