"""Retrieves candidates for a question, scores and ranks them.

What is near in meaning is told by sentence vectors (``embeddings``; ``onnx_encoder`` for a model of the office's own)
or, without a model, by the word vectors of ``matching.text``."""
