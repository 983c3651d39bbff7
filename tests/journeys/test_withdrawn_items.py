"""What the head takes out of the catalogue, or changes of the office, is heard at once by web, by phone and by SMS."""

from dataclasses import replace

import pytest

from hotline.core.permissions import Role, Staff
from hotline.core.proposals import OFFICE_KEY, ProposalKind
from hotline.services.content import proposals
from tests.support.heard import last_heard
from tests.support.html_pages import text as read

GUIDE = "示例市司法局政府信息公开指南（2026年版）"
WRITER = Staff(1, "publisher", "写的人", Role.PUBLISHER, True)
HEAD = Staff(2, "reviewer", "审的人", Role.REVIEWER, True)


@pytest.fixture
def guide(line):
    """The index number of the guide of 2026."""
    (item,) = [one for _, one in line_items(line) if one.title == GUIDE]
    return item.index_number


def line_items(line):
    with line.records.reading() as unit:
        return list(unit.catalogue.read_items())


def test_a_withdrawn_item_is_told_in_no_channel(line, client, dial, text, guide):
    assert GUIDE in read(client.get("/search", query_string={"q": "2026-00009"}).text)
    proposals.withdraw(line, HEAD, ProposalKind.CATALOGUE, guide, version=0, comment="有个人信息。")
    assert GUIDE not in read(client.get("/search", query_string={"q": "2026-00009"}).text)
    assert client.get(f"/catalogue/items/{guide}").status_code == 410
    assert GUIDE not in text("2026-00009")[0]
    assert "公开指南（2026年版）" not in "".join(last_heard(dial("say:2026-00009", "hangup")))


def test_an_approved_telephone_number_is_told_in_every_channel(line, client, dial, text):
    office = proposals.get_history(line, WRITER, ProposalKind.OFFICE, OFFICE_KEY).published
    draft = proposals.save_draft(line, WRITER, replace(office, fax="0000-80000555"), 0)
    sent = proposals.submit(line, WRITER, ProposalKind.OFFICE, OFFICE_KEY, version=draft.version)
    assert "0000-80000555" not in text("传真号码是多少")[0]
    assert proposals.approve(line, HEAD, ProposalKind.OFFICE, OFFICE_KEY, version=sent.version) == ""
    assert "0000-80000555" in read(client.get("/").text)
    assert "0000-80000555" in text("传真号码是多少")[0]
    assert "五五五" in "".join(last_heard(dial("say:传真号码是多少", "hangup")))
