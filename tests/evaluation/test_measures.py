from hotline.evaluation.calibration import JudgedDecision
from hotline.evaluation.measures import MeasuredQuestion, find_place, summarise
from hotline.matching.ranking.embeddings import Mode


def test_recall_and_reciprocal_rank_are_means_over_all_questions():
    places = (0, 4, 5, None)
    nothing = JudgedDecision("nothing", 0.0, False)
    answered = [MeasuredQuestion(place, 0.001, Mode.MEANING, nothing) for place in places]
    result = summarise(answered, entries=9, build_seconds=0.5)
    assert (result.recall_at_1, result.recall_at_5) == (0.25, 0.5)
    assert abs(result.mrr_at_10 - (1 + 1 / 5 + 1 / 6) / 4) < 1e-9
    assert (result.queries, result.entries, result.p50_ms, result.mode) == (4, 9, 1.0, "meaning")


def test_a_set_with_one_question_matched_by_words_alone_counts_as_matched_by_words():
    nothing = JudgedDecision("nothing", 0.0, False)
    answered = [MeasuredQuestion(0, 0.001, mode, nothing) for mode in (Mode.MEANING, Mode.WORDS)]
    assert summarise(answered, entries=9, build_seconds=0.5).mode == "words"


def test_a_right_entry_below_the_tenth_place_counts_as_not_found():
    assert find_place({11}, list(range(1, 20))) is None


def test_a_set_without_questions_has_figures_of_zero():
    assert summarise([], entries=0, build_seconds=0).recall_at_1 == 0
