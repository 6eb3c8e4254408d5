"""Texture: how fine, how strong and in which directions the marks run, wherever they are."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .gradients import DIRECTIONS, by_direction, gradients, halved
from .lab import Floats

SCALES = 4
PATTERN_SCALES = 2
STRENGTHS = np.array([0.5, 1, 2, 4, 8, 16], dtype=np.float32)
PATTERNS = 10
ENERGY_SHARE, DIRECTION_SHARE, STRENGTH_SHARE, PATTERN_SHARE = 0.25, 1.0, 1.0, 1.0
SIZE = SCALES * (1 + DIRECTIONS + len(STRENGTHS) + 1) + PATTERN_SCALES * PATTERNS


def texture(lab: Floats) -> Floats:
    """Return statistics of a picture's marks at `SCALES` sizes, each half the one before, `(SIZE,)`.

    At each scale the logarithm of the gradients' mean strength, the shares of directions and the shares of strengths, as roots
    (Hellinger); at the finer ones the shares of local binary patterns.
    """
    light = np.ascontiguousarray(lab[..., 0])
    parts: list[NDArray[Any]] = []
    for scale in range(SCALES):
        strength, direction = gradients(light)
        parts += [*_marks(strength, direction)]
        if scale < PATTERN_SCALES:
            parts.append(PATTERN_SHARE * np.sqrt(_patterns(light)))
        light = halved(light)
    return np.concatenate(parts).astype(np.float32)


def _marks(strength: Floats, direction: Floats) -> list[NDArray[Any]]:
    directions = by_direction(strength, direction, np.zeros(strength.shape, dtype=np.int64), 1)[0] + 1e-3
    above = np.array([strength.size, *(np.count_nonzero(strength > least) for least in STRENGTHS), 0])
    strengths = (above[:-1] - above[1:]) / strength.size
    return [
        ENERGY_SHARE * np.log(strength.mean(keepdims=True).ravel() + 0.1),
        DIRECTION_SHARE * np.sqrt(directions / directions.sum()),
        STRENGTH_SHARE * np.sqrt(strengths),
    ]


def _patterns(light: Floats) -> NDArray[np.float64]:
    """Return the shares of the ten rotation-invariant uniform patterns of eight neighbours, LBP-riu2.

    Ojala, Pietikäinen and Mäenpää, Multiresolution gray-scale and rotation invariant texture classification with local binary
    patterns, 2002. A neighbour counts as lighter from one unit of L* on, so that a plain ground has one pattern and not noise.
    """
    height, width = light.shape
    around = ((0, 0), (0, 1), (0, 2), (1, 2), (2, 2), (2, 1), (2, 0), (1, 0))
    centre = light[1:-1, 1:-1] + 1.0
    lighter = [light[y : y + height - 2, x : x + width - 2] >= centre for y, x in around]
    ones = sum(bit.astype(np.int8) for bit in lighter)
    changes = sum((a ^ b).astype(np.int8) for a, b in zip(lighter, [*lighter[1:], lighter[0]], strict=True))
    kinds = np.where(changes <= 2, ones, PATTERNS - 1)
    return np.bincount(np.asarray(kinds).ravel(), minlength=PATTERNS) / kinds.size
