"""What this machine can do at most: bytes from memory, and products of bytes."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from retrieval.engine.kernels import Kernels
from retrieval.engine.threads import Threads

RUNS = 7
ROWS, DIM, LANES = 4_096, 128, 32
REPEATS = 64
PEAK = Path(__file__).with_name("peak.c")
ROUNDS, OPERATIONS = 4_000_000, 2_048


@dataclass(frozen=True, slots=True)
class Machine:
    """Bytes a second read from memory by all threads; operations a second (a product and a sum are two) of bytes.

    `peak` has all operands in registers, 0 without AVX-512 VNNI; `kernel` is MaxSim on rows in the cache; `torch` is `_int_mm`.
    """

    threads: int
    read: float
    peak: float
    kernel: float
    torch: float


def measure(kernels: Kernels, threads: Threads) -> Machine:
    """Measure the rates; the best of several runs, for the others were disturbed."""
    return Machine(threads.count, _read_rate(threads), _peak_rate(threads), _kernel_rate(kernels, threads), _torch_rate())


def _read_rate(threads: Threads) -> float:
    cells = np.ones(1 << 26, np.int64)
    sums = np.zeros(1, np.int64)

    def share(first: int, last: int) -> None:
        sums[0] += int(cells[first:last].max())  # a maximum is one instruction a vector: memory bounds it

    return cells.nbytes / _best(lambda: threads.each(len(cells), share))


def _peak_rate(threads: Threads) -> float:
    compiler = shutil.which("cc")
    if compiler is None:
        return 0.0
    with TemporaryDirectory() as folder:
        file = Path(folder) / "peak.so"
        subprocess.run([compiler, "-O3", "-shared", "-fPIC", "-o", str(file), str(PEAK)], check=True)
        library = ctypes.CDLL(str(file))
    if not library.has_vnni():
        return 0.0

    def share(first: int, last: int) -> None:
        library.peak(ctypes.c_int64(last - first))

    return ROUNDS * OPERATIONS / _best(lambda: threads.each(ROUNDS, share))


def _kernel_rate(kernels: Kernels, threads: Threads) -> float:
    """Return the rate of the MaxSim kernel's inner loop over rows that stay in the cache: registers and nothing else."""
    rng = np.random.default_rng(0)
    rows = rng.integers(1, 256, (ROWS, DIM)).astype(np.uint8)
    query = rng.integers(-127, 128, (LANES, DIM)).astype(np.int8)
    offsets, places = np.array([0, ROWS]), np.zeros(REPEATS * threads.count, np.int64)
    weights, scores = np.ones(LANES, np.int32), np.zeros(len(places), np.int64)

    def work() -> None:
        threads.each(len(places), lambda a, b: kernels.maxsim(rows, offsets, places, a, b, query, weights, scores))

    return 2 * ROWS * DIM * LANES * len(places) / _best(work)


def _torch_rate() -> float:
    import torch

    left = torch.randint(-127, 128, (8_192, 1_024), dtype=torch.int8)
    right = torch.randint(-127, 128, (1_024, 1_024), dtype=torch.int8)
    return 2 * 8_192 * 1_024 * 1_024 / _best(lambda: torch._int_mm(left, right))  # pyright: ignore[reportPrivateImportUsage, reportPrivateUsage]


def _best(work: Callable[[], object]) -> float:
    took: list[float] = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        took.append(time.perf_counter() - start)
    return min(took)
