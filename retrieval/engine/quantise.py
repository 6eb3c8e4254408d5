"""From floats to bytes and back, and a query as the kernels take it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import BadVectors

from .kernels import LANES, Bytes, Floats, Kernels, Signed, padded
from .threads import Threads

MIDDLE = 128
# The steps of a component from both bytes to one of the first alone, and the greatest of a query's: sums stay in 32 bits.
STEPS, TEN_BITS = 16, 511
# All but this share of the components lie within the scale; the rest are clipped.
CLIPPED = 1e-6
# Weights are integers of so many bits: with bytes and 2^9 query tokens a score stays below 2^63.
WEIGHT_BITS = 20
SCAN_BITS = 14


def scale_of(sample: Floats) -> float:
    """Return what to multiply components by so that bytes hold nearly all of them.

    >>> scale_of(np.array([[0.5, -0.25]], np.float32))
    254.0
    """
    widest = float(np.quantile(np.abs(sample), 1 - CLIPPED, method="higher")) if sample.size else 0.0
    return 127 / widest if widest > 0 else 127.0


def as_bytes(rows: Floats, scale: float) -> Bytes:
    """Return rows as bytes with an offset of 128, a multiple of 4 long.

    >>> as_bytes(np.array([[0.5, -0.5, 0.1]], np.float32), 100).tolist()
    [[178, 78, 138, 128]]
    """
    whole = np.rint(rows * np.float32(scale))
    return padded((np.clip(whole, -127, 127) + MIDDLE).astype(np.uint8), MIDDLE)


def both_bytes(rows: Floats, scale: float, kernels: Kernels, threads: Threads) -> tuple[Bytes, Bytes]:
    """Return rows `(n, dim)` as bytes, as `as_bytes` does, and as bytes what that rounded away, in 254 parts of a step."""
    given = np.ascontiguousarray(rows, np.float32)
    coarse, fine = (np.empty((len(given), -(-given.shape[1] // 4) * 4), np.uint8) for _ in range(2))
    threads.each(len(given), lambda first, last: kernels.quantise(given, first, last, scale, coarse, fine))
    return coarse, fine


def as_signed(rows: Floats) -> tuple[Signed, Floats]:
    """Return each row as signed bytes by a scale of its own, and the scales `(n,)`."""
    widest = np.abs(rows).max(axis=1)
    scales = (127 / np.where(widest > 0, widest, 1)).astype(np.float32)
    return padded(np.rint(rows * scales[:, None]).astype(np.int8), 0), scales


@dataclass(frozen=True, slots=True)
class Query:
    """A query in integers: `rows` `(q, dim)`, `weights` `(q,)`; a score times `unit` is MaxSim as floats would have it, nearly.

    `fine_rows` of ten bits meet both bytes of a token, with weights and unit of their own.
    """

    rows: Signed
    weights: NDArray[np.int32]
    unit: float
    fine_rows: NDArray[np.int16]
    fine_weights: NDArray[np.int32]
    fine_unit: float

    @classmethod
    def of(cls, tokens: Floats, weights: Floats, scale: float) -> Query:
        """Quantise a query for tokens that were multiplied by `scale`.

        Args:
            tokens: `(q, dim)`, checked by `checked_query`.
            weights: `(q,)`.
            scale: of the collection's tokens.
        """
        rows, scales = as_signed(tokens)
        whole, unit = _whole(weights, scales)
        fine_scales = scales * np.float32(TEN_BITS / 127)
        fine_rows = padded(np.rint(tokens * fine_scales[:, None]).astype(np.int16), 0)
        fine_whole, fine_unit = _whole(weights, fine_scales)
        return cls(rows, whole, unit / scale, fine_rows, fine_whole, fine_unit / (scale * STEPS))


def _whole(weights: Floats, scales: Floats) -> tuple[NDArray[np.int32], float]:
    """Return integer weights for rows that were multiplied by `scales`, and what a sum of them is to be multiplied by."""
    exact = weights.astype(np.float64) / scales
    largest = float(np.abs(exact).max())
    step = 2**WEIGHT_BITS / largest if largest > 0 else 1.0
    return np.rint(exact * step).astype(np.int32), 1 / step


def checked_query(tokens: Floats, weights: Floats, dim: int) -> None:
    """Raise `BadVectors` for a query that cannot be compared with tokens of `dim` dimensions."""
    if tokens.ndim != 2 or len(tokens) == 0 or weights.shape != (len(tokens),):
        raise BadVectors("a query needs a row for each token and a weight for each row; encode the text again")
    if tokens.shape[1] != dim:
        raise BadVectors(f"the query's vectors have {tokens.shape[1]} dimensions, the collection's {dim}; use the index's encoder")
    if not (np.isfinite(tokens).all() and np.isfinite(weights).all()):
        raise BadVectors("the query's vectors hold NaN or infinity; the encoder's weights are not sound")


def scan_weights(weights: Floats, reach: NDArray[np.int32]) -> NDArray[np.int16]:
    """Return integer weights for a table whose byte 255 stands for `reach` `(q,)`, padded to a multiple of 32."""
    exact = weights.astype(np.float64) * reach
    largest = float(np.abs(exact).max())
    whole = np.rint(exact * (2**SCAN_BITS / largest if largest > 0 else 0.0)).astype(np.int16)
    return np.pad(whole, (0, -len(whole) % LANES))
