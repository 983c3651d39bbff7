"""Names that say what is inside: each class and each module once, but for names that repeat by design."""

import ast
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[2]
FEATURE_PARTS = {
    *("blueprint", "context", "filters", "forms", "intents", "labels", "pages", "routes", "views", "webhooks"),
    "Meta",  # WTForms looks for a class of this name in a form
}
"""Names that repeat in each feature's folder, so that who knows one feature finds his way in the next."""
SUBJECTS = {
    *("alerts", "calls", "catalogue", "content", "enquiries", "entries", "feedback", "messages", "outgoing_texts"),
    *("content_changes", "questions", "review", "staff", "word_lists", "history", "live", "prompts"),
    *("attachments", "dataset", "hosts", "proposals", "open_questions", "law_changes", "table_uploads"),
    *("applications", "case_files", "case_materials", "annual_report", "notice_sheet", "documents"),
    *("report_documents", "library_list", "letter_templates", "public_notices", "quarterly_sheet"),
}
"""One subject has one word in every layer: at most one module of that name a layer."""
LAYERS = (
    *("hotline/core", "hotline/matching", "hotline/storage/records/models", "hotline/storage/records/stores"),
    *("hotline/storage/csv_tables", "hotline/storage/knowledge", "hotline/services", "hotline/evaluation"),
    *("hotline/web", "hotline/console", "hotline/http", "hotline/cli", "hotline/server", "hotline/settings"),
    *("voice/phone", "voice/sms", "voice/speech", "voice/gateways", "voice/handset", "voice/sip", "voice"),
)


def sources():
    for package in ("hotline", "voice"):
        for path in sorted((ROOT / package).rglob("*.py")):
            if "versions" not in path.parts:  # migrations tell what was, in the names of their day
                yield path


def layer_of(path):
    place = path.relative_to(ROOT).as_posix()
    return next((layer for layer in LAYERS if place.startswith(f"{layer}/")), "")


def test_no_two_classes_share_a_name():
    places = defaultdict(list)
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef) and node.name not in FEATURE_PARTS:
                places[node.name].append(path.relative_to(ROOT).as_posix())
    assert {name: where for name, where in places.items() if len(where) > 1} == {}


def test_no_two_modules_share_a_name_but_the_parts_of_features_and_the_subjects():
    places = defaultdict(list)
    for path in sources():
        if path.stem != "__init__" and path.stem not in FEATURE_PARTS | SUBJECTS:
            places[path.stem].append(path.relative_to(ROOT).as_posix())
    assert {name: where for name, where in places.items() if len(where) > 1} == {}


def test_a_subject_has_at_most_one_module_in_a_layer():
    places = defaultdict(list)
    for path in sources():
        if path.stem in SUBJECTS:
            places[layer_of(path), path.stem].append(path.relative_to(ROOT).as_posix())
    assert {name: where for name, where in places.items() if len(where) > 1} == {}
