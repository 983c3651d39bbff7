"""A line as a new office has it: the sample content published, and one member of staff for each role."""

from hotline.app import open_line
from hotline.core.permissions import Role
from hotline.services.content import csv_import, publish
from tests.support.fixed_values import NOW, QUICK_HASH, ROOT


def seed_line(places):
    """Seed the data folder and the database of ``places``; nobody has them open afterwards."""
    line = open_line(places, now=lambda: NOW)
    line.records.migrate()
    csv_import.import_tables(line, ROOT / "faq_data")
    publish.publish(line)
    with line.records.writing() as unit:
        for role in Role:
            unit.staff.add(name=role.value, full_name=f"测试{role.value}", role=role, password_hash=QUICK_HASH, at=NOW)
    line.records.close()
