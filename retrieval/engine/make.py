"""Make a cache of a table's rows, or add the new ones to it."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .calibrate import Calibration, calibrate, mixtures
from .codes import Book, Coder, Segment, joined, make_book, sampled_tokens, sizes
from .held import Held
from .kernels import Kernels
from .scan import Scan
from .store import Manifest, SegmentWriter, measured, read_segments, write_book, write_manifest
from .table import Rows, read_pieces
from .threads import Threads

LENGTHS = 256  # rows from which the usual number of tokens is taken


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes caches for one collection; `index` is its `retrieval.index.open.Index`."""

    index: Any
    kernels: Kernels
    threads: Threads
    exact_up_to: int

    def anew(self, rows: Rows, folder: Path | None) -> Held:
        """Make the codes of all rows, in `folder` or, without one, in memory.

        Raises:
            IndexUnusable: the table holds NaN, fragments without tokens, or vectors of another size.
        """
        book = self._book(rows)
        pieces = self._encoded(rows.ids, book)
        if folder is not None:
            return self._recorded(folder, book, write_book(folder, book), written(folder, pieces), None)
        found = list(pieces)
        segments = [joined(found)] if found else []
        return Held(book, segments, self.calibrated(book, segments), None)

    def extended(self, held: Held, manifest: Manifest, rows: Rows, folder: Path) -> Held:
        """Append what is new as a segment, which takes in the last ones that are not much larger: their number stays a logarithm."""
        missing = rows.ids[held.missing(rows)]
        names, segments = list(manifest.segments), list(held.segments)
        absorbed: list[Segment] = []
        while segments and len(segments[-1].keys) <= 2 * (len(missing) + sum(sizes(absorbed))):
            absorbed.insert(0, segments.pop())
            names.pop()
        names += written(folder, _both(absorbed, self._encoded(missing, held.book)))
        return self._recorded(folder, held.book, manifest.book, names, held.calibration)

    def calibrated(self, book: Book, segments: Sequence[Segment]) -> Calibration:
        """Return how many candidates the first stage needs here; None for a collection without centroids."""
        if not book.centroids:
            return Calibration(None, 1.0, 0)
        scan = Scan(book, segments, self.kernels, self.threads)
        alive = np.ones(sum(sizes(segments)), np.bool_)
        return calibrate(scan, alive, mixtures(scan, alive))

    def _recorded(self, folder: Path, book: Book, named: str, names: list[str], calibration: Calibration | None) -> Held:
        told = self.index.manifest
        manifest = Manifest(
            encoder=told.encoder, encoder_version=told.encoder_version, dim=book.dim, scale=book.scale, mean_scale=book.mean_scale,
            trained_on=book.trained_on, candidates=None, recall=1.0, queries=0, book=named, segments=names,
            sizes=measured(folder, [named, *names]),
        )  # fmt: skip
        segments = read_segments(folder, manifest, book)
        found = calibration or self.calibrated(book, segments)
        manifest = replace(manifest, candidates=found.candidates, recall=found.recall, queries=found.queries)
        write_manifest(folder, manifest)
        return Held(book, segments, found, manifest)

    def _book(self, rows: Rows) -> Book:
        """Train on the tokens of rows drawn at random."""
        dim = self.index.manifest.dim
        if not len(rows.ids):
            return make_book(np.zeros((0, dim), np.float32), 0, True, self.kernels, self.threads)
        drawn = np.random.default_rng(0).permutation(rows.ids)
        length = float(np.mean([len(p.tokens) / len(p.keys) for p in read_pieces(self.index.fragments, drawn[:LENGTHS])]))
        exact_only = len(drawn) <= self.exact_up_to
        wanted = LENGTHS if exact_only else int(sampled_tokens(len(drawn), length) / length) + 1
        sample = np.concatenate([piece.tokens for piece in read_pieces(self.index.fragments, np.sort(drawn[:wanted]))])
        return make_book(sample, int(length * len(drawn)), exact_only, self.kernels, self.threads)

    def _encoded(self, row_ids: NDArray[np.int64], book: Book) -> Iterator[Segment]:
        coder = Coder.of(book, self.kernels, self.threads)
        return (coder.encode(piece) for piece in read_pieces(self.index.fragments, row_ids))


def written(folder: Path, pieces: Iterable[Segment]) -> list[str]:
    """Write pieces as one segment and return its name, or nothing when there are none; leave nothing when that fails."""
    writer = SegmentWriter.begin(folder)
    try:
        for piece in pieces:
            writer.add(piece)
        if writer.keys:
            writer.finish()
            return [writer.name]
    except BaseException:
        shutil.rmtree(writer.folder, ignore_errors=True)
        raise
    shutil.rmtree(writer.folder)
    return []


def _both(absorbed: Iterable[Segment], fresh: Iterable[Segment]) -> Iterator[Segment]:
    yield from absorbed
    yield from fresh
