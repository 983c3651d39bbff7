"""Every public page: valid HTML, links that lead to pages, and the content it must show."""

import re

from hotline.core.catalogue import Section
from hotline.services.content import published
from tests.support.html_pages import heading, links, text
from voice.phone.call_state import Place
from voice.phone.intents import EVERYWHERE, KEYS
from voice.phrases import PHONE

GUIDE = "/catalogue/items/00000000-0/2026-00009"


def test_every_page_is_valid_html_and_every_link_on_it_leads_to_a_page(citizen):
    waiting, seen = {"/", "/search?q=复议要钱吗", "/search?q=红烧肉怎么做才好吃"}, set()
    while waiting:
        path = waiting.pop()
        seen.add(path)
        response = citizen.client.get(path)
        if response.status_code == 302:
            waiting |= {response.location} - seen
            continue
        html = citizen.get(path)
        waiting |= {link for link in links(html) if not link.startswith("/console")} - seen
    assert {"/entries/102", "/topics/5", "/disclosure", "/disclosure/classes/5", "/catalogue", "/messages", GUIDE} <= {
        path for path in seen
    }


def test_the_home_page_offers_search_topics_questions_and_all_ways_to_ask(citizen, line):
    page = text(citizen.get("/"))
    office = line.knowledge.office
    for told in (office.line_number, office.address, office.telephone, office.fax, office.email, office.morning_hours):
        assert told in page
    for topic in line.knowledge.topics():
        assert topic.name in page
    for entry in line.knowledge.most_asked(8):
        assert str(entry.number) in page
        assert entry.question in page
    assert "转人工" in page
    assert "帮助" in page


def test_every_page_says_that_the_city_is_a_sample(citizen, line):
    assert line.knowledge.office.sample_notice in citizen.get("/entries/102")


def test_an_entry_shows_the_answer_its_legal_basis_its_department_and_the_keys_for_the_telephone(citizen, line):
    entry = published.get_entry(line.knowledge, 102)
    page = text(citizen.get("/entries/102"))
    department = published.get_department(line.knowledge, entry.department)
    assert heading(citizen.get("/entries/102")) == entry.question
    for told in (entry.text, department.name, department.telephone, "按 2", "2027年5月23日"):
        assert told in page
    assert department.liaison_line not in page


def test_an_entry_names_each_law_once_with_all_its_articles_and_the_date_it_came_into_force(citizen, line):
    for number in (102, 104, 505):
        bases = published.get_entry(line.knowledge, number).legal_bases
        told = re.findall(r"<li>(《.+?)<span.*?>(.+?)</span></li>", citizen.get(f"/entries/{number}"))
        laws = dict.fromkeys((basis.title, basis.in_force) for basis in bases)
        assert len(told) == len(laws) < len(bases)
        for (title, since), item in zip(laws, told, strict=True):
            articles = "、".join(basis.article for basis in bases if basis.title == title)
            assert item == (f"《{title}》{articles}", f"（{since.year}年{since.month}月{since.day}日起施行）")


def test_the_telephone_numbers_of_an_entry_and_of_the_office_are_links_that_dial(citizen, line):
    department = published.get_department(line.knowledge, published.get_entry(line.knowledge, 102).department)
    assert f'href="tel:{department.telephone}"' in citizen.get("/entries/102")
    assert f'href="tel:{line.knowledge.office.telephone}"' in citizen.get("/")


def test_every_entry_and_catalogue_item_has_its_page(citizen, line):
    for entry in line.knowledge.list_entries():
        citizen.get(f"/entries/{entry.number}")
    for item in line.shelf.current().list_items():
        citizen.get(f"/catalogue/items/{item.index_number}")


def test_the_offices_own_entries_have_pages_too(citizen):
    assert "上班" in text(citizen.get("/entries/901"))


def test_a_missing_page_says_so_in_chinese_and_has_a_search_box(citizen):
    paths = ("/entries/999", "/topics/8", "/catalogue/items/00000000-0/1999-00001", "/catalogue/sections/x", "/nowhere")
    for path in paths:
        html = citizen.get(path, 404)
        assert 'name="q"' in html
        assert re.search(r"[\u4e00-\u9fff]", heading(html))


def test_pages_that_are_missing_or_withdrawn_keep_the_menu_and_the_telephone(citizen, line):
    office = line.knowledge.office
    for path in ("/nowhere", "/entries/899", "/catalogue/items/00000000-0/1999-00001", "/catalogue/sections/x"):
        html = citizen.get(path, 404)
        assert {"/", "/disclosure", "/messages"} <= links(html)
        assert f'href="tel:{office.line_number}"' in html
        assert office.telephone in text(html)
        assert office.line_name in html


def test_an_error_page_of_the_console_has_no_menu_of_the_public_site(client):
    assert "/catalogue" not in client.get("/console/nowhere").text


def test_an_error_page_is_shown_although_nothing_can_be_read(citizen, line):
    line.shelf.folder.rename(line.folder / "elsewhere")
    assert heading(citizen.get("/nowhere", 404))


def test_the_home_page_tells_the_keys_of_the_telephones_menu_as_the_line_does(citizen, line):
    told = re.findall("<kbd>(.)</kbd></dt><dd>(.*?)</dd>", citizen.get("/"))
    assert {key for key, _ in told} == {*KEYS[Place.MENU], *EVERYWHERE}
    on_both = PHONE("menu.full") + PHONE.for_keys_only(PHONE("menu.full"))  # 7 is told where nobody is heard
    assert all(f"{what}按{key}" in on_both for key, what in told if key not in "*#")
    assert "地址" in dict(told)["5"]
    assert "公示" in dict(told)["3"]


def test_the_catalogue_shows_each_section_and_all_its_items(citizen, line):
    page = text(citizen.get("/catalogue"))
    for section in Section:
        assert section.value in page
        items = text(citizen.get(f"/catalogue/sections/{section.value}"))
        for item in line.shelf.current().list_items(section):
            assert item.title in items


def test_a_section_shows_a_page_even_when_the_page_number_is_out_of_range(citizen):
    for page in ("0", "-1", "99", "x", "1e9"):
        citizen.get("/catalogue/sections/业务与服务", page=page)


def test_the_guide_and_the_annual_report_redirect_to_the_newest_in_force(citizen):
    assert citizen.client.get("/guide").location == GUIDE
    report = citizen.client.get("/annual-report").location
    assert "2025年政府信息公开工作年度报告" in heading(citizen.get(report))


def test_a_repealed_document_says_so(citizen):
    assert "已经废止" in text(citizen.get("/catalogue/items/00000000-0/2025-00001"))
    assert "已经废止" not in text(citizen.get(GUIDE))


def test_the_catalogue_is_searched_by_words_and_by_index_number(citizen):
    assert "年度报告" in text(citizen.get("/catalogue/search", q="年度报告"))
    assert "公开指南（2026年版）" in text(citizen.get("/catalogue/search", q="00000000-0/2026-00009"))
    assert "请先写下" in text(citizen.get("/catalogue/search"))
    assert "太长" in text(citizen.get("/catalogue/search", q="听" * 5000))
    citizen.get("/catalogue/search", q="' OR 1=1 --\x00\"*)(")


def test_a_search_of_the_catalogue_tells_the_true_number_of_hits_and_shows_all_of_them_page_by_page(citizen, line):
    titles = [item.title for item in line.shelf.current().list_items() if "法" in item.title]
    pages = [text(citizen.get("/catalogue/search", q="法", page=page)) for page in ("1", "2")]
    assert len(titles) > 20
    assert all(f"找到{len(titles)}条" in page for page in pages)
    assert "共2页" in pages[0]
    assert all(any(title in page for page in pages) for title in titles)


def test_results_show_the_document_number_and_tell_that_an_item_is_repealed_before_its_title(citizen):
    for path, query in (("/catalogue/search", "公开指南"), ("/search", "公开指南")):
        page = text(citizen.get(path, q=query))
        assert "文号 示司发〔2026〕11号" in page
        assert "已废止 示例市司法局政府信息公开指南（2025年版）" in page
        assert page.index("指南（2026年版）") < page.index("指南（2025年版）")


def test_before_anything_is_published_every_page_says_so(citizen, line):
    line.shelf.folder.rename(line.folder / "elsewhere")
    for path in ("/", "/search?q=复议", "/entries/102", "/catalogue", "/messages"):
        assert heading(citizen.get(path, 503))


def test_entries_and_answers_are_readable_while_the_records_database_is_down(citizen, without_records):
    assert "不收费" in text(citizen.get("/search", q="105"))
    assert "不收费" in text(citizen.get("/entries/105"))
    citizen.get("/")
    citizen.get("/catalogue")


def test_a_notice_says_by_itself_that_its_time_is_over(citizen, clock):
    path = "/catalogue/items/00000000-0/2026-00040"
    before = text(citizen.get(path))
    clock.now = clock.now.replace(month=12, day=23)
    after = text(citizen.get(path))
    assert ("失效" in before, "失效" in after) == (False, True)
    assert "时间已经过了" in after
