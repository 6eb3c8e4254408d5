"""Gradients of lightness, shared out among directions: what composition and texture are measured with."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .lab import Floats

DIRECTIONS = 8


def gradients(light: Floats) -> tuple[Floats, Floats]:
    """Return the strength of each pixel's gradient and its direction in [0, pi), both `(height, width)`."""
    down, across = np.gradient(light)
    return np.hypot(across, down), np.mod(np.arctan2(down, across), np.pi).astype(np.float32)


def by_direction(strength: Floats, direction: Floats, cells: NDArray[np.int64], count: int) -> Floats:
    """Sum gradients by cell and direction, `(count, DIRECTIONS)`; each is shared between the two nearest directions.

    Histograms of oriented gradients as by Dalal and Triggs (CVPR 2005), without their blocks.
    """
    place = direction / np.pi * DIRECTIONS
    low = np.floor(place).astype(np.int64)
    share = place - low
    at = cells.ravel() * DIRECTIONS
    total = np.bincount(at + (low % DIRECTIONS).ravel(), weights=((1 - share) * strength).ravel(), minlength=count * DIRECTIONS)
    total += np.bincount(at + ((low + 1) % DIRECTIONS).ravel(), weights=(share * strength).ravel(), minlength=count * DIRECTIONS)
    return total.reshape(count, DIRECTIONS).astype(np.float32)


def halved(light: Floats) -> Floats:
    """Return a picture at half its size, each pixel the mean of four."""
    height, width = light.shape[0] // 2 * 2, light.shape[1] // 2 * 2
    return light[:height, :width].reshape(height // 2, 2, width // 2, 2).mean(axis=(1, 3))
