"""The review body and the court that letters name are changed by one person and approved by another."""

import pytest

from tests.support.html_pages import check_page, text

DESK = "/console/content/disclosure_desk"


def send(desk, path, then="submit", **changes):
    form = desk.forms(path)[-1]
    return desk.post(form.action, form.fields | {"then": then} | changes)


def quoted(line):
    with line.records.reading() as unit:
        return unit.office.disclosure_desk()


def test_letters_name_another_review_body_only_after_a_second_person_approved_it(publisher, reviewer, line):
    assert send(publisher, f"{DESK}/edit/1", review_body="青山市人民政府").status_code == 303
    assert quoted(line).review_body == "示例市人民政府"
    page = reviewer.get(f"{DESK}/review/1").text
    check_page(page)
    assert "青山市人民政府" in text(page)
    assert reviewer.send(f"{DESK}/review/1", "/approve/1").status_code == 303
    assert quoted(line).review_body == "青山市人民政府"


@pytest.mark.parametrize(("field", "wrong"), [("review_body", ""), ("court", ""), ("telephone", "请打电话")])
def test_what_a_letter_could_not_quote_is_refused_beside_its_field(publisher, field, wrong):
    refused = send(publisher, f"{DESK}/edit/1", **{field: wrong})
    assert refused.status_code == 400
    check_page(refused.text)
    assert f'id="{field}-error"' in refused.text


def test_there_is_one_desk_without_a_number_and_it_is_never_withdrawn(publisher, reviewer):
    page = publisher.get(DESK).text
    check_page(page)
    assert f"{DESK}/new" not in page
    assert "withdraw" not in reviewer.get(f"{DESK}/of/1").text
