import pytest

from hotline.evaluation.calibration import BINS, Calibration, Honesty, Judged


def answers(confidence, right, wrong):
    return [Judged("answer", confidence, True)] * right + [Judged("answer", confidence, False)] * wrong


def test_confidence_that_comes_true_has_no_error():
    assert Calibration.of(answers(0.75, 3, 1) + answers(0.5, 2, 2)).error == 0


def test_the_error_weighs_a_bin_by_what_is_in_it():
    far = answers(0.95, 0, 1)
    assert Calibration.of(far).error == pytest.approx(0.95)
    assert Calibration.of(far + answers(0.75, 3, 1) * 2).error == pytest.approx(0.95 / 9)


def test_a_bin_is_open_above_and_the_last_holds_certainty():
    bins = Calibration.of(answers(0.9, 1, 0) + answers(1.0, 1, 0) + answers(0.0, 0, 1)).bins
    assert [(one.low, one.high, one.count) for one in bins] == [(0.0, 1 / BINS, 1), (0.9, 1.0, 2)]


def test_precision_is_of_what_was_answered_outright_alone():
    judged = [*answers(0.9, 3, 1), Judged("choices", 0.4, False), *[Judged("nothing", 0.0, False)] * 3]
    honesty = Honesty.of(judged)
    assert (honesty.answered, honesty.precision, honesty.offered, honesty.nothing) == (0.5, 0.75, 0.125, 0.375)
    assert sum(one.count for one in honesty.answers.bins) == 4
    assert sum(one.count for one in honesty.firsts.bins) == 5


def test_nothing_asked_is_nothing_told():
    honesty = Honesty.of([])
    assert (honesty.answered, honesty.precision, honesty.answers.error) == (0, 0, 0)
