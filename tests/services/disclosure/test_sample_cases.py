"""The sample applications that the demo shows: every step is one that the desk would have allowed on that day."""

from hotline.core.disclosure.applications import ApplicationState
from hotline.services.disclosure.applications import list_open_applications
from hotline.services.disclosure.sample_cases import add_sample_cases, read_sample_cases
from tests.support.disclosure_desk import CLERK, HEAD


def test_the_sample_is_added_once_and_every_name_says_that_it_is_a_sample(desk_line):
    sample = read_sample_cases()
    assert all(case.name.startswith("样本") for case in sample)
    assert add_sample_cases(desk_line, CLERK, HEAD) == len(sample)
    assert add_sample_cases(desk_line, CLERK, HEAD) == 0
    listed, total = list_open_applications(desk_line, HEAD, limit=100)
    assert total == len(sample)
    answered = [one for one in listed if one.application.state is ApplicationState.SENT]
    assert len(answered) == sum(case.outcome is not None for case in sample)
    assert not any(one.clock.is_overdue(desk_line.now().date()) for one in listed)
