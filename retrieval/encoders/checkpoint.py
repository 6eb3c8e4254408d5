"""A BERT checkpoint on disk: its weights by name, and the sizes that they do not tell."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A folder with `model.safetensors`, `config.json` and `tokenizer.json`."""

    folder: Path
    heads: int
    layers: int
    epsilon: float

    @classmethod
    def read(cls, folder: Path) -> Checkpoint:
        """Read the sizes from `config.json`; weights are read when asked for."""
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        return cls(folder, config["num_attention_heads"], config["num_hidden_layers"], config["layer_norm_eps"])

    @property
    def weights_file(self) -> Path:
        """Where the weights lie."""
        return self.folder / "model.safetensors"

    def weights(self) -> dict[str, NDArray[np.float32]]:
        """Return the weights by the names that a Hugging Face `BertModel` gives them."""
        from safetensors.numpy import load_file

        return load_file(self.weights_file)
