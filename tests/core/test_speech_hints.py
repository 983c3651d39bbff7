"""Speech hints keep to the provider's limits and contain what callers say."""

from hypothesis import given
from hypothesis import strategies as st

from hotline.core.speech_hints import LONGEST_HINT, MOST_BYTES, MOST_HINTS, choose_hints
from hotline.services.content import published


@given(st.lists(st.text(max_size=120), max_size=600))
def test_speech_hints_keep_to_the_providers_limits_whatever_is_published(words):
    hints = choose_hints(words)
    assert len(hints) == len(set(hints)) <= MOST_HINTS
    assert sum(len(hint.encode()) + 1 for hint in hints) <= MOST_BYTES
    assert all(0 < len(hint) <= LONGEST_HINT and "," not in hint and hint.strip() == hint for hint in hints)


def test_the_first_speech_hints_are_kept_when_there_are_too_many():
    assert choose_hints(str(number) for number in range(900))[-1] == "499"


def test_speech_hints_leave_room_for_the_rest_of_the_document():
    assert len(choose_hints("长" * 97 + f"{number:03}" for number in range(500))) == MOST_BYTES // (97 * 3 + 3 + 1)


def test_speech_hints_contain_topics_departments_terms_and_the_most_asked_questions(line):
    hints = published.list_hints(line)
    asked = line.knowledge.most_asked(8)[0]
    expected = {
        *(topic.name for topic in line.knowledge.topics()),
        *(department.name for department in line.knowledge.departments()),
        *asked.keywords,
        asked.question.rstrip("？"),
        line.shelf.current().dictionary[0],
    }
    assert expected <= set(hints)


def test_speech_hints_are_computed_once_for_each_knowledge_file(line):
    assert published.list_hints(line) is published.list_hints(line)
