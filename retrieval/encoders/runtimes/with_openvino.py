"""The forward pass as an OpenVINO graph, built from the weights operation by operation: nothing is converted or exported."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.encoders.checkpoint import Checkpoint

Weights = Mapping[str, NDArray[np.float32]]
# Added to attention scores of padding: their softmax underflows to 0.
MASKED = np.float32(-1e9)


@dataclass(frozen=True, slots=True)
class OpenVINORuntime:
    """Runs a compiled graph."""

    compiled: Any

    def hidden(
        self, ids: NDArray[np.int64], mask: NDArray[np.bool_], types: NDArray[np.int64] | None = None
    ) -> NDArray[np.float32]:  # fmt: skip
        """Return the last hidden states `(batch, tokens, dim)`; `types` says of which text of a pair each token is, 0 without it."""
        kinds = np.zeros_like(ids) if types is None else types
        # A request of its own for each call: calling the compiled model shares one among threads.
        (found,) = self.compiled.create_infer_request().infer([ids, mask.astype(np.float32), kinds]).values()
        return found


def start_openvino(checkpoint: Checkpoint, threads: int | None = None, weights: Weights | None = None) -> OpenVINORuntime:
    """Build and compile the graph for the CPU, in 0.15 s; `weights` stand in for those of the checkpoint."""
    openvino = imported_openvino()
    # Processors with bf16 would be given it by default: 2e-3 away, and refused.
    settings: dict[str, Any] = {"INFERENCE_PRECISION_HINT": "f32", "PERFORMANCE_HINT": "LATENCY"}
    if threads is not None:
        settings["INFERENCE_NUM_THREADS"] = threads
    return OpenVINORuntime(compiled(openvino, checkpoint, settings, weights))


def compiled(openvino: Any, checkpoint: Checkpoint, settings: Mapping[str, Any], weights: Weights | None = None) -> Any:
    """Return the compiled model of `checkpoint` under OpenVINO's `settings`."""
    return openvino.Core().compile_model(_Graph(openvino, checkpoint, weights).model(), "CPU", dict(settings))


def imported_openvino() -> ModuleType:
    """Import OpenVINO without its telemetry, which would write an id into the home folder and report each import."""
    if "openvino" in sys.modules:
        return sys.modules["openvino"]
    blocked = "openvino_telemetry"
    unset = blocked not in sys.modules
    # None makes its import fail, and OpenVINO then takes its own stub.
    sys.modules.setdefault(blocked, None)  # pyright: ignore[reportArgumentType] the import system's way of saying “not there”
    try:
        import openvino
    finally:
        if unset:
            del sys.modules[blocked]
    return openvino


class _Graph:
    """The nodes of BERT (see bert.py, which it equals) with their constants."""

    def __init__(self, openvino: Any, checkpoint: Checkpoint, weights: Weights | None) -> None:
        self._openvino, self._op = openvino, openvino.opset13
        self._checkpoint = checkpoint
        self._weights = checkpoint.weights() if weights is None else weights

    def model(self) -> Any:
        """Return the model: ids, mask and types `(batch, tokens)` in, hidden states out."""
        ids = self._op.parameter([-1, -1], np.int64, name="ids")
        mask = self._op.parameter([-1, -1], np.float32, name="mask")
        types = self._op.parameter([-1, -1], np.int64, name="types")
        x = self._embedded(ids, types)
        hidden_keys = self._op.multiply(self._op.subtract(self._constant(np.float32(1)), mask), self._constant(MASKED))
        bias = self._op.unsqueeze(hidden_keys, self._constant(np.array([1, 2])))
        for layer in range(self._checkpoint.layers):
            x = self._layer(x, bias, f"encoder.layer.{layer}")
        return self._openvino.Model([self._op.result(x)], [ids, mask, types], "bert")

    def _embedded(self, ids: Any, types: Any) -> Any:
        op, zero = self._op, self._constant(np.array(0))
        words = op.gather(self._weight("embeddings.word_embeddings.weight"), ids, zero)
        length = op.gather(op.shape_of(ids), self._constant(np.array([1])), zero)
        start, step = self._constant(np.array([0])), self._constant(np.array([1]))
        places = op.slice(self._weight("embeddings.position_embeddings.weight"), start, length, step, start)
        kinds = op.gather(self._weight("embeddings.token_type_embeddings.weight"), types, zero)
        return self._norm(op.add(op.add(words, kinds), places), "embeddings.LayerNorm")

    def _layer(self, x: Any, bias: Any, at: str) -> Any:
        op = self._op
        q, k, v = (self._split(self._linear(x, f"{at}.attention.self.{part}")) for part in ("query", "key", "value"))
        context = op.scaled_dot_product_attention(q, k, v, bias)
        flat = op.reshape(self._swapped(context), self._constant(np.array([0, 0, -1])), True)
        x = self._norm(op.add(x, self._linear(flat, f"{at}.attention.output.dense")), f"{at}.attention.output.LayerNorm")
        inner = op.gelu(self._linear(x, f"{at}.intermediate.dense"), "erf")
        return self._norm(op.add(x, self._linear(inner, f"{at}.output.dense")), f"{at}.output.LayerNorm")

    def _split(self, x: Any) -> Any:
        heads = self._constant(np.array([0, 0, self._checkpoint.heads, -1]))
        return self._swapped(self._op.reshape(x, heads, True))

    def _swapped(self, x: Any) -> Any:
        return self._op.transpose(x, self._constant(np.array([0, 2, 1, 3])))

    def _linear(self, x: Any, name: str) -> Any:
        return self._op.add(self._op.matmul(x, self._weight(f"{name}.weight"), False, True), self._weight(f"{name}.bias"))

    def _norm(self, x: Any, name: str) -> Any:
        unit = self._op.mvn(x, self._constant(np.array([-1])), True, self._checkpoint.epsilon, "inside_sqrt")
        return self._op.add(self._op.multiply(unit, self._weight(f"{name}.weight")), self._weight(f"{name}.bias"))

    def _weight(self, name: str) -> Any:
        return self._constant(self._weights[name])

    def _constant(self, value: Any) -> Any:
        return self._op.constant(np.asarray(value))
