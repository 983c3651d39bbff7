"""Accounts and sessions from before migration 0017 go on, and the program of before goes on with the new tables."""

from datetime import UTC, datetime

import pytest
from alembic import command
from sqlalchemy import create_engine, text

from hotline.storage.records.database import Records
from hotline.storage.records.migrations.runner import read_config
from tests.support.records_database import database_url, drop_database

NOW = datetime(2026, 11, 29, 8, 0, tzinfo=UTC)
ACCOUNT = (
    "INSERT INTO staff (id, name, full_name, role, active, password_hash, created_at) "
    "VALUES (:id, :name, '李明', 'publisher', :active, 'scrypt:hash', :at)"
)
SESSION = (
    "INSERT INTO sign_ins (token_hash, staff_id, network, created_at, last_seen_at) "
    "VALUES ('hash', 1, '10.0.0.1', :at, :at)"
)


@pytest.fixture
def engine(tmp_path):
    """A database as the version before had it, with an account and an open session."""
    engine = create_engine(database_url(tmp_path))
    with engine.begin() as connection:
        config = read_config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0016")
        connection.execute(text(ACCOUNT), {"id": 1, "name": "li", "active": True, "at": NOW})
        connection.execute(text(SESSION), {"at": NOW})
    yield engine
    engine.dispose()
    drop_database(tmp_path)


def test_old_accounts_and_sessions_go_on_and_the_old_program_adds_more(engine, tmp_path):
    records = Records.open(database_url(tmp_path))
    records.migrate()
    with engine.begin() as connection:
        connection.execute(text(ACCOUNT), {"id": 2, "name": "wang", "active": True, "at": NOW})
    with records.reading() as unit:
        assert unit.sign_ins.find("hash") == (1, NOW)
        for staff_id in (1, 2):
            staff = unit.staff.find(staff_id)
            assert [role.value for role in staff.roles] == ["publisher"]
            assert (staff.department, staff.telephone) == ("", "")
            account = unit.staff.find_account(staff_id, NOW)
            assert (account.has_password, account.second_factor_since) == (True, None)
        assert unit.staff.find_credentials("li").totp_step == 0
    records.close()
