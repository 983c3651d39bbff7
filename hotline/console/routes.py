"""The blueprint of the console with all its screens: importing a module registers the views in it.

A new page takes a view (``enquiries/match_tester.py`` is the shortest), a class in the ``pages.py`` of its folder, a
template, a row of NEEDS in tests/rules/test_route_guards.py and a test. A new module is imported here too, and what
staff reach from everywhere has its link in templates/console/layout.html."""

from hotline.console import (
    attachments,
    auth,
    content_changes,
    filters,
    home,
    library_list,
    menu,
    messages,
    notice_sheet,
    password_links,
    public_notices,
    qr_code,
    tables,
)
from hotline.console.account import views as account_views
from hotline.console.applications import (
    case_records,
    case_replies,
    case_steps,
    confirmation_links,
    file_checks,
    letter_pages,
    materials,
    registration,
    report_pages,
    report_writing,
)
from hotline.console.applications import views as application_views
from hotline.console.blueprint import console
from hotline.console.calls import history, live
from hotline.console.documents import document_steps, guide_pages
from hotline.console.documents import views as document_views
from hotline.console.enquiries import feedback, match_tester, open_questions
from hotline.console.entries import bulk, editing, laws, review, revisions
from hotline.console.entries import views as entry_views
from hotline.console.proposals import decisions, drafting
from hotline.console.proposals import views as proposal_views
from hotline.console.reports import quarter
from hotline.console.reports import views as report_views
from hotline.console.sign_in_log import views as sign_in_log_views
from hotline.console.staff import views as staff_views
from hotline.console.uploads import views as upload_views
from hotline.console.word_lists import views as word_list_views

__all__ = [
    "account_views",
    "application_views",
    "attachments",
    "auth",
    "bulk",
    "case_records",
    "case_replies",
    "case_steps",
    "confirmation_links",
    "console",
    "content_changes",
    "decisions",
    "document_steps",
    "document_views",
    "drafting",
    "editing",
    "entry_views",
    "feedback",
    "file_checks",
    "filters",
    "guide_pages",
    "history",
    "home",
    "laws",
    "letter_pages",
    "library_list",
    "live",
    "match_tester",
    "materials",
    "menu",
    "messages",
    "notice_sheet",
    "open_questions",
    "password_links",
    "proposal_views",
    "public_notices",
    "qr_code",
    "quarter",
    "registration",
    "report_pages",
    "report_views",
    "report_writing",
    "review",
    "revisions",
    "sign_in_log_views",
    "staff_views",
    "tables",
    "upload_views",
    "word_list_views",
]
