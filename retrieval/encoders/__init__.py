"""Encoders turn text into one vector per token. An index records which one made it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import BadVectors, IndexUnusable

if TYPE_CHECKING:
    from PIL.Image import Image

# Encoders that are `PictureEncoder`s: to know it they need not be loaded.
SEEING = frozenset({"colqwen"})


@dataclass(frozen=True, slots=True)
class Encoded:
    """One text: `tokens` `(t, dim)` of unit length, `spans` `(t, 2)` their characters, `vector` `(dim,)` the whole."""

    tokens: NDArray[np.float32]
    spans: NDArray[np.int64]
    vector: NDArray[np.float32]


class Encoder(Protocol):
    """What every encoder offers. `name` and `version` are recorded in each index."""

    @property
    def name(self) -> str:
        """What an index calls it."""
        ...

    @property
    def version(self) -> str:
        """Which weights these are."""
        ...

    @property
    def dim(self) -> int:
        """The size of a vector."""
        ...

    @property
    def max_tokens(self) -> int:
        """How much of a text is read."""
        ...

    def encode(self, texts: Sequence[str]) -> list[Encoded]:
        """Encode texts, each in order."""
        ...


@runtime_checkable
class QueryEncoder(Protocol):
    """An encoder that was trained with queries in a form of their own, each of whose tokens counts alike."""

    def encode_queries(self, texts: Sequence[str]) -> list[Encoded]:
        """Encode short queries, each in order."""
        ...


@runtime_checkable
class PictureEncoder(Protocol):
    """An encoder of text and pictures in one space."""

    @property
    def dim(self) -> int:
        """The size of a vector."""
        ...

    def encode_pictures(self, pictures: Sequence[Image]) -> list[Encoded]:
        """Encode pictures, each in order: a vector for each patch."""
        ...

    def encode_question(self, question: str, picture: Image) -> Encoded:
        """Encode a question together with a picture, and keep the vectors of the question: they have seen the picture."""
        ...


def checked(encoded: Encoded, dim: int, text: str) -> Encoded:
    """Return `encoded` if its vectors can be indexed; raise `BadVectors` for NaN, nothing or a wrong size."""
    tokens, vector = encoded.tokens, encoded.vector
    if tokens.ndim != 2 or len(tokens) == 0:
        raise BadVectors(f"the encoder returned no token vectors for “{text[:60]}”; leave that text out")
    if tokens.shape[1] != dim or vector.shape != (dim,):
        size = tokens.shape[1] if tokens.shape[1] != dim else vector.size
        raise BadVectors(f"the encoder returned vectors of size {size}, not {dim}; use the index's encoder")
    if not (np.isfinite(tokens).all() and np.isfinite(vector).all()):
        raise BadVectors(f"the encoder returned NaN or infinity for “{text[:60]}”; its weights are not sound")
    return encoded


def load_encoder(name: str, runtime: str | None = None, threads: int | None = None) -> Encoder:
    """Load an encoder by the name that an index records; `runtime` None takes that of `CICERONE_ENCODER_RUNTIME`.

    `threads` None leaves their number to the runtime; of many workers on one machine each is to take one.

    Raises:
        IndexUnusable: there is no such encoder.
        WrongSetting: there is no such runtime.
    """
    try:
        load = _loaders()[name]
    except KeyError:
        known = ", ".join(sorted(_loaders()))
        raise IndexUnusable(f"there is no encoder “{name}”; use one of: {known}") from None
    return load(runtime or _chosen_runtime(), threads)


def _chosen_runtime() -> str:
    from .settings import EncoderSettings

    return EncoderSettings().runtime


def _loaders() -> Mapping[str, Callable[[str, int | None], Encoder]]:
    from .colqwen import load_colqwen
    from .minilm import load_minilm
    from .projected import load_projected

    return {"minilm": load_minilm, "minilm-128": load_projected, "colqwen": lambda *_: load_colqwen()}
