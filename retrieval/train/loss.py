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


def contrastive(batch: Batch, matrix: Tensor, temperature: float, distilled: float = 0.0) -> Tensor:
    """Return how badly each query's own passage stands out among all of the batch, and how far the scores are from the encoder's own.

    The first is InfoNCE (van den Oord et al., 2018). The second, the share `distilled` of the whole, is the divergence from the
    distribution that the vectors give before projection (Hinton et al., 2015), which is the same for every museum.
    """
    import torch
    from torch.nn.functional import cross_entropy, kl_div, normalize

    queries, passages = normalize(batch.queries @ matrix, dim=-1), normalize(batch.passages @ matrix, dim=-1)
    given = _logits(batch, queries, passages, temperature)
    loss = cross_entropy(given, torch.arange(len(given)))
    if not distilled:
        return loss
    with torch.no_grad():
        wanted = _logits(batch, batch.queries, batch.passages, temperature).log_softmax(1)
    apart = kl_div(given.log_softmax(1), wanted, reduction="batchmean", log_target=True)
    return (1 - distilled) * loss + distilled * apart


def _logits(batch: Batch, queries: Tensor, passages: Tensor, temperature: float) -> Tensor:
    scores = maxsim_scores(queries, batch.owner, batch.weights, passages, batch.mask)
    # Far below any score, yet finite: minus infinity has no divergence.
    return scores.masked_fill(batch.ignored, -10.0) / temperature
