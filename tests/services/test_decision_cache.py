"""Decisions on repeated questions are kept for one published version, and nothing that was said is."""

import pickle
import threading
from dataclasses import replace

import pytest

from hotline.core.permissions import Role
from hotline.core.recently_used import RecentlyUsed
from hotline.matching.decision import Kind
from hotline.services import decision_cache
from hotline.services.content import publish, workflow
from hotline.services.decision_cache import DIGEST_KEY_BYTES, DecisionCache
from hotline.services.questions import ask
from tests.support.golden_sets import read_golden_rows
from tests.support.letter_embeddings import Letters, make_encoder

WORDS = "翠花的哈士奇咬了人，复议要不要交钱"


def report_nothing(*_told):
    pass


@pytest.fixture
def keeping_line(line):
    return replace(line, decisions=DecisionCache(bytes(DIGEST_KEY_BYTES)))


@pytest.fixture
def reading(monkeypatch):
    """The questions for which matching has to read the knowledge file."""
    questions, match = [], ask.match
    monkeypatch.setattr(ask, "match", lambda question, *told: questions.append(question) or match(question, *told))
    return questions


def told(decided):
    """All that a channel tells of a decision."""
    decision = decided.decision
    shown = [(match.entry, match.item, match.is_numbered) for match in decision.matches]
    return decision.kind, decision.confidence, shown, decision.passage, decision.next_context, decided.knowledge_version


def test_a_question_asked_again_is_told_the_same_without_another_search(keeping_line, reading):
    first = ask.decide(keeping_line, "复议要交钱吗")
    assert told(ask.decide(keeping_line, "您好，請問複議要交錢嗎")) == told(first)
    assert reading == ["复议要交钱吗"]


@pytest.mark.parametrize("rows", [slice(8), pytest.param(slice(8, 25), marks=pytest.mark.fuzz)])
def test_what_is_told_of_the_second_asking_is_what_is_told_without_a_cache(line, keeping_line, rows):
    tables = [read_golden_rows(table)[rows] for table in ("questions", "catalogue", "office", "near_field", "details")]
    questions = [row["question"] for rows in tables for row in rows] + ["102", "请查102和103", "00102", "洞洞", "嗯"]
    for question in questions:
        ask.decide(keeping_line, question)
        assert told(ask.decide(keeping_line, question)) == told(ask.decide(line, question)), question


def test_after_another_entry_a_question_is_decided_anew(keeping_line, reading):
    ask.decide(keeping_line, "那要多少钱")
    alone = ask.decide(keeping_line, "那要多少钱")
    about_notaries = ask.decide(keeping_line, "那要多少钱", context=503)
    assert reading == ["那要多少钱", "那要多少钱"]
    assert told(about_notaries) != told(alone)


def test_what_is_withdrawn_is_told_to_nobody_after_the_publish(keeping_line, people):
    before = ask.decide(keeping_line, "102")
    assert before.decision.kind is Kind.ANSWER
    with keeping_line.records.reading() as unit:
        version = unit.entries.find_newest(102).version
    workflow.withdraw(keeping_line, people[Role.REVIEWER], 102, version=version)
    assert ask.decide(keeping_line, "102").decision.kind is Kind.NOTHING


def test_numbers_written_in_different_ways_are_not_taken_for_one_another(keeping_line):
    ask.decide(keeping_line, "102和103")
    both, one = ask.decide(keeping_line, "一零二和一零三"), ask.decide(keeping_line, "一零二")
    assert [len(decided.decision.matches) for decided in (both, one)] == [2, 1]


@pytest.mark.parametrize("private", ["我是13800138000", "验证码是482913", "我住人民路12号"])
def test_a_question_with_what_the_records_would_mask_is_not_kept(keeping_line, reading, private):
    question = f"{private}，复议要交钱吗"
    ask.decide(keeping_line, question)
    ask.decide(keeping_line, question)
    assert reading == [question, question]


def test_no_word_of_a_question_stays_in_memory(keeping_line):
    ask.decide(keeping_line, WORDS)
    kept = pickle.dumps(keeping_line.decisions._kept.decisions._values)
    assert len(keeping_line.decisions._kept.decisions) == 1
    assert not [word for word in ("翠花", "哈士奇", "咬了人") if word.encode() in kept]
    assert not any(
        reason.terms for match in ask.decide(keeping_line, WORDS).decision.matches for reason in match.reasons
    )


def test_one_process_cannot_tell_the_questions_of_another_by_their_digests():
    ours, theirs = (DecisionCache(bytes([number]) * DIGEST_KEY_BYTES) for number in (1, 2))
    assert ours.digest(WORDS, None) != theirs.digest(WORDS, None)


def test_only_so_many_decisions_are_kept_and_those_asked_for_last_stay(keeping_line, monkeypatch, reading):
    monkeypatch.setattr(decision_cache, "MOST", 2)
    for question in ("复议要交钱吗", "怎么查律师", "复议要交钱吗", "法律援助怎么申请"):
        ask.decide(keeping_line, question)
    reading.clear()
    for question in ("复议要交钱吗", "法律援助怎么申请", "怎么查律师"):
        ask.decide(keeping_line, question)
    assert reading == ["怎么查律师"]


def test_a_decision_by_words_because_the_model_failed_is_not_kept(line, reading):
    engine = Letters()
    line = replace(line, encoder=make_encoder(engine), decisions=DecisionCache(bytes(DIGEST_KEY_BYTES)))
    publish.publish_embeddings(line, report_nothing)
    engine.broken = True
    ask.decide(line, "复议要交钱吗")
    engine.broken = False
    ask.decide(line, "复议要交钱吗")
    ask.decide(line, "复议要交钱吗")
    assert len(reading) == 2


def test_a_cache_stays_within_its_bound_when_many_threads_fill_it():
    cache = RecentlyUsed(50)

    def fill(start):
        for number in range(start, start + 2_000):
            cache.keep(number % 300, number)
            cache.find(number % 70)

    threads = [threading.Thread(target=fill, args=(start,)) for start in range(0, 8_000, 1_000)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(cache) == 50
