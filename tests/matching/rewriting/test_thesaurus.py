"""The thesaurus replaces colloquial words by official ones, each once."""

from hotline.matching.rewriting.thesaurus import Thesaurus


def test_of_overlapping_colloquial_words_the_longest_is_replaced():
    thesaurus = Thesaurus((("告", "起诉"), ("告政府", "行政诉讼")))
    assert thesaurus.expand("想告政府").question == "想行政诉讼"


def test_a_replacement_is_not_replaced_again():
    thesaurus = Thesaurus((("法援", "法律援助"), ("援助", "法援")))
    assert thesaurus.expand("法援").question == "法律援助"


def test_a_colloquial_word_beside_its_official_word_is_kept():
    expansion = Thesaurus((("法援", "法律援助"),)).expand("法援就是法律援助吗")
    assert expansion.question == "法援就是法律援助吗"
    assert expansion.replaced == ()


def test_a_synonym_of_itself_replaces_nothing():
    assert Thesaurus((("公证", "公证"),)).expand("公证").replaced == ()


def test_an_empty_thesaurus_replaces_nothing():
    assert Thesaurus(()).expand("复议").question == "复议"


def test_where_a_longer_colloquial_word_is_no_word_a_shorter_one_may_be():
    thesaurus = Thesaurus((("告", "起诉"), ("告政", "投诉")))
    assert thesaurus.expand("告政府", lambda text, start, end: end - start == 1).question == "起诉政府"
