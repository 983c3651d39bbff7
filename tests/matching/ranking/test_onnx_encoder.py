"""A model of the office's own: what is read from its folder, how texts become vectors, and what is refused."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from hotline.app import open_line
from hotline.matching.ranking.embeddings import Mode, semantic_similarity
from hotline.matching.ranking.onnx_encoder import BATCH, ModelFolder, OnnxEngine, open_encoder
from hotline.matching.ranking.scoring import MEANING
from hotline.services.content import csv_import, publish
from hotline.services.content.embed import EmbeddingReadiness, check_readiness
from hotline.services.questions import ask
from tests.support.fixed_values import places_in
from tests.support.tiny_onnx_model import make_model_folder, rows

SMALL_TABLES = Path(__file__).parents[2] / "storage" / "small_tables"


def engine_in(folder, **files):
    return OnnxEngine(ModelFolder.read(make_model_folder(folder, **files)))


def mean_of(text):
    """The vector of ``text`` by mean pooling, computed by hand."""
    known = rows()
    found = np.mean([known["[CLS]"], *(known.get(sign, known["[UNK]"]) for sign in text), known["[SEP]"]], axis=0)
    return found / np.linalg.norm(found)


def test_questions_and_passages_get_the_prompts_of_the_model(tmp_path):
    prompts = {"query": "query: ", "passage": "passage: "}
    engine = engine_in(tmp_path, config_sentence_transformers={"prompts": prompts})
    assert engine.query(["复议"])[0] == pytest.approx(mean_of("query: 复议"), abs=1e-6)
    assert engine.passage(["复议"])[0] == pytest.approx(mean_of("passage: 复议"), abs=1e-6)


def test_a_prompt_named_document_and_a_default_prompt_are_read_too(tmp_path):
    prompts = {"prompts": {"document": "passage: ", "any": "query: "}, "default_prompt_name": "any"}
    engine = engine_in(tmp_path, config_sentence_transformers=prompts)
    assert engine.query(["复议"])[0] == pytest.approx(mean_of("query: 复议"), abs=1e-6)
    assert engine.passage(["复议"])[0] == pytest.approx(mean_of("passage: 复议"), abs=1e-6)


@pytest.mark.parametrize("prompts", [{}, {"config_sentence_transformers": {"__version__": {}}}])
def test_without_prompts_nothing_stands_before_a_text(tmp_path, prompts):
    engine = engine_in(tmp_path, **prompts)
    assert engine.query(["复议"]) == pytest.approx(engine.passage(["复议"]))
    assert engine.query(["复议"])[0] == pytest.approx(mean_of("复议"), abs=1e-6)


@pytest.mark.parametrize(
    "pooling",
    [
        {"pooling_mode_mean_tokens": True, "pooling_mode_cls_token": False},
        {"pooling_mode": "mean"},
        {"word_embedding_dimension": 16},
    ],
)
def test_mean_pooling_takes_the_mean_of_the_tokens(tmp_path, pooling):
    engine = engine_in(tmp_path, **{"1_Pooling__config": pooling})
    assert engine.query(["复议收费吗"])[0] == pytest.approx(mean_of("复议收费吗"), abs=1e-6)


@pytest.mark.parametrize(
    "pooling",
    [{"pooling_mode_cls_token": True, "pooling_mode_mean_tokens": False}, {"pooling_mode": ["cls"]}],
)
def test_cls_pooling_takes_the_first_token(tmp_path, pooling):
    first = rows()["[CLS]"]
    engine = engine_in(tmp_path, **{"1_Pooling__config": pooling})
    assert engine.query(["复议收费吗"])[0] == pytest.approx(first / np.linalg.norm(first), abs=1e-6)


def test_every_vector_is_a_unit_vector_and_a_text_has_the_same_beside_any_others(tmp_path):
    engine = engine_in(tmp_path)
    texts = ["复议" * length for length in range(1, BATCH + 3)] + [""]
    together = engine.query(texts)
    assert np.linalg.norm(together, axis=1) == pytest.approx(np.ones(len(texts)), abs=1e-6)
    assert together == pytest.approx(np.concatenate([engine.query([text]) for text in texts]), abs=1e-6)


def test_a_text_is_read_up_to_the_limit_of_the_model(tmp_path):
    limited = engine_in(tmp_path / "limited", sentence_bert_config={"max_seq_length": 6})
    assert limited.query(["复议收费吗"])[0] == pytest.approx(mean_of("复议收费"), abs=1e-6)
    of_the_tokenizer = engine_in(tmp_path / "other")
    assert of_the_tokenizer.query(["复" * 58 + "议"])[0] == pytest.approx(mean_of("复" * 58), abs=1e-6)


@pytest.mark.parametrize("inputs", [("input_ids",), ("input_ids", "attention_mask")])
def test_a_model_is_given_only_what_it_asks_for(tmp_path, inputs):
    assert engine_in(tmp_path, inputs=inputs).query(["复议"])[0] == pytest.approx(mean_of("复议"), abs=1e-6)


def test_a_model_that_asks_for_more_than_texts_is_not_loaded(tmp_path, caplog):
    encoder = open_encoder(make_model_folder(tmp_path, inputs=("input_ids", "position_ids")))
    assert not encoder.warm()
    assert "position_ids" in caplog.text


def test_a_model_that_tells_no_texts_apart_is_not_loaded(tmp_path, caplog):
    encoder = open_encoder(make_model_folder(tmp_path, **{"1_Pooling__config": {"pooling_mode": "cls"}}))
    assert not encoder.warm()
    assert "the same vector" in caplog.text


def test_the_model_may_be_in_the_folder_onnx(tmp_path):
    assert engine_in(tmp_path, place="onnx/model.onnx").query(["复议"])[0] == pytest.approx(mean_of("复议"), abs=1e-6)


@pytest.mark.parametrize("missing", ["tokenizer.json", "model.onnx"])
def test_a_folder_that_lacks_a_file_is_refused_with_its_name(tmp_path, missing):
    (make_model_folder(tmp_path) / missing).unlink()
    with pytest.raises(ValueError, match=rf"文件夹{tmp_path}里没有{missing}"):
        open_encoder(tmp_path)


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(ValueError, match=r"没有.*nowhere这个文件夹"):
        open_encoder(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"1_Pooling__config": {"pooling_mode_lasttoken": True}}, "lasttoken"),
        ({"1_Pooling__config": {"pooling_mode": ["cls", "max"]}}, "cls、max"),
        ({"modules": [{"type": "sentence_transformers.models.Dense"}]}, "Dense"),
    ],
)
def test_a_model_that_is_used_in_another_way_is_refused(tmp_path, files, told):
    with pytest.raises(ValueError, match=told):
        open_encoder(make_model_folder(tmp_path, **files))


def test_a_file_that_is_no_json_is_refused(tmp_path):
    (make_model_folder(tmp_path) / "modules.json").write_text("<html>", "utf-8")
    with pytest.raises(ValueError, match=r"modules\.json不是JSON"):
        open_encoder(tmp_path)


def test_the_modules_of_an_ordinary_model_are_accepted(tmp_path):
    types = ("sentence_transformers.models.Transformer", "sentence_transformers.models.Pooling", "a.b.Normalize")
    assert open_encoder(make_model_folder(tmp_path, modules=[{"type": name} for name in types])).warm()


def test_a_model_is_named_by_its_folder_and_by_everything_that_its_vectors_depend_on(tmp_path):
    names = [
        open_encoder(make_model_folder(tmp_path / which / "small-zh", **made)).model
        for which, made in {
            "one": {},
            "again": {},
            "other": {"seed": 1},
            "prompts": {"config_sentence_transformers": {"prompts": {"query": "query: "}}},
        }.items()
    ]
    assert all(name.startswith("small-zh ") for name in names)
    assert names[0] == names[1]
    assert len(set(names)) == 3
    (tmp_path / "one" / "small-zh" / "model.onnx_data").write_bytes(b"weights")
    assert open_encoder(tmp_path / "one" / "small-zh").model != names[0]


def test_similarity_begins_where_unrelated_texts_are_in_this_model(tmp_path):
    encoder = open_encoder(make_model_folder(tmp_path))
    asked = encoder.find_vector("复议花销")
    same, other = semantic_similarity(asked, [encoder.encode("query: 复议收费"), encoder.encode("query: 怎样写表")])
    assert 0.1 < asked.unrelated < 0.9
    assert (same, other) == (pytest.approx(1, abs=0.02), 0)


def test_vectors_are_the_same_in_every_thread(tmp_path):
    encoder = open_encoder(make_model_folder(tmp_path))
    texts = ["query: 复议收费吗", "passage: 写申请表。", "query: 怎样申请公开"] * 20
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(encoder.encode, texts)) == [encoder.encode(text) for text in texts]


@pytest.fixture
def open_with(tmp_path):
    """``open_with(folder)`` is a line on the same three entries that matches by the model in ``folder``."""
    opened = []

    def open_with(folder):
        places = replace(places_in(tmp_path / "var"), by_meaning=True, embeddings=folder)
        opened.append(open_line(places))
        return opened[-1]

    line = open_with(None)
    line.records.migrate()
    csv_import.import_tables(line, SMALL_TABLES)
    yield open_with
    for line in opened:
        line.records.close()


def test_a_question_is_answered_by_meaning_from_a_knowledge_file(open_with, tmp_path):
    line = open_with(make_model_folder(tmp_path / "model"))
    publish.publish(line)
    by_words = ask.decide(replace(line, encoder=None), "复议花销期").decision
    by_meaning = ask.decide(line, "复议花销期").decision
    assert (by_words.mode, by_meaning.mode) == (Mode.WORDS, Mode.MEANING)
    first = [line.knowledge.find_entry(each.search_result.entries[0].key).question for each in (by_words, by_meaning)]
    assert first == ["复议期限多久？", "复议收费吗？"]
    assert MEANING in {reason.part for reason in by_meaning.search_result.hits[0].reasons}


def test_vectors_of_another_model_are_not_used(open_with, tmp_path):
    publish.publish(open_with(make_model_folder(tmp_path / "model")))
    line = open_with(make_model_folder(tmp_path / "model", seed=1))
    assert check_readiness(line) is EmbeddingReadiness.PENDING
    assert ask.decide(line, "复议花销").decision.mode is Mode.WORDS
    publish.publish(line)
    assert check_readiness(line) is EmbeddingReadiness.READY
    assert ask.decide(line, "复议花销").decision.mode is Mode.MEANING
