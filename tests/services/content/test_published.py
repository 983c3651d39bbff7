import pytest

from hotline.core.errors import NotFound
from hotline.services.content import publish, published


@pytest.fixture
def open_line(small_line):
    publish.publish(small_line)
    return small_line


def test_topics_entries_departments_and_items_are_looked_up_by_their_identifiers(open_line):
    topic = open_line.knowledge.topics()[0]
    entry = open_line.knowledge.list_entries(topic.digit)[0]
    department = open_line.knowledge.departments()[0]
    item = open_line.shelf.current().list_items()[0]
    assert published.get_topic(open_line.knowledge, topic.digit) == topic
    assert published.get_entry(open_line.knowledge, entry.number) == entry
    assert published.get_department(open_line.knowledge, department.code) == department
    assert published.get_item(open_line.knowledge, item.index_number) == item
    assert open_line.knowledge.list_items(item.section, 1)


def test_a_look_up_of_something_unknown_raises_not_found(open_line):
    for get, name in (
        (published.get_topic, "8"),
        (published.get_entry, 899),
        (published.get_department, "XXX"),
        (published.get_item, "00000000-0/1999-00001"),
    ):
        with pytest.raises(NotFound):
            get(open_line.knowledge, name)
