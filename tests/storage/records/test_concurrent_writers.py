"""Two units that write the same at once: one waits for the other, and neither fails. On SQLite a writer waits for every
other; on PostgreSQL only for one that writes the same row."""

from datetime import UTC, datetime
from threading import Thread

from hotline.core.enquiries import Channel, Outcome

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def wrong_when_at_once(records, write):
    """Do ``write`` in a unit, and in another that begins before the first is committed; the errors of that one."""
    errors = []

    def write_too():
        try:
            with records.writing() as unit:
                write(unit)
        except Exception as error:
            errors.append(error)

    other = Thread(target=write_too)
    with records.writing() as unit:
        write(unit)
        other.start()
        other.join(0.5)  # it waits for this unit by then
    other.join()
    return errors


def test_an_enquiry_that_two_people_link_at_once_is_linked_by_the_later(records):
    with records.writing() as unit:
        told = {"outcome": Outcome.UNANSWERED, "confidence": 0.1, "entries": (), "knowledge_version": 1}
        enquiry = unit.enquiries.add(channel=Channel.WEB, question="办护照", caller="", asked_at=NOW, **told)
    numbers = iter((101, 102))
    assert wrong_when_at_once(records, lambda unit: unit.feedback.link(enquiry, next(numbers), "li", NOW)) == []
    with records.reading() as unit:
        assert [count.number for count in unit.feedback.list_feedback_counts(NOW, 5)] == [102]


def test_a_wording_that_two_people_dismiss_at_once_is_dismissed(records):
    assert wrong_when_at_once(records, lambda unit: unit.feedback.dismiss(101, "办护照", "li", NOW)) == []
    with records.reading() as unit:
        assert unit.feedback.list_dismissed() == {(101, "办护照")}


def test_a_recording_that_is_discarded_twice_at_once_waits_once(records):
    assert wrong_when_at_once(records, lambda unit: unit.recordings.discard("https://provider/1", NOW)) == []
    with records.reading() as unit:
        assert unit.recordings.list_discarded() == ["https://provider/1"]
