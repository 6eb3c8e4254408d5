"""The forward pass in torch: the reference, and what training differentiates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.encoders.bert import Bert
from retrieval.encoders.checkpoint import Checkpoint


@dataclass(frozen=True, slots=True)
class TorchRuntime:
    """Runs `bert` without gradients."""

    bert: Bert

    def hidden(self, ids: NDArray[np.int64], mask: NDArray[np.bool_]) -> NDArray[np.float32]:
        """Return the last hidden states `(batch, tokens, dim)`."""
        import torch

        with torch.inference_mode():
            return self.bert.hidden(torch.from_numpy(ids), torch.from_numpy(mask)).numpy()


def load_bert(checkpoint: Checkpoint) -> Bert:
    """Load the weights as torch tensors."""
    from safetensors.torch import load_file

    return Bert(load_file(checkpoint.weights_file), checkpoint.heads, checkpoint.layers, checkpoint.epsilon)


def start_torch(checkpoint: Checkpoint, threads: int | None = None) -> TorchRuntime:
    """Start torch; its number of threads is the whole process's."""
    import torch

    if threads is not None:
        torch.set_num_threads(threads)
    return TorchRuntime(load_bert(checkpoint))
