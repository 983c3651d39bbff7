"""The numbers of catalogue items are understood alike by web, by phone and by SMS."""

import pytest

from tests.support.heard import last_heard
from tests.support.html_pages import text as read

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
