"""Texts of different lengths as one array of token vectors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Ragged:
    """Token vectors `(t, dim)` of texts one after another: those of text i are `rows[bounds[i] : bounds[i + 1]]`."""

    rows: NDArray[Any]
    bounds: NDArray[np.int64]

    @classmethod
    def of(cls, parts: Sequence[NDArray[Any]]) -> Ragged:
        """Lay arrays `(t_i, dim)` one after another."""
        return cls(np.concatenate(parts), np.concatenate([[0], np.cumsum([len(part) for part in parts])]).astype(np.int64))

    def __len__(self) -> int:
        return len(self.bounds) - 1

    def at(self, text: int) -> NDArray[Any]:
        """Return the vectors of one text."""
        return self.rows[self.bounds[text] : self.bounds[text + 1]]

    def take(self, texts: Sequence[int] | NDArray[np.int64]) -> Ragged:
        """Return some of the texts, in the order asked for.

        >>> two = Ragged(np.array([[1.0], [2.0], [3.0]]), np.array([0, 2, 3]))
        >>> two.take([1]).rows.tolist()
        [[3.0]]
        """
        return Ragged.of([self.at(int(text)) for text in texts])

    def padded(self, texts: Sequence[int] | NDArray[np.int64]) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
        """Return some texts as `(n, longest, dim)` filled with zeros, and a mask `(n, longest)` that is True where a token is."""
        parts = [self.at(int(text)) for text in texts]
        longest = max(len(part) for part in parts)
        filled = np.zeros((len(parts), longest, self.rows.shape[1]), dtype=np.float32)
        for row, part in zip(filled, parts, strict=True):
            row[: len(part)] = part
        return filled, np.arange(longest) < np.array([len(part) for part in parts])[:, None]
