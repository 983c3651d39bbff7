"""Explanation of a decision, in labels that staff understand."""

from dataclasses import replace

import pytest

from hotline.core.permissions import Role
from hotline.matching.decision import Kind
from hotline.matching.ranking.embeddings import Mode
from hotline.matching.ranking.scoring import MEANING, WEIGHTS
from hotline.services.content import publish
from hotline.services.content.embed import report_nothing
from hotline.services.questions import ask, explain
from tests.support.letter_embeddings import Letters, make_encoder


def test_every_part_that_ranking_weighs_has_a_chinese_label():
    assert set(WEIGHTS) <= set(explain.PARTS)
    assert len(set(explain.PARTS.values())) == len(explain.PARTS)


def test_every_part_of_a_score_is_listed_with_its_share_of_the_whole(line):
    explanation = explain.explain(line, "复议要钱吗")
    assert explanation.decision == ask.decide(line, "复议要钱吗").decision
    assert len(explanation.candidates) == explain.SHOWN
    for candidate in explanation.candidates:
        assert {part.label for part in candidate.parts} == {explain.PARTS[part] for part in WEIGHTS}
        assert sum(part.share for part in candidate.parts) == pytest.approx(1)
    assert "收费" in explanation.candidates[0].words


def test_meaning_is_a_part_of_the_score_where_texts_are_embedded(line):
    line = replace(line, encoder=make_encoder())
    publish.publish_embeddings(line, report_nothing)
    explanation = explain.explain(line, "复议要钱吗")
    assert explanation.decision.mode is Mode.MEANING
    for candidate in explanation.candidates:
        assert explain.PARTS[MEANING] in {part.label for part in candidate.parts}
        assert sum(part.share for part in candidate.parts) == pytest.approx(1)
        assert sum(part.share * part.value for part in candidate.parts) == pytest.approx(candidate.match.score)


def test_a_question_is_embedded_once(line):
    engine = Letters()
    line = replace(line, encoder=make_encoder(engine))
    publish.publish_embeddings(line, report_nothing)
    engine.seen.clear()
    explain.explain(line, "复议要钱吗")
    assert len(set(engine.seen)) == len(engine.seen)


def test_a_question_that_goes_on_about_an_entry_is_embedded_once(line):
    engine = Letters()
    line = replace(line, encoder=make_encoder(engine))
    publish.publish_embeddings(line, report_nothing)
    engine.seen.clear()
    explain.explain(line, "能不能别人代我去", context=503)
    assert engine.seen.count("能不能别人代我去") == 1


def test_the_nearest_candidates_are_listed_when_the_decision_names_none(line):
    explanation = explain.explain(line, "怎么做红烧肉")
    assert explanation.decision.kind is Kind.NOTHING
    assert explanation.candidates
    assert not any(candidate.is_shown for candidate in explanation.candidates)


def test_a_candidate_is_listed_once_and_those_shown_to_the_citizen_come_first(line):
    for question in ("复议", "政府信息公开年报", "复议要钱吗"):
        candidates = explain.explain(line, question).candidates
        names = [candidate.name for candidate in candidates]
        assert len(set(names)) == len(names)
        assert [one.is_shown for one in candidates] == sorted((one.is_shown for one in candidates), reverse=True)


@pytest.mark.parametrize("question", ["102", "12345678-0/2026-00001", "999", "。", "", "复", "\ud800"])
def test_a_question_that_is_not_decided_by_its_words_is_explained_too(line, question):
    explanation = explain.explain(line, question)
    assert explanation.decision.reasons
    assert explanation.decision == ask.decide(line, question).decision


def test_trying_a_question_needs_a_member_of_staff_and_records_nothing(line):
    with line.records.reading() as unit:
        staff = unit.staff.find_by_name(Role.OPERATOR.value)
    explain.try_question(line, staff, "红烧肉怎么做才好吃")
    with line.records.reading() as unit:
        assert unit.enquiries.list_unanswered(10) == []
