"""A small encoder: the token vectors of another, projected by a matrix that ships with this package.

The folder of a projection holds `projection.safetensors` (`tokens` and `whole`, each `(dim, size)`, half precision), `config.json`
(what it projects, its sizes and its digest), `metrics.json` and `CARD.md` (how it was made and measured).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import IndexUnusable

from . import Encoded, Encoder
from .minilm import load_minilm, unit

SHIPPED = Path(__file__).parent / "projection"
WEIGHTS = "projection.safetensors"
CONFIG = "config.json"
PARTS = ("tokens", "whole")


@dataclass(frozen=True, slots=True)
class Projection:
    """Two matrices `(dim, size)`: for token vectors, and for the vector of a whole text."""

    tokens: NDArray[np.float32]
    whole: NDArray[np.float32]

    @property
    def size(self) -> int:
        """The size of what comes out."""
        return self.tokens.shape[1]

    def digest(self) -> str:
        """Return what tells these weights from others: twelve hex digits."""
        return hashlib.sha256(b"".join(getattr(self, part).astype(np.float16).tobytes() for part in PARTS)).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Projected:
    """Another encoder whose vectors are multiplied by a projection and scaled to length 1 again."""

    inner: Encoder
    projection: Projection

    @property
    def name(self) -> str:
        """The other's name and the size: `minilm-128`."""
        return f"{self.inner.name}-{self.projection.size}"

    @property
    def version(self) -> str:
        """The other's version and the digest of the projection."""
        return f"{self.inner.version}, projection {self.projection.digest()}"

    @property
    def dim(self) -> int:
        """The size of a vector."""
        return self.projection.size

    @property
    def max_tokens(self) -> int:
        """As the other's."""
        return self.inner.max_tokens

    def encode(self, texts: Sequence[str]) -> list[Encoded]:
        """Encode texts, each in order."""
        return [projected(encoded, self.projection) for encoded in self.inner.encode(texts)]


def projected(encoded: Encoded, projection: Projection) -> Encoded:
    """Return one text's vectors projected, each of length 1."""
    return Encoded(unit(encoded.tokens @ projection.tokens), encoded.spans, unit(encoded.vector @ projection.whole))


def load_projected(runtime: str = "openvino", threads: int | None = None, folder: Path = SHIPPED) -> Projected:
    """Load the shipped projection of MiniLM.

    Raises:
        IndexUnusable: the weights are missing, damaged or not of this encoder.
    """
    inner = load_minilm(runtime, threads)
    return Projected(inner, read_projection(folder, inner))


def read_projection(folder: Path, inner: Encoder) -> Projection:
    """Read a projection strictly: exactly the matrices that belong to it, of the sizes and the digest that its config names.

    Raises:
        IndexUnusable: anything is missing, left over, of another size, not finite, or made for another encoder.
    """
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    try:
        config: dict[str, Any] = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
        found = load_file(folder / WEIGHTS)
    except (OSError, ValueError, SafetensorError) as error:
        raise IndexUnusable(f"the projection in {folder} cannot be read ({error}); {_CURE}") from None
    if config.get("encoder") != inner.name or config.get("encoder_version") != inner.version:
        raise IndexUnusable(f"the projection in {folder} was made for {config.get('encoder_version')}, not {inner.version}; {_CURE}")
    return _checked(found, inner.dim, config, folder)


def write_projection(projection: Projection, inner: Encoder, folder: Path, **more: Any) -> None:
    """Write the weights in half precision and the config that they are read by; `more` joins the config."""
    from safetensors.numpy import save_file

    folder.mkdir(parents=True, exist_ok=True)
    save_file({part: np.ascontiguousarray(getattr(projection, part).astype(np.float16)) for part in PARTS}, folder / WEIGHTS)
    (folder / WEIGHTS).chmod(0o644)  # safetensors lets only the owner read
    config = {
        "encoder": inner.name, "encoder_version": inner.version, "dim": inner.dim, "size": projection.size,
        "digest": projection.digest(), **more,
    }  # fmt: skip
    (folder / CONFIG).write_text(json.dumps(config, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


_CURE = "restore it from the repository, or train it again with: python -m retrieval.train --data DIR"


def _checked(found: Mapping[str, NDArray[Any]], dim: int, config: Mapping[str, Any], folder: Path) -> Projection:
    if sorted(found) != sorted(PARTS):
        raise IndexUnusable(f"the projection in {folder} holds {', '.join(sorted(found)) or 'nothing'}, not tokens and whole; {_CURE}")
    for part, matrix in found.items():
        if matrix.shape != (dim, config.get("size")):
            raise IndexUnusable(f"“{part}” of the projection in {folder} is {matrix.shape}, not {(dim, config.get('size'))}; {_CURE}")
        if not np.isfinite(matrix).all():
            raise IndexUnusable(f"“{part}” of the projection in {folder} holds NaN or infinity; {_CURE}")
    projection = Projection(found["tokens"].astype(np.float32), found["whole"].astype(np.float32))
    if projection.digest() != config.get("digest"):
        raise IndexUnusable(f"the projection in {folder} is not the one that its config describes; {_CURE}")
    return projection
