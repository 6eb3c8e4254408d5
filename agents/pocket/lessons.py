"""Lessons as tokens: replies that share a conversation lie in one sequence, and all sequences share their beginning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from .rendered import Rendered

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True, slots=True)
class Sequenced:
    """A conversation as tokens.

    `tokens` is (n,), `kinds` (n,) is 1 where a picture's patches stand, `spans` are the replies as [from, to), `pixels` the
    pictures as the vision tower takes them with their `grids` (pictures, 3), None without any.
    """

    tokens: Tensor
    kinds: Tensor
    spans: tuple[tuple[int, int], ...]
    pixels: Tensor | None = None
    grids: Tensor | None = None


def sequenced(rendered: Sequence[Rendered], processor: Any) -> list[Sequenced]:
    """Return the conversations, each as long as it gets, with all replies in it."""
    kept: list[Sequenced] = []
    for one in sorted((_sequence(r, processor) for r in rendered), key=lambda s: -len(s.tokens)):
        longer = next((i for i, other in enumerate(kept) if _begins(one, other)), None)
        if longer is None:
            kept.append(one)
        else:
            kept[longer] = replace(kept[longer], spans=tuple(sorted({*kept[longer].spans, *one.spans})))
    return kept


def shared_length(sequences: Sequence[Sequenced]) -> int:
    """Return how many tokens all sequences begin with; pictures and replies are never among them."""
    first = sequences[0].tokens
    least = min(s.spans[0][0] for s in sequences)
    for one in sequences:
        least = min(least, len(one.tokens) - 1)
        differing = (first[:least] != one.tokens[:least]).nonzero()
        least = int(differing[0]) if len(differing) else least
        shown = one.kinds[:least].nonzero()
        least = int(shown[0]) if len(shown) else least
    return least


def _sequence(rendered: Rendered, processor: Any) -> Sequenced:
    import torch

    read = processor(text=[rendered.prompt], images=list(rendered.pictures) or None, return_mm_token_type_ids=True, return_tensors="pt")
    reply = torch.tensor(processor.tokenizer(rendered.reply)["input_ids"])
    prompt = read["input_ids"][0]
    tokens, kinds = torch.cat([prompt, reply]), torch.cat([read["mm_token_type_ids"][0], torch.zeros_like(reply)])
    return Sequenced(tokens, kinds, ((len(prompt), len(tokens)),), read.get("pixel_values"), read.get("image_grid_thw"))


def _begins(one: Sequenced, other: Sequenced) -> bool:
    """Say whether `other` begins with `one`, its pictures included."""
    if not other.tokens[: len(one.tokens)].equal(one.tokens):
        return False
    return one.pixels is None or (other.pixels is not None and other.pixels[: len(one.pixels)].equal(one.pixels))
