"""What a reviewer approves on one of two servers, both say with their next word on every channel."""

from tests.support.servers import approve, heard_everywhere

ENTRY = 404
"""No other story asks for it."""


def test_what_is_approved_on_one_server_both_say_on_every_channel_with_their_next_word(city):
    first, second = city.bases
    new = {"web_answer": "网页上的新答复。", "spoken": "电话里的新答复。", "text": "短信里的新答复。"}
    before = heard_everywhere(first, second, ENTRY)
    agree = approve(first, ENTRY, new)
    assert heard_everywhere(first, second, ENTRY) == before, "nothing is said before a second person approved it"
    agree()
    for server in city.bases:
        for said, words in zip(heard_everywhere(first, server, ENTRY), new.values(), strict=True):
            assert words in said
