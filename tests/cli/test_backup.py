"""What the administrator types and reads: a backup, its restoration, and what would be lost."""

import shutil

import pytest
from alembic import command
from alembic.config import Config
from click.testing import CliRunner
from sqlalchemy import create_engine

from hotline.app import open_line
from hotline.cli.main import main
from hotline.services.backup.backup_folder import list_backups
from tests.support.fixed_values import places_in
from tests.support.restored import enquire, keep_something, what_is_kept


@pytest.fixture
def run(line):
    def run(*arguments, code=0, **environment):
        environment = {"HOTLINE_MATCHING": "words", "HOTLINE_VAR": str(line.folder), **environment}
        result = CliRunner().invoke(main, [str(part) for part in arguments], env=environment)
        assert result.exit_code == code, result.output
        return result.output

    return run


@pytest.fixture
def made(run, line, tmp_path):
    run("backup", tmp_path / "backups")
    (made,) = (tmp_path / "backups").glob("hotline-*")
    return made


def test_a_backup_says_what_is_in_it_and_what_was_deleted(run, line, tmp_path):
    keep_something(line)
    told = run("backup", tmp_path / "backups")
    assert "read back and whole" in told
    assert "1 messages" in told
    assert "knowledge-000002.db" in told
    (made,) = (tmp_path / "backups").glob("hotline-*")
    made.rename(made.with_name("hotline-2020-01-01T00-00-00"))
    told = run("backup", "--keep", 1, tmp_path / "backups")
    assert "deleted" in told
    assert "hotline-2020-01-01T00-00-00" in told


def test_without_replace_the_loss_is_told_and_nothing_changes(run, made, line, clock):
    with line.records.writing() as unit:
        enquire(unit, clock())
        enquire(unit, clock(), "期限多久")
    kept = what_is_kept(places_in(line.folder).database_url)
    told = run("restore", made, code=1)
    assert "Would be lost: 2 enquiries newer than the backup or changed since." in told
    assert "newest of 2026-11-23 10:00:00" in told
    assert "--replace" in told
    assert what_is_kept(places_in(line.folder).database_url) == kept
    line.records.close()
    told = run("restore", "--replace", made)
    assert "Would be lost: 2 enquiries" in told
    assert "replaced-" in told
    assert len(what_is_kept(places_in(line.folder).database_url)["enquiries"]) == 0


def test_after_the_records_were_lost_the_backup_brings_them_back(run, made, line):
    kept = what_is_kept(places_in(line.folder).database_url)
    line.records.close()
    for path in line.folder.glob("records.db*"):
        path.unlink()
    assert "Would be lost: no record." in run("restore", made, code=1)
    run("restore", "--replace", made)
    assert what_is_kept(places_in(line.folder).database_url) == kept


def test_what_the_restored_records_say_is_published_where_the_file_is_another(run, line, tmp_path):
    """The knowledge file was lost before the backup was made."""
    shutil.rmtree(line.shelf.folder)
    run("backup", tmp_path / "backups")
    (made,) = (tmp_path / "backups").glob("hotline-*")
    assert "Restored. Knowledge version 1 " in run("restore", made, HOTLINE_VAR=str(tmp_path / "new"))
    restored = open_line(places_in(tmp_path / "new"))
    assert restored.knowledge.find_entry(105) is not None
    restored.records.close()


def test_a_backup_of_an_older_program_is_migrated(run, line, tmp_path):
    old = tmp_path / "old"
    old.mkdir()
    engine = create_engine(places_in(old).database_url)
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", "hotline.storage.records:migrations")
        config.attributes["connection"] = connection
        command.upgrade(config, "0011")
    engine.dispose()
    run("backup", tmp_path / "backups", HOTLINE_VAR=str(old))
    (made,) = (tmp_path / "backups").glob("hotline-*")
    new = str(tmp_path / "new")
    assert "no office yet" in run("restore", made, HOTLINE_VAR=new)
    assert what_is_kept(places_in(tmp_path / "new").database_url)["messages"] == [], "every column of today is there"


def test_a_folder_that_is_no_backup_is_refused_in_one_line(run, tmp_path):
    told = run("restore", tmp_path, code=1)
    assert told.startswith("Error: ")
    assert told.count("\n") == 1


def test_recordings_that_hosts_share_are_backed_up_and_a_restore_leaves_the_share_alone(run, line, tmp_path):
    shared, restored = tmp_path / "shared", tmp_path / "restored"
    shared.mkdir()
    (shared / "menu.first.wav").write_bytes(b"sound")
    run("backup", str(tmp_path / "backups"), HOTLINE_FILES=str(shared))
    (made,) = list_backups(tmp_path / "backups")
    assert (made / "audio" / "menu.first.wav").read_bytes() == b"sound"
    (shared / "menu.first.wav").write_bytes(b"newer")
    told = run("restore", made, HOTLINE_FILES=str(shared), HOTLINE_VAR=str(restored))
    assert f"hotline prompts --upload {restored / 'audio'}" in told
    assert (restored / "audio" / "menu.first.wav").read_bytes() == b"sound"
    assert (shared / "menu.first.wav").read_bytes() == b"newer"


def test_of_a_bucket_this_hosts_copy_is_backed_up(run, line, tmp_path):
    (line.folder / "audio-copy").mkdir()
    (line.folder / "audio-copy" / "menu.first.wav").write_bytes(b"sound")
    bucket = {"HOTLINE_FILES": "s3://hotline", "HOTLINE_S3_ENDPOINT": "http://127.0.0.1:1"}
    secrets = {"HOTLINE_S3_KEY": "key", "HOTLINE_S3_SECRET": "wJalrXUtnFEMI"}
    run("backup", str(tmp_path / "backups"), **bucket, **secrets)
    (made,) = list_backups(tmp_path / "backups")
    assert (made / "audio" / "menu.first.wav").read_bytes() == b"sound"
    assert "wJalrXUtnFEMI" not in (made / "settings.env").read_text("utf-8")


def test_a_share_that_is_not_mounted_makes_no_backup_without_its_recordings(run, tmp_path):
    told = run("backup", str(tmp_path / "backups"), code=1, HOTLINE_FILES=str(tmp_path / "unmounted"))
    assert f"not in {tmp_path / 'unmounted'}: mount it" in told
    assert not (tmp_path / "backups").exists()
