"""The life of an application as a table: every state can be left, and whatever the path, the clock can be read."""

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hotline.core.disclosure.answer_clock import clock_events
from hotline.core.disclosure.application_life import LIFE, next_application_state
from hotline.core.disclosure.applications import (
    OPEN_STATES,
    ApplicantKind,
    Application,
    ApplicationAction,
    ApplicationChannel,
    ApplicationEvent,
    ApplicationState,
    Wanted,
)
from hotline.core.disclosure.clocks import read_clock
from hotline.core.errors import Conflict, NotAllowed
from hotline.core.permissions import Role, Staff
from hotline.workday_calendar import describe_day

CLERK = Staff(id=1, name="zhang", full_name="张敏", role=Role.ADMINISTRATOR, active=True)
HEAD = Staff(id=2, name="li", full_name="李强", role=Role.ADMINISTRATOR, active=True)
START = Application(
    number="2026-00001",
    channel=ApplicationChannel.POST,
    arrived_on=date(2025, 3, 3),
    received_on=None,
    applicant=None,
    applicant_kind=ApplicantKind.PERSON,
    wanted=Wanted("统计表"),
    department="",
    state=ApplicationState.REGISTERED,
    version=0,
)


def test_every_state_but_the_archive_can_be_left_and_every_action_is_in_the_table():
    left = {state for state, _ in LIFE}
    assert left == set(ApplicationState)  # an archived case may still be contested
    assert {action for _, action in LIFE} == set(ApplicationAction)


def test_every_open_state_leads_to_the_answer():
    for state in OPEN_STATES:
        reached, waiting = set(), [state]
        while waiting:
            one = waiting.pop()
            reached.add(one)
            waiting += [to for (begin, _), (to, _) in LIFE.items() if begin is one and to not in reached]
        assert ApplicationState.SENT in reached


walks = st.lists(st.tuples(st.integers(0, 100), st.integers(0, 9), st.booleans()), max_size=25)


@given(walks)
def test_whatever_is_done_in_whatever_order_the_clock_can_be_read_and_nobody_approves_their_own(walk):
    application, day = START, START.arrived_on
    for choice, days, is_head in walk:
        actor = HEAD if is_head else CLERK
        day += timedelta(days=days)
        actions = sorted((action for state, action in LIFE if state is application.state), key=lambda one: one.value)
        action = actions[choice % len(actions)]
        try:
            state = next_application_state(application, action, actor)
        except (Conflict, NotAllowed):
            continue
        at = datetime.combine(day, datetime.min.time())
        event = ApplicationEvent(application.version + 1, action, state, day, at, actor.name, working_days=20)
        events = (*application.events, event)
        changed = Application(**{**vars(application), "state": state, "version": event.serial, "events": events})
        try:
            if found := clock_events(changed):
                read_clock(found, describe_day)
        except Conflict:  # too late for a pause or an extension: the service refuses the step
            continue
        application = changed
    written = None
    for event in application.standing:
        if event.action is ApplicationAction.SUBMIT:
            written = event.by
        if event.action is ApplicationAction.APPROVE:
            assert event.by != written
