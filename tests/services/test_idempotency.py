"""A webhook delivery is answered once, and also while the records are down."""

from dataclasses import replace

from hotline.services import idempotency
from hotline.storage.records.database import Records
from tests.support.records_database import missing_database_url


def test_a_repeated_delivery_gets_the_first_reply(small_line):
    replies = iter(["一", "二", "三"])
    heard = [idempotency.answer_once(small_line, key, lambda: next(replies)) for key in ("SM1", "SM1", "SM2")]
    assert heard == ["一", "一", "二"]


def test_a_delivery_without_a_key_is_always_answered_anew(small_line):
    replies = iter(["一", "二"])
    assert [idempotency.answer_once(small_line, None, lambda: next(replies)) for _ in range(2)] == ["一", "二"]


def test_two_deliveries_at_the_same_moment_get_the_reply_stored_first(small_line):
    def slowly():
        idempotency.answer_once(small_line, "SM1", lambda: "先")
        return "后"

    assert idempotency.answer_once(small_line, "SM1", slowly) == "先"


def test_a_citizen_is_answered_while_the_records_are_down(small_line, tmp_path):
    down = replace(small_line, records=Records.open(missing_database_url(tmp_path)))
    assert idempotency.answer_once(down, "SM1", lambda: "好") == "好"
