"""Which descriptions ask for the same information."""

from hotline.core.disclosure.repeated_requests import COMPARED, group_requests


def test_long_descriptions_are_told_apart_by_their_beginning():
    beginning = "".join(chr(0x4E00 + place) for place in range(COMPARED))
    first, same = beginning + "甲" * 1_800, beginning + "乙" * 1_800
    assert group_requests([first, "另一件事" * 500, same]) == [[0, 2]]


def test_a_short_description_is_not_like_a_long_one_that_holds_it():
    short = "2025年度部门决算公开表"
    longer = short + "以及全部会议纪要和执法案卷评查打分表"
    assert group_requests([short, longer, short, longer]) == [[0, 2], [1, 3]]


def test_an_empty_description_is_like_another_empty_one_alone():
    assert group_requests(["", "请公开", "决算表"]) == [[0, 1]]


def test_groups_stand_in_the_order_of_their_first_description_whatever_their_numbers():
    texts = ["2024年度决算表", "2025年度决算表", "2025年度的决算表", "2024年度的决算表"]
    assert group_requests(texts) == [[0, 3], [1, 2]]
