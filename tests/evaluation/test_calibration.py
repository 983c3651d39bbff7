import pytest

from hotline.evaluation.calibration import BINS, Calibration, DecisionQuality, JudgedDecision


def answers(confidence, right, wrong):
    return [JudgedDecision("answer", confidence, True)] * right + [JudgedDecision("answer", confidence, False)] * wrong


def test_confidence_equal_to_the_share_right_has_no_calibration_error():
    assert Calibration.of(answers(0.75, 3, 1) + answers(0.5, 2, 2)).error == 0


def test_the_calibration_error_weighs_each_bin_by_its_count():
    far = answers(0.95, 0, 1)
    assert Calibration.of(far).error == pytest.approx(0.95)
    assert Calibration.of(far + answers(0.75, 3, 1) * 2).error == pytest.approx(0.95 / 9)


def test_a_bin_excludes_its_upper_bound_and_the_last_bin_includes_1():
    bins = Calibration.of(answers(0.9, 1, 0) + answers(1.0, 1, 0) + answers(0.0, 0, 1)).bins
    assert [(one.low, one.high, one.count) for one in bins] == [(0.0, 1 / BINS, 1), (0.9, 1.0, 2)]


def test_precision_is_the_share_right_of_outright_answers_alone():
    judged = [*answers(0.9, 3, 1), JudgedDecision("choices", 0.4, False), *[JudgedDecision("nothing", 0.0, False)] * 3]
    honesty = DecisionQuality.of(judged)
    assert (honesty.answered, honesty.precision, honesty.offered, honesty.nothing) == (0.5, 0.75, 0.125, 0.375)
    assert sum(one.count for one in honesty.answers.bins) == 4
    assert sum(one.count for one in honesty.firsts.bins) == 5


def test_no_decisions_give_figures_of_zero():
    honesty = DecisionQuality.of([])
    assert (honesty.answered, honesty.precision, honesty.answers.error) == (0, 0, 0)
