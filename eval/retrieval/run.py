"""Build the collections that the benchmark needs, once, and ask every method every question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.report import Report
from retrieval.catalogue import Reading
from retrieval.collections import drop_outdated, open_collection
from retrieval.encoders import load_encoder
from retrieval.errors import IndexUnusable
from retrieval.index.build import build_index
from retrieval.records import Catalogue
from retrieval.search import Searcher
from retrieval.terminal import progress_bar
from retrieval.train.corpus import Breadth

from .ladder import report
from .measure import Measured, TimedEncoder, measure
from .methods import Method, Words, by_fusion, by_maxsim, by_one_vector, by_search, by_words, folder_bytes
from .sets import Benchmark, read_benchmark
from .vectors import Exact, Vectors, read_vectors

PLAIN = "minilm"
# The small projection of the encoder above, where it is installed.
PROJECTED = "minilm-128"
CODES = "codes"
OURS = "ours (quantised)"


@dataclass(frozen=True, slots=True)
class Built:
    """A collection of the benchmark's passages, made by one encoder."""

    searcher: Searcher
    encoder: TimedEncoder
    folder: Path

    def vectors(self) -> Vectors:
        """Read its vectors into memory."""
        return read_vectors(self.searcher.index.fragments, self.encoder)

    @property
    def size(self) -> float:
        """Bytes a passage that search reads: the engine's codes where it keeps some, else the table's vectors."""
        count = self.searcher.index.fragments.count_rows()
        codes = self.folder / CODES
        return folder_bytes(codes if codes.is_dir() else self.folder / "lance") / count


def evaluate(data: Path, breadth: Breadth, count: int, seed: int, home: Path) -> Report:
    """Measure every method on `count` questions of each set; what is encoded is kept under `home` for the next run.

    Raises:
        SourceError: a table is missing in `data`, or it holds no questions.
    """
    bench = read_benchmark(data, breadth, count, seed)
    missing: list[str] = []
    measured: list[Measured] = []
    for methods in _methods(bench, home / breadth, missing):
        with progress_bar(", ".join(method.name for method in methods)) as progress:
            measured += measure(methods, bench.questions, progress)
    command = f"python -m eval retrieval --data {data} --corpus {breadth} --questions {count} --seed {seed}"
    return report(measured, bench, seed, command, missing)


def _methods(bench: Benchmark, home: Path, missing: list[str]) -> Iterator[Sequence[Method]]:
    """Yield methods when those before are measured, so that one encoder's vectors lie in memory at a time; ours is the last."""
    words = Words.of(bench.fragments)
    yield [by_words(words)]
    plain = _built(bench, home, PLAIN)
    yield _exact(plain, words)
    try:
        projected = _built(bench, home, PROJECTED)
    except IndexUnusable:
        missing.append(f"projected: left out, there is no encoder {PROJECTED} in this version")
    else:
        yield [by_fusion(Exact(projected.vectors()), words, "projected")]
        yield [by_search(projected.searcher, projected.encoder.took, projected.size, "projected, quantised")]
    yield [by_search(plain.searcher, plain.encoder.took, plain.size, OURS)]


def _exact(plain: Built, words: Words) -> Sequence[Method]:
    exact = Exact(plain.vectors())
    return [
        by_one_vector(exact.vectors, "single vector"),
        by_maxsim(exact, "MaxSim"),
        by_fusion(exact, words, "fused"),
    ]


def _built(bench: Benchmark, home: Path, name: str) -> Built:
    encoder = TimedEncoder(load_encoder(name))
    folder = home / name
    drop_outdated(folder, encoder)
    reading = Reading(Catalogue(fragments=bench.fragments), {}, {}, bench.fingerprint)
    with progress_bar(f"Encoding by {name}") as progress:
        build_index(reading, folder, encoder, "retrieval benchmark", progress)
    return Built(open_collection(folder, encoder), encoder, folder)
