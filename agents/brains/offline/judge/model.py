"""A cross-encoder over the embedded text encoder's own weights, adapted by low-rank matrices that we trained.

For every linear layer W of MiniLM the adapter holds A `(r, in)` and B `(out, r)`; the judge runs with W + 2 B A (LoRA, Hu et
al., 2021). Question and sentence are read as one sequence; the means of their tokens, their difference and their product go
through one linear layer to a logit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Floats = NDArray[np.float32]
# From ids, mask and types `(n, tokens)` to the last hidden states `(n, tokens, dim)`.
Hidden = Callable[[NDArray[np.int64], NDArray[np.bool_], NDArray[np.int64]], Floats]
WEIGHTS = Path(__file__).with_name("judge.safetensors")
SCALE = 2.0
MOST_TOKENS = 112
MOST_KNOWN = 4096
# Unit vectors have entries near 1/sqrt(dim); scaled to about 1, and the head learns at the adapter's pace.
FEATURE_SCALE = np.float32(0.05 * 19.6)
PARTS = (
    "attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense", "intermediate.dense", "output.dense",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Judge:
    """The adapted encoder, its tokenizer, and the head `(4 dim + 1,)`."""

    hidden: Hidden
    tokenizer: Tokenizer
    head: Floats
    # A plan is made anew after every round of calls and reads the same sentences again.
    known: dict[tuple[str, str], float] = field(default_factory=dict[tuple[str, str], float], repr=False)

    def logits(self, question: str, texts: Sequence[str]) -> list[float]:
        """Return for each text a logit: above 0 it answers `question` more likely than nothing does."""
        fresh = [text for text in dict.fromkeys(texts) if (question, text) not in self.known]
        if len(self.known) > MOST_KNOWN:
            self.known.clear()
            fresh = list(dict.fromkeys(texts))
        if fresh:
            self.known.update(zip(((question, text) for text in fresh), self._judged(question, fresh), strict=True))
        return [self.known[question, text] for text in texts]

    def _judged(self, question: str, texts: Sequence[str]) -> list[float]:
        ids, mask, types = pairs(self.tokenizer, [(question, text) for text in texts])
        hidden = self.hidden(ids, mask, types)
        asked, told = (_unit(_mean(hidden, mask & (types == kind))) for kind in (0, 1))
        features = np.concatenate([asked, told, np.abs(asked - told), asked * told], axis=1)
        return (features * FEATURE_SCALE @ self.head[:-1] + self.head[-1]).tolist()


def pairs(tokenizer: Tokenizer, texts: Sequence[tuple[str, str]]) -> tuple[NDArray[np.int64], NDArray[np.bool_], NDArray[np.int64]]:
    """Return ids, mask and types `(n, tokens)` of pairs of question and text."""
    encoded = tokenizer.encode_batch(list(texts))
    most = min(max(len(e.ids) for e in encoded), MOST_TOKENS)
    ids, types = (
        np.array([values[:most] for values in part], np.int64) for part in ([e.ids for e in encoded], [e.type_ids for e in encoded])
    )
    return ids, np.array([e.attention_mask[:most] for e in encoded], np.bool_), types


def adapted(weights: Mapping[str, Any], adapter: Mapping[str, Any], layers: int) -> dict[str, Any]:
    """Return the weights with the adapter's product added to every linear layer; arrays or tensors."""
    names = [f"encoder.layer.{layer}.{part}" for layer in range(layers) for part in PARTS]
    changed = {f"{n}.weight": weights[f"{n}.weight"] + SCALE * (adapter[f"{n}.B"] @ adapter[f"{n}.A"]) for n in names}
    return {**weights, **changed}


def load_judge(file: Path = WEIGHTS) -> Judge:
    """Load the encoder's weights from the installed package and the adapter that ships beside this file.

    It runs on OpenVINO: torch alone would take a third of a cold start.
    """
    from safetensors.numpy import load_file

    from retrieval.encoders.minilm import load_minilm
    from retrieval.encoders.runtimes.with_openvino import start_openvino

    minilm = load_minilm()
    adapter = {name: value.astype(np.float32) for name, value in load_file(file).items()}
    checkpoint = minilm.checkpoint
    merged = adapted(checkpoint.weights(), adapter, checkpoint.layers)
    return Judge(start_openvino(checkpoint, weights=merged).hidden, minilm.tokenizer, adapter["head"])


def _mean(hidden: Floats, where: NDArray[np.bool_]) -> Floats:
    share = where / np.maximum(where.sum(1, keepdims=True), 1)
    return np.einsum("ntd,nt->nd", hidden, share.astype(np.float32))


def _unit(rows: Floats) -> Floats:
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)
