"""Ours: published by the code that publishes, asked from the question as typed to the decision."""

from datetime import UTC, datetime

from hotline.matching import warming
from hotline.matching.decision import decide
from hotline.matching.findings import search
from hotline.matching.normalise import normalise
from hotline.services.publishing import compile_contents
from hotline.storage.shelf import Shelf
from tests.bench.rows import DEPTH


def build(folder, contents):
    warming.warm()
    shelf = Shelf(folder)
    with shelf.publishing():
        compile_contents(shelf, contents, datetime.now(UTC))


def open_index(folder):
    knowledge = Shelf(folder).current()
    warming.warm(knowledge.dictionary)

    def ask(question):
        findings = search(normalise(question), knowledge)
        decide(findings, knowledge)
        return [fit.key for fit in findings.entries[:DEPTH]]

    return ask
