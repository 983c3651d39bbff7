"""Candidates found by meaning beside those found by words, and what a question asks for."""

import math
from dataclasses import replace

import numpy as np
import pytest

from hotline.core.word_lists import STOP_WORDS
from hotline.matching.ranking.embeddings import SentenceEncoder
from hotline.matching.ranking.retrieval import Retrieval
from hotline.matching.ranking.scoring import rank
from hotline.matching.text.question_analysis import analyse_question
from hotline.services.content.embed import find_reader
from hotline.storage.knowledge.versions import VersionStore
from tests.support import small_contents as small

WORDS = ("费用", "银两", "地址", "马路", "期限", "日子")
"""Pairs of words with one meaning and no character in common."""


class Meanings:
    """An engine that knows what WORDS mean and nothing else."""

    def query(self, texts):
        rows = np.array([[0.1, *(any(word in text for word in WORDS[i : i + 2]) for i in (0, 2, 4))] for text in texts])
        return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)

    passage = query


@pytest.fixture
def encoder():
    return SentenceEncoder(Meanings, "meanings")


@pytest.fixture
def publish(tmp_path, encoder):
    def publish(*questions):
        entries = [
            replace(small.entry(101 + place, question), web_answer="", similar_questions=(), keywords=())
            for place, question in enumerate(questions)
        ]
        contents = replace(small.small_contents(), items=(), entries=tuple(entries))
        return small.publish(VersionStore(tmp_path), contents, reader=find_reader(encoder, most=math.inf))

    return publish


def keys_of(knowledge, said, **options):
    retrieval = Retrieval((analyse_question(said, (), STOP_WORDS),), knowledge.entries, **options)
    return [scored.key for scored in rank(retrieval)]


def test_an_entry_that_shares_no_character_with_the_question_is_found_by_its_meaning(publish, encoder):
    knowledge = publish("公证费用", "公证地址", "公证期限")
    assert 101 not in keys_of(knowledge, "银两")
    assert keys_of(knowledge, "银两", vector=encoder.find_vector("银两"))[0] == 101


def test_an_entry_that_is_left_out_is_not_found_by_its_meaning_either(publish, encoder):
    knowledge = publish("公证费用", "公证地址", "公证期限")
    found = keys_of(knowledge, "银两公证", vector=encoder.find_vector("银两公证"), excluded={101})
    assert 101 not in found
    assert found


def test_of_entries_on_one_subject_that_which_answers_what_is_asked_comes_first(publish):
    knowledge = publish("公证要到什么地方办", "公证要交多少元", "公证要多少天")
    assert keys_of(knowledge, "公证费用")[0] == 102
