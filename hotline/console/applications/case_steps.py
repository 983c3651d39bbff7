"""The steps of an application: a form for each, and what it was sent with taken to the service that checks it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, url_for

from hotline.console.applications.forms import FIELDS, ApplicationStepForm, by_name, put_errors
from hotline.console.applications.pages import ApplicationStepPage
from hotline.console.blueprint import actor, console
from hotline.core.disclosure.application_life import newest_mistakable, next_application_state
from hotline.core.disclosure.applications import Application, ApplicationAction, ApplicationEvent
from hotline.core.disclosure.case_files import ConsultedKind, ContestKind, ContestResult
from hotline.core.disclosure.fees import FeeBasis
from hotline.core.disclosure.limits import EXTENSION
from hotline.core.errors import Conflict, InvalidInput, NotFound
from hotline.http.context import current_line, render
from hotline.services.disclosure import applications, case_files, similar_cases, steps
from hotline.services.disclosure.steps import CORRECTION_DAYS, StepTaken

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

_A = ApplicationAction


@console.get("/applications/<number>/steps/<action>")
def application_step(number: str, action: str) -> str:
    """The form of a step that this person may take now."""
    found, step = _get(number, action)
    _require_allowed(found, step)
    return _show(found, step, _blank_form(found, step))


@console.post("/applications/<number>/steps/<action>")
def take_application_step(number: str, action: str) -> ResponseReturnValue:
    found, step = _get(number, action)
    form = ApplicationStepForm()
    form.keep_fields(step)
    if not form.validate():
        return _show(found, step, form), 400
    try:
        _take(found, step, form)
    except InvalidInput as error:
        return _show(found, step, form, put_errors(form, error)), error.status
    except (Conflict, NotFound) as error:  # not found: the desk's particulars, which the letter needs
        return _show(found, step, form, f"没有办成。{error}"), error.status
    flash(f"“{step.value}”已经登记。", "success")
    return redirect(url_for("console.application", number=number), 303)


def _get(number: str, action: str) -> tuple[Application, ApplicationAction]:
    step = by_name(ApplicationAction, action)
    found = applications.get_application(current_line(), actor(), number).application
    if step is None or step not in FIELDS:
        raise NotFound("没有这一步。")
    return found, step


def _require_allowed(application: Application, step: ApplicationAction) -> None:
    """Raise Conflict or NotAllowed where the step cannot be taken; a further slip may follow the first."""
    if not case_files.may_consult_further(application, step, actor()):
        next_application_state(application, step, actor())


def _blank_form(application: Application, step: ApplicationAction) -> ApplicationStepForm:
    """The form with what is most likely filled in."""
    line = current_line()
    filled: dict[str, object] = {"version": application.version, "day": line.now().date()}
    filled["working_days"] = CORRECTION_DAYS if step is _A.ASK_CORRECTION else EXTENSION.working_days
    if step is _A.CHARGE:
        month = similar_cases.count_month(line, actor(), application.number)
        filled |= {"units": 1, "earlier": month.place - 1 if month else 0, "basis": FeeBasis.ITEMS.name}
    form = ApplicationStepForm(formdata=None, data=filled)
    form.keep_fields(step)
    return form


def _take(application: Application, step: ApplicationAction, form: ApplicationStepForm) -> None:
    """Call the service of this step with what the form holds."""
    line, staff, number, version = current_line(), actor(), application.number, form.version.data
    day = form.typed_day(line.now().date())
    match step:
        case _A.CONSULT:
            kind = ConsultedKind[form.consulted.data]
            case_files.consult(line, staff, number, version, kind, form.whom.data, day)
        case _A.CHARGE:
            basis = FeeBasis[form.basis.data]
            steps.charge(line, staff, number, version, basis, form.units.data, form.earlier.data or 0)
        case _A.CONTEST:
            case_files.add_contest(line, staff, number, version, ContestKind[form.contested.data], day)
        case _A.UPHOLD | _A.DECLARE_UNLAWFUL | _A.ORDER:
            result = ContestResult[form.result.data] if step is _A.UPHOLD else ContestResult.CORRECTED
            contest = case_files.get_pending_contest(line, staff, number)
            days = form.working_days.data if form.working_days else 0
            only_declares = step is _A.DECLARE_UNLAWFUL
            case_files.end_contest(
                line, staff, number, version, contest.id, result, day, days, only_declares=only_declares
            )
        case _A.TAKE_BACK_CONTEST:
            case_files.take_back_contest(line, staff, number, version, form.words.data or "")
        case _:
            words = form.words.data or "" if form.words else ""
            days = form.working_days.data if form.working_days else 0
            served_on = form.served_on.data if form.served_on else None
            taken = StepTaken(day, words, days, served_on=served_on)
            steps.take_step(line, staff, number, version, step, taken)


def _show(application: Application, step: ApplicationAction, form: ApplicationStepForm, problem: str = "") -> str:
    page = ApplicationStepPage(
        title=f"{step.value}：申请 {application.number}",
        application=application,
        action=step,
        form=form,
        problem=problem,
        taken_back=_find_taken_back(application, step),
    )
    return render(page)


def _find_taken_back(application: Application, step: ApplicationAction) -> ApplicationEvent | None:
    """The step that ``step`` takes back; None where it takes none back."""
    if step is _A.TAKE_BACK_CONTEST:
        pending = case_files.get_pending_contest(current_line(), actor(), application.number)
        noted = [event for event in application.standing if event.action is _A.CONTEST]
        return next(
            (one for one in reversed(noted) if (one.words, one.day) == (pending.kind.value, pending.taken_on)), None
        )
    return newest_mistakable(application) if step is _A.TAKE_BACK else None
