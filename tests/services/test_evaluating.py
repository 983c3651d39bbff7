import json

import pytest

from hotline.core.errors import InvalidInput
from hotline.services.evaluating import evaluate
from hotline.storage.shelf import Shelf


def write(path, rows):
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def faq(tmp_path):
    rows = [
        {"id": "a", "question": "怎么查话费", "answer": "发短信到服务台。"},
        {"id": "b", "question": "怎么办理宽带", "answer": "到营业厅。", "similar": ["装宽带"]},
    ]
    return write(tmp_path / "faq.jsonl", rows)


def test_a_set_is_published_asked_and_measured(tmp_path, faq):
    asked = [{"query": "查一下话费", "relevant": ["a"]}, {"query": "装个宽带", "relevant": ["b"]}]
    asked += [{"query": "去营业厅", "relevant": ["b"]}]
    result = evaluate(Shelf(tmp_path / "qa"), faq, write(tmp_path / "q.jsonl", asked), "qa")
    assert (result.recall_at_1, result.queries, result.entries) == (1.0, 3, 2)
    assert 0 < result.p50_ms <= result.p99_ms
    questions_only = evaluate(Shelf(tmp_path / "q"), faq, tmp_path / "q.jsonl", "q")
    assert questions_only.recall_at_1 == pytest.approx(2 / 3)


def test_a_file_in_another_form_is_named_with_its_line(tmp_path, faq):
    broken = tmp_path / "queries.jsonl"
    for text in ('{"query": "好", "relevant": []}\nnot json\n', '{"query": "好", "relevant": []}\n{"query": 3}\n'):
        broken.write_text(text, encoding="utf-8")
        with pytest.raises(InvalidInput, match=r"queries\.jsonl第2行"):
            evaluate(Shelf(tmp_path / "s"), faq, broken, "q")
