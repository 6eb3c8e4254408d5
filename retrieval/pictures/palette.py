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
    pixels = np.ascontiguousarray(lab.reshape(-1, 3).T)
    (i, x), (j, y), (k, z) = (_between(values, nodes) for values, nodes in zip(pixels, (LIGHT, CHROMA, CHROMA), strict=True))
    lowest = (i * len(CHROMA) + j) * len(CHROMA) + k
    histogram = np.zeros(BINS)
    for (di, xs), (dj, ys) in itertools.product(enumerate((1 - x, x)), enumerate((1 - y, y))):
        for dk, share in enumerate((1 - z, z)):
            # The eight nodes of every pixel lie alike around its lowest: one set of places, moved.
            moved = (di * len(CHROMA) + dj) * len(CHROMA) + dk
            histogram[moved:] += np.bincount(lowest, weights=xs * ys * share, minlength=BINS)[: BINS - moved]
    return np.sqrt(histogram / pixels.shape[1]).astype(np.float32)


def lightness(palettes: NDArray[np.floating]) -> Floats:
    """Return the mean L* of pictures from their palettes, `(n, BINS)` to `(n,)`.

    Trilinear binning keeps the mean, but for pixels beyond the outer nodes, which count as those: L* 5 and 95.
    """
    shares = np.square(palettes.astype(np.float32)).reshape(len(palettes), len(LIGHT), -1).sum(axis=2)
    return (shares @ LIGHT / np.maximum(shares.sum(axis=1), 1e-9)).astype(np.float32)


def _between(values: Floats, nodes: Floats) -> tuple[NDArray[np.int64], Floats]:
    """Return for each value the node below it and how far it lies towards the next, in [0, 1]."""
    # For so few nodes comparing with each is several times as fast as a search.
    low = np.sum([values >= node for node in nodes[1:-1]], axis=0)
    return low, np.clip((values - nodes[low]) / (nodes[low + 1] - nodes[low]), 0, 1).astype(np.float32)
