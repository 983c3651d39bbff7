"""The kept program that fits the weights by which sayings are told from questions."""

import csv
import json

import numpy as np
import pytest

from hotline.evaluation import make_saying_weights
from hotline.services.sayings.classifier import QUESTION, Classifier, list_ngrams


def write_csv(path, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture
def folders(tmp_path, monkeypatch):
    monkeypatch.setattr(make_saying_weights, "STEPS", 60)
    monkeypatch.setattr(make_saying_weights, "RAREST", 1)
    sayings = [
        ("谢谢你", "thanks"),
        ("多谢了", "thanks"),
        ("好的留言", "leave-message"),
        ("行吧", "yes"),
        ("行的", "yes"),
    ]
    rows = [{"place": "answer", "said": said, "intent": intent, "half": "fit"} for said, intent in sayings]
    unread = {"place": "answer", "said": "绝密绝密", "intent": "hello", "half": "blind"}
    write_csv(tmp_path / "golden" / "sayings.csv", [*rows, unread])
    write_csv(tmp_path / "golden" / "near_field.csv", [{"half": "fit", "question": "户口怎么迁"}])
    write_csv(tmp_path / "tables" / "similar_questions.csv", [{"number": 101, "question": "复议怎么申请"}])
    write_csv(tmp_path / "tables" / "referrals.csv", [{"number": 900001, "said": "户口怎么上\n户口丢了怎么补"}])
    queries = tmp_path / "public" / "some_set" / "queries.jsonl"
    queries.parent.mkdir(parents=True)
    queries.write_text(json.dumps({"query": "手机怎么解锁"}) + "\n", "utf-8")
    return tmp_path


def test_the_weights_tell_sayings_from_questions_and_the_blind_half_is_not_read(folders):
    make_saying_weights.main([str(folders / name) for name in ("golden", "tables", "public", "out")])
    classifier = Classifier.read(folders / "out")
    assert classifier.classify("谢谢你").label == "thanks"
    assert classifier.classify("户口怎么迁").label == QUESTION
    assert classifier.classify("行的").label == "yes"
    assert "hello" not in np.load(folders / "out" / "classes.npy")
    assert "绝密" not in np.load(folders / "out" / "ngrams.npy")


def test_an_ngram_of_one_utterance_alone_is_left_out():
    assert make_saying_weights.choose_ngrams([list_ngrams("好"), list_ngrams("好的")]) == ["^$", "^好", "好"]
