"""What the production server does by itself."""

from hotline.core.enquiries import Channel
from hotline.core.permissions import Role
from hotline.server import keep_house
from hotline.services import triaging


def test_a_callers_number_goes_while_the_server_runs_on_through_a_bad_hour(line, clock):
    with line.records.reading() as unit:
        operator = unit.staff.find_by_name(Role.OPERATOR.value)
    message = triaging.leave_message(line, channel=Channel.PHONE, body="问", caller="+8613800138000")
    triaging.answer_message(line, operator, message.tracking_number, "好")
    clock.now = clock.now.replace(year=clock.now.year + 1)
    records = line.folder / "records.db"

    def wait(seconds, hours=iter(["bad", "good", "last"])):  # noqa: B008 — one run of hours
        hour = next(hours)
        if hour == "bad":
            line.records.close()  # else what is still in the write-ahead log would stay behind
            records.rename(records.with_suffix(".away"))
        elif hour == "good":
            records.with_suffix(".away").replace(records)
        return hour == "last"

    keep_house(line, wait)
    assert triaging.get_message(line, operator, message.tracking_number).caller == ""
