"""The forward pass as an ONNX graph, written operation by operation, for onnxruntime: measured beside the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.encoders.checkpoint import Checkpoint
from retrieval.errors import WrongSetting

OPSET = 20  # the first with Gelu


@dataclass(frozen=True, slots=True)
class OnnxRuntime:
    """Runs a session of onnxruntime."""

    session: Any

    def hidden(self, ids: NDArray[np.int64], mask: NDArray[np.bool_]) -> NDArray[np.float32]:
        """Return the last hidden states `(batch, tokens, dim)`."""
        (found,) = self.session.run(None, {"ids": ids, "mask": mask.astype(np.float32)})
        return found


def start_onnx(checkpoint: Checkpoint, threads: int | None = None) -> OnnxRuntime:
    """Write the graph and load it.

    Raises:
        WrongSetting: `onnx`, which writes the graph, is not installed.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads or 0
    # Its threads would spin between operations and take the cores from whoever shares the machine.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    model = _Graph(checkpoint).model()
    return OnnxRuntime(onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"]))


class _Graph:
    """The nodes of BERT (see bert.py, which it equals) and their constants."""

    def __init__(self, checkpoint: Checkpoint) -> None:
        try:
            import onnx
        except ImportError:
            raise WrongSetting("the runtime “onnx” needs the package onnx; install it, or take the runtime openvino") from None
        self._onnx: Any = onnx
        self._checkpoint = checkpoint
        self._weights = checkpoint.weights()
        self._nodes: list[Any] = []
        self._constants: dict[str, NDArray[Any]] = {}

    def model(self) -> Any:
        """Return the model: `ids` and `mask` `(batch, tokens)` in, hidden states out."""
        helper, kinds = self._onnx.helper, self._onnx.TensorProto
        bias = self._op("Unsqueeze", self._op("Mul", self._op("Sub", self._number(1.0), "mask"), self._number(-1e9)), self._axes(1, 2))
        x = self._embedded()
        for layer in range(self._checkpoint.layers):
            x = self._layer(x, bias, f"encoder.layer.{layer}")
        shape = ["batch", "tokens"]
        graph = helper.make_graph(
            self._nodes,
            "bert",
            [helper.make_tensor_value_info("ids", kinds.INT64, shape), helper.make_tensor_value_info("mask", kinds.FLOAT, shape)],
            [helper.make_tensor_value_info(x, kinds.FLOAT, [*shape, "dim"])],
            [self._onnx.numpy_helper.from_array(value, name) for name, value in self._constants.items()],
        )
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=9)

    def _embedded(self) -> str:
        words = self._op("Gather", self._weight("embeddings.word_embeddings.weight"), "ids")
        length = self._op("Shape", "ids", start=1, end=2)
        places = self._op("Slice", self._weight("embeddings.position_embeddings.weight"), self._axes(0), length, self._axes(0))
        kind = self._constant("kind", self._weights["embeddings.token_type_embeddings.weight"][0])
        return self._norm(self._op("Add", self._op("Add", words, kind), places), "embeddings.LayerNorm")

    def _layer(self, x: str, bias: str, at: str) -> str:
        q, k, v = (self._split(self._linear(x, f"{at}.attention.self.{part}")) for part in ("query", "key", "value"))
        size = self._weights[f"{at}.attention.self.query.bias"].size // self._checkpoint.heads
        scores = self._op("MatMul", self._op("Mul", q, self._number(size**-0.5)), self._op("Transpose", k, perm=[0, 1, 3, 2]))
        context = self._op("MatMul", self._op("Softmax", self._op("Add", scores, bias), axis=-1), v)
        flat = self._op("Reshape", self._op("Transpose", context, perm=[0, 2, 1, 3]), self._axes(0, 0, -1))
        x = self._norm(self._op("Add", x, self._linear(flat, f"{at}.attention.output.dense")), f"{at}.attention.output.LayerNorm")
        inner = self._op("Gelu", self._linear(x, f"{at}.intermediate.dense"))
        return self._norm(self._op("Add", x, self._linear(inner, f"{at}.output.dense")), f"{at}.output.LayerNorm")

    def _split(self, x: str) -> str:
        return self._op("Transpose", self._op("Reshape", x, self._axes(0, 0, self._checkpoint.heads, -1)), perm=[0, 2, 1, 3])

    def _linear(self, x: str, name: str) -> str:
        turned = self._constant(f"{name}.weight.turned", np.ascontiguousarray(self._weights[f"{name}.weight"].T))
        return self._op("Add", self._op("MatMul", x, turned), self._weight(f"{name}.bias"))

    def _norm(self, x: str, name: str) -> str:
        weight, bias = self._weight(f"{name}.weight"), self._weight(f"{name}.bias")
        return self._op("LayerNormalization", x, weight, bias, axis=-1, epsilon=self._checkpoint.epsilon)

    def _weight(self, name: str) -> str:
        return self._constant(name, self._weights[name])

    def _axes(self, *values: int) -> str:
        return self._constant(f"axes {values}", np.array(values, dtype=np.int64))

    def _number(self, value: float) -> str:
        return self._constant(f"number {value}", np.array(value, dtype=np.float32))

    def _constant(self, name: str, value: NDArray[Any]) -> str:
        self._constants[name] = value
        return name

    def _op(self, kind: str, *inputs: str, **attributes: Any) -> str:
        output = f"{kind} {len(self._nodes)}"
        self._nodes.append(self._onnx.helper.make_node(kind, list(inputs), [output], **attributes))
        return output
