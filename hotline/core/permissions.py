"""The roles of staff and their permissions, in one table that services and console use."""

from dataclasses import dataclass
from enum import Enum

from hotline.core.errors import InvalidInput, NotAllowed


class Role(Enum):
    ADMINISTRATOR = "administrator"
    REVIEWER = "reviewer"
    PUBLISHER = "publisher"
    OPERATOR = "operator"
    LIAISON = "liaison"


ROLE_NAMES = {
    Role.ADMINISTRATOR: "管理员",
    Role.REVIEWER: "审核员",
    Role.PUBLISHER: "发布员",
    Role.OPERATOR: "话务员",
    Role.LIAISON: "联络员",
}
"""What staff read in place of the codes."""


class Permission(Enum):
    READ_ENTRIES = "read_entries"
    EDIT_ENTRIES = "edit_entries"
    APPROVE_ENTRIES = "approve_entries"
    WITHDRAW_ENTRIES = "withdraw_entries"
    PUBLISH = "publish"
    EDIT_WORDS = "edit_words"
    READ_ENQUIRIES = "read_enquiries"
    ANSWER_MESSAGES = "answer_messages"
    SEE_NUMBERS = "see_numbers"
    TRANSFER_CALLS = "transfer_calls"
    MANAGE_STAFF = "manage_staff"
    READ_APPLICATIONS = "read_applications"
    REGISTER_APPLICATIONS = "register_applications"
    HANDLE_APPLICATIONS = "handle_applications"
    APPROVE_REPLIES = "approve_replies"
    EXTEND_PERIODS = "extend_periods"
    SEE_APPLICANTS = "see_applicants"
    MAKE_REPORT = "make_report"
    READ_DOCUMENTS = "read_documents"
    PROPOSE_DOCUMENTS = "propose_documents"
    AUDIT_DOCUMENTS = "audit_documents"
    SIGN_DOCUMENTS = "sign_documents"
    READ_REPORT = "read_report"
    APPROVE_REPORT = "approve_report"


_P = Permission
TABLE: dict[Role, frozenset[Permission]] = {
    Role.ADMINISTRATOR: frozenset(Permission),
    Role.REVIEWER: frozenset({_P.READ_ENTRIES, _P.APPROVE_ENTRIES, _P.WITHDRAW_ENTRIES, _P.PUBLISH, _P.READ_ENQUIRIES})
    | {_P.READ_APPLICATIONS, _P.SEE_APPLICANTS, _P.APPROVE_REPLIES, _P.EXTEND_PERIODS}
    | {_P.READ_DOCUMENTS, _P.SIGN_DOCUMENTS, _P.READ_REPORT, _P.APPROVE_REPORT},
    Role.PUBLISHER: frozenset({_P.READ_ENTRIES, _P.EDIT_ENTRIES, _P.EDIT_WORDS, _P.PUBLISH, _P.READ_ENQUIRIES})
    | {_P.READ_APPLICATIONS, _P.REGISTER_APPLICATIONS, _P.HANDLE_APPLICATIONS, _P.SEE_APPLICANTS, _P.MAKE_REPORT}
    | {_P.READ_DOCUMENTS, _P.PROPOSE_DOCUMENTS, _P.AUDIT_DOCUMENTS, _P.READ_REPORT},
    Role.OPERATOR: frozenset(
        {_P.READ_ENTRIES, _P.READ_ENQUIRIES, _P.ANSWER_MESSAGES, _P.SEE_NUMBERS, _P.TRANSFER_CALLS}
    )
    | {_P.READ_APPLICATIONS, _P.REGISTER_APPLICATIONS, _P.SEE_APPLICANTS},
    Role.LIAISON: frozenset({_P.READ_ENTRIES, _P.EDIT_ENTRIES, _P.READ_ENQUIRIES})
    | {_P.READ_APPLICATIONS, _P.HANDLE_APPLICATIONS}
    | {_P.READ_DOCUMENTS, _P.PROPOSE_DOCUMENTS},
}


@dataclass(frozen=True)
class OwnPart:
    """The part of a line that somebody works on: what belongs to one of ``departments``, and with ``office_code`` what
    is that member office's and has no department yet."""

    departments: frozenset[str]
    office_code: str = ""

    @property
    def label(self) -> str:
        """What staff read for it: "部门" or "单位"."""
        return "单位" if self.office_code else "部门"

    def has(self, department: str, office_code: str | None = None) -> bool:
        """Whether it holds what belongs to ``department``. What names its office itself (``office_code``) belongs to
        that office, whichever department has it: a department may move to another office, an application does not.

        >>> own = OwnPart(frozenset({"DBK"}), "MZJ")
        >>> own.has("DBK"), own.has("", "MZJ"), own.has(""), own.has("FYK"), own.has("DBK", "SFJ")
        (True, True, False, False, False)
        """
        if self.office_code and office_code is not None:
            return office_code == self.office_code
        return department in self.departments


@dataclass(frozen=True)
class Staff:
    """A member of staff who may sign in; ``name`` is the unique login name.

    Who has several roles may do what any of them may: ``role`` is the first, ``further_roles`` are the others.
    ``department`` is a code, "" for none; ``telephone`` is their own number. ``office_code`` is that of the member
    office whose part of the line is all that they see, "" for the whole line; ``office_departments`` are the codes of
    its departments."""

    id: int
    name: str
    full_name: str
    role: Role
    active: bool
    further_roles: tuple[Role, ...] = ()
    department: str = ""
    telephone: str = ""
    office_code: str = ""
    office_departments: frozenset[str] = frozenset()

    @property
    def roles(self) -> tuple[Role, ...]:
        return (self.role, *self.further_roles)

    def may(self, permission: Permission) -> bool:
        return self.active and any(permission in TABLE[role] for role in self.roles)

    @property
    def own_department(self) -> str | None:
        """The only department whose messages and content this person works on; None for several.

        A liaison officer works for their own department, where the account names one."""
        return self.department if self.department and set(self.roles) == {Role.LIAISON} else None

    @property
    def own_part(self) -> OwnPart | None:
        """The part of the line that this person works on; None for all of it.

        A liaison officer works for their own department, the staff of a member office for that office."""
        if self.own_department is not None:
            return OwnPart(frozenset({self.own_department}))
        return self.own_office

    @property
    def own_office(self) -> OwnPart | None:
        """All that belongs to the member office whose staff this person is; None for staff of the whole line."""
        return OwnPart(self.office_departments, self.office_code) if self.office_code else None

    def choose_department(self, named: str) -> str:
        """The department of what this person writes: the one that they ``named``, or else their own.

        Raises InvalidInput where staff of a member office named none and have not one alone: without a department it
        would not be their office's."""
        if named or self.own_part is None:
            return named
        departments = self.own_part.departments
        if self.department in departments or len(departments) == 1:
            return self.department if self.department in departments else next(iter(departments))
        raise InvalidInput({"department": "请选您单位的一个部门。一个也没有的，请先在“部门”里写一个。"})

    def require_department(self, department: str, office_code: str | None = None) -> None:
        """Raise NotAllowed unless this person may work on what belongs to ``department``, or to ``office_code``."""
        if self.own_part is None or self.own_part.has(department, office_code):
            return
        if self.own_department is None:
            raise NotAllowed("您只办自己单位的事。这一条归别的单位，请找那个单位的同事。")
        raise NotAllowed("联络员只办自己部门的事。这一条归别的部门，请找那个部门的联络员或者发布员。")

    def require_sight(self, department: str, office_code: str | None = None) -> None:
        """Raise NotAllowed where this person is a member office's and what they open is another's.

        Within an office, liaison officers read what other departments publish."""
        if self.own_office is not None and not self.own_office.has(department, office_code):
            raise NotAllowed("您只看自己单位的内容。这一条归别的单位。")

    def require(self, permission: Permission) -> None:
        """Raise NotAllowed unless this person has ``permission``."""
        if not self.may(permission):
            raise NotAllowed("您的角色没有这项权限。")
