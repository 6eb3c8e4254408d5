"""Keep token vectors in fewer bits, and give back what is left of them: what each step costs can be measured."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Kept:
    """One way of keeping a vector: `bits` a number, `beside` bytes for its scale, and what is read back."""

    bits: int
    beside: int
    restored: Callable[[Floats], Floats]

    def bytes_a_token(self, dim: int) -> float:
        """Return the bytes of one vector of `dim` numbers."""
        return dim * self.bits / 8 + self.beside


def half(rows: Floats) -> Floats:
    """Return rows as read back from half precision."""
    return rows.astype(np.float16).astype(np.float32)


def by_row(bits: int) -> Callable[[Floats], Floats]:
    """Return a quantiser with a scale of its own for each vector, from its largest number.

    >>> print(by_row(8)(np.array([[1.0, -0.5]], dtype=np.float32)).round(3))
    [[ 1.    -0.504]]
    """
    top = 2 ** (bits - 1) - 1

    def restored(rows: Floats) -> Floats:
        scale = np.maximum(np.abs(rows).max(axis=1, keepdims=True), 1e-12) / top
        return (np.round(rows / scale) * scale).astype(np.float32)

    return restored


def by_all(bits: int, largest: float) -> Callable[[Floats], Floats]:
    """Return a quantiser with one scale for all vectors; what lies beyond `largest` is clipped to it."""
    top = 2 ** (bits - 1) - 1

    def restored(rows: Floats) -> Floats:
        return (np.clip(np.round(rows / largest * top), -top, top) * (largest / top)).astype(np.float32)

    return restored


def signs(rows: Floats) -> Floats:
    """Return only the sign of each number, scaled to unit vectors."""
    return (np.where(rows >= 0, 1.0, -1.0) / np.sqrt(rows.shape[1])).astype(np.float32)


def ways(largest: float) -> Mapping[str, Kept]:
    """Return the steps of the ladder; `largest` is what the global scale of 8 bits reaches to."""
    return {
        "16 bits": Kept(16, 0, half),
        "8 bits, a scale a vector": Kept(8, 2, by_row(8)),
        "8 bits, one scale": Kept(8, 0, by_all(8, largest)),
        "4 bits, a scale a vector": Kept(4, 2, by_row(4)),
        "1 bit": Kept(1, 0, signs),
    }
