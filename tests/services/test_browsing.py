import pytest

from hotline.core.errors import NotFound
from hotline.services import browsing, publishing


@pytest.fixture
def open_line(small_line):
    publishing.publish(small_line)
    return small_line


def test_what_is_there_is_read_by_its_name(open_line):
    topic = browsing.list_topics(open_line)[0]
    entry = browsing.list_entries(open_line, topic.digit)[0]
    department = browsing.list_departments(open_line)[0]
    item = open_line.shelf.current().list_items()[0]
    assert browsing.get_topic(open_line, topic.digit) == topic
    assert browsing.get_entry(open_line, entry.number) == entry
    assert browsing.get_department(open_line, department.code) == department
    assert browsing.get_item(open_line, item.index_number) == item
    assert browsing.list_items(open_line, item.section, 1)


def test_what_is_not_there_is_said_not_to_be(open_line):
    for get, name in (
        (browsing.get_topic, "8"),
        (browsing.get_entry, 899),
        (browsing.get_department, "XXX"),
        (browsing.get_item, "00000000-0/1999-00001"),
    ):
        with pytest.raises(NotFound):
            get(open_line, name)


def test_an_item_is_found_by_its_title_and_by_its_index_number(open_line):
    item = open_line.shelf.current().list_items()[0]
    assert browsing.search_items(open_line, item.title)[0] == item
    assert browsing.search_items(open_line, item.index_number) == [item]


def test_a_search_for_nothing_finds_nothing(open_line):
    assert browsing.search_items(open_line, "红烧肉") == []
    assert browsing.search_items(open_line, "") == []
