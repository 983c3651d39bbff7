"""What a reviewer approves on one of two servers, both say with their next word on every channel."""

from tests.servers import approve_105, heard_everywhere, two_servers


def test_what_is_approved_on_one_server_both_say_on_every_channel_with_their_next_word(line):
    line.records.close()
    new = {"web_answer": "网页上的新答复。", "spoken": "电话里的新答复。", "text": "短信里的新答复。"}
    with two_servers(line.folder) as (first, second):
        before = heard_everywhere(first, second)
        approve = approve_105(first, new)
        assert heard_everywhere(first, second) == before, "nothing is said before a second person approved it"
        approve()
        for server in (first, second):
            for said, words in zip(heard_everywhere(first, server), new.values(), strict=True):
                assert words in said
