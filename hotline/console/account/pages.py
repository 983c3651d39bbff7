"""What the templates about one's own account show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from hotline.console.pages import ConsolePage

if TYPE_CHECKING:
    from hotline.console.account.forms import ConfirmForm, OwnAccountForm, OwnPasswordForm
    from hotline.core.staff_accounts import StaffAccount, StaffSession


@dataclass(frozen=True, kw_only=True)
class OwnAccountPage(ConsolePage):
    """``own_key`` is the key of the session that this page is shown in; ``recovery_codes`` how many are left."""

    template: ClassVar[str] = "console/account.html"
    account: StaffAccount
    recovery_codes: int
    is_demanded: bool
    sessions: list[StaffSession]
    own_key: str
    form: OwnAccountForm
    password_form: OwnPasswordForm
    confirm_form: ConfirmForm
