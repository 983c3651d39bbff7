"""Sentence vectors by an ONNX model that the office has fetched; needs the extra ``onnx``.

The model is in a folder as Hugging Face lays it out: ``model.onnx`` or ``onnx/model.onnx``, ``tokenizer.json``, and the
files by which sentence-transformers says how the model is used. Sources, read on 2026-11-28:

- the files of a folder: https://sbert.net/docs/sentence_transformer/usage/custom_models.html
- pooling and its names in older files: https://github.com/huggingface/sentence-transformers, in the file
  sentence_transformers/sentence_transformer/modules/pooling.py; prompts: encode_query and encode_document in model.py
- threads: https://onnxruntime.ai/docs/performance/tune-performance/threading.html
- with one thread no pool is made, so a fork loses none: https://github.com/microsoft/onnxruntime/issues/11347"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

from hotline.matching.ranking.embeddings import SentenceEncoder, Vector

MODEL_PLACES = ("model.onnx", "onnx/model.onnx")
TOKENIZER = "tokenizer.json"
MODULES, POOLING = "modules.json", "1_Pooling/config.json"
PROMPTS, LIMITS = "config_sentence_transformers.json", "sentence_bert_config.json"
MODULE_TYPES = {"Transformer", "Pooling", "Normalize"}
"""The modules of sentence-transformers that are known here. Every vector is normalised, with or without the last."""
POOLING_NAMES = {
    "pooling_mode_cls_token": "cls",
    "pooling_mode_max_tokens": "max",
    "pooling_mode_mean_tokens": "mean",
    "pooling_mode_mean_sqrt_len_tokens": "mean_sqrt_len_tokens",
    "pooling_mode_weightedmean_tokens": "weightedmean",
    "pooling_mode_lasttoken": "lasttoken",
}
"""What older files call the modes of pooling. Of them all, cls and mean are known here."""
PASSAGE_PROMPTS = ("document", "passage", "corpus")
LONGEST = 512
"""Tokens that a model reads at most, where its files name no limit: that of BERT."""
BATCH = 32
"""Texts that the model reads at once."""

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class ModelFolder:
    """What the files of a ``folder`` say of its model.

    ``pooling`` is cls or mean. ``question_prefix`` and ``passage_prefix`` stand before what is encoded. ``longest`` is
    the number of tokens that the model reads at most; None where only the tokenizer may say it."""

    folder: Path
    model: Path
    pooling: str
    question_prefix: str
    passage_prefix: str
    longest: int | None

    @classmethod
    def read(cls, folder: Path) -> ModelFolder:
        """Raises ValueError, with a sentence for the office, when a file is missing or the model is of another kind."""
        if not folder.is_dir():
            raise ValueError(f"没有{folder}这个文件夹。")
        model = next((folder / place for place in MODEL_PLACES if (folder / place).is_file()), None)
        if model is None:
            raise ValueError(f"文件夹{folder}里没有{'，也没有'.join(MODEL_PLACES)}。")
        if not (folder / TOKENIZER).is_file():
            raise ValueError(f"文件夹{folder}里没有{TOKENIZER}。")
        _check_modules(folder)
        questions, passages = _read_prefixes(folder)
        longest = _read_object(folder, LIMITS).get("max_seq_length")
        return cls(folder, model, _read_pooling(folder), questions, passages, longest)

    @property
    def name(self) -> str:
        """The folder's name and a hash of every file that the vectors depend on."""
        digest = hashlib.sha256()
        settings = [self.folder / name for name in (TOKENIZER, POOLING, PROMPTS, LIMITS)]
        # A large model keeps its weights in files beside it: model.onnx_data, model.onnx.data.
        for path in (*sorted(self.model.parent.glob(f"{self.model.name}*")), *settings):
            if path.is_file():
                with path.open("rb") as file:
                    digest.update(path.name.encode() + hashlib.file_digest(file, "sha256").digest())
        return f"{self.folder.name} {digest.hexdigest()[:16]}"


class OnnxEngine:
    """The engine of one model (an ``EmbeddingEngine``), on the CPU and with one thread; safe to use from any thread.

    Raises ValueError for a model that asks for more than texts, and whatever onnxruntime and tokenizers raise."""

    def __init__(self, files: ModelFolder) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3  # errors alone
        self._session = onnxruntime.InferenceSession(str(files.model), options, providers=["CPUExecutionProvider"])
        self._output = self._session.get_outputs()[0].name
        self._tokenizer = Tokenizer.from_file(str(files.folder / TOKENIZER))
        self._padding = _find_padding(self._tokenizer)
        self._tokenizer.no_padding()
        saved = self._tokenizer.truncation or {}
        self._tokenizer.enable_truncation(files.longest or saved.get("max_length") or LONGEST)
        self._files = files
        self._inputs = [each.name for each in self._session.get_inputs()]
        if unknown := set(self._inputs) - self._tokenize([""]).keys():
            raise ValueError(f"the model asks for {', '.join(sorted(unknown))}")

    def query(self, texts: Sequence[str]) -> Vector:
        """The unit vectors of questions: shape (texts, dimensions)."""
        return self._encode([self._files.question_prefix + text for text in texts])

    def passage(self, texts: Sequence[str]) -> Vector:
        """The unit vectors of passages: shape (texts, dimensions)."""
        return self._encode([self._files.passage_prefix + text for text in texts])

    def _encode(self, texts: Sequence[str]) -> Vector:
        batches = [self._encode_batch(texts[start : start + BATCH]) for start in range(0, len(texts), BATCH)]
        vectors = np.concatenate(batches)
        unit: Vector = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit

    def _encode_batch(self, texts: Sequence[str]) -> Vector:
        tokens = self._tokenize(texts)
        output = self._session.run([self._output], {name: tokens[name] for name in self._inputs})[0]
        hidden: Vector = output.astype(np.float32)
        if hidden.ndim == 2:  # the model pools by itself
            return hidden
        if self._files.pooling == "cls":
            return hidden[:, 0]
        mask = tokens["attention_mask"][:, :, None].astype(np.float32)
        mean: Vector = (hidden * mask).sum(axis=1) / mask.sum(axis=1)
        return mean

    def _tokenize(self, texts: Sequence[str]) -> dict[str, Integers]:
        """What a model may ask for, by name: arrays of shape (texts, tokens of the longest), padded on the right.

        ``encode_batch`` would do it too, but in threads, which do not survive a fork:
        https://github.com/huggingface/tokenizers/issues/187 (read 2026-11-28)."""
        encodings = [self._tokenizer.encode(text) for text in texts]
        shape = len(texts), max(1, *(len(encoding.ids) for encoding in encodings))
        ids, mask, types = np.full(shape, self._padding), np.zeros(shape, np.int64), np.zeros(shape, np.int64)
        for row, encoding in enumerate(encodings):
            length = len(encoding.ids)
            ids[row, :length], mask[row, :length], types[row, :length] = encoding.ids, 1, encoding.type_ids
        return {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}


def open_encoder(folder: Path) -> SentenceEncoder:
    """An encoder with the model in ``folder``, not loaded yet.

    Raises ValueError, with a sentence for the office, when the model cannot be used."""
    files = ModelFolder.read(folder)
    return SentenceEncoder(lambda: OnnxEngine(files), files.name, unrelated=None)


def _read(folder: Path, name: str) -> object:
    """The JSON in a file of ``folder``; None where there is no such file."""
    try:
        return json.loads((folder / name).read_text("utf-8"))
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise ValueError(f"{folder / name}不是JSON文件，读不了。") from error


def _read_object(folder: Path, name: str) -> dict[str, Any]:
    """The JSON object in a file of ``folder``; empty where there is none."""
    content = _read(folder, name)
    return content if isinstance(content, dict) else {}


def _check_modules(folder: Path) -> None:
    modules = _read(folder, MODULES)
    listed = modules if isinstance(modules, list) else []
    if unknown := {str(module["type"]).rpartition(".")[2] for module in listed} - MODULE_TYPES:
        raise ValueError(f"{folder}的模型有{'、'.join(sorted(unknown))}层，这里不支持。")


def _read_pooling(folder: Path) -> str:
    """cls or mean; mean where no file says it, as in sentence-transformers."""
    config = _read_object(folder, POOLING)
    modes = config.get("pooling_mode") or [mode for name, mode in POOLING_NAMES.items() if config.get(name)] or ["mean"]
    modes = [modes] if isinstance(modes, str) else modes
    if modes not in (["cls"], ["mean"]):
        raise ValueError(f"{folder}的模型用{'、'.join(modes)}池化，这里只支持cls或mean。")
    return str(modes[0])


def _read_prefixes(folder: Path) -> tuple[str, str]:
    """The prompts of questions and of passages; empty where there are none."""
    config = _read_object(folder, PROMPTS)
    prompts = config.get("prompts") or {}
    other = prompts.get(config.get("default_prompt_name")) or ""
    return prompts.get("query") or other, next((prompts[name] for name in PASSAGE_PROMPTS if prompts.get(name)), other)


def _find_padding(tokenizer: Tokenizer) -> int:
    """The id of the token that fills up a batch. Masks hide it, so another one would do as well."""
    if tokenizer.padding:
        return int(tokenizer.padding["pad_id"])
    return next((id for token in ("[PAD]", "<pad>") if (id := tokenizer.token_to_id(token)) is not None), 0)
