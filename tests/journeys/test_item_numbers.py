"""The numbers of catalogue items are understood alike by web, by phone and by SMS."""

from dataclasses import replace

import pytest

from hotline.core.permissions import Role, Staff
from hotline.core.proposals import ProposalKind
from hotline.services.content import proposals
from tests.support.heard import last_heard
from tests.support.html_pages import text as read

WRITER = Staff(1, "publisher", "写的人", Role.PUBLISHER, True)
HEAD = Staff(2, "reviewer", "审的人", Role.REVIEWER, True)
GUIDE = "示例市司法局政府信息公开指南（2026年版）"


@pytest.mark.parametrize(
    "asked", ["示司发（2026）11号", "示司发2026 11号", "2026-00009", "00009", "２０２６－００００９"]
)
def test_an_items_number_leads_to_the_item_in_every_channel(client, dial, text, asked):
    assert GUIDE in read(client.get("/search", query_string={"q": asked}).text)
    assert "政府信息公开指南" in "".join(last_heard(dial(f"say:{asked}", "hangup")))
    assert GUIDE in text(asked)[0]


@pytest.mark.parametrize("asked", ["00001", "000 01"])
def test_last_digits_that_several_items_have_are_offered_in_every_channel(client, dial, text, asked):
    for title in ("示例市司法局内设机构及职责分工", "示例市司法局政府信息公开指南（2025年版）"):
        assert title in read(client.get("/search", query_string={"q": asked}).text)
        assert title in text(asked)[0]
    assert "内设机构" in "".join(last_heard(dial(f"say:{asked}", "hangup")))


@pytest.mark.parametrize(
    ("number", "keys"),
    [
        ("115323000151673132-/2020-0310001", "20200310001"),
        ("01526096-4-/2022-0822005", "20220822005"),
        ("015114277-202105-308074", "202105308074"),
        ("11341702486344515H/202110-00013", "20211000013"),
    ],
)
def test_an_index_number_of_another_form_leads_to_its_item_whole_or_keyed(line, client, dial, text, number, keys):
    with line.records.reading() as unit:
        like = unit.catalogue.list_items()[1]
    old = replace(like, index_number=number, title="老索引号的一份旧文件", summary="这是旧文件。", document_number="")
    draft = proposals.save_draft(line, WRITER, old, None)
    sent = proposals.submit(line, WRITER, ProposalKind.CATALOGUE, number, version=draft.version)
    assert proposals.approve(line, HEAD, ProposalKind.CATALOGUE, number, version=sent.version) == ""
    assert client.get(f"/catalogue/items/{number}").status_code == 200
    for asked in (number, number.lower(), f"索引号{number}", keys):
        assert old.title in read(client.get("/catalogue/search", query_string={"q": asked}).text), asked
        assert old.title in text(asked)[0], asked
    heard = "".join(last_heard(dial("press:3", "press:4", f"press:{keys}#", "hangup")))
    assert "老索引号" in heard
