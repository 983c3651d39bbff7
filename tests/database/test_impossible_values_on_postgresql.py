"""PostgreSQL refuses more than SQLite: NUL in any text, and integers beyond 32 bits.

Run with -m database; Debian's postgresql is needed."""

import pytest

from hotline.app import open_line
from hotline.core.permissions import Role
from hotline.services.content import csv_import, publish
from hotline.settings import Places
from tests.support import impossible_values
from tests.support.fixed_values import QUICK_HASH, ROOT
from tests.support.postgresql import running_postgresql

pytestmark = pytest.mark.database


@pytest.fixture
def line(tmp_path, clock):
    """A line whose records are on a PostgreSQL of its own."""
    with running_postgresql(tmp_path / "postgresql") as server:
        line = open_line(Places(tmp_path / "var", server.url()), now=clock)
        line.records.migrate()
        csv_import.import_tables(line, ROOT / "faq_data")
        publish.publish(line)
        with line.records.writing() as unit:
            administrator = {"name": "administrator", "full_name": "管理员", "role": Role.ADMINISTRATOR}
            unit.staff.add(**administrator, password_hash=QUICK_HASH, at=line.now())
        yield line
        line.records.close()


@pytest.fixture
def open_app(settings, line, compiled_templates):
    return impossible_values.open_app(settings, line, compiled_templates)


@pytest.mark.parametrize("blueprint", ["web", "console", "phone", "sms"])
def test_no_route_fails_on_postgresql_whatever_it_carries(open_app, clock, blueprint):
    assert impossible_values.failures(open_app, clock, blueprint) == []


def test_no_text_of_another_gateway_fails_on_postgresql_whatever_it_carries(open_app, clock):
    assert impossible_values.gateway_failures(open_app, clock) == []
