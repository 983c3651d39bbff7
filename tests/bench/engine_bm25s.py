"""bm25s with its numpy backend (BM25 as Lucene has it), over the terms that ``cut`` gives."""

import pickle

import bm25s

from tests.bench.rows import COLLECTIONS, DEPTH, texts_of


def build(folder, contents, cut):
    for name, (keys, texts) in texts_of(contents).items():
        vocabulary = {}
        ids = [[vocabulary.setdefault(term, len(vocabulary)) for term in cut(text)] for text in texts]
        index = bm25s.BM25(k1=1.5, b=0.75, method="lucene", backend="numpy")
        index.index((ids, vocabulary), show_progress=False)
        index.save(folder / name)
        (folder / name / "keys.pickle").write_bytes(pickle.dumps((keys, vocabulary)))


def open_index(folder, cut):
    opened = []
    for name in COLLECTIONS:
        if (folder / name).exists():
            keys, vocabulary = pickle.loads((folder / name / "keys.pickle").read_bytes())
            opened.append((bm25s.BM25.load(folder / name), keys, vocabulary))

    def ask(question):
        terms = cut(question)
        entries, *_ = [best(*one, terms) for one in opened]
        return entries

    return ask


def best(index, keys, vocabulary, terms):
    known = [vocabulary[term] for term in terms if term in vocabulary]
    if not known:
        return []
    rows, _ = index.retrieve([known], k=min(DEPTH, len(keys)), show_progress=False, backend_selection="numpy")
    return [keys[row] for row in rows[0]]
