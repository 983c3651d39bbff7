"""The column 政府信息公开: its five parts in their order, the catalogue by class of article 20 and by topic."""

import pytest

from tests.support.html_pages import check_page, text

PARTS = ["政府信息公开指南", "政府信息公开制度", "法定主动公开内容", "政府信息公开年报", "依申请公开"]


@pytest.fixture
def read(client):
    def read(path, status=200):
        response = client.get(path)
        assert response.status_code == status, response.text
        check_page(response.text)
        return response.text

    return read


def test_the_five_parts_stand_in_their_order_below_a_search(read):
    html = read("/disclosure")
    places = [html.index(f">{part}</h2>") for part in PARTS]
    assert places == sorted(places)
    assert html.index('action="/catalogue/search"') < places[0]


def test_the_guide_the_rules_and_the_reports_are_linked_and_older_guides_are_not(read):
    shown = text(read("/disclosure"))
    assert "政府信息公开指南（2026年版）" in shown
    assert "政府信息公开指南（2025年版）" not in shown
    assert "政府信息公开目录编制和索引号说明" in shown
    assert "2025年政府信息公开工作年度报告" in shown


def test_a_class_leads_to_its_items_and_an_empty_one_to_nothing(read, line):
    html = read("/disclosure")
    assert "/disclosure/classes/5" in html
    assert "/disclosure/classes/3" not in html
    shown = text(read("/disclosure/classes/5"))
    assert "条例第二十条第（五）项：办理行政许可和其他对外管理服务事项" in shown
    of_class = [item for item in line.shelf.current().list_items() if item.disclosure_class == "5"]
    assert f"一共{len(of_class)}条" in shown
    assert all(item.title in shown for item in of_class)
    assert "现在没有这一类的信息" in text(read("/disclosure/classes/3"))


def test_a_topic_leads_to_its_items(read):
    assert "/disclosure/topics/3" in read("/disclosure")
    assert "2026年版" in text(read("/disclosure/topics/3"))


@pytest.mark.parametrize("path", ["/disclosure/classes/16", "/disclosure/classes/x", "/disclosure/topics/9x"])
def test_what_there_is_not_is_not_found(client, path):
    assert client.get(path).status_code == 404


def test_an_item_tells_its_class(read):
    assert "公开类别（七）财政预算、决算" in text(read("/catalogue/items/00000000-0/2026-00008")).replace(" ", "")


def test_the_column_is_reached_from_the_start_page_and_from_every_foot(read):
    assert read("/").count('href="/disclosure"') >= 3
    assert 'href="/disclosure"' in read("/catalogue")


def test_any_page_number_is_taken(read):
    for page in ("0", "99999999999999", "x"):
        read(f"/disclosure/classes/15?page={page}")
