"""Palette: how much of which colour a picture has, wherever it lies."""

from __future__ import annotations

import itertools

import numpy as np
from numpy.typing import NDArray

from .lab import Floats

# Nodes lie closer near grey, where most of a painting's colours are.
LIGHT = np.array([5, 20, 35, 50, 65, 80, 95], dtype=np.float32)
CHROMA = np.array([-50, -25, -10, 0, 10, 25, 50], dtype=np.float32)
BINS = len(LIGHT) * len(CHROMA) ** 2


def palette(lab: Floats) -> Floats:
    """Return the square root of a soft colour histogram in CIELAB, `(BINS,)`, of unit length.

    Each pixel is shared among the eight nodes around it in proportion to its nearness (trilinear binning), so that a small
    change of colour changes little. The distance of two such roots is Hellinger's, which heeds small areas of rare colours more
    than a difference of shares does (Arandjelović and Zisserman, Three things everyone should know to improve object retrieval,
    CVPR 2012).
    """
    pixels = lab.reshape(-1, 3)
    axes = [_between(pixels[:, i], nodes) for i, nodes in enumerate((LIGHT, CHROMA, CHROMA))]
    histogram = np.zeros(BINS)
    for corner in itertools.product((0, 1), repeat=3):
        (i, x), (j, y), (k, z) = [(low + up, share if up else 1 - share) for up, (low, share) in zip(corner, axes, strict=True)]
        place = (i * len(CHROMA) + j) * len(CHROMA) + k
        histogram += np.bincount(place, weights=x * y * z, minlength=BINS)
    return np.sqrt(histogram / len(pixels)).astype(np.float32)


def _between(values: Floats, nodes: Floats) -> tuple[NDArray[np.int64], Floats]:
    """Return for each value the node below it and how far it lies towards the next, in [0, 1]."""
    low = np.clip(np.searchsorted(nodes, values, side="right") - 1, 0, len(nodes) - 2)
    return low, np.clip((values - nodes[low]) / (nodes[low + 1] - nodes[low]), 0, 1).astype(np.float32)
