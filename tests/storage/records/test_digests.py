"""Digests of published content: compared, listed and read by, and given to older rows by a migration."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine, inspect, text

from hotline.core.contents import compare_digests, compute_digest, join_digests, split_digests
from hotline.core.review import Status
from hotline.storage.csv_tables.dataset_folder import read_tables
from hotline.storage.records.database import Records
from hotline.storage.records.stores import digests
from tests.support.records_database import database_in, database_url, drop_database

SMALL_TABLES = Path(__file__).parents[1] / "small_tables"
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
DIGESTS = st.sets(st.integers(0, 3_000).map(lambda number: f"{number:032x}"), max_size=60)


@given(DIGESTS, DIGESTS, DIGESTS)
def test_comparing_digests_finds_exactly_those_removed_and_those_added(same, before, after):
    old, new = same | before, same | after
    gone, come = compare_digests(join_digests(old), join_digests(new))
    assert (set(gone), set(come)) == (old - new, new - old)
    assert (len(gone), len(come)) == (len(old - new), len(new - old))


def test_one_change_among_thousands_of_digests_is_found():
    old = {f"{number:032x}" for number in range(0, 10_000, 2)}
    new = old - {f"{4_000:032x}"} | {f"{4_001:032x}", f"{99_999:032x}"}
    assert compare_digests(join_digests(old), join_digests(new)) == (
        [f"{4_000:032x}"],
        [f"{4_001:032x}", f"{99_999:032x}"],
    )


def test_equal_values_have_equal_digests_and_one_more_comma_changes_them():
    entry, item = read_tables(SMALL_TABLES, str).entries[0], read_tables(SMALL_TABLES, str).catalogue[0]
    for value, field in ((entry, "web_answer"), (item, "body")):
        assert compute_digest(value) == compute_digest(replace(value))
        assert compute_digest(value) != compute_digest(replace(value, **{field: getattr(value, field) + "，"}))
    assert compute_digest(entry) != compute_digest(replace(entry, legal_bases=entry.legal_bases[:-1]))


def loaded(records):
    tables = read_tables(SMALL_TABLES, str)
    with records.writing() as unit:
        for rows, values in (
            (unit.office.rows_of_departments, tables.departments),
            (unit.office.rows_of_topics, tables.topics),
            (unit.catalogue.rows_of_catalogue, tables.catalogue),
        ):
            for position, value in enumerate(values):
                rows.put(value, position, "seed", NOW)
        for entry in tables.entries:
            unit.entries.add(entry, Status.PUBLISHED, author="seed", reviewer="seed", comment="", at=NOW)
    return tables


def test_the_stores_list_the_digests_of_published_content_and_read_it_by_digest(records, monkeypatch):
    monkeypatch.setattr(digests, "_BATCH", 1)
    tables = loaded(records)
    with records.reading() as unit:
        assert unit.entries.published_digests() == join_digests(map(compute_digest, tables.entries))
        assert unit.catalogue.digests() == join_digests(map(compute_digest, tables.catalogue))
        assert [entry for _, entry in unit.entries.read_published()] == sorted(tables.entries, key=lambda e: e.number)
        assert {item for _, item in unit.catalogue.read_items()} == set(tables.catalogue)
        wanted = {compute_digest(entry): entry for entry in tables.entries[1:]}
        assert dict(unit.entries.read_published(list(wanted))) == wanted


def test_an_item_that_is_replaced_has_the_digest_of_its_new_content(records):
    tables = loaded(records)
    changed = replace(tables.catalogue[0], title="另一个标题")
    with records.writing() as unit:
        unit.catalogue.rows_of_catalogue.put(changed, 0, "zhang", NOW)
    with records.reading() as unit:
        assert unit.catalogue.digests() == join_digests(map(compute_digest, (changed, *tables.catalogue[1:])))


def test_the_migration_gives_each_older_row_a_digest(tmp_path):
    url = database_url(tmp_path)
    config = Config()
    config.set_main_option("script_location", "hotline.storage.records:migrations")
    with create_engine(url).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
    with database_in(tmp_path) as old:
        old.exec_driver_sql("insert into topics values ('1', '行政复议', '', 0, 'seed', '2026-11-23')")
        blank = {"similar_questions": '["要钱吗"]', "keywords": "[]", "legal_bases": "[]", "writers": "[]"}
        columns = [column["name"] for column in inspect(old).get_columns("revisions")]
        for number in (101, 102):
            values = {"id": number, "number": number, "serial": 1, "status": "published", "version": 1, "topic": "1"}
            values |= {"effective_date": "2026-11-23", "review_date": "2027-11-23", "department": None} | blank
            row = {name: values.get(name, "2026-11-23 00:00:00" if name.endswith("_at") else "") for name in columns}
            placed = ", ".join(f":{name}" for name in columns)
            old.execute(text(f"insert into revisions ({', '.join(columns)}) values ({placed})"), row)
    records = Records.open(url)
    records.migrate()
    with records.reading() as unit:
        by_digest = dict(unit.entries.read_published())
        assert unit.entries.published_digests() == join_digests(by_digest)
    assert [entry.number for entry in by_digest.values()] == [101, 102]
    assert sorted(split_digests(join_digests(by_digest))) == sorted(by_digest)
    assert len(by_digest) == 2
    records.close()
    drop_database(tmp_path)
