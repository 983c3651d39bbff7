"""The first of two PostgreSQL servers is lost and its standby promoted; the URL names both hosts."""

import time
from dataclasses import replace

from hotline.app import create_app
from hotline.settings import Places
from hotline.storage.records.database import Records
from tests.support.fixed_values import CALLER
from tests.support.postgresql import running_postgresql
from voice.handset.caller import place_call
from voice.handset.script import read_script
from voice.handset.transports import LocalTransport
from voice.phrases import PHONE

UNKNOWN = "火星上种土豆用什么肥料"


def url_of_both(primary, standby):
    hosts = "&".join(f"host=127.0.0.1:{server.port}" for server in (primary, standby))
    return f"postgresql+psycopg://hotline@/postgres?{hosts}&target_session_attrs=read-write"


def wait_until(condition):
    for _ in range(150):
        if condition():
            return True
        time.sleep(0.1)
    return False


def ask_unknown(app):
    return place_call(LocalTransport(app), read_script([f"say:{UNKNOWN}"]), caller=CALLER).heard()


def test_what_was_kept_is_there_and_calls_are_kept_again_once_the_standby_is_promoted(settings, line, tmp_path):
    with (
        running_postgresql(tmp_path / "primary") as primary,
        running_postgresql(tmp_path / "standby", standby_of=primary) as standby,
    ):
        records = Records.open(url_of_both(primary, standby))
        records.migrate()
        places = Places(line.folder, url_of_both(primary, standby))
        app = create_app(replace(settings, places=places), line=replace(line, records=records))
        assert PHONE("nothing.kept") in ask_unknown(app)
        assert wait_until(lambda: standby.sql("SELECT count(*) FROM enquiries") == "1"), "the standby follows"
        primary.kill()
        heard = ask_unknown(app)
        assert PHONE("nothing.sorry") in heard
        assert PHONE("nothing.kept") not in heard
        standby.promote()
        assert wait_until(records.reachable)
        assert PHONE("nothing.kept") in ask_unknown(app)
        assert standby.sql("SELECT count(*) FROM enquiries") == "2"
        records.close()
