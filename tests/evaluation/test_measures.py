from hotline.evaluation.calibration import Judged
from hotline.evaluation.measures import Answered, place_of, summarise
from hotline.matching.ranking.embeddings import Mode


def test_recalls_and_reciprocal_ranks_are_of_all_questions():
    places = (0, 4, 5, None)
    nothing = Judged("nothing", 0.0, False)
    answered = [Answered(place, 0.001, Mode.MEANING, nothing) for place in places]
    result = summarise(answered, entries=9, build_seconds=0.5)
    assert (result.recall_at_1, result.recall_at_5) == (0.25, 0.5)
    assert abs(result.mrr_at_10 - (1 + 1 / 5 + 1 / 6) / 4) < 1e-9
    assert (result.queries, result.entries, result.p50_ms, result.mode) == (4, 9, 1.0, "meaning")


def test_one_question_that_was_matched_by_words_alone_is_told():
    nothing = Judged("nothing", 0.0, False)
    answered = [Answered(0, 0.001, mode, nothing) for mode in (Mode.MEANING, Mode.WORDS)]
    assert summarise(answered, entries=9, build_seconds=0.5).mode == "words"


def test_a_right_entry_beyond_the_tenth_is_not_found():
    assert place_of({11}, list(range(1, 20))) is None


def test_a_set_without_questions_has_zero_figures():
    assert summarise([], entries=0, build_seconds=0).recall_at_1 == 0
