"""The contrastive loss of late interaction: MaxSim of each query against the passages of its batch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True, slots=True)
class Batch:
    """Queries and passages as unit token vectors of the encoder, with what answers what.

    `queries` `(q, dim)` lie one after another, `owner` `(q,)` numbers their queries, `weights` `(q,)` sum to 1 for each query.
    `passages` `(n, longest, dim)` with `mask` `(n, longest)`; the passage numbered as the query answers it. `ignored` `(b, n)`
    is True where a passage answers too, or may: it is no negative.
    """

    queries: Tensor
    owner: Tensor
    weights: Tensor
    passages: Tensor
    mask: Tensor
    ignored: Tensor


def maxsim_scores(queries: Tensor, owner: Tensor, weights: Tensor, passages: Tensor, mask: Tensor) -> Tensor:
    """Return the weighted MaxSim `(b, n)` of projected, unit vectors; padding counts as minus infinity."""
    import torch

    similar = (queries @ passages.flatten(0, 1).T).unflatten(1, mask.shape)
    best = similar.masked_fill(~mask, -torch.inf).max(dim=2).values
    count = int(owner[-1]) + 1
    return torch.zeros(count, len(passages)).index_add(0, owner, best * weights[:, None])


def contrastive(batch: Batch, matrix: Tensor, temperature: float) -> Tensor:
    """Return the mean cross-entropy of each query's own passage among all of the batch (InfoNCE, van den Oord et al., 2018)."""
    import torch
    from torch.nn.functional import cross_entropy, normalize

    queries, passages = normalize(batch.queries @ matrix, dim=-1), normalize(batch.passages @ matrix, dim=-1)
    scores = maxsim_scores(queries, batch.owner, batch.weights, passages, batch.mask)
    return cross_entropy(scores.masked_fill(batch.ignored, -torch.inf) / temperature, torch.arange(len(scores)))
