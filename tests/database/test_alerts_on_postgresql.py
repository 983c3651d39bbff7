"""Alerts of two hosts that share a PostgreSQL.

Run with -m database; Debian's postgresql is needed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from hotline.storage.records.database import Records
from tests.support.fixed_values import NOW
from tests.support.postgresql import running_postgresql

pytestmark = pytest.mark.database


def test_of_many_processes_that_claim_the_same_change_at_once_one_gets_it(tmp_path):
    with running_postgresql(tmp_path / "postgresql") as server:
        hosts = [Records.open(server.url()) for _ in range(2)]
        hosts[0].migrate()

        def claim(serial):
            with hosts[serial % 2].writing() as unit:
                return unit.alerts.claim("waiting texts", True, NOW, NOW + timedelta(minutes=3))

        for _ in range(5):
            with ThreadPoolExecutor(8) as processes:
                claimed = [state for state in processes.map(claim, range(16)) if state]
            assert len(claimed) == 1
            with hosts[0].writing() as unit:
                unit.alerts.settle(claimed[0], is_told=False)
        for records in hosts:
            records.close()
