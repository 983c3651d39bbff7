"""A sentence encoder of some kB in the layout of Hugging Face: a vector for each character, and nothing learnt."""

import json

import numpy as np
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Regex, Tokenizer, models, pre_tokenizers, processors

from hotline.matching.ranking.embeddings import UNRELATED_TEXTS

DIMENSIONS = 16
SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")
PUBLISHED = "复议收费期限多久吗过了两个月还最晚什么时候提要交钱怎样申请公开政府文件写表query passage:"
CHARACTERS = "".join((PUBLISHED, *UNRELATED_TEXTS))
SYNONYMS = {"花": "收", "销": "费", "长": "限", "短": "久"}
"""Characters that have the vector of another."""
INPUTS = ("input_ids", "attention_mask", "token_type_ids")


def tokens():
    return list(dict.fromkeys((*SPECIAL, *CHARACTERS, *SYNONYMS)))


def rows(seed=0):
    """token -> its vector; another seed makes another model."""
    drawn = dict(zip(tokens(), np.random.default_rng(seed).normal(size=(len(tokens()), DIMENSIONS)), strict=True))
    return {token: drawn[SYNONYMS.get(token, token)].astype(np.float32) for token in drawn}


def make_model_folder(folder, *, seed=0, place="model.onnx", inputs=INPUTS, **files):
    """Write the model into ``folder``, and ``files`` (a path without its .json, with __ for /) with their JSON."""
    path = folder / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_model(seed, inputs).SerializeToString())
    _tokenizer().save(str(folder / "tokenizer.json"))
    for name, content in files.items():
        file = folder / f"{name.replace('__', '/')}.json"
        file.parent.mkdir(exist_ok=True)
        file.write_text(json.dumps(content), "utf-8")
    return folder


def _model(seed, inputs):
    """Looks up the vector of each token; the other inputs change nothing."""
    table = numpy_helper.from_array(np.array(list(rows(seed).values())), "table")
    graph = helper.make_graph(
        [helper.make_node("Gather", ["table", "input_ids"], ["last_hidden_state"])],
        "tiny",
        [helper.make_tensor_value_info(name, TensorProto.INT64, ["texts", "tokens"]) for name in inputs],
        [helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, ["texts", "tokens", DIMENSIONS])],
        [table],
    )
    return helper.make_model(graph, ir_version=8, opset_imports=[helper.make_opsetid("", 17)])


def _tokenizer():
    """Cuts a text into its characters. Its own padding and limit are those of no real text, as in some real folders."""
    ids = {token: id for id, token in enumerate(tokens())}
    tokenizer = Tokenizer(models.WordLevel(ids, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex("."), "isolated")
    tokenizer.post_processor = processors.TemplateProcessing(
        "[CLS] $A [SEP]", special_tokens=[(token, ids[token]) for token in ("[CLS]", "[SEP]")]
    )
    tokenizer.enable_padding(length=40)
    tokenizer.enable_truncation(60)
    return tokenizer
