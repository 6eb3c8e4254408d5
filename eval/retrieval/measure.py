"""Ask every question of one method; keep what was found and how long it took."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

import numpy as np
from numpy.typing import NDArray

from eval.metrics import Estimate, Floats, bootstrap, found_at, ndcg_at, r_precision, rank_of, reciprocal
from retrieval.encoders import Encoded, Encoder
from retrieval.index.build import Progress

from .methods import Method
from .sets import Question

CUTS = (1, 5, 10)
FIGURES = (*(f"R@{k}" for k in CUTS), "MRR", "NDCG@5")


@dataclass(frozen=True, slots=True)
class TimedEncoder:
    """Another encoder, with a note of how long each call took, in milliseconds."""

    inner: Encoder
    took: list[float] = field(default_factory=list[float])

    @property
    def name(self) -> str:
        """As the other's."""
        return self.inner.name

    @property
    def version(self) -> str:
        """As the other's."""
        return self.inner.version

    @property
    def dim(self) -> int:
        """As the other's."""
        return self.inner.dim

    @property
    def max_tokens(self) -> int:
        """As the other's."""
        return self.inner.max_tokens

    def encode(self, texts: Sequence[str]) -> list[Encoded]:
        """Encode and note the time."""
        start = time.perf_counter()
        encoded = self.inner.encode(texts)
        self.took.append((time.perf_counter() - start) * 1000)
        return encoded


@dataclass(frozen=True, slots=True)
class Measured:
    """What one method found: its figures by name, one value a question in the order asked, and milliseconds a question."""

    method: Method
    values: dict[str, Floats]
    whole: Sequence[float]
    encode: Sequence[float]

    def times(self) -> dict[str, float]:
        """Return the 50th and 95th percentile of the milliseconds a question takes, and of the encoder's part."""
        parts = {"ms": self.whole, "encode_ms": self.encode}
        return {f"{name}_p{p}": round(float(np.percentile(took, p)), 2) for name, took in parts.items() for p in (50, 95)}

    def estimate(self, figure: str, chosen: NDArray[np.bool_], groups: Sequence[str], seed: int) -> Estimate:
        """Return the mean of a figure over the `chosen` questions, with an interval that resamples their groups."""
        return bootstrap(self.values[figure][chosen], seed, groups=np.asarray(groups)[chosen])


def measure(methods: Sequence[Method], questions: Sequence[Question], progress: Progress) -> list[Measured]:
    """Ask every method every question once; what is loaded on first use is not timed."""
    for method in methods:
        _timed(method, questions[0])
    asked: list[list[_Asked]] = []
    for number, question in enumerate(questions, start=1):
        asked.append([_timed(method, question) for method in methods])
        progress(number, len(questions))
    return [
        Measured(method, _values([each.found for each in found], questions), [e.whole for e in found], [e.encode for e in found])
        for method, found in zip(methods, zip(*asked, strict=True), strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _Asked:
    found: Sequence[str]
    whole: float
    encode: float


def _timed(method: Method, question: Question) -> _Asked:
    method.encoding.clear()
    method.owed.clear()
    start = time.perf_counter()
    ranked = (method.answer or method.rank)(question.text, question.within)
    whole = (time.perf_counter() - start) * 1000 + sum(method.owed)
    encode = sum(method.encoding)
    found = method.rank(question.text, question.within) if method.answer else cast("Sequence[str]", ranked)
    return _Asked(found, whole, encode)


def _values(found: Sequence[Sequence[str]], questions: Sequence[Question]) -> dict[str, Floats]:
    asked = list(zip(found, questions, strict=True))
    ranks = [rank_of(texts, question.relevant) for texts, question in asked]
    return {
        **{f"R@{k}": found_at(ranks, k) for k in CUTS},
        "MRR": reciprocal(ranks),
        "NDCG@5": np.array([ndcg_at(texts, question.relevant, 5) for texts, question in asked]),
        "R-precision": np.array([r_precision(texts, question.relevant) for texts, question in asked]),
    }
