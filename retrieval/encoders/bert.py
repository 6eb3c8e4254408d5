"""The forward pass of BERT (Devlin et al., 2019) over weights read from a file.

It is written out here because importing `transformers` for it costs 2.7 s of a 5 s first answer; a test holds it to
sentence-transformers' own figures.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True, slots=True)
class Bert:
    """Weights by the names that a Hugging Face `BertModel` gives them, with the sizes that they do not tell."""

    weights: Mapping[str, Tensor]
    heads: int
    layers: int
    epsilon: float

    def hidden(self, ids: Tensor, mask: Tensor, types: Tensor | None = None) -> Tensor:
        """Return the last hidden states `(batch, tokens, dim)` of `ids` `(batch, tokens)`; `mask` is True where a token is."""
        import torch
        from torch.nn import functional

        table = self.weights["embeddings.token_type_embeddings.weight"]
        x = self.weights["embeddings.word_embeddings.weight"][ids] + (table[0] if types is None else table[types])
        x = self._norm(x + self.weights["embeddings.position_embeddings.weight"][torch.arange(ids.shape[1])], "embeddings.LayerNorm")
        seen = mask[:, None, None, :]
        for layer in range(self.layers):
            at = f"encoder.layer.{layer}"
            q, k, v = (self._split(self._linear(x, f"{at}.attention.self.{part}")) for part in ("query", "key", "value"))
            context = functional.scaled_dot_product_attention(q, k, v, attn_mask=seen).transpose(1, 2).flatten(2)
            x = self._norm(x + self._linear(context, f"{at}.attention.output.dense"), f"{at}.attention.output.LayerNorm")
            inner = functional.gelu(self._linear(x, f"{at}.intermediate.dense"))
            x = self._norm(x + self._linear(inner, f"{at}.output.dense"), f"{at}.output.LayerNorm")
        return x

    def _linear(self, x: Tensor, name: str) -> Tensor:
        from torch.nn import functional

        return functional.linear(x, self.weights[f"{name}.weight"], self.weights[f"{name}.bias"])

    def _norm(self, x: Tensor, name: str) -> Tensor:
        from torch.nn import functional

        weight, bias = self.weights[f"{name}.weight"], self.weights[f"{name}.bias"]
        return functional.layer_norm(x, (x.shape[-1],), weight, bias, self.epsilon)

    def _split(self, x: Tensor) -> Tensor:
        return x.unflatten(2, (self.heads, -1)).transpose(1, 2)
