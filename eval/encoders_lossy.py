"""Faster arithmetic that gives other vectors: measured, so that its refusal can be checked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.encoders.bert import Bert
from retrieval.encoders.minilm import MiniLM, load_minilm
from retrieval.encoders.runtimes.with_openvino import OpenVINORuntime, compiled, imported_openvino
from retrieval.encoders.runtimes.with_torch import load_bert


@dataclass(frozen=True, slots=True)
class HalfTorch:
    """Weights and activations in bfloat16."""

    bert: Bert

    def hidden(self, ids: NDArray[np.int64], mask: NDArray[np.bool_]) -> NDArray[np.float32]:
        """Return the last hidden states `(batch, tokens, dim)`."""
        import torch

        with torch.inference_mode():
            return self.bert.hidden(torch.from_numpy(ids), torch.from_numpy(mask)).float().numpy()


def torch_bfloat16(threads: int) -> MiniLM:
    """Load torch with weights in bfloat16; torch's number of threads is set where it is timed."""
    import torch

    def start() -> HalfTorch:
        bert = load_bert(plain.checkpoint)
        weights = {name: weight.to(torch.bfloat16) if weight.is_floating_point() else weight for name, weight in bert.weights.items()}
        return HalfTorch(Bert(weights, bert.heads, bert.layers, bert.epsilon))

    plain = load_minilm("torch", threads)
    return MiniLM(plain.checkpoint, plain.tokenizer, plain.version, start)


def openvino_bfloat16(threads: int) -> MiniLM:
    """Load OpenVINO with the precision that it takes by itself on processors that have it."""

    def start() -> OpenVINORuntime:
        settings = {"INFERENCE_PRECISION_HINT": "bf16", "PERFORMANCE_HINT": "LATENCY", "INFERENCE_NUM_THREADS": threads}
        return OpenVINORuntime(compiled(imported_openvino(), plain.checkpoint, settings))

    plain = load_minilm("openvino", threads)
    return MiniLM(plain.checkpoint, plain.tokenizer, plain.version, start)


LOSSY: dict[str, Callable[[int], MiniLM]] = {"torch bfloat16": torch_bfloat16, "openvino bfloat16": openvino_bfloat16}
