"""Gradient descent with the step of Adam (Kingma and Ba 2015, https://arxiv.org/abs/1412.6980).

It takes all examples at once and draws nothing at random, so that the same weights come out each time."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TypeVar

import numpy as np
import numpy.typing as npt

Weights = TypeVar("Weights", npt.NDArray[np.float32], npt.NDArray[np.float64])


def descend(slope: Callable[[Weights], Weights], start: Weights, steps: int, step_size: float) -> Weights:
    """The weights after ``steps`` steps from ``start`` down the ``slope``, which is the gradient of what they cost.

    How far it has come is written to the terminal."""
    weights, mean, square = start, np.zeros_like(start), np.zeros_like(start)
    for step in range(1, steps + 1):
        gradient = slope(weights)
        mean, square = 0.9 * mean + 0.1 * gradient, 0.999 * square + 0.001 * gradient**2
        weights = weights - step_size * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
        print(f"\rstep {step} of {steps}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return weights
