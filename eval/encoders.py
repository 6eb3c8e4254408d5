"""How fast the text encoder is under each runtime, and whether it stays the same encoder: all measured in one run.

A runtime or precision counts as the same encoder when no number of a unit vector is further than 1e-3 from torch in float32.
Each figure is the best of several passes taken in turns, so that a neighbour on the machine slows none alone.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from retrieval.catalogue import read_catalogue
from retrieval.catalogue.staging import Staging
from retrieval.collections import STARTER
from retrieval.encoders import Encoded
from retrieval.encoders.minilm import MiniLM, load_minilm
from retrieval.index.build import Progress

from .encoders_lossy import LOSSY
from .report import Report, Table

EXACT = 1e-3
REFERENCE = "torch float32"
PASSES = 3
FRESH = """
import time; t = time.perf_counter()
from retrieval.encoders.minilm import load_minilm
load_minilm({runtime!r}).encode(["Who taught Artemisia Gentileschi?"])
print(time.perf_counter() - t)
"""


@dataclass(frozen=True, slots=True)
class Way:
    """One way of running the encoder: how it is loaded with a number of threads, and the runtime that it is loaded by."""

    name: str
    load: Callable[[int], MiniLM]
    runtime: str | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """Texts a second by kind and threads, how far the vectors are from the reference, seconds of a fresh process."""

    way: Way
    rates: Mapping[str, float]
    difference: float
    cosine: float
    cold: float | None

    @property
    def exact(self) -> bool:
        """Whether an index may not care which of the two made it."""
        return self.difference <= EXACT


WAYS = (
    Way(REFERENCE, lambda threads: load_minilm("torch", threads), "torch"),
    Way("openvino float32", lambda threads: load_minilm("openvino", threads), "openvino"),
    Way("onnxruntime float32", lambda threads: load_minilm("onnx", threads), "onnx"),
    *(Way(name, load) for name, load in LOSSY.items()),
)


def evaluate(count: int, progress: Progress) -> Report:
    """Measure every way on `count` passages of the starter collection and as many questions."""
    texts = starter_texts(count)
    kinds = {"questions": [" ".join(text.split()[:9]) for text in texts], "passages": texts}
    loaded = {way.name: {threads: way.load(threads) for threads in (1, 2)} for way in WAYS}
    taken: dict[str, dict[str, list[float]]] = {way.name: {} for way in WAYS}
    done, whole = 0, PASSES * 2 * len(kinds) * len(WAYS)
    for _ in range(PASSES):
        for threads in (1, 2):
            for kind, given in kinds.items():
                for way in WAYS:
                    seconds = _timed(loaded[way.name][threads], given, threads)
                    taken[way.name].setdefault(f"{kind}, {threads} thread{'s' * (threads > 1)}", []).append(seconds)
                    progress(done := done + 1, whole)
    reference = loaded[REFERENCE][2].encode(texts)
    measured = [_measured(way, loaded[way.name][2].encode(texts), reference, taken[way.name], len(texts)) for way in WAYS]
    return _report(measured, texts, count)


def starter_texts(count: int) -> list[str]:
    """Return the longest texts of the starter collection, repeated in turn until there are `count`."""
    with Staging() as staging:
        staging.fill(read_catalogue(STARTER).catalogue)
        texts = sorted({fragment.text for fragment in staging.fragments()}, key=lambda text: (-len(text), text))[:count]
    return [texts[number % len(texts)] for number in range(count)]


def _timed(encoder: MiniLM, texts: Sequence[str], threads: int) -> float:
    import torch

    torch.set_num_threads(threads)  # torch has one setting for the whole process
    encoder.encode(texts[:4])
    start = time.perf_counter()
    encoder.encode(texts)
    return time.perf_counter() - start


def _measured(
    way: Way, found: Sequence[Encoded], reference: Sequence[Encoded], taken: Mapping[str, Sequence[float]], count: int
) -> Measured:
    pairs = [(np.vstack([a.tokens, a.vector]), np.vstack([b.tokens, b.vector])) for a, b in zip(found, reference, strict=True)]
    difference = max(float(np.abs(a - b).max()) for a, b in pairs)
    cosine = min(float((a * b).sum(axis=1).min()) for a, b in pairs)
    rates = {kind: count / min(seconds) for kind, seconds in taken.items()}
    return Measured(way, rates, difference, cosine, _cold(way.runtime) if way.runtime else None)


def _cold(runtime: str) -> float:
    """Return the median seconds of import, load and first question in a fresh process."""
    code = FRESH.format(runtime=runtime)
    runs = [subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True) for _ in range(PASSES)]
    return statistics.median(float(run.stdout.splitlines()[-1]) for run in runs)


def _report(measured: Sequence[Measured], texts: Sequence[str], count: int) -> Report:
    kinds = list(measured[0].rates)
    reference = measured[0].rates
    rates = [[m.way.name, *(f"{m.rates[kind]:.0f} ({m.rates[kind] / reference[kind]:.2f})" for kind in kinds)] for m in measured]
    sound = [[m.way.name, f"{m.difference:.1e}", f"{m.cosine:.6f}", "yes" if m.exact else "refused", _seconds(m.cold)] for m in measured]
    letters = sum(map(len, texts)) / len(texts)
    return Report(
        "Encoders: which runtime computes the same vectors fastest?",
        [
            Table("Texts a second (times torch float32, same run)", ["runtime", *kinds], rates),
            Table("The same encoder?", ["runtime", "largest difference", "least cosine", f"within {EXACT:g}", "fresh process, s"], sound),
        ],
        [
            f"n = {count} passages of {letters:.0f} characters on average, and their first nine words as questions; starter collection",
            f"best of {PASSES} passes taken in turns; a fresh process imports, loads and encodes one question (median of {PASSES})",
            f"command: python -m eval encoders --texts {count}",
        ],
        {"n": count, "exact": EXACT, "runtimes": [_document(m) for m in measured]},
    )


def _seconds(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _document(measured: Measured) -> dict[str, Any]:
    return {
        "name": measured.way.name, "texts_a_second": dict(measured.rates), "largest_difference": measured.difference,
        "least_cosine": measured.cosine, "exact": measured.exact, "fresh_process_s": measured.cold,
    }  # fmt: skip
