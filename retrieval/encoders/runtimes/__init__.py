"""What runs the encoder's arithmetic: one forward pass of BERT, written for torch, OpenVINO and onnxruntime.

All compute in float32 and agree to 1e-3 in every number of a unit vector, so an index does not record which one made it.
`python -m eval encoders` measures them; lower precisions are faster and refused, because they do not agree.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal, Protocol, get_args

import numpy as np
from numpy.typing import NDArray

from retrieval.encoders.checkpoint import Checkpoint
from retrieval.errors import WrongSetting

RuntimeName = Literal["torch", "openvino", "onnx"]


class Runtime(Protocol):
    """One way of computing the last hidden states; may be called from several threads."""

    def hidden(self, ids: NDArray[np.int64], mask: NDArray[np.bool_]) -> NDArray[np.float32]:
        """Return the last hidden states `(batch, tokens, dim)`; `mask` `(batch, tokens)` is True where a token is."""
        ...


def start_runtime(name: str, checkpoint: Checkpoint, threads: int | None = None) -> Runtime:
    """Load the weights into a runtime; `threads` None leaves their number to it.

    Raises:
        WrongSetting: there is no such runtime, or what it needs is not installed.
    """
    starts = _starts()
    if name not in starts:
        raise WrongSetting(f"there is no encoder runtime “{name}”; use one of: {', '.join(get_args(RuntimeName))}")
    return starts[name](checkpoint, threads)


def _starts() -> Mapping[str, Callable[[Checkpoint, int | None], Runtime]]:
    from .with_onnx import start_onnx
    from .with_openvino import start_openvino
    from .with_torch import start_torch

    return {"torch": start_torch, "openvino": start_openvino, "onnx": start_onnx}
