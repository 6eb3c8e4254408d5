"""How near works lie to a theme in meaning: one vector a work, and late interaction over its words."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from retrieval.encoders import Encoder
from retrieval.train.ragged import Ragged
from retrieval.train.ranking import Asked, maxsim_matrix
from tools.curate.pool import Piece

Singles = NDArray[np.float32]
# Texts that are encoded before the cache is written.
AT_ONCE = 512


@dataclass(frozen=True, slots=True)
class Meaning:
    """Texts as vectors: `whole` `(n, dim)` of unit length, `tokens` of each text in half precision."""

    whole: Singles
    tokens: Ragged

    def maxsims(self, themes: Meaning) -> Singles:
        """Return the mean over a theme's words of the best cosine with a word of each text, `(themes, n)`."""
        return maxsim_matrix(Asked(themes.tokens, even_weights(themes.tokens)), self.tokens)


class Works(Protocol):
    """What works mean, as `Meaning` has it, wherever their vectors lie."""

    @property
    def whole(self) -> Singles:
        """One vector a work, `(n, dim)`, of unit length."""
        ...

    def maxsims(self, themes: Meaning) -> Singles:
        """Return late interaction of themes with each work, `(themes, n)`."""
        ...


@dataclass
class Encodings:
    """Encodes texts once and remembers them; with `folder`, on disk as well."""

    encoder: Encoder
    folder: Path | None = None
    known: dict[str, tuple[Singles, NDArray[np.float16]]] = field(default_factory=dict[str, tuple[Singles, NDArray[np.float16]]])

    def of(self, texts: Sequence[str]) -> Meaning:
        """Return the meaning of texts; a text without a word has zero vectors."""
        wanted = list(dict.fromkeys(text for text in texts if text not in self.known))
        for first in range(0, len(wanted), AT_ONCE):
            self._learn(wanted[first : first + AT_ONCE])
        found = [self.known[text] for text in texts]
        return Meaning(np.stack([whole for whole, _ in found]), Ragged.of([tokens for _, tokens in found]))

    def _learn(self, texts: Sequence[str]) -> None:
        file = self._file(texts)
        if file and file.is_file():
            stored = np.load(file)
            # Each look at a stored array reads it from the file anew.
            whole, tokens = stored["whole"], Ragged(stored["tokens"], stored["bounds"])
            self.known |= {text: (whole[place], tokens.at(place)) for place, text in enumerate(texts)}
            return
        encoded = self.encoder.encode(texts)
        for text, each in zip(texts, encoded, strict=True):
            held = each.tokens if len(each.tokens) else np.zeros((1, self.encoder.dim), dtype=np.float32)
            self.known[text] = (each.vector.astype(np.float32), held.astype(np.float16))
        if file:
            file.parent.mkdir(parents=True, exist_ok=True)
            tokens = Ragged.of([self.known[text][1] for text in texts])
            np.savez(file, whole=np.stack([self.known[text][0] for text in texts]), tokens=tokens.rows, bounds=tokens.bounds)

    def _file(self, texts: Iterable[str]) -> Path | None:
        if self.folder is None:
            return None
        name = hashlib.sha256("\0".join((self.encoder.name, self.encoder.version, *texts)).encode()).hexdigest()
        return self.folder / f"{name[:24]}.npz"


def worded(piece: Piece, text: str = "") -> str:
    """Return a work as one text for the encoder: title, maker and people, date, medium, type, place, style, subjects, description.

    >>> worded(Piece(id="w:1", title="Pines", maker="Ada Ek", nationality="Swedish", date="1901", medium="Etching"))
    'Pines. Ada Ek, Swedish. 1901. Etching'
    """
    by = ", ".join(part for part in (piece.maker or piece.attribution, piece.nationality or piece.culture) if part)
    parts = (piece.title, by, piece.date, piece.medium, piece.type, piece.place, piece.style, " ".join(piece.tags), text)
    return ". ".join(part for part in parts if part)


def even_weights(tokens: Ragged) -> Singles:
    """Return a weight a token, by which the tokens of each text count alike and add up to 1."""
    lengths = np.diff(tokens.bounds)
    return np.repeat(1 / np.maximum(lengths, 1), lengths).astype(np.float32)
