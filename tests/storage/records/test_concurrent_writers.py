"""Two units that write the same at once: one waits for the other, and neither fails. On SQLite a writer waits for every
other; on PostgreSQL only for one that writes the same row."""

from datetime import UTC, datetime
from threading import Thread

from hotline.core.enquiries import Channel, Outcome
from hotline.core.texts import Receipt, TextPurpose, TextState

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


def test_a_receipt_that_comes_while_the_sending_is_recorded_finds_its_text(records):
    """Otherwise neither transaction would see the other's row, and a text that failed would not be sent again."""
    found = []

    def receive():
        with records.writing() as unit:
            unit.texts.add_receipt("kannel", Receipt("SM1", TextState.FAILED, "busy", passing=True), NOW)
            found.append(unit.texts.find_sent("kannel", "SM1"))

    provider = Thread(target=receive)
    with records.writing() as unit:
        text = {"number": "+8613800138000", "body": "您好", "purpose": TextPurpose.TRACKING}
        unit.texts.queue("one", gateway="kannel", **text, at=NOW)
    with records.writing() as unit:
        claimed = unit.texts.claim(NOW, NOW, NOW)
    with records.writing() as unit:
        assert unit.texts.mark_sent(claimed, "SM1", NOW)
        provider.start()
        provider.join(0.5)  # it waits for this unit by then
        assert unit.texts.list_receipts("kannel", "SM1") == []
    provider.join()
    assert [text.id for text in found] == [claimed.id]
