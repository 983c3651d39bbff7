"""Migrations are compatible with the version before: while `hotline reload` runs, old code works on new tables."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
VERSIONS = ROOT / "hotline/storage/records/migrations/versions"
SINCE = "v0012"
"""Earlier migrations ran when an update still stopped the service."""
BREAKING = {
    *("drop_column", "drop_table", "rename_table", "drop_constraint"),
    *("create_unique_constraint", "create_check_constraint", "create_foreign_key"),
}
"""What takes away, renames or narrows what the old code reads or writes."""

LOOKED_AT = {"v0025_publication_days.py": ["create_index(unique)"]}
"""What breaks nothing for a reason that no rule sees: the index takes the place of one that was there, and covers a
status more, which the code before never writes."""


def widens(given):
    """Whether a changed column takes all that it took before."""
    changed = {name: value for name, value in given.items() if not name.startswith("existing_")}
    return changed.pop("nullable", "True") == "True" and set(changed) <= {"server_default"}


def faults(source):
    """What the old code could not live with, in the upgrade of a migration."""
    tree = ast.parse(source)
    (upgrade,) = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "upgrade"]
    calls = [node for node in ast.walk(upgrade) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    made = {argument.value for call in calls if call.func.attr == "create_table" for argument in call.args[:1]}
    for call in calls:
        name, given = call.func.attr, {keyword.arg: ast.unparse(keyword.value) for keyword in call.keywords}
        if name in BREAKING:
            yield name
        if name == "alter_column" and not widens(given):
            yield "alter_column"
        if name == "create_index" and given.get("unique") == "True" and call.args[1].value not in made:
            yield "create_index(unique)"
        if name == "execute" and {"DROP", "RENAME"} & set(ast.unparse(call).upper().replace("'", " ").split()):
            yield "execute"
    for call in [call for call in calls if call.func.attr == "add_column"]:
        for column in [node for node in ast.walk(call) if isinstance(node, ast.Call) and node is not call]:
            given = {keyword.arg: ast.unparse(keyword.value) for keyword in column.keywords}
            if given.get("nullable") == "False" and "server_default" not in given:
                yield "add_column(not null, no server default)"


def test_no_migration_breaks_the_version_before():
    found = {
        path.name: list(faults(path.read_text("utf-8")))
        for path in sorted(VERSIONS.glob("v*.py"))
        if path.stem >= SINCE
    }
    assert found
    assert {name: broken for name, broken in found.items() if broken} == LOOKED_AT


@pytest.mark.parametrize(
    ("step", "fault"),
    [
        ('op.drop_table("calls")', "drop_table"),
        ('op.alter_column("calls", "id", new_column_name="name")', "alter_column"),
        ('op.execute("ALTER TABLE calls RENAME TO talks")', "execute"),
        ('op.create_index("one", "calls", ["id"], unique=True)', "create_index(unique)"),
        (
            'op.add_column("calls", sa.Column("host", sa.Text(), nullable=False))',
            "add_column(not null, no server default)",
        ),
    ],
)
def test_what_would_break_it_is_found(step, fault):
    assert list(faults(f"def upgrade():\n    {step}\n")) == [fault]


@pytest.mark.parametrize(
    "step",
    [
        'op.add_column("calls", sa.Column("host", sa.Text(), nullable=False, server_default=""))',
        'op.add_column("calls", sa.Column("host", sa.Text(), nullable=True))',
        'op.create_table("hosts", sa.Column("name", sa.Text(), nullable=False))',
    ],
)
def test_what_the_version_before_does_not_notice_is_allowed(step):
    assert list(faults(f"def upgrade():\n    {step}\n")) == []
