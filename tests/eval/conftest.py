"""An encoder without weights for measuring."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pytest

from retrieval.encoders import Encoded


@dataclass(frozen=True)
class WordEncoder:
    """Gives each word a vector by its hash, the same each time."""

    name: str = "words"
    version: str = "1"
    dim: int = 64
    max_tokens: int = 1000

    def encode(self, texts: Sequence[str]) -> list[Encoded]:
        return [self._encoded(text) for text in texts]

    def _encoded(self, text: str) -> Encoded:
        found = list(re.finditer(r"\w+", text))
        seeds = [int.from_bytes(hashlib.sha256(match.group().casefold().encode()).digest()[:8], "big") for match in found]
        rows = np.stack([np.random.default_rng(seed).standard_normal(self.dim).astype(np.float32) for seed in seeds])
        tokens = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        whole = tokens.mean(axis=0)
        return Encoded(tokens, np.array([match.span() for match in found]), whole / np.linalg.norm(whole))


@pytest.fixture(scope="session")
def word_encoder() -> Callable[..., WordEncoder]:
    return WordEncoder
