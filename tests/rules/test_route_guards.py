"""Every screen of the console asks for a sign-in and for its permission, every form for its token, every webhook for a
signature."""

import pytest

from hotline.core.permissions import Permission, Role
from tests.support.fixed_values import PASSWORD
from tests.support.records_database import dumped
from tests.support.routes import routes

OPEN = {"console.sign_in", "console.sign_in_code", "console.sign_in_set_up", "console.use_link"}
UNSIGNED = {"phone.fallback"}
"""A static document with the office's number, for when the application cannot even check signatures."""
NEEDS = {
    "console.home": None,
    "console.text_confirmation_link": Permission.REGISTER_APPLICATIONS,
    "console.sign_out": None,
    "console.list_entries": Permission.READ_ENTRIES,
    "console.list_referrals": Permission.READ_ENTRIES,
    "console.entry": Permission.READ_ENTRIES,
    "console.preview": Permission.READ_ENTRIES,
    "console.list_revisions": Permission.READ_ENTRIES,
    "console.new_entry": Permission.EDIT_ENTRIES,
    "console.add_entry": Permission.EDIT_ENTRIES,
    "console.edit_entry": Permission.EDIT_ENTRIES,
    "console.save_entry": Permission.EDIT_ENTRIES,
    "console.list_laws": Permission.READ_ENTRIES,
    "console.note_law_change": Permission.PUBLISH,
    "console.uploaded_file": Permission.READ_ENTRIES,
    "console.submit": Permission.EDIT_ENTRIES,
    "console.recall_value": Permission.EDIT_ENTRIES,
    "console.discard_value": Permission.EDIT_ENTRIES,
    "console.change_entries": Permission.EDIT_ENTRIES,
    "console.withdraw_entries": Permission.WITHDRAW_ENTRIES,
    "console.recall": Permission.EDIT_ENTRIES,
    "console.discard": Permission.EDIT_ENTRIES,
    "console.restore": Permission.EDIT_ENTRIES,
    "console.list_changes": Permission.READ_ENTRIES,
    "console.show_notice_sheet": Permission.READ_ENTRIES,
    "console.show_library_list": Permission.READ_ENTRIES,
    "console.library_list_xlsx": Permission.READ_ENTRIES,
    "console.library_list_csv": Permission.READ_ENTRIES,
    "console.changes_csv": Permission.READ_ENTRIES,
    "console.list_tables": Permission.READ_ENTRIES,
    "console.download_table": Permission.READ_ENTRIES,
    "console.list_uploads": Permission.READ_ENTRIES,
    "console.upload": Permission.READ_ENTRIES,
    "console.add_upload": Permission.EDIT_ENTRIES,
    "console.confirm_upload": Permission.EDIT_ENTRIES,
    "console.discard_upload": Permission.EDIT_ENTRIES,
    "console.withdraw_missing": Permission.WITHDRAW_ENTRIES,
    "console.choose_entry": Permission.EDIT_ENTRIES,
    "console.link_enquiry": Permission.EDIT_ENTRIES,
    "console.choose_reason": Permission.EDIT_ENTRIES,
    "console.dismiss_enquiry": Permission.EDIT_ENTRIES,
    "console.list_evidence": Permission.READ_ENQUIRIES,
    "console.add_evidence": Permission.EDIT_ENTRIES,
    "console.dismiss_evidence": Permission.EDIT_ENTRIES,
    "console.review": Permission.APPROVE_ENTRIES,
    "console.approve": Permission.APPROVE_ENTRIES,
    "console.return_entry": Permission.APPROVE_ENTRIES,
    "console.choose_day": Permission.EDIT_ENTRIES,
    "console.choose_value_day": Permission.EDIT_ENTRIES,
    "console.confirm_withdrawal": Permission.WITHDRAW_ENTRIES,
    "console.withdraw": Permission.WITHDRAW_ENTRIES,
    "console.list_values": Permission.READ_ENTRIES,
    "console.value": Permission.READ_ENTRIES,
    "console.list_steps": Permission.READ_ENTRIES,
    "console.new_value": Permission.EDIT_ENTRIES,
    "console.add_value": Permission.EDIT_ENTRIES,
    "console.edit_value": Permission.EDIT_ENTRIES,
    "console.save_value": Permission.EDIT_ENTRIES,
    "console.submit_value": Permission.EDIT_ENTRIES,
    "console.review_value": Permission.APPROVE_ENTRIES,
    "console.approve_value": Permission.APPROVE_ENTRIES,
    "console.return_value": Permission.APPROVE_ENTRIES,
    "console.confirm_value_withdrawal": Permission.WITHDRAW_ENTRIES,
    "console.withdraw_value": Permission.WITHDRAW_ENTRIES,
    "console.publish": Permission.PUBLISH,
    "console.list_enquiries": Permission.READ_ENQUIRIES,
    "console.enquiry": Permission.READ_ENQUIRIES,
    "console.call": Permission.READ_ENQUIRIES,
    "console.recording": Permission.SEE_NUMBERS,
    "console.list_words": Permission.READ_ENTRIES,
    "console.test_question": Permission.READ_ENTRIES,
    "console.add_word": Permission.EDIT_WORDS,
    "console.line": Permission.READ_ENQUIRIES,
    "console.line_csv": Permission.READ_ENQUIRIES,
    "console.line_rows": Permission.READ_ENQUIRIES,
    "console.show_quarter": Permission.READ_ENQUIRIES,
    "console.quarter_table": Permission.READ_ENQUIRIES,
    "console.list_messages": Permission.READ_ENQUIRIES,
    "console.list_notices": Permission.READ_ENQUIRIES,
    "console.notice_replies": Permission.READ_ENQUIRIES,
    "console.notice_replies_csv": Permission.READ_ENQUIRIES,
    "console.message": Permission.READ_ENQUIRIES,
    "console.answer_message": Permission.ANSWER_MESSAGES,
    "console.list_people": Permission.MANAGE_STAFF,
    "console.new_person": Permission.MANAGE_STAFF,
    "console.add_person": Permission.MANAGE_STAFF,
    "console.person": Permission.MANAGE_STAFF,
    "console.save_person": Permission.MANAGE_STAFF,
    "console.reset_person": Permission.MANAGE_STAFF,
    "console.close_person": Permission.MANAGE_STAFF,
    "console.reopen_person": Permission.MANAGE_STAFF,
    "console.remove_second_factor": Permission.MANAGE_STAFF,
    "console.hand_over": Permission.MANAGE_STAFF,
    "console.text_link": Permission.MANAGE_STAFF,
    "console.sign_in_log": Permission.MANAGE_STAFF,
    "console.sign_in_log_csv": Permission.MANAGE_STAFF,
    "console.show_own_account": None,
    "console.save_own_account": None,
    "console.change_own_password": None,
    "console.end_own_session": None,
    "console.end_other_sessions": None,
    "console.begin_second_factor": None,
    "console.set_up_second_factor": None,
    "console.confirm_second_factor": None,
    "console.switch_second_factor_off": None,
    "console.draw_recovery_codes": None,
    "console.correct_answer": Permission.ANSWER_MESSAGES,
    "console.assign_message": Permission.ANSWER_MESSAGES,
    "console.forward_message": Permission.ANSWER_MESSAGES,
    "console.close_message": Permission.ANSWER_MESSAGES,
    "console.reopen_message": Permission.ANSWER_MESSAGES,
    "console.note_message": Permission.READ_ENQUIRIES,
    "console.list_applications": Permission.READ_APPLICATIONS,
    "console.new_application": Permission.REGISTER_APPLICATIONS,
    "console.register_application": Permission.REGISTER_APPLICATIONS,
    "console.application": Permission.READ_APPLICATIONS,
    "console.application_slip": Permission.READ_APPLICATIONS,
    "console.application_calendar": Permission.READ_APPLICATIONS,
    "console.application_step": Permission.READ_APPLICATIONS,  # each step asks for its own besides
    "console.take_application_step": Permission.READ_APPLICATIONS,
    "console.judge_application": Permission.HANDLE_APPLICATIONS,
    "console.write_application_reply": Permission.HANDLE_APPLICATIONS,
    "console.application_reply": Permission.READ_APPLICATIONS,  # its letter is for who handles or approves
    "console.application_letter": Permission.READ_APPLICATIONS,  # found by who may see applicants alone
    "console.application_letter_docx": Permission.READ_APPLICATIONS,
    "console.application_letter_pdf": Permission.READ_APPLICATIONS,
    "console.choose_files_to_check": Permission.HANDLE_APPLICATIONS,
    "console.check_files_to_give": Permission.HANDLE_APPLICATIONS,
    "console.new_material": Permission.SEE_APPLICANTS,
    "console.add_material": Permission.SEE_APPLICANTS,
    "console.open_material": Permission.READ_APPLICATIONS,  # found by who may see applicants alone
    "console.confirm_removal": Permission.HANDLE_APPLICATIONS,
    "console.remove_material": Permission.HANDLE_APPLICATIONS,
    "console.application_archive": Permission.SEE_APPLICANTS,
    "console.application_report": Permission.READ_REPORT,
    "console.application_report_cases": Permission.READ_REPORT,
    "console.application_report_document": Permission.READ_REPORT,
    "console.application_report_xlsx": Permission.READ_REPORT,
    "console.application_report_docx": Permission.READ_REPORT,
    "console.edit_report": Permission.MAKE_REPORT,
    "console.save_report": Permission.MAKE_REPORT,
    "console.take_report_step": Permission.READ_REPORT,  # each step asks for its own besides
    "console.propose_report_item": Permission.MAKE_REPORT,
    "console.new_application_search": Permission.HANDLE_APPLICATIONS,
    "console.add_application_search": Permission.HANDLE_APPLICATIONS,
    "console.new_slip_receipt": Permission.HANDLE_APPLICATIONS,
    "console.record_slip_receipt": Permission.HANDLE_APPLICATIONS,
    "console.new_opinion": Permission.HANDLE_APPLICATIONS,
    "console.record_slip_opinion": Permission.HANDLE_APPLICATIONS,
    "console.record_slip_silence": Permission.HANDLE_APPLICATIONS,
    "console.list_documents": Permission.READ_DOCUMENTS,
    "console.document": Permission.READ_DOCUMENTS,
    "console.document_calendar": Permission.READ_DOCUMENTS,
    "console.list_often_asked": Permission.PROPOSE_DOCUMENTS,
    "console.new_document": Permission.PROPOSE_DOCUMENTS,
    "console.register_document": Permission.PROPOSE_DOCUMENTS,
    "console.edit_document": Permission.PROPOSE_DOCUMENTS,
    "console.save_document": Permission.PROPOSE_DOCUMENTS,
    "console.document_step": Permission.READ_DOCUMENTS,  # each step asks for its own besides
    "console.take_document_step": Permission.READ_DOCUMENTS,
    "console.new_document_consultation": Permission.PROPOSE_DOCUMENTS,  # or AUDIT_DOCUMENTS; who audits has both
    "console.add_document_consultation": Permission.PROPOSE_DOCUMENTS,
    "console.new_document_opinion": Permission.PROPOSE_DOCUMENTS,
    "console.record_document_opinion": Permission.PROPOSE_DOCUMENTS,
    "console.show_guide_check": Permission.READ_ENTRIES,
    "console.write_guide": Permission.EDIT_ENTRIES,
    "console.list_talks": Permission.TRANSFER_CALLS,
    "console.talk": Permission.TRANSFER_CALLS,
    "console.transfer": Permission.TRANSFER_CALLS,
}
"""Endpoint -> the permission it asks for, None for any signed-in person. A new screen must be added here."""


@pytest.fixture
def tokenless(app):
    """The app without the check of form tokens, so that the guard behind it is what refuses."""
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture
def visitor(client):
    client.environ_base["HTTP_REFERER"] = "https://hotline.example/"
    return client


def test_every_screen_has_its_permission_in_the_table(app):
    assert {endpoint for endpoint, _, _ in routes(app, "console")} - OPEN == set(NEEDS)


def test_every_screen_refuses_a_visitor_who_is_not_signed_in(tokenless, visitor):
    for endpoint, method, path in routes(tokenless, "console"):
        if endpoint in OPEN:
            continue
        response = visitor.open(path, method=method, data={"version": "1"} if method == "POST" else None)
        if method == "GET":
            assert response.status_code == 302, path
            assert response.location.startswith("/console/sign-in?next="), path
        else:
            assert response.status_code == 401, path


def test_a_refused_visitor_changed_nothing(tokenless, visitor, line):
    before = dumped(line)
    for endpoint, method, path in routes(tokenless, "console"):
        if method == "POST" and endpoint not in OPEN:
            fields = {"version": "1", "number": "102", "comment": "x", "answer": "x", "then": "submit"}
            visitor.post(path, data=fields)
    assert dumped(line) == before


def test_every_form_needs_its_token(app, visitor):
    for _, method, path in routes(app, "console"):
        if method == "POST":
            assert visitor.post(path, data={"name": "reviewer", "password": PASSWORD}).status_code == 400, path


@pytest.mark.parametrize("role", Role)
def test_a_role_opens_the_screens_that_the_table_allows_and_no_others(tokenless, visitor, line, role):
    visitor.post("/console/sign-in", data={"name": role.value, "password": PASSWORD})
    with line.records.reading() as unit:
        staff = unit.staff.find_by_name(role.value)
    for endpoint, method, path in routes(tokenless, "console"):
        if endpoint in OPEN | {"console.sign_out"}:
            continue
        allowed = NEEDS[endpoint] is None or staff.may(NEEDS[endpoint])
        response = visitor.open(path, method=method, data={"version": "0"} if method == "POST" else None)
        assert (response.status_code != 403) == allowed, f"{method} {path} as {role.value}: {response.status_code}"


@pytest.mark.parametrize("blueprint", ["phone", "sms"])
def test_every_webhook_refuses_an_unsigned_request(app, client, blueprint):
    posted = [
        (endpoint, path)
        for endpoint, method, path in routes(app, blueprint)
        if method == "POST" and endpoint not in UNSIGNED
    ]
    assert posted
    for endpoint, path in posted:
        for signature in (None, "", "bm90IGEgc2lnbmF0dXJl"):
            headers = {} if signature is None else {"X-Twilio-Signature": signature}
            response = client.post(path, data={"From": "+8613800138000", "Body": "102"}, headers=headers)
            assert response.status_code == 403, f"{endpoint} answered {response.status_code}"
