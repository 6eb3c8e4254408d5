"""A cache that is open: what of the table it has, and whether it still serves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .calibrate import Calibration
from .codes import Book, Segment, sizes
from .store import Manifest, read_book, read_manifest, read_segments
from .table import Rows

# The share of fragments in the cache that the table has no more, and the growth in tokens since training, that ask for a new one.
MOST_DEAD = 0.25
MOST_GROWN = 2.0
FEW_ROWS = 64


@dataclass(frozen=True, slots=True)
class Held:
    """A cache, in memory or mapped (then with its manifest): its book, segments and calibration."""

    book: Book
    segments: Sequence[Segment]
    calibration: Calibration
    manifest: Manifest | None

    def serves(self, rows: Rows, exact_up_to: int) -> bool:
        """Say whether all rows of the table are here and little else."""
        return len(self.missing(rows)) == 0 and not self.outgrown(rows, exact_up_to)

    def outgrown(self, rows: Rows, exact_up_to: int) -> bool:
        """Say whether so much came or went that the cache is better made anew."""
        missing, total = len(self.missing(rows)), sum(sizes(self.segments))
        dead = total + missing - len(rows.ids)
        tokens = sum(len(s.tokens) for s in self.segments) * (total + missing) / max(total, 1)
        needs_centroids = len(rows.ids) > exact_up_to and not self.book.centroids
        grown = self.book.centroids > 0 and tokens > MOST_GROWN * self.book.trained_on
        return dead > MOST_DEAD * max(len(rows.ids), FEW_ROWS) or needs_centroids or grown

    def missing(self, rows: Rows) -> NDArray[np.int64]:
        """Return the places among `rows` of those that are not here."""
        import pyarrow.compute

        pc: Any = pyarrow.compute  # typed in part
        if not self.segments:
            return np.arange(len(rows.ids))
        return np.flatnonzero(~pc.is_in(rows.keys, value_set=self._keys()).to_numpy(zero_copy_only=False))

    def row_ids(self, rows: Rows) -> NDArray[np.int64]:
        """Return for each position the row id that its fragment has in the table, -1 for one that is gone."""
        import pyarrow.compute

        pc: Any = pyarrow.compute
        if not self.segments:
            return np.zeros(0, np.int64)
        place = pc.index_in(self._keys(), value_set=rows.keys).fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
        return _first_of_each(np.where(place >= 0, rows.ids[np.maximum(place, 0)], -1)) if len(rows.ids) else place

    def _keys(self) -> Any:
        import pyarrow as pa

        return pa.concat_arrays([segment.keys for segment in self.segments])


def read_held(folder: Path, encoder: str, encoder_version: str, dim: int) -> Held | None:
    """Open the cache in `folder`; None where there is none that is whole and this encoder's."""
    manifest = read_manifest(folder)
    if manifest is None or (manifest.encoder, manifest.encoder_version, manifest.dim) != (encoder, encoder_version, dim):
        return None
    try:
        book = read_book(folder, manifest)
        segments = read_segments(folder, manifest, book)
    except (OSError, ValueError):  # deleted meanwhile, or damaged without a change of size
        return None
    return Held(book, segments, Calibration(manifest.candidates, manifest.recall, manifest.queries), manifest)


def _first_of_each(row_of: NDArray[np.int64]) -> NDArray[np.int64]:
    """Blank the later of two positions with one row: a fragment that was taken away, came back and was coded twice."""
    kept = np.full(len(row_of), -1, np.int64)
    _, first = np.unique(row_of, return_index=True)
    kept[first] = row_of[first]
    return kept
