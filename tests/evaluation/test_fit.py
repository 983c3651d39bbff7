import json
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline.core.errors import InvalidInput
from hotline.evaluation import fit as fit_module
from hotline.evaluation.calibration import DecisionQuality
from hotline.evaluation.candidate_scores import PARTS
from hotline.evaluation.fit import fit, fit_weights, threshold_above
from hotline.evaluation.fit_report import fit_text
from hotline.evaluation.question_sets import half_of, list_sets, read_folder
from hotline.evaluation.run import EvaluationOptions, evaluate
from hotline.evaluation.scored_sets import OWN, PublishedQuestions, score_set, score_unrelated
from hotline.evaluation.trial_decisions import Constants, judge_all
from hotline.matching import confidence
from hotline.matching.ranking.embeddings import Mode
from hotline.storage.knowledge.versions import VersionStore
from tests.support.letter_embeddings import make_encoder
from tests.support.question_files import write_lines, write_own, write_set


@pytest.fixture(scope="module")
def sets(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sets")
    write_set(folder / "short")
    write_set(folder / "with_answers", answers=True)
    return folder


@pytest.fixture(scope="module")
def report(sets):
    return fit([sets], EvaluationOptions())


@settings(max_examples=20)
@given(
    weights=st.tuples(st.floats(-2, 0), st.floats(-3, 3), st.floats(-3, 3), st.floats(-3, 3)),
    seed=st.integers(0, 1000),
)
def test_the_fit_recovers_the_weights_that_simulated_data_were_drawn_from(weights, seed):
    rng = np.random.default_rng(seed)
    rows = rng.normal(size=(20_000, 3))
    right = rng.random(len(rows)) < 1 / (1 + np.exp(-(weights[0] + rows @ np.array(weights[1:]))))
    assert fit_weights(rows, right.tolist(), [1.0] * len(rows)) == pytest.approx(weights, abs=0.25)


def test_numbers_that_part_right_from_wrong_without_error_give_finite_weights():
    rows = np.array([[0.1, 0.1, 0.0]] * 5 + [[0.9, 0.9, 0.0]] * 5)
    assert all(abs(weight) < 100 for weight in fit_weights(rows, [False] * 5 + [True] * 5, [1.0] * 10))


@pytest.mark.parametrize("right", [[True] * 4, [False] * 4, []])
def test_questions_that_are_all_right_or_all_wrong_cannot_be_fitted_and_the_reason_is_given(right):
    with pytest.raises(InvalidInput, match=f"{len(right)}个问题里.*拟合不出把握"):
        fit_weights(np.zeros((len(right), 3)), right, [1.0] * len(right))


def test_a_question_that_counts_twice_is_as_good_as_two():
    rows, right = np.array([[0.1], [0.4], [0.5], [0.9]]), [False, True, False, True]
    twice = fit_weights(rows, right, [1.0, 2.0, 1.0, 1.0])
    assert twice == fit_weights(rows[[0, 1, 1, 2, 3]], [False, True, True, False, True], [1.0] * 5)
    assert twice != fit_weights(rows, right, [1.0] * 4)


def test_a_threshold_is_above_the_share_that_it_is_chosen_for():
    strengths = np.linspace(0, 0.5, 1001)
    threshold = threshold_above(strengths, 0.96)
    assert (strengths < threshold).mean() >= 0.96
    assert (strengths < threshold - 0.01).mean() < 0.96


def test_the_report_names_every_fitted_constant_with_its_value_of_today(report):
    text = fit_text(report)
    values = {
        "constant": confidence.FITTED_WEIGHTS[Mode.WORDS].constant,
        **confidence.FITTED_WEIGHTS[Mode.WORDS].weights._asdict(),
        "ANSWER_CONFIDENCE": confidence.ANSWER_CONFIDENCE,
        "RELATED_STRENGTH[Mode.WORDS]": confidence.RELATED_STRENGTH[Mode.WORDS],
        "ANSWER_STRENGTH[Mode.WORDS]": confidence.ANSWER_STRENGTH[Mode.WORDS],
        **{f'WEIGHTS["{part}"]': Constants.of_today(Mode.WORDS).ranking.parts[part] for part in PARTS},
    }
    for name, value in values.items():
        assert re.search(rf"^ +{re.escape(name)} +{re.escape(str(value))}  ", text, re.M), name


def test_the_report_says_what_the_held_half_gives_for_each_set(report):
    text = fit_text(report)
    assert text.startswith("Fitted on the fit half, ")
    for measure in ("Recall@1", "answered outright", "right of those", "calibration error"):
        assert f"held half: {measure}" in text
    for name, _, held in report.sets:
        assert f"  {name}, {held} questions" in text


def test_the_same_sets_give_the_same_report(sets, report):
    assert fit([sets], EvaluationOptions()) == report


def test_the_halves_of_a_set_are_disjoint_and_together_the_whole(sets):
    scored = score_set(sets / "short", EvaluationOptions(), lambda step: None)
    fitted, held = ({asked.question for asked in half.questions} for half in (scored.fit, scored.held))
    questions = {asked.question for asked in read_folder(sets / "short").asked}
    assert not fitted & held
    assert fitted | held == questions
    assert {half_of(question) for question in fitted} == {"fit"}


@pytest.mark.parametrize("encoder", [None, make_encoder()])
@pytest.mark.parametrize(("name", "field"), [("short", "q"), ("with_answers", "qa")])
def test_todays_constants_decide_as_evaluate_does(sets, tmp_path, name, field, encoder):
    folder = sets / name
    options = EvaluationOptions(half="held", encoder=encoder)
    wanted = evaluate(VersionStore(tmp_path), folder / "faq.jsonl", folder / "queries.jsonl", field, options)
    scored = score_set(folder, options, lambda step: None)
    today = Constants.of_today(Mode.MEANING if encoder else Mode.WORDS)
    decisions = judge_all(scored.held, scored.wordings, today)
    assert DecisionQuality.of(decisions) == wanted.honesty


def test_a_limit_is_of_each_half(sets):
    limited = fit([sets], EvaluationOptions(limit=20))
    assert [(fit_count, held) for _, fit_count, held in limited.sets] == [(20, 20), (20, 20)]


def test_by_meaning_the_share_of_meaning_is_fitted(sets):
    text = fit_text(fit([sets / "short"], EvaluationOptions(limit=20, encoder=make_encoder())))
    assert re.search(r"^  MEANING_SHARE +\(0\.5, 0\.2\)  ", text, re.M)
    assert "FITTED_WEIGHTS[Mode.MEANING]" in text
    assert re.search(rf"^    constant +{confidence.FITTED_WEIGHTS[Mode.MEANING].constant}  ", text, re.M)


def test_unrelated_questions_set_the_thresholds_of_relation(sets, line):
    published = PublishedQuestions(line.shelf.current(), unrelated=(sets / "with_answers",))
    unrelated = fit([sets / "short"], EvaluationOptions(), published)
    today, fitted, _ = unrelated.fitted
    assert fitted.constants.answer_strength == today.constants.answer_strength, "no unrelated question is long"
    assert fitted.constants.related_strength != today.constants.related_strength
    assert "held half: unrelated questions below" in fit_text(unrelated)


def test_all_sets_of_unrelated_questions_are_asked(sets, line):
    published = PublishedQuestions(line.shelf.current(), unrelated=(sets / "short", sets / "with_answers"))
    both = score_unrelated(published, "fit", EvaluationOptions(limit=20), lambda step: None)
    assert len(both.entries.questions) == len(both.items.questions) == 40
    assert not any(question.relevant for question in both.entries.questions)


@pytest.fixture
def own(tmp_path):
    """A folder of the office's own questions: one of each half in each table."""
    return write_own(tmp_path / "own")


def test_the_offices_own_questions_are_a_set_of_the_fit(sets, line, own):
    published = PublishedQuestions(line.shelf.current(), own=own)
    with_own, without = (fit([sets / "short"], EvaluationOptions(limit=20), each) for each in (published, None))
    assert with_own.sets == (*without.sets, (OWN, 5, 5))
    weights = [report.fitted[1].constants.confidence_weights for report in (with_own, without)]
    assert weights[0] != weights[1]
    assert "  own, 5 questions" in fit_text(with_own)


def test_questions_without_an_answer_do_not_count_in_recall(sets, line, own):
    published = PublishedQuestions(line.shelf.current(), own=own)
    report = fit([sets / "short"], EvaluationOptions(limit=20), published)
    assert report.fitted[0].results[-1].recall.at_1 == 1.0


@pytest.mark.parametrize("weight", ["OWN_ANSWERED", "OWN_UNANSWERED"])
def test_the_offices_own_questions_weigh_as_much_as_is_set(sets, line, own, weight, monkeypatch):
    published = PublishedQuestions(line.shelf.current(), own=own)
    fitted = []
    for value in (1.0, 50.0):
        monkeypatch.setattr(fit_module, weight, value)
        report = fit([sets / "short"], EvaluationOptions(limit=20), published)
        fitted.append(report.fitted[1].constants.confidence_weights)
    assert fitted[0] != fitted[1]


def test_the_offices_own_questions_by_meaning_need_published_vectors(sets, line, own):
    published = PublishedQuestions(line.shelf.current(), own=own)
    with pytest.raises(InvalidInput, match="hotline publish"):
        fit([sets / "short"], EvaluationOptions(limit=5, encoder=make_encoder()), published)


def test_unrelated_questions_by_meaning_need_published_vectors(sets, line):
    options = EvaluationOptions(encoder=make_encoder())
    with pytest.raises(InvalidInput, match="hotline publish"):
        fit([sets / "short"], options, PublishedQuestions(line.shelf.current(), unrelated=(sets / "short",)))


def test_answers_are_matched_where_every_entry_has_one(sets, tmp_path):
    assert all(entry.web_answer for entry in read_folder(sets / "with_answers").entries)
    some = tmp_path / "some"
    write_set(some)
    rows = [json.loads(line) for line in (some / "faq.jsonl").read_text("utf-8").splitlines()]
    write_lines(some / "faq.jsonl", [rows[0] | {"answer": "到窗口。"}, *rows[1:]])
    assert not any(entry.web_answer for entry in read_folder(some).entries)


def test_a_folder_of_sets_is_all_the_sets_in_it_by_name(sets):
    assert list_sets([sets]) == [sets / "short", sets / "with_answers"]
    assert list_sets([sets / "short"]) == [sets / "short"]


def test_a_folder_without_a_set_is_refused_and_says_what_a_set_is(tmp_path):
    with pytest.raises(InvalidInput, match=r"没有题集.*faq\.jsonl和queries\.jsonl"):
        list_sets([tmp_path])


def test_a_set_without_its_questions_is_refused_by_the_name_of_the_file(sets, tmp_path):
    (tmp_path / "faq.jsonl").write_bytes((sets / "short" / "faq.jsonl").read_bytes())
    with pytest.raises(InvalidInput, match=r"没有queries\.jsonl"):
        fit([tmp_path], EvaluationOptions())


def test_weights_fitted_to_few_questions_may_be_huge_without_an_overflow():
    nothing = confidence.MatchEvidence(*[0.0] * len(confidence.MatchEvidence._fields))
    assert confidence.chance(confidence.ConfidenceWeights(-1e6, nothing), nothing) == pytest.approx(0.0)
