"""The guide in the console: in order in the sample, told when a particular changed, drafted with one button."""

from dataclasses import replace

from hotline.core.permissions import Role
from tests.support.html_pages import check_page, text


def change_fax(line):
    with line.records.writing() as unit:
        rows = unit.office.rows_of_office
        office = unit.office.office()
        rows.put(replace(office, fax="0000-80000555"), 0, "seed", line.now())


def test_the_sample_guide_states_the_sample_office(desk):
    page = desk(Role.PUBLISHER).get("/console/guide").text
    check_page(page)
    assert "都和现在的单位信息一致" in text(page)
    assert "公开指南和现在的单位信息不一致" not in text(desk(Role.PUBLISHER).get("/console/").text)


def test_a_changed_fax_number_is_told_on_the_home_page_and_drafted_with_one_button(desk, line):
    change_fax(line)
    publisher = desk(Role.PUBLISHER)
    assert "公开指南和现在的单位信息不一致" in text(publisher.get("/console/").text)
    assert "传真号码：0000-80000555" in text(publisher.get("/console/guide").text)
    sent = publisher.send("/console/guide", -1)
    assert sent.location.endswith("/content/catalogue/edit/00000000-0/2026-00009")
    assert "指南的草稿已经按现在的单位信息写好" in text(publisher.get(sent.location).text)
    again = publisher.send("/console/guide", -1)
    assert "指南已经有草稿" in text(publisher.get(again.location).text)


def test_a_reviewer_reads_the_guide_page_and_has_no_button(desk):
    page = desk(Role.REVIEWER).get("/console/guide").text
    assert "按现在的信息写草稿" not in page
