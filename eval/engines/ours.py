"""Our engine on synthetic vectors: exact in bytes, and the scan with calibrated candidates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from retrieval.engine.calibrate import Calibration, calibrate, windows
from retrieval.engine.codes import Book, Coder, Fragments, Segment, keys_of, make_book, sampled_tokens
from retrieval.engine.engine import Engine
from retrieval.engine.kernels import Kernels, load_kernels
from retrieval.engine.make import written
from retrieval.engine.scan import Scan
from retrieval.engine.store import read_segment
from retrieval.engine.threads import Threads

from .measured import Clock, Search
from .synthetic import LONGEST, PIECE, SHORTEST, Floats, Piece, Synthetic

MEAN_LENGTH = (SHORTEST + LONGEST) / 2
SAMPLED_PIECES = 20


@dataclass(frozen=True, slots=True)
class Ours:
    """An engine, how long its codes took to make (not to generate) and how it was calibrated."""

    engine: Engine
    seconds: float
    calibration: Calibration

    @property
    def hot(self) -> int:
        """The bytes that the first stage reads: codes, mean vectors, offsets, centroids."""
        segment, book = self.engine.scan.segments[0], self.engine.scan.book
        return segment.codes.nbytes + segment.means.nbytes + segment.offsets.nbytes + book.centres.nbytes

    @property
    def all_bytes(self) -> int:
        """The bytes on disk."""
        return self.hot + 2 * self.engine.scan.segments[0].tokens.nbytes

    def scanned(self) -> Search:
        """Return the search as it is used."""
        return lambda query: self.engine.best(query, _even(query), 10).positions.tolist()

    def exact(self) -> Search:
        """Return the search that scores every fragment."""
        everything = replace(self.engine, candidates=None)
        return lambda query: everything.best(query, _even(query), 10).positions.tolist()


def build(made: Synthetic, pieces: Iterable[Piece], folder: Path, compiled: Path | None) -> Ours:
    """Make the codes of a collection in `folder` from its pieces as they come; what makes the pieces is not timed."""
    kernels, threads, clock = load_kernels(compiled), Threads(), Clock()
    sample = _sample(made)
    with clock:
        book = make_book(sample, int(made.fragments * MEAN_LENGTH), False, kernels, threads)
    (name,) = written(folder, _encoded(pieces, book, kernels, threads, clock))
    segment = read_segment(folder, name, book)
    scan = Scan(book, [segment], kernels, threads)
    alive = np.ones(len(segment.offsets) - 1, np.bool_)
    with clock:
        calibration = calibrate(scan, alive, windows(scan, alive, seed=made.seed + 1))
    return Ours(Engine(scan, calibration.candidates, alive, np.arange(len(alive), dtype=np.int64)), clock.seconds, calibration)


def _encoded(pieces: Iterable[Piece], book: Book, kernels: Kernels, threads: Threads, clock: Clock) -> Iterator[Segment]:
    with clock:
        coder = Coder.of(book, kernels, threads)
    at = 0
    for piece in pieces:
        ids = [str(i) for i in range(at, at + len(piece.offsets) - 1)]
        at += len(ids)
        with clock:
            segment = coder.encode(Fragments(keys_of(ids, ids), piece.tokens, piece.offsets))
        yield segment


def _sample(made: Synthetic) -> Floats:
    """Return tokens to train on, from the first pieces: all pieces are drawn alike."""
    wanted = sampled_tokens(made.fragments, MEAN_LENGTH)
    few = min(-(-made.fragments // PIECE), SAMPLED_PIECES)
    rng = np.random.default_rng(0)
    drawn = (made.piece(number).tokens for number in range(few))
    return np.concatenate([rows[rng.choice(len(rows), min(len(rows), wanted // few + 1), replace=False)] for rows in drawn])


def _even(query: Floats) -> Floats:
    return np.full(len(query), 1 / len(query), np.float32)
