"""rank-bm25 (Okapi) over jieba's words."""

import pickle

from rank_bm25 import BM25Okapi

from tests.bench.rows import COLLECTIONS, DEPTH, cut_words, texts_of


def build(folder, contents):
    for name, (keys, texts) in texts_of(contents).items():
        with (folder / name).open("wb") as file:
            pickle.dump((keys, BM25Okapi([cut_words(text) for text in texts])), file)


def open_index(folder):
    opened = []
    for name in COLLECTIONS:
        if (folder / name).exists():
            with (folder / name).open("rb") as file:
                opened.append(pickle.load(file))

    def ask(question):
        words = cut_words(question)
        entries, *_ = [ranker.get_top_n(words, keys, n=DEPTH) for keys, ranker in opened]
        return entries

    return ask
