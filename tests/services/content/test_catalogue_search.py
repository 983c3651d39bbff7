"""The catalogue is searched as a list: the number asked for first, every title with the words, repealed items last."""

import pytest

from hotline.services.content.catalogue_search import read_items, search_catalogue
from tests.support.sample_content import publish_sample

GUIDE = "00000000-0/2026-00009"
OLD_GUIDE = "00000000-0/2025-00001"


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    return publish_sample(tmp_path_factory.mktemp("catalogue"))


def found(sample, words):
    return read_items(sample, search_catalogue(sample, words).keys)


def test_every_item_whose_title_has_the_word_is_a_hit_and_is_counted(sample):
    hits = search_catalogue(sample, "法")
    titled = {item.index_number for item in sample.list_items() if "法" in item.title}
    assert hits.total == len(titled) > 20
    assert {item.index_number for item in read_items(sample, hits.keys)} == titled


@pytest.mark.parametrize("words", ["人民调解", "听证会公告", "法律援助 公示", "行政复议"])
def test_all_words_stand_in_the_title_of_each_hit_whatever_is_between_them(sample, words):
    hits = found(sample, words)
    titled = [item for item in sample.list_items() if all(word in item.title for word in words.split())]
    assert {item.index_number for item in hits} == {item.index_number for item in titled}


@pytest.mark.parametrize("words", ["法", "指南", "公开指南", "公示", "示例市司法局", "政府信息公开指南"])
def test_items_in_force_come_first_and_repealed_ones_last(sample, words):
    ranks = [("有效", "失效", "废止").index(item.validity) for item in found(sample, words)]
    assert ranks == sorted(ranks)
    assert len(ranks) > 1


def test_the_title_that_fits_best_comes_first_among_those_in_force(sample):
    assert found(sample, "公开指南")[0].index_number == GUIDE


@pytest.mark.parametrize("words", ["示司发〔2026〕11号", "示司发（2026）11号", "示司发2026 11号", "【2026】11号"])
def test_a_document_number_is_the_only_hit_and_items_that_mention_it_follow(sample, words):
    hits = search_catalogue(sample, words)
    assert [item.index_number for item in read_items(sample, hits.keys)] == [GUIDE]
    assert OLD_GUIDE in [item.index_number for item in read_items(sample, hits.related)]


@pytest.mark.parametrize("words", [GUIDE, "2026-00009", "２０２６－００００９", "00009"])
def test_an_index_number_is_the_only_result(sample, words):
    hits = search_catalogue(sample, words)
    assert [item.index_number for item in read_items(sample, hits.keys)] == [GUIDE]
    assert hits.related == ()


def test_official_words_of_the_thesaurus_count_as_the_words_asked_for(sample):
    assert "年度报告" in found(sample, "年报")[0].title


def test_words_that_no_title_has_find_the_items_that_are_related(sample):
    assert "法律援助" in found(sample, "进城务工人员工钱")[0].title


@pytest.mark.parametrize("words", ["红烧肉", "", "？？", " "])
def test_a_search_for_nothing_that_is_there_finds_nothing(sample, words):
    assert search_catalogue(sample, words).total == 0


def test_an_item_is_found_by_its_title(sample):
    for item in sample.list_items():
        assert item in found(sample, item.title)
