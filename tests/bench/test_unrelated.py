"""What questions get that have nothing to do with the knowledge base, printed: lcqmc's, put to lecoqa's and ours.

    pytest -m bench -n0 -s tests/bench/test_unrelated.py

HOTLINE_EVAL is the folder of the question sets where it is not ../shared/eval."""

import os
from collections import Counter
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from hotline.core.contents import Contents
from hotline.core.departments import Office
from hotline.core.word_lists import STOP_WORDS
from hotline.evaluation.question_sets import read_set
from hotline.matching.decision import Kind, decide
from hotline.matching.indexing import analyse_for_index
from hotline.matching.search import search
from hotline.matching.text.normalise import fold, normalise
from hotline.storage.csv_tables.dataset_folder import read_tables
from hotline.storage.knowledge.versions import VersionStore

pytestmark = pytest.mark.bench
ROOT = Path(__file__).parents[2]
SETS = Path(os.environ.get("HOTLINE_EVAL", ROOT.parent / "shared" / "eval"))


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory):
    """Lecoqa's entries with their answers, beside the thirty of the sample content with their words."""
    tables = read_tables(ROOT / "faq_data", fold)
    legal = read_set(SETS / "lecoqa_faq" / "faq.jsonl", SETS / "lecoqa_faq" / "queries.jsonl", "qa")
    nowhere = Office(*[""] * len(Office.__dataclass_fields__))
    entries = (*tables.entries, *legal.entries)
    synonyms = tuple((synonym.colloquial, synonym.official) for synonym in tables.synonyms)
    dictionary = tuple(term.word for term in tables.dictionary)
    contents = Contents(nowhere, (), (), entries, (), synonyms, dictionary, STOP_WORDS, ())
    shelf = VersionStore(tmp_path_factory.mktemp("unrelated"))
    cut = partial(analyse_for_index, dictionary=dictionary)
    with shelf.publishing(), shelf.draft(contents, datetime(2026, 11, 23, tzinfo=UTC), cut) as draft:
        return shelf.install(draft)


@pytest.mark.skipif(not SETS.is_dir(), reason="题集不在这台机器上")
def test_unrelated_questions_are_hardly_ever_answered_and_mostly_get_nothing(knowledge):
    asked = read_set(SETS / "lcqmc" / "faq.jsonl", SETS / "lcqmc" / "queries.jsonl", "q").asked
    kinds = Counter(decide(search(normalise(one.question), knowledge), knowledge).kind for one in asked)
    print(f"\n{len(asked)} questions: " + ", ".join(f"{kind.value} {kinds[kind] / len(asked):.1%}" for kind in Kind))
    assert kinds[Kind.ANSWER] / len(asked) < 0.02
    assert kinds[Kind.NOTHING] / len(asked) > 0.8
