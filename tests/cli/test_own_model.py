"""The commands with a sentence encoder of the office's own: measured by ``hotline evaluate``, refused at the start."""

import json
import sys

import pytest
from click.testing import CliRunner

from hotline.cli.main import main
from tests.support.tiny_onnx_model import make_model_folder


@pytest.fixture
def run(tmp_path):
    """``run(folder, "publish")`` returns the exit code and what the command printed, with the model in ``folder``."""

    def run(folder, *arguments):
        environment = {"HOTLINE_VAR": str(tmp_path / "var"), "HOTLINE_EMBEDDINGS": str(folder), "HOTLINE_MATCHING": ""}
        result = CliRunner().invoke(main, arguments, env=environment)
        return result.exit_code, result.output

    return run


def test_evaluate_measures_the_model_of_the_office(run, tmp_path):
    faq, queries = tmp_path / "faq.jsonl", tmp_path / "queries.jsonl"
    questions = {"a": "复议期限", "b": "复议收费", "c": "申请公开"}
    entries = [json.dumps({"id": id, "question": question}) for id, question in questions.items()]
    faq.write_text("\n".join(entries), "utf-8")
    queries.write_text(json.dumps({"query": "复议花销", "relevant": ["b"]}), "utf-8")
    options = ("--faq", str(faq), "--queries", str(queries), "--mode", "meaning", "--json")
    code, told = run(make_model_folder(tmp_path / "model"), "evaluate", *options)
    assert code == 0, told
    assert (json.loads(told)["mode"], json.loads(told)["recall_at_1"]) == ("meaning", 1.0)


@pytest.mark.parametrize("command", [("publish",), ("evaluate", "--golden", "pyproject.toml", "--mode", "meaning")])
def test_a_folder_without_tokenizer_stops_a_command_in_one_line_that_names_the_setting(run, tmp_path, command):
    (make_model_folder(tmp_path / "model") / "tokenizer.json").unlink()
    code, told = run(tmp_path / "model", *command)
    assert (code, told) == (1, f"Error: HOTLINE_EMBEDDINGS：文件夹{tmp_path / 'model'}里没有tokenizer.json。\n")


@pytest.mark.parametrize("package", ["onnxruntime", "tokenizers"])
def test_without_the_extra_onnx_a_command_stops_and_says_what_to_install(run, tmp_path, monkeypatch, package):
    folder = make_model_folder(tmp_path / "model")
    monkeypatch.delitem(sys.modules, "hotline.matching.ranking.onnx_encoder", raising=False)
    monkeypatch.setitem(sys.modules, package, None)
    code, told = run(folder, "publish")
    assert code == 1
    assert "HOTLINE_EMBEDDINGS" in told
    assert "hotline[onnx]" in told


def test_evaluate_says_when_the_model_cannot_be_loaded(run, tmp_path):
    (make_model_folder(tmp_path / "model") / "model.onnx").write_bytes(b"no model")
    code, told = run(tmp_path / "model", "evaluate", "--golden", "pyproject.toml", "--mode", "meaning")
    assert code == 2
    assert "cannot be loaded" in told
