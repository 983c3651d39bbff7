"""Candidates scored and ranked: how far wordings count, nearness in meaning by words, and keys that are left out."""

from dataclasses import replace
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline.core.word_lists import STOP_WORDS
from hotline.matching.ranking.retrieval import Retrieval
from hotline.matching.ranking.scoring import WEIGHTS, WORDING_PARTS, rank
from hotline.matching.text.question_analysis import analyse_question
from hotline.storage.knowledge.versions import VersionStore
from tests.support import small_contents as small

SUBJECTS = ("结婚", "离婚", "收养", "继承", "遗嘱", "抚养", "赡养", "监护", "抵押", "租赁", "买卖", "赠与")
LAW = [f"关于{subject}，双方应当亲自到机关申请登记，符合规定的，予以登记。" for subject in SUBJECTS]


def as_entries(documents):
    """Entries from 101 with a question, a body and no other wordings."""
    return [
        replace(small.entry(101 + place, question), web_answer=body, similar_questions=(), keywords=())
        for place, (question, body) in enumerate(documents)
    ]


@pytest.fixture
def publish(tmp_path):
    """Publishes entries alone."""
    folders = (tmp_path / str(number) for number in count())
    contents = replace(small.small_contents(), items=())
    return lambda entries: small.publish(VersionStore(next(folders)), replace(contents, entries=tuple(entries)))


def ranked(knowledge, said, **options):
    return rank(Retrieval((analyse_question(said, (), STOP_WORDS),), knowledge.entries, **options))


@pytest.fixture
def numbered(publish):
    """A base whose headings are the numbers of articles."""
    return publish(as_entries([(f"民法典第{place}条", body) for place, body in enumerate(LAW, start=1040)]))


@pytest.fixture
def asked(publish):
    """The same bodies below questions."""
    return publish(as_entries([(f"{subject}怎样登记", body) for subject, body in zip(SUBJECTS, LAW, strict=True)]))


@pytest.mark.parametrize("place", [1, 4, 9])
def test_a_base_whose_headings_say_nothing_is_ranked_by_its_bodies(numbered, place):
    assert numbered.entries.heading_trust < 0.02
    first, *_ = ranked(numbered, f"{SUBJECTS[place]}要去哪个机关申请")
    assert first.key == 101 + place
    assert [first.parts[part] for part in WORDING_PARTS] == pytest.approx([first.parts["text"]] * 6, abs=0.02)


def test_a_base_whose_headings_are_questions_is_ranked_by_them_too(asked):
    assert asked.entries.heading_trust == 1.0
    first, *_ = ranked(asked, "离婚怎样登记")
    assert first.key == 102
    assert first.parts["cosine"] > 0.99


def test_a_word_that_only_the_body_holds_makes_the_wordings_count_less(asked):
    in_wording, in_body = ranked(asked, "离婚怎样登记")[0], ranked(asked, "离婚双方亲自登记")[0]
    assert in_body.key == 102
    assert in_body.parts["wording_words"] < in_body.parts["text_words"]
    assert in_wording.parts["wording_words"] == in_wording.parts["text_words"]


def test_an_entry_near_in_meaning_comes_before_one_that_shares_as_much_and_is_not(publish):
    near, far = ("老板拖欠薪水怎么投诉", "请到窗口办理。"), ("老师布置作业怎么投诉", "请到窗口办理。")
    for documents in ([near, far], [far, near]):
        first, second = ranked(publish(as_entries(documents)), "单位克扣工资怎么投诉")
        assert first.key == 101 + documents.index(near)
        assert first.parts["word_vectors"] > second.parts["word_vectors"] + 0.1


def test_excluded_keys_are_no_candidates(knowledge):
    all_found = ranked(knowledge, "几点上班")
    assert all_found[0].key == 901
    left = ranked(knowledge, "几点上班", excluded=range(901, 1000))
    assert left
    assert not any(found.key >= 901 for found in left)


def test_where_every_candidate_is_excluded_nothing_is_found(publish):
    assert ranked(publish(as_entries([("复议收费吗", "")])), "复议收费吗", excluded={101}) == []


def test_every_candidate_can_be_compared_by_its_subject(knowledge):
    assert {found.subject.unknown_word for found in ranked(knowledge, "申请护照要什么材料")} == {"护照"}


@pytest.mark.parametrize("said", ["怎么办", "wifi password", "收费", "的"])
def test_a_question_of_any_words_is_ranked_by_falling_scores(knowledge, said):
    scores = [found.score for found in ranked(knowledge, said)]
    assert scores == sorted(scores, reverse=True)


@settings(max_examples=40)
@given(
    said=st.text(st.one_of(st.sampled_from("复议收费吗怎么申请法律援助两个月30天，a.%"), st.characters()), max_size=30)
)
def test_every_part_of_every_score_is_from_0_to_1(knowledge, said):
    for found in ranked(knowledge, said):
        assert found.parts.keys() == WEIGHTS.keys()
        assert all(-1e-9 <= value <= 1 + 1e-6 for value in found.parts.values()), found.parts
        assert all(0 <= number <= 1 for number in found.subject[1:])


def test_an_entry_with_nothing_but_punctuation_is_scored_beside_others(publish):
    held = publish(as_entries([("？？", "……"), ("", ""), ("复议收费吗", "不收费。")]))
    assert ranked(held, "复议收费吗")[0].key == 103
