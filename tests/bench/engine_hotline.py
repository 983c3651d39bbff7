"""Ours: published by the code that publishes, asked from the question as typed to the decision.

``by_meaning`` it reads all texts for their meaning first, which takes a core about a second for ten entries."""

import math
from datetime import UTC, datetime

from hotline.matching.decision import decide
from hotline.matching.ranking.embeddings import find_sentence_encoder
from hotline.matching.search import search, warm
from hotline.matching.text.normalise import normalise
from hotline.services.content.embed import find_reader
from hotline.services.content.publish import compile_contents
from hotline.storage.knowledge.versions import VersionStore
from tests.bench.rows import DEPTH


def build(folder, contents, by_meaning=False):
    warm()
    reader = find_reader(find_sentence_encoder(), most=math.inf) if by_meaning else None
    shelf = VersionStore(folder)
    with shelf.publishing():
        compile_contents(shelf, contents, datetime.now(UTC), reader=reader)


def open_index(folder, by_meaning=False):
    knowledge = VersionStore(folder).current()
    warm(knowledge.dictionary)
    encoder = find_sentence_encoder() if by_meaning else None
    if encoder:
        encoder.warm()

    def ask(question):
        result = search(normalise(question), knowledge, encoder)
        decide(result, knowledge)
        return [fit.key for fit in result.entries[:DEPTH]]

    return ask
