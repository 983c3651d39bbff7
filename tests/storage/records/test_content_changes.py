from datetime import UTC, datetime

from alembic import command
from sqlalchemy import create_engine

from hotline.core.content_changes import ContentAction, ContentKind
from hotline.storage.records.database import Records
from hotline.storage.records.migrations.runner import read_config
from tests.support.records_database import database_in, database_url, drop_database


def test_the_history_begins_with_the_changes_of_words_that_an_earlier_release_kept(tmp_path):
    url, config = database_url(tmp_path), read_config()
    with create_engine(url).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0016")
    with database_in(tmp_path) as old:
        for row in ("'a', NULL, '一'", "'a', '一', '二'", "'a', '二', NULL"):
            old.exec_driver_sql(
                "insert into word_changes (words, word, before, after, changed_by, changed_at)"
                f" values ('synonyms', {row}, 'li', '2026-11-23 10:00:00+00:00')"
            )
    records = Records.open(url)
    records.migrate()
    with records.reading() as unit:
        kept = unit.content_changes.list_of(ContentKind.SYNONYMS, "a")
    assert [change.action for change in kept] == [ContentAction.ADD, ContentAction.CHANGE, ContentAction.REMOVE]
    assert (kept[0].changed_by, kept[0].wording, kept[0].serial) == ("li", {}, 0)
    assert kept[0].changed_at == datetime(2026, 11, 23, 10, tzinfo=UTC)
    records.close()
    drop_database(tmp_path)
