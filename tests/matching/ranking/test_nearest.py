"""Documents found by their meaning alone, among all of a collection."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from hotline.matching.ranking import nearest
from hotline.matching.ranking.embeddings import QuestionVector
from hotline.matching.ranking.nearest import find_nearest

DIMENSIONS = 400  # no multiple of the 64 bits that are compared at once


class Vectors:
    """A collection whose documents have random vectors, some of each."""

    def __init__(self, documents, texts=2, seed=0):
        rows = np.random.default_rng(seed).normal(size=(documents, texts, DIMENSIONS))
        self.rows = (rows / np.linalg.norm(rows, axis=2, keepdims=True)).astype(np.float32)
        self.documents, self.wordings, self.listed = documents, documents * texts, 0

    def list_vectors(self):
        self.listed += 1
        return ((key, self._bytes(key)) for key in range(self.documents))

    def read_vectors(self, keys):
        return [self._bytes(key) for key in keys]

    def _bytes(self, key):
        return np.round(self.rows[key] * 127).astype(np.int8).tobytes()


def ask(vector):
    return QuestionVector((vector / np.linalg.norm(vector)).astype(np.float32), unrelated=0.0)


def test_the_nearest_documents_come_first_by_the_closest_of_their_texts():
    collection = Vectors(2_000)
    wanted = [5, 1_999]
    question = ask(collection.rows[5, 1] + 0.8 * collection.rows[1_999, 0])
    assert find_nearest(question, collection, 2) == wanted


def test_nearly_all_of_the_nearest_are_found_without_comparing_all_exactly():
    collection = Vectors(1_000)
    found = 0
    for key in range(50):
        question = ask(collection.rows[key, 0] + collection.rows[key + 100, 1])
        cosines = (collection.rows @ question.row).max(axis=1)
        found += len({*find_nearest(question, collection, 10)} & {*np.argsort(-cosines)[:10].tolist()})
    assert found >= 0.75 * 500


def test_all_vectors_are_read_once_for_all_questions():
    collection = Vectors(50)
    for key in range(3):
        assert find_nearest(ask(collection.rows[key, 0]), collection, 1) == [key]
    assert collection.listed == 2  # once for the mean, once for the sketches


@pytest.mark.parametrize("documents", [0, 40])
def test_an_empty_collection_or_one_that_is_too_large_is_not_searched(documents, monkeypatch):
    monkeypatch.setattr(nearest, "MOST_SKETCHED", 39)
    collection = Vectors(documents, texts=1)
    assert find_nearest(ask(np.ones(DIMENSIONS)), collection, 5) == []
    assert collection.listed == 0


def test_a_collection_smaller_than_what_is_asked_for_gives_all_it_has():
    collection = Vectors(3)
    assert sorted(find_nearest(ask(collection.rows[0, 0]), collection, 30)) == [0, 1, 2]


def test_many_threads_read_the_vectors_of_a_collection_once():
    collection = Vectors(300)
    questions = [ask(collection.rows[key, 0]) for key in range(8)]
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda question: find_nearest(question, collection, 1), questions))
    assert found == [[key] for key in range(8)]
    assert collection.listed == 2
