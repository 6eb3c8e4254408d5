"""Fit a projection by contrast, and stop when questions held back no longer gain."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from .loss import Batch, contrastive
from .mining import Example, Library
from .ranking import Asked
from .starts import Matrix

if TYPE_CHECKING:
    from torch import Tensor

# From a projection to how well questions held back are answered: higher is better.
Judge = Callable[[Matrix], float]


@dataclass(frozen=True, slots=True)
class Schedule:
    """How a projection is fitted; what was chosen was chosen on the tune part."""

    batch: int = 32
    negatives: int = 1
    temperature: float = 0.02
    distilled: float = 0.5
    rate: float = 5e-4
    steps: int = 240
    every: int = 60
    patience: int = 2
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Fitted:
    """The best projection by the judge, what the judge said at each look `(step, value)`, and the loss of each step."""

    matrix: Matrix
    looks: Sequence[tuple[int, float]]
    losses: Sequence[float]


def fit(examples: Sequence[Example], asked: Asked, library: Library, start: Matrix, judge: Judge, schedule: Schedule) -> Fitted:
    """Return the best projection between `start` and the end of the schedule; the same seed gives the same matrix."""
    import torch

    matrix = torch.from_numpy(start.copy()).requires_grad_()
    optimiser = torch.optim.Adam([matrix], lr=schedule.rate)
    best, looks, losses = start, [(0, judge(start))], list[float]()
    for step, chosen in enumerate(_drawn(examples, schedule), start=1):
        loss = contrastive(batch_of(chosen, asked, library, schedule, step), matrix, schedule.temperature, schedule.distilled)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        losses.append(float(loss.detach()))
        if step % schedule.every == 0:
            now = matrix.detach().numpy().copy()
            best = now if (value := judge(now)) > max(v for _, v in looks) else best
            looks.append((step, value))
            if max(range(len(looks)), key=lambda i: looks[i][1]) + schedule.patience < len(looks):
                break
    return Fitted(best, looks, losses)


def _drawn(examples: Sequence[Example], schedule: Schedule) -> Iterator[list[Example]]:
    """Yield batches: every example once, in an order drawn anew, before any comes again."""
    rng = np.random.default_rng(schedule.seed)
    order: list[int] = []
    for _ in range(schedule.steps):
        while len(order) < schedule.batch:
            order += rng.permutation(len(examples)).tolist()
        yield [examples[i] for i in order[: schedule.batch]]
        del order[: schedule.batch]


def batch_of(chosen: Sequence[Example], asked: Asked, library: Library, schedule: Schedule, step: int) -> Batch:
    """Lay out a batch: the passages that answer first, in the order of their queries, then negatives drawn among the hardest."""
    import torch

    rng = np.random.default_rng((schedule.seed, step))
    rows = [example.passage for example in chosen]
    for example in chosen:
        count = min(schedule.negatives, len(example.negatives))
        rows += [example.negatives[i] for i in rng.permutation(len(example.negatives))[:count]]
    passages, mask = library.tokens.padded(rows)
    queries, owner, weights = _queries(chosen, asked)
    ignored = np.array([[int(library.texts[row]) in example.answers for row in rows] for example in chosen])
    np.fill_diagonal(ignored, val=False)
    tensors: list[Tensor] = [torch.from_numpy(part) for part in (queries, owner, weights, passages, mask, ignored)]
    return Batch(*tensors)


def _queries(chosen: Sequence[Example], asked: Asked) -> tuple[NDArray[np.float32], NDArray[np.int64], NDArray[np.float32]]:
    bounds = asked.tokens.bounds
    spans = [(int(bounds[example.query]), int(bounds[example.query + 1])) for example in chosen]
    owner = np.repeat(np.arange(len(chosen)), [last - first for first, last in spans])
    weights = np.concatenate([asked.weights[first:last] for first, last in spans])
    return np.concatenate([asked.tokens.at(example.query) for example in chosen]).astype(np.float32), owner, weights.astype(np.float32)
