"""Run the model over many conversations that begin alike: the beginning is read once, and only its keys are kept."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .lessons import Sequenced

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True, slots=True)
class Beginning:
    """Keys and values of the shared beginning, a pair a layer, each (1, heads, tokens, dim)."""

    layers: Sequence[tuple[Tensor, Tensor]]

    @property
    def length(self) -> int:
        """How many tokens it has."""
        return self.layers[0][0].shape[2]


def read_beginning(model: Any, tokens: Tensor) -> Beginning:
    """Read the shared beginning, (n,), without gradients."""
    import torch

    with torch.no_grad():
        cache = model.model(input_ids=tokens[None], use_cache=True).past_key_values
    return Beginning([(layer.keys, layer.values) for layer in cache.layers])


@dataclass(frozen=True, slots=True)
class Sample:
    """Places of the beginning, (k,), that are attended to in place of all, each with the `weight` of so many."""

    keys: Tensor
    weight: float


def reply_logits(model: Any, beginning: Beginning, batch: Sequence[Sequenced], sample: Sample | None = None) -> tuple[Tensor, Tensor]:
    """Return the logits (tokens, vocabulary) before every token of every reply, and those tokens (tokens,)."""
    import torch

    start = beginning.length
    rests = [s.tokens[start:] for s in batch]
    tokens = torch.nn.utils.rnn.pad_sequence(rests, batch_first=True)
    hidden = model.model(
        input_ids=tokens,
        position_ids=_positions(model, batch, start, tokens.shape[1]),
        attention_mask=_mask([len(rest) for rest in rests], start, sample).to(model.dtype),
        past_key_values=_cache(beginning, len(batch), sample),
        use_cache=True,
        **_pictures(batch),
    ).last_hidden_state
    places = [(row, place) for row, s in enumerate(batch) for a, b in s.spans for place in range(a - start, b - start)]
    rows, columns = torch.tensor(places).T
    return model.lm_head(hidden[rows, columns - 1]), tokens[rows, columns]


def _cache(beginning: Beginning, rows: int, sample: Sample | None) -> Any:
    from transformers import DynamicCache

    cache: Any = DynamicCache()
    for number, pair in enumerate(beginning.layers):
        chosen = pair if sample is None else tuple(part[:, :, sample.keys] for part in pair)
        cache.update(*(part.expand(rows, -1, -1, -1) for part in chosen), number)
    return cache


def _mask(lengths: Sequence[int], start: int, sample: Sample | None) -> Tensor:
    """Return what is added to attention scores, (rows, 1, tokens, places of the beginning + tokens)."""
    import torch

    width, seen = max(lengths), start if sample is None else len(sample.keys)
    later = torch.full((width, width), -math.inf).triu(1)
    mask = torch.cat([torch.full((width, seen), math.log(sample.weight if sample else 1)), later], dim=1).repeat(len(lengths), 1, 1, 1)
    for row, length in enumerate(lengths):
        # Padding is read by nobody, and reads itself so that no row is empty.
        mask[row, :, :length, seen + length :] = -math.inf
    return mask


def _positions(model: Any, batch: Sequence[Sequenced], start: int, width: int) -> Tensor:
    import torch

    positions = torch.zeros(3, len(batch), width, dtype=torch.long)
    for row, s in enumerate(batch):
        whole, _ = model.model.get_rope_index(s.tokens[None], s.kinds[None], image_grid_thw=s.grids)
        positions[:, row, : len(s.tokens) - start] = whole[:, 0, start:]
    return positions


def _pictures(batch: Sequence[Sequenced]) -> dict[str, Tensor]:
    import torch

    shown = [(s.pixels, s.grids) for s in batch if s.pixels is not None and s.grids is not None]
    if not shown:
        return {}
    return {"pixel_values": torch.cat([pixels for pixels, _ in shown]), "image_grid_thw": torch.cat([grids for _, grids in shown])}
