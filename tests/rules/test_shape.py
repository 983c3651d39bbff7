"""The shape of the house: short modules and functions, names that say something, an agreed top level."""

import ast
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
MODULE_LINES = 350
FUNCTION_LINES = 40
BANNED = {"utils", "helpers", "common", "manager", "handler", "data", "info", "misc"}
TOP = {"hotline", "faq_data", "voice", "tests", "wsgi.py", "pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md"}


def sources():
    for package in ("hotline", "voice"):
        for path in sorted((ROOT / package).rglob("*.py")):
            if "versions" not in path.parts:  # migrations are append-only, so never shortened
                yield path


def test_no_module_is_longer_than_350_lines():
    long = {str(p.relative_to(ROOT)): n for p in sources() if (n := p.read_text("utf-8").count("\n")) > MODULE_LINES}
    assert not long


def test_no_function_is_longer_than_40_lines():
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef):
                lines = (node.end_lineno or 0) - node.lineno + 1
                assert lines <= FUNCTION_LINES, f"{path.relative_to(ROOT)}:{node.lineno} {node.name}: {lines}"


def test_every_module_begins_by_saying_what_it_is_for():
    for path in sources():
        assert ast.get_docstring(ast.parse(path.read_text("utf-8"))), path.relative_to(ROOT)


def test_no_module_is_a_drawer():
    assert not [path for path in sources() if path.stem in BANNED]


def test_the_top_level_holds_only_the_agreed_names():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    names = {line.split("/")[0] for line in listed.splitlines()}
    assert not {name for name in names if not name.startswith(".")} - TOP


def test_no_function_imports_to_dodge_a_cycle():
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef):
                inner = [one for one in ast.walk(node) if isinstance(one, (ast.Import, ast.ImportFrom))]
                assert not inner, f"{path.relative_to(ROOT)}:{node.lineno} imports inside {node.name}"
