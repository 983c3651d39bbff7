"""The forms about a person: who they are, what they may do, and who takes over their work."""

from __future__ import annotations

from wtforms import HiddenField, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from hotline.console.forms import StaffForm
from hotline.console.labels import ROLE
from hotline.core.permissions import Role, Staff
from hotline.core.typed_text import clean_line
from hotline.http.converters import LARGEST_INTEGER
from hotline.services.staff.people import Person


class PersonForm(StaffForm):
    full_name = StringField("姓名", filters=[clean_line], validators=[InputRequired("请写姓名。")])
    roles = SelectMultipleField(
        "角色",
        validators=[InputRequired("请至少选一个角色。")],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    department = SelectField("科室")
    office_code = SelectField("办哪个单位的事", default="")
    telephone = StringField("自己的电话", filters=[clean_line], validators=[Length(max=30, message="电话号码太长。")])

    def offer(self, names: dict[str, str], offices: dict[str, str]) -> None:
        """Offer the roles and these departments and offices, by code, and those that the person has, which may be
        published no more."""
        self.roles.choices = [(role.value, label) for role, label in ROLE.items()]
        present = self.department.object_data or ""
        offered = {"": "不属于科室", **({present: present} if present else {}), **names}
        self.department.choices = list(offered.items())
        present = self.office_code.object_data or ""
        members = ({present: present} if present else {}) | {code: name for code, name in offices.items() if code}
        self.office_code.choices = [("", "整条热线"), *members.items()]

    def to_person(self) -> Person:
        roles = tuple(role for role in Role if role.value in (self.roles.data or ()))
        department, telephone = self.department.data or "", self.telephone.data or ""
        return Person(self.full_name.data or "", roles, department, telephone, self.office_code.data or "")


class NewPersonForm(PersonForm):
    name = StringField("用户名", filters=[clean_line], validators=[InputRequired("请写用户名。")])


def _read_staff_id(typed: object) -> int:
    """The number of a member of staff; 0, which nobody has, for one that the records cannot hold."""
    staff_id = int(str(typed))
    return staff_id if 0 < staff_id <= LARGEST_INTEGER else 0


class SuccessorForm(StaffForm):
    to = SelectField("交给谁", coerce=_read_staff_id, validate_choice=False)


class LinkTextForm(StaffForm):
    """Sending a new link to a telephone. The link is known to this page alone, so the form brings it along."""

    token = HiddenField()
    number = StringField("本人的手机号", filters=[clean_line], validators=[Length(max=30, message="号码太长。")])


def form_of(staff: Staff) -> PersonForm:
    """The form filled with what is known of a person."""
    roles = [role.value for role in staff.roles]
    fields = {"full_name": staff.full_name, "department": staff.department, "telephone": staff.telephone}
    fields |= {"office_code": staff.office_code}
    return PersonForm(formdata=None, data={"roles": roles, **fields})
