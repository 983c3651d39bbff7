from random import Random

import pytest

from hotline.evaluation.noise import KINDS, RAMBLING, Vocabulary, homophone, make_noisy, mixed, ramble
from hotline.matching.text.normalise import fold
from hotline.matching.text.pinyin import read_aloud, sounds
from hotline.matching.text.terms import word_frequencies

QUESTIONS = (
    "申请行政复议收费吗？",
    "公安局罚款我不服怎么办",
    "信息公开申请要等多久",
    "什么人可以申请法律援助",
    "30天内没有答复怎么办",
    "公证需要带什么材料",
    "律师证怎么查真假",
)


@pytest.fixture(scope="module")
def vocabulary():
    return Vocabulary.of(word_frequencies())


@pytest.mark.parametrize("kind", KINDS)
def test_equal_seeds_give_equal_noise_and_another_seed_gives_another(vocabulary, kind):
    noisy = make_noisy(QUESTIONS, kind, 1, vocabulary)
    assert noisy == make_noisy(QUESTIONS, kind, 1, vocabulary)
    assert noisy != make_noisy(QUESTIONS, kind, 2, vocabulary)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_noise_changes_every_question(vocabulary, kind):
    for seed in range(20):
        noisy = make_noisy(QUESTIONS, kind, seed, vocabulary)
        assert all(changed != question for changed, question in zip(noisy, QUESTIONS, strict=True))


@pytest.mark.parametrize("kind", KINDS)
def test_a_noisy_copy_does_not_depend_on_the_other_questions(vocabulary, kind):
    assert make_noisy(QUESTIONS[3:], kind, 1, vocabulary) == make_noisy(QUESTIONS, kind, 1, vocabulary)[3:]


def test_a_homophone_error_changes_one_character_or_two_side_by_side(vocabulary):
    for seed in range(100):
        question = QUESTIONS[seed % len(QUESTIONS)]
        noisy = homophone(question, Random(seed), vocabulary)
        places = [place for place, (a, b) in enumerate(zip(question, noisy, strict=True)) if a != b]
        assert 1 <= len(places) <= 2
        assert places[-1] - places[0] <= 1


def test_homophones_of_equal_sound_keep_the_sounds_of_a_question(vocabulary):
    kept = 0
    for seed in range(100):
        question = QUESTIONS[seed % len(QUESTIONS)]
        noisy = homophone(question, Random(seed), vocabulary, confused=0.0)
        assert noisy != question
        kept += sounds(noisy) == sounds(question)
    assert kept >= 90  # the rest: characters of several readings


def test_about_three_in_ten_homophone_errors_have_only_a_similar_sound(vocabulary):
    same = 0
    for seed in range(200):
        question = QUESTIONS[seed % len(QUESTIONS)]
        same += read_aloud(homophone(question, Random(seed), vocabulary)) == read_aloud(question)
    assert 110 <= same <= 160


def test_a_ramble_ends_with_the_question_and_has_about_200_characters():
    message = ramble("复议收费吗", Random(1))
    assert message.endswith("复议收费吗")
    assert RAMBLING - 30 <= len(message) <= RAMBLING + 40


def test_mixed_noise_makes_rambles_traditional_script_and_full_width(vocabulary):
    copies = [mixed("30天内没有答复怎么办？", Random(seed), vocabulary) for seed in range(60)]
    assert any(len(copy) > RAMBLING - 50 for copy in copies)
    assert any("沒" in copy or "麼" in copy or "內" in copy for copy in copies)
    assert any("？" not in copy and "，" in copy for copy in copies)
    assert all("30" not in fold(copy) for copy in copies)


def test_a_text_without_chinese_characters_gets_no_homophone_error(vocabulary):
    assert homophone("ABC 123", Random(1), vocabulary) == "ABC 123"
