import json

import pytest

from hotline.core.errors import InvalidInput
from hotline.evaluation.run import EvaluationOptions, evaluate
from hotline.storage.knowledge.versions import VersionStore
from tests.support.letter_embeddings import make_encoder
from tests.support.question_files import write_lines


@pytest.fixture
def faq(tmp_path):
    rows = [
        {"id": "a", "question": "怎么查话费", "answer": "发短信到服务台。"},
        {"id": "b", "question": "怎么办理宽带", "answer": "到营业厅。", "similar": ["装宽带"]},
    ]
    return write_lines(tmp_path / "faq.jsonl", rows)


def test_a_set_is_published_and_its_questions_are_measured(tmp_path, faq):
    asked = [{"query": "查一下话费", "relevant": ["a"]}, {"query": "装个宽带", "relevant": ["b"]}]
    asked += [{"query": "去营业厅", "relevant": ["b"]}]
    result = evaluate(VersionStore(tmp_path / "qa"), faq, write_lines(tmp_path / "q.jsonl", asked), "qa")
    assert (result.recall_at_1, result.queries, result.entries) == (1.0, 3, 2)
    assert 0 < result.p50_ms <= result.p99_ms
    questions_only = evaluate(VersionStore(tmp_path / "q"), faq, tmp_path / "q.jsonl", "q")
    assert questions_only.recall_at_1 == pytest.approx(2 / 3)


def test_the_two_halves_are_the_whole_set_and_a_decision_is_right_where_its_first_match_is(tmp_path, faq):
    asked = [{"query": "怎么查话费" + "呢" * more, "relevant": ["a"]} for more in range(9)]
    queries = write_lines(tmp_path / "q.jsonl", [*asked, {"query": "怎么办理宽带", "relevant": ["a"]}])
    fit, held = (
        evaluate(VersionStore(tmp_path / half), faq, queries, "q", EvaluationOptions(half=half))
        for half in ("fit", "held")
    )
    assert min(fit.queries, held.queries) > 0
    assert fit.queries + held.queries == 10
    honesty = evaluate(VersionStore(tmp_path / "all"), faq, queries, "q").honesty
    assert honesty.answered + honesty.offered + honesty.nothing == pytest.approx(1)
    assert honesty.answered > 0
    assert 0 < honesty.precision < 1


def test_all_texts_of_a_set_get_vectors_before_it_is_matched_by_meaning(tmp_path, faq):
    asked = write_lines(tmp_path / "q.jsonl", [{"query": "查一下话费", "relevant": ["a"]}])
    progress = []
    options = EvaluationOptions(encoder=make_encoder(), reading=lambda done, of: progress.append((done, of)))
    result = evaluate(VersionStore(tmp_path / "qa"), faq, asked, "qa", options)
    assert (result.mode, result.recall_at_1) == ("meaning", 1.0)
    assert progress == [(done, 5) for done in range(1, 6)]  # three questions, two of them with an answer
    assert evaluate(VersionStore(tmp_path / "words"), faq, asked, "qa").mode == "words"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"not json", "不是JSON"),
        (b"[1]", "不是一个JSON对象"),
        (b'{"query": 3, "relevant": []}', "“query”应当是文字"),
        (b'{"query": "\xff", "relevant": []}', "不是UTF-8"),
        (b'{"query": "\\ud800", "relevant": []}', "不是UTF-8"),
        ('{"query": "好"}'.encode(), "“relevant”应当是一列文字"),
        ('{"query": "好", "relevant": "a"}'.encode(), "“relevant”应当是一列文字"),
        ('{"query": "好", "relevant": ["z"]}'.encode(), "没有的问答：z"),
    ],
)
def test_a_question_in_another_form_is_refused_with_its_line_and_the_reason(tmp_path, faq, line, why):
    broken = tmp_path / "queries.jsonl"
    broken.write_bytes('{"query": "好", "relevant": ["a"]}\n'.encode() + line + b"\n")
    with pytest.raises(InvalidInput, match=rf"queries\.jsonl第2行.*{why}"):
        evaluate(VersionStore(tmp_path / "s"), faq, broken, "q")


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({"question": "好"}, "“id”应当是文字"),
        ({"id": ["c"], "question": "好"}, "“id”应当是文字"),
        ({"id": "c"}, "“question”应当是文字"),
        ({"id": "a", "question": "好"}, "“id”和前面的一行重复"),
        ({"id": "c", "question": "好", "similar": "装宽带"}, "“similar”应当是一列文字"),
        ({"id": "c", "question": "好", "answer": None}, "“answer”应当是文字"),
    ],
)
def test_an_entry_in_another_form_is_refused_with_its_line_and_the_reason(tmp_path, faq, row, why):
    with faq.open("a", encoding="utf-8") as file:
        file.write(json.dumps(row) + "\n")
    with pytest.raises(InvalidInput, match=rf"faq\.jsonl第3行.*{why}"):
        evaluate(VersionStore(tmp_path / "s"), faq, write_lines(tmp_path / "q.jsonl", []), "q")


def test_a_line_separator_inside_a_text_and_an_empty_line_are_accepted(tmp_path, faq):
    queries = tmp_path / "q.jsonl"
    queries.write_text('{"query": "查\u2028话费", "relevant": ["a"]}\r\n\r\n', encoding="utf-8", newline="")
    assert evaluate(VersionStore(tmp_path / "s"), faq, queries, "q").recall_at_1 == 1


def test_a_set_without_entries_or_questions_has_figures_of_zero(tmp_path):
    nothing = write_lines(tmp_path / "nothing.jsonl", [])
    result = evaluate(VersionStore(tmp_path / "s"), nothing, nothing, "qa")
    assert (result.entries, result.queries, result.recall_at_1) == (0, 0, 0)


def test_a_question_that_stands_in_more_entries_than_there_are_candidates_does_not_stop_the_publish(tmp_path):
    rows = [{"id": str(n), "question": f"行政复议第{n}问", "answer": "行政复议" * 20} for n in range(120)]
    faq = write_lines(
        tmp_path / "faq.jsonl", [*rows, {"id": "short", "question": "行政复议", "answer": "一般说明。" * 40}]
    )
    queries = write_lines(tmp_path / "q.jsonl", [{"query": "行政复议第7问", "relevant": ["7"]}])
    assert evaluate(VersionStore(tmp_path / "shelf"), faq, queries, "qa").recall_at_5 == 1
