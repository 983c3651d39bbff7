import pytest

from hotline.evaluation.candidate_scores import PARTS, RankingWeights, ScoreMatrix
from hotline.evaluation.measures import find_place, mean_reciprocal_rank
from hotline.evaluation.question_sets import read_folder
from hotline.evaluation.run import EvaluationOptions, publish_entries
from hotline.evaluation.scored_sets import score_set
from hotline.evaluation.weight_search import UNIT, find_better_weights
from hotline.matching.confidence import FITTED_WEIGHTS, chance, confidence_of_first, list_evidence
from hotline.matching.ranking.embeddings import Mode
from hotline.matching.search import search
from hotline.storage.knowledge.versions import VersionStore
from tests.support.letter_embeddings import make_encoder
from tests.support.question_files import write_set


@pytest.fixture(scope="module", params=["words", "meaning"])
def options(request):
    return EvaluationOptions(encoder=make_encoder() if request.param == "meaning" else None)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_set(tmp_path_factory.mktemp("sets") / "made_up")


@pytest.fixture(scope="module")
def scored(folder, options):
    return score_set(folder, options, lambda step: None).fit


@pytest.fixture(scope="module")
def searched(tmp_path_factory, folder, options, scored):
    """What matching finds for each of the scored questions."""
    shelf = VersionStore(tmp_path_factory.mktemp("shelf"))
    knowledge, _ = publish_entries(shelf, read_folder(folder).entries, options)
    return [search(asked.question, knowledge, options.encoder) for asked in scored.questions]


def test_todays_weights_give_the_very_scores_of_a_search(scored, searched):
    for found, wanted in zip(scored.results(RankingWeights()), searched, strict=True):
        assert [(each.key, each.score, each.question_length) for each in found.entries] == [
            (each.key, each.score, each.question_length) for each in wanted.entries
        ]
        assert (found.question, found.folded, found.mode) == (wanted.question, wanted.folded, wanted.mode)


def test_places_are_those_of_the_right_entries_in_a_search(scored, searched):
    places = [
        find_place(asked.relevant, [fit.key for fit in result.entries])
        for asked, result in zip(scored.questions, searched, strict=True)
    ]
    assert scored.places(RankingWeights()) == places
    assert any(place != 0 for place in places)


def test_the_evidence_is_what_confidence_weighs(searched):
    for result in searched:
        weights = FITTED_WEIGHTS[result.mode]
        expected = confidence_of_first(result.entries, result.mode)
        assert chance(weights, list_evidence(result.entries)) == expected


def test_other_weights_rank_otherwise(scored):
    only_ratio = RankingWeights(parts={part: (1.0, 1.0) if part == "ratio" else (0.0, 0.0) for part in PARTS})
    for asked, result in zip(scored.questions, scored.results(only_ratio), strict=True):
        scores = [fit.score for fit in result.entries]
        assert scores == sorted(scores, reverse=True)
        assert set(asked.keys) >= {fit.key for fit in result.entries}


def test_the_search_for_weights_never_ends_below_where_it_began_and_leaves_the_unit_alone(scored):
    start = RankingWeights(
        parts=dict.fromkeys(PARTS, (0.0, 0.0)) | {UNIT: (0.1, 0.1), "ratio": (1.0, 1.0)}, meaning_share=(0.9, 0.9)
    )
    better = find_better_weights([scored], start)
    assert mean_reciprocal_rank(scored.places(better)) >= mean_reciprocal_rank(scored.places(start))
    assert better.parts[UNIT] == start.parts[UNIT]
    assert all(weight >= 0 for pair in better.parts.values() for weight in pair)
    assert find_better_weights([scored], start) == better


@pytest.mark.parametrize("mode", Mode)
def test_no_questions_have_no_places_and_no_results(mode):
    nobody = ScoreMatrix([], mode)
    assert (nobody.places(RankingWeights()), nobody.results(RankingWeights())) == ([], [])
