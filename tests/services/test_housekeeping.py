"""What need not be kept is forgotten in time, and nothing else."""

from hotline.core.enquiries import Channel
from hotline.core.permissions import Role
from hotline.services import housekeeping, triaging


def test_a_callers_number_goes_ninety_days_after_the_answer_or_after_a_year(small_line, people, set_clock):
    operator = people[Role.OPERATOR]
    answered, waiting = (
        triaging.leave_message(small_line, channel=Channel.PHONE, body=body, caller="+8613800138000")
        for body in ("答了", "没答")
    )
    triaging.answer_message(small_line, operator, answered.tracking_number, "好")
    set_clock.pass_by(days=89)
    assert housekeeping.sweep(small_line).numbers == 0
    set_clock.pass_by(days=2)
    assert housekeeping.sweep(small_line).numbers == 1
    callers = {one.tracking_number: one.caller for one in triaging.list_messages(small_line, operator)}
    assert callers == {answered.tracking_number: "", waiting.tracking_number: "+8613800138000"}
    set_clock.pass_by(days=275)
    assert housekeeping.sweep(small_line).numbers == 1


def test_choices_replies_and_failures_go_in_their_time(small_line, set_clock):
    with small_line.records.writing() as unit:
        unit.contexts.remember("hash", "[]", small_line.now())
        unit.deliveries.keep("SM1", "好", small_line.now())
        unit.staff.add_failure("li", "10.0.0.1", small_line.now())
    swept = []
    for time in ({"minutes": 29}, {"minutes": 2}, {"days": 1}, {"days": 6}):
        set_clock.pass_by(**time)
        report = housekeeping.sweep(small_line)
        swept.append((report.contexts, report.failures, report.deliveries))
    assert swept == [(0, 0, 0), (1, 0, 0), (0, 1, 0), (0, 0, 1)]
