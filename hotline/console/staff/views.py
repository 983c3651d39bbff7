"""人员: the list of staff, inviting, changing, closing and resetting accounts, and handing over what is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, request, url_for

from hotline.console.blueprint import actor, console, department_names, office_names
from hotline.console.staff.forms import LinkTextForm, NewPersonForm, PersonForm, SuccessorForm, form_of
from hotline.console.staff.pages import HandedLinkPage, NewPersonPage, PeoplePage, PersonPage
from hotline.core.errors import Conflict, InvalidInput
from hotline.core.pagination import choose_page
from hotline.core.permissions import Permission
from hotline.core.staff_accounts import AccountState, LinkKind
from hotline.core.typed_text import clean_line
from hotline.http.context import current_line, render
from hotline.services.staff import links, people
from hotline.services.staff.links import HandedLink

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

PEOPLE_A_PAGE = 50
SEARCH_LIMIT = 40


@console.get("/people")
def list_people() -> str:
    search = clean_line(request.args.get("q"))[:SEARCH_LIMIT]
    state = next((state for state in AccountState if state.value == request.args.get("state")), None)
    found = people.list_accounts(current_line(), actor(), search, state)
    paging = choose_page(request.args.get("page", 1, int), rows=len(found), size=PEOPLE_A_PAGE)
    return render(
        PeoplePage(
            title="人员",
            rows=found[paging.skip : paging.skip + paging.size],
            found=len(found),
            search=search,
            state=state,
            paging=paging,
            departments=department_names(),
            own_id=actor().id,
        )
    )


@console.get("/people/new")
def new_person() -> str:
    actor().require(Permission.MANAGE_STAFF)
    form = NewPersonForm(formdata=None)
    form.offer(department_names(), office_names())
    return render(NewPersonPage(title="邀请一个人", form=form))


@console.post("/people/new")
def add_person() -> ResponseReturnValue:
    actor().require(Permission.MANAGE_STAFF)
    form = NewPersonForm()
    form.offer(department_names(), office_names())
    if not form.validate():
        return render(NewPersonPage(title="邀请一个人", form=form)), 400
    try:
        link = people.invite(current_line(), actor(), form.name.data or "", form.to_person())
    except InvalidInput as error:
        for field, reason in error.fields.items():
            form[field].errors = [reason]
        return render(NewPersonPage(title="邀请一个人", form=form)), 400
    except Conflict as conflict:
        form["name"].errors = [str(conflict)]
        return render(NewPersonPage(title="邀请一个人", form=form)), 409
    return _show_link(link)


@console.get("/people/<int:staff_id>")
def person(staff_id: int) -> str:
    account = people.get_account(current_line(), actor(), staff_id)
    return _person_page(staff_id, form_of(account.staff), SuccessorForm(formdata=None))


@console.post("/people/<int:staff_id>")
def save_person(staff_id: int) -> ResponseReturnValue:
    account = people.get_account(current_line(), actor(), staff_id)
    form = PersonForm(data={"department": account.staff.department, "office_code": account.staff.office_code})
    form.offer(department_names(), office_names())
    if not form.validate():
        return _person_page(staff_id, form), 400
    try:
        people.change(current_line(), actor(), staff_id, form.to_person())
    except InvalidInput as error:
        for field, reason in error.fields.items():
            form[field].errors = [reason]
        return _person_page(staff_id, form), 400
    except Conflict as conflict:
        form.roles.errors = [str(conflict)]
        return _person_page(staff_id, form), 409
    flash("已经保存。", "success")
    return redirect(url_for("console.list_people"), 303)


@console.post("/people/<int:staff_id>/reset")
def reset_person(staff_id: int) -> ResponseReturnValue:
    return _show_link(people.reset(current_line(), actor(), staff_id))


@console.post("/people/<int:staff_id>/close")
def close_person(staff_id: int) -> ResponseReturnValue:
    open_work = people.close(current_line(), actor(), staff_id)
    if open_work.written:
        flash(f"已经停用，这个人的登录马上结束。手上还有{open_work.written}条没办完的内容，请交给别人。", "success")
    elif (open_work.messages or open_work.applications) and not open_work.colleagues:
        flash("已经停用，这个人的登录马上结束。科室里没有别人了，还有等着办的留言或者申请，请看下面。", "success")
    else:
        flash("已经停用，这个人的登录马上结束。手上没有没办完的内容。", "success")
        return redirect(url_for("console.list_people"), 303)
    return redirect(url_for("console.person", staff_id=staff_id), 303)


@console.post("/people/<int:staff_id>/reopen")
def reopen_person(staff_id: int) -> ResponseReturnValue:
    people.reopen(current_line(), actor(), staff_id)
    flash("已经启用，密码还是原来的。", "success")
    return redirect(url_for("console.list_people"), 303)


@console.post("/people/<int:staff_id>/no-second-factor")
def remove_second_factor(staff_id: int) -> ResponseReturnValue:
    people.remove_second_factor(current_line(), actor(), staff_id)
    flash("两步验证已经取消，这个人的登录马上结束。", "success")
    return redirect(url_for("console.person", staff_id=staff_id), 303)


@console.post("/people/<int:staff_id>/hand-over")
def hand_over(staff_id: int) -> ResponseReturnValue:
    account = people.get_account(current_line(), actor(), staff_id)
    form = SuccessorForm()
    try:
        handed = people.hand_over(current_line(), actor(), staff_id, form.to.data or 0)
    except InvalidInput as error:
        form.to.errors = [error.fields["to"]]
        return _person_page(staff_id, form_of(account.staff), form), 400
    flash(f"{handed}条没办完的内容已经交出去了。", "success")
    return redirect(url_for("console.person", staff_id=staff_id), 303)


def _person_page(staff_id: int, form: PersonForm, successor_form: SuccessorForm | None = None) -> str:
    line, staff = current_line(), actor()
    account = people.get_account(line, staff, staff_id)
    form.offer(department_names(), office_names())
    successor_form = successor_form or SuccessorForm(formdata=None)
    successor_form.to.choices = [
        (one.staff.id, f"{one.staff.full_name}（{one.staff.name}）")
        for one in people.list_accounts(line, staff)
        if one.staff.id != staff_id and one.staff.may(Permission.EDIT_ENTRIES)
    ]
    return render(
        PersonPage(
            title=account.staff.full_name,
            account=account,
            form=form,
            open_work=people.list_open_work(line, staff, staff_id),
            department=department_names().get(account.staff.department, account.staff.department),
            successor_form=successor_form,
            is_own=staff_id == staff.id,
        )
    )


def _show_link(link: HandedLink) -> str:
    """The link, in the answer to the form that made it: it is never told again, so there is no page to go back to."""
    fields = {"token": link.token, "number": link.staff.telephone}
    return _link_page(link, LinkTextForm(formdata=None, data=fields))


@console.post("/people/link-text")
def text_link() -> ResponseReturnValue:
    """Send the link, which the form brings along, to the telephone that it names, and show both once more."""
    actor().require(Permission.MANAGE_STAFF)
    form, line = LinkTextForm(), current_line()
    is_valid, token = form.validate(), form.token.data or ""
    there = links.get_link(line, token)
    link = HandedLink(there.staff, there.kind, token, there.expires_at)
    if not is_valid:
        return _link_page(link, form), 400
    try:
        texted = links.text_link(line, actor(), token, form.number.data or "", _address_of(token))
    except InvalidInput as error:
        form.number.errors = [error.fields["number"]]
        return _link_page(link, form), 400
    return _link_page(link, form, texted)


def _address_of(token: str) -> str:
    return current_line().public_url + url_for("console.use_link", token=token)


def _link_page(link: HandedLink, form: LinkTextForm, texted: str = "") -> str:
    title = "邀请链接" if link.kind is LinkKind.INVITATION else "重设密码的链接"
    can_text = links.can_text(current_line())
    address = _address_of(link.token)
    return render(
        HandedLinkPage(title=title, link=link, address=address, form=form if can_text else None, texted=texted)
    )
