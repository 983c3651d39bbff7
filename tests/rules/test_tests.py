"""The tests' own house: what tests share is in tests/support, and no test module imports another."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
BENCHES = ROOT / "tests/bench"
"""Programs to be run, one of which starts another; they share modules of their own."""


def imported_tests(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("tests"):
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_no_test_imports_another_test_module_or_a_conftest():
    wrong = [
        (path.relative_to(ROOT).as_posix(), module)
        for path in sorted((ROOT / "tests").rglob("*.py"))
        for module in imported_tests(path)
        if module.rpartition(".")[2].startswith("test_") or module.rpartition(".")[2] == "conftest"
    ]
    assert wrong == []


def test_what_tests_share_is_in_support():
    wrong = [
        (path.relative_to(ROOT).as_posix(), module)
        for path in sorted((ROOT / "tests").rglob("*.py"))
        if not path.is_relative_to(BENCHES)
        for module in imported_tests(path)
        if not module.startswith(("tests.support", "tests.bench"))
    ]
    assert wrong == []
