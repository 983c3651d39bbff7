"""What a document is stored with: word vectors for its wordings and its whole text, and its subject terms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.matching.indexing import analyse_for_index
from hotline.matching.subject.subject_terms import unpack_terms
from hotline.matching.text.terms import analyse
from hotline.matching.text.word_vectors import WORD_DIMENSIONS, WordVectors, find_word_vectors

BODY = "公证按标准收费。公证费由申请公证的人交。"


def describe(wordings, body=BODY, **lists):
    found = analyse_for_index(body, **lists).describe(wordings)
    return WordVectors.decode(found.word_vectors), unpack_terms(found.subject)


def test_there_is_a_vector_for_the_wordings_and_one_for_everything():
    rows, _ = describe(["公证收费吗", "医生的费用"])
    assert rows.shape == (2, WORD_DIMENSIONS)
    alone, _ = describe(["公证收费吗"])
    assert rows[1] @ rows[0] > rows[0] @ alone[0] > 0.5


def test_a_wording_has_the_vector_of_its_content_words():
    rows, _ = describe(["公证收费吗"], stop_words=("吗",))
    assert rows[0] @ find_word_vectors().of_texts([("公证", "收费")])[0] > 0.999


def test_the_subject_is_what_wordings_and_body_come_back_to():
    _, subject = describe(["公证收费吗", "公证要多少钱"])
    assert next(iter(subject)) == "公证"


def test_stop_words_in_any_script_and_terms_of_the_dictionary_are_heeded():
    _, subject = describe(["公證收费吗"], dictionary=("公证费",), stop_words=("公證",))
    assert "公证" not in subject
    assert "公证费" in subject


@pytest.mark.parametrize(("wordings", "body"), [([""], ""), (["？"], "😀"), (["", ""], BODY), (["公证"], "")])
def test_empty_texts_have_vectors_too(wordings, body):
    rows, _ = describe(wordings, body)
    assert len(rows) == 2


@given(st.lists(st.text(max_size=20), max_size=3), st.text(max_size=40))
def test_any_document_has_two_vectors(wordings, body):
    assert len(describe(wordings, body)[0]) == 2


def test_what_any_wording_in_any_script_asks_for_is_kept():
    found = analyse_for_index(BODY).describe(["公證要多少錢", "公证处在哪里", "公证"])
    assert found.asked_for == "place price"


def test_equal_texts_are_described_alike():
    assert analyse_for_index(BODY).describe(["公证收费吗"]) == analyse_for_index(BODY).describe(["公证收费吗"])


def test_the_terms_of_a_text_are_those_of_a_question():
    stored, asked = analyse_for_index(BODY), analyse(BODY)
    assert (stored.folded, stored.grams, stored.sounds) == (asked.folded, asked.grams, asked.sounds)
