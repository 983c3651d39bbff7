"""The blueprint of the console with all its screens: importing a module registers the views in it.

A new page takes a view (``enquiries/match_tester.py`` is the shortest), a class in the ``pages.py`` of its folder, a
template, a row of NEEDS in tests/rules/test_route_guards.py and a test. A new module is imported here too, and what
staff reach from everywhere has its link in templates/console/layout.html."""

from hotline.console import auth, filters, home, messages
from hotline.console.blueprint import console
from hotline.console.calls import history, live
from hotline.console.enquiries import feedback, match_tester, open_questions
from hotline.console.entries import editing, laws, review, revisions
from hotline.console.entries import views as entry_views
from hotline.console.reports import views as report_views
from hotline.console.word_lists import views as word_list_views

__all__ = [
    "auth",
    "console",
    "editing",
    "entry_views",
    "feedback",
    "filters",
    "history",
    "home",
    "laws",
    "live",
    "match_tester",
    "messages",
    "open_questions",
    "report_views",
    "review",
    "revisions",
    "word_list_views",
]
