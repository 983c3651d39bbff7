"""Whoosh with the analyser that jieba brings for it: any term is enough, BM25F as it comes."""

from jieba.analyse import ChineseAnalyzer
from whoosh import index
from whoosh.fields import NUMERIC, TEXT, Schema
from whoosh.query import Or, Term

from tests.bench.rows import COLLECTIONS, DEPTH, texts_of


def build(folder, contents):
    schema = Schema(key=NUMERIC(stored=True), text=TEXT(analyzer=ChineseAnalyzer()))
    for name, (keys, texts) in texts_of(contents).items():
        (folder / name).mkdir()
        writer = index.create_in(folder / name, schema).writer(limitmb=512)
        for key, text in zip(keys, texts, strict=True):
            writer.add_document(key=key, text=text)
        writer.commit()


def open_index(folder):
    searchers = [index.open_dir(folder / name).searcher() for name in COLLECTIONS if (folder / name).exists()]
    analyser = ChineseAnalyzer()

    def ask(question):
        query = Or([Term("text", term) for term in {token.text for token in analyser(question)}])
        entries, *_ = [[hit["key"] for hit in searcher.search(query, limit=DEPTH)] for searcher in searchers]
        return entries

    return ask
