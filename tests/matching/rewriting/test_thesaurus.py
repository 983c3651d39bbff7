from hotline.matching.rewriting.thesaurus import Thesaurus


def test_the_longest_colloquial_word_is_replaced():
    thesaurus = Thesaurus((("告", "起诉"), ("告政府", "行政诉讼")))
    assert thesaurus.expand("想告政府").question == "想行政诉讼"


def test_what_was_put_in_is_not_replaced_again():
    thesaurus = Thesaurus((("法援", "法律援助"), ("援助", "法援")))
    assert thesaurus.expand("法援").question == "法律援助"


def test_a_word_whose_official_word_stands_there_already_is_left():
    expansion = Thesaurus((("法援", "法律援助"),)).expand("法援就是法律援助吗")
    assert expansion.question == "法援就是法律援助吗"
    assert expansion.replaced == ()


def test_a_word_that_stands_for_itself_is_ignored():
    assert Thesaurus((("公证", "公证"),)).expand("公证").replaced == ()


def test_no_thesaurus_changes_nothing():
    assert Thesaurus(()).expand("复议").question == "复议"
