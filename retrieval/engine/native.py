"""The kernels in C: compiled by the machine's own compiler on first use, kept by the hash of their source."""

from __future__ import annotations

import ctypes
import hashlib
import os
import platform
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .kernels import LANES, Bytes, Codes, Floats, Places, Signed

SOURCE = Path(__file__).with_name("kernel.c")
FLAGS = ("-O3", "-shared", "-fPIC", "-ffp-contract=off")
LEVELS = ("scalar", "AVX2", "AVX-512 VNNI")
PATIENCE = 60.0
LONGEST_ROW = 4096
Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Native:
    """The compiled library and which of its paths to take: 0 scalar, 1 AVX2, 2 AVX-512 VNNI."""

    library: ctypes.CDLL
    level: int

    @property
    def name(self) -> str:
        """Which instructions are used."""
        return LEVELS[self.level]

    def maxsim(
        self, rows: Bytes, offsets: Places, places: Places, first: int, last: int, query: Signed, weights: NDArray[np.int32],
        scores: NDArray[np.int64],
    ) -> None:  # fmt: skip
        """Write the weighted sum of the query tokens' best products for the fragments `places[first:last]`."""
        self._checked(
            "maxsim", rows, offsets, places, first, last, rows.shape[1], query, weights, len(query), scores,
        )  # fmt: skip

    def refine(
        self, rows: Bytes, fine: Bytes, offsets: Places, places: Places, first: int, last: int, query: NDArray[np.int16],
        weights: NDArray[np.int32], scores: NDArray[np.int64],
    ) -> None:  # fmt: skip
        """Write what `maxsim` does from both bytes of each component."""
        self._checked("refine", rows, fine, offsets, places, first, last, rows.shape[1], query, weights, len(query), scores)

    def nearest(self, rows: Bytes, first: int, last: int, centroids: Signed, codes: Codes) -> None:
        """Write for each row the number of the centroid with the greatest product."""
        self._checked("nearest", rows, first, last, rows.shape[1], centroids, len(centroids), codes)

    def products(self, rows: Bytes, first: int, last: int, query: Signed, out: NDArray[np.int32]) -> None:
        """Write the products of rows and query tokens."""
        self._checked("products", rows, first, last, rows.shape[1], query, len(query), out)

    def bytes_of(self, products: NDArray[np.int32], first: int, last: int, scale: NDArray[np.float32], table: Bytes) -> None:
        """Write the products times `scale` as bytes."""
        self._call("bytes_of", products, first, last, len(products), products.shape[1] // LANES, scale, table)

    def quantise(self, rows: Floats, first: int, last: int, scale: float, coarse: Bytes, fine: Bytes) -> None:
        """Write rows as bytes, and what that rounds away."""
        one = np.array([scale], np.float32)
        self._call("quantise", self.level, rows, first, last, rows.shape[1], coarse.shape[1], one, coarse, fine)

    def sums(self, rows: Floats, order: Places, bounds: Places, first: int, last: int, out: Floats) -> None:
        """Write the sum of each group's rows."""
        self._call("sums", rows, order, bounds, first, last, rows.shape[1], out)

    def scan_codes(
        self, codes: Codes, offsets: Places, first: int, last: int, table: Bytes, weights: NDArray[np.int16], scores: NDArray[np.int32]
    ) -> None:
        """Write for each fragment the weighted sum of the best byte that its centroids have in the table."""
        self._call("scan_codes", self.level, codes, offsets, first, last, table, table.shape[1], len(table), weights, scores)

    def scan_means(self, means: Bytes, first: int, last: int, wanted: Signed, scores: NDArray[np.int32]) -> None:
        """Write the product of each mean vector with `wanted`."""
        self._call("scan_means", self.level, means, first, last, means.shape[1], wanted, scores)

    def _checked(self, name: str, rows: Bytes, *given: Any) -> None:
        if rows.shape[1] > LONGEST_ROW or rows.shape[1] % 4:
            raise ValueError(f"rows of {rows.shape[1]} are not a multiple of 4 up to {LONGEST_ROW}")
        if self._call(name, self.level, rows, *given) != 0:
            raise MemoryError(f"no memory for {name}")

    def _call(self, name: str, *given: Any) -> int:
        return getattr(self.library, name)(*(_passed(value) for value in given))


def load_native(folder: Path, level: int | None = None) -> Native | None:
    """Load the library from `folder`, compiling it first if need be; None without a compiler, a fitting processor or a place.

    `level` asks for a lesser path than the best that the processor has.
    """
    source = SOURCE.read_bytes()
    made_from = hashlib.sha256(source + " ".join((*FLAGS, platform.machine())).encode()).hexdigest()[:16]
    file = folder / f"kernel-{made_from}.so"
    try:
        if not file.exists():
            _compile(file)
        library = ctypes.CDLL(str(file))
    except (OSError, subprocess.SubprocessError):
        return None
    best = library.best_level()
    return None if level is not None and level > best else Native(library, best if level is None else level)


def _compile(file: Path) -> None:
    """Compile into a file of our own, then give it its name: two processes at once do no harm."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None or platform.machine() not in ("x86_64", "AMD64"):
        raise OSError("no compiler for this processor")
    # What is loaded as code lies where nobody else may write.
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, part = tempfile.mkstemp(dir=file.parent, suffix=".part")
    os.close(handle)
    try:
        subprocess.run([compiler, *FLAGS, "-o", part, str(SOURCE)], check=True, capture_output=True, timeout=PATIENCE)
        Path(part).replace(file)
    finally:
        Path(part).unlink(missing_ok=True)


def _passed(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        if not value.flags.c_contiguous:
            raise ValueError("a kernel reads arrays that lie in one piece")
        return ctypes.c_void_p(value.ctypes.data)
    return ctypes.c_int64(value)
