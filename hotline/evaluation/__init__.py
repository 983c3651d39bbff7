"""Measuring the matching: question sets, figures, noise, a plain BM25 to compare with, and pictures."""
