"""`python -m eval engines`: the same vectors for every engine, one run, one table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from eval.report import Report, Table
from retrieval.engine.kernels import load_kernels
from retrieval.engine.threads import Threads

from . import brute, lance, plaid
from .machine import Machine, measure
from .measured import Measured, Search, ask, size_of
from .ours import Ours, build
from .synthetic import DIM, Floats, Kind, Piece, Synthetic
from .truth import Truth, recall

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FLOAT_BYTES, QUERIES = 4, 48
# The truth of a million fragments costs half a minute a dozen queries.
LARGE, QUERIES_OF_LARGE = 500_000, 16
# General-purpose products take seconds a query, LanceDB's flat search tens of seconds.
FEW_QUERIES, FEWEST_QUERIES = 8, 4
AIM = 0.99


@dataclass(frozen=True, slots=True)
class Limits:
    """The most fragments that each kind of peer is asked about."""

    brute: int
    flat: int
    lance: int
    plaid: int


@dataclass(frozen=True, slots=True)
class Whole:
    """A collection in floats, where it fits into memory."""

    tokens: Floats
    offsets: NDArray[np.int64]

    def pieces(self) -> Iterator[Piece]:
        """Yield it again, 2,000 fragments at a time."""
        for first in range(0, len(self.offsets) - 1, 2_000):
            own = self.offsets[first : first + 2_001]
            yield Piece(self.tokens[own[0] : own[-1]], own - own[0])


@dataclass(frozen=True, slots=True)
class Comparison:
    """Compares engines on collections of one seed; `home` keeps the compiled kernels, `scratch` what engines write."""

    home: Path
    scratch: Path | None
    peers: Path | None
    limits: Limits
    seed: int

    def one(self, kind: Kind, fragments: int) -> list[Measured]:
        """Measure all engines on one collection."""
        made = Synthetic(kind, fragments, self.seed)
        truth = Truth(made.queries(QUERIES if fragments < LARGE else QUERIES_OF_LARGE))
        kept: list[Piece] = []
        keep = fragments <= max(self.limits.brute, self.limits.lance, self.limits.plaid)

        def pieces() -> Iterator[Piece]:
            for piece in made.pieces():
                truth.see(piece)
                if keep:
                    kept.append(piece)
                yield piece

        with TemporaryDirectory(dir=self.scratch) as folder:
            ours = build(made, pieces(), Path(folder), self.home / "kernels")
            best = truth.best()
            found = list(_ours(ours, truth.queries, best, kind, fragments))
        whole = _joined(kept) if keep else None
        kept.clear()
        return found if whole is None else [*found, *self._peers(kind, whole, truth.queries, best)]

    def _peers(self, kind: Kind, whole: Whole, queries: Sequence[Floats], best: NDArray[np.int64]) -> Iterator[Measured]:
        count = len(whole.offsets) - 1
        tokens = len(whole.tokens) * DIM / count
        if count <= self.limits.brute:
            for name, make, bytes_each in (
                ("numpy, floats", brute.numpy_floats, FLOAT_BYTES), ("torch, floats", brute.torch_floats, FLOAT_BYTES),
                ("torch, bytes", brute.torch_bytes, 1),
            ):  # fmt: skip
                search = make(whole.tokens, whole.offsets)
                yield _measured(name, kind, count, search, queries[:FEW_QUERIES], best, tokens * bytes_each, tokens * bytes_each, 0.0)
        if count <= self.limits.lance:
            yield from self._lance(kind, whole, queries, best)
        if count <= self.limits.plaid and self.peers is not None:
            with TemporaryDirectory(dir=self.scratch) as folder:
                done = plaid.run(self.peers, Path(folder), whole.tokens, whole.offsets, queries)
                disk = size_of(Path(folder) / "index") / count
            yield Measured("fast-plaid", kind, count, recall(done.found, best), done.took, disk, disk, done.build)

    def _lance(self, kind: Kind, whole: Whole, queries: Sequence[Floats], best: NDArray[np.int64]) -> Iterator[Measured]:
        count = len(whole.offsets) - 1
        with TemporaryDirectory(dir=self.scratch) as folder:
            table = lance.write(whole.pieces(), Path(folder))
            plain = size_of(Path(folder))
            if count <= self.limits.flat:
                few = queries[:FEWEST_QUERIES]
                yield _measured("LanceDB flat", kind, count, table.search(0), few, best, plain / count, plain / count, 0.0)
            for name, refine in lance.INDEXES:
                before = size_of(Path(folder))
                indexed = table.indexed(name)
                index = size_of(Path(folder)) - before
                called = f"LanceDB {name}" + (f", refine {refine}" if refine else "")
                search = indexed.search(refine)
                yield _measured(called, kind, count, search, queries, best, index / count, (index + plain) / count, indexed.seconds)


def evaluate(sizes: Sequence[int], kinds: Sequence[Kind], comparison: Comparison, command: str) -> Report:
    """Measure every engine on every collection; peers beyond their limits are left out, and the notes say so."""
    machine = measure(load_kernels(comparison.home / "kernels"), Threads())
    measured = [found for size in sizes for kind in kinds for found in comparison.one(kind, size)]
    columns = ["engine", "recall@10", "p50 ms", "p95 ms", "hot B/fragment", "disk B/fragment", "build s"]
    tables = [
        Table(f"{size:,} fragments, {kind}", columns, [_row(m) for m in measured if (m.kind, m.fragments) == (kind, size)])
        for size in sizes for kind in kinds
    ]  # fmt: skip
    document = {"machine": asdict(machine), "measured": [asdict(m) for m in measured], "seed": comparison.seed}
    notes = [f"command: {command}", *_notes(machine, measured, comparison)]
    return Report("Late-interaction engines", tables, notes, document, {"engines.png": _plot(measured)})


def _ours(ours: Ours, queries: Sequence[Floats], best: NDArray[np.int64], kind: Kind, count: int) -> Iterator[Measured]:
    hot, disk = ours.hot / count, ours.all_bytes / count
    tokens = ours.engine.scan.segments[0].tokens.nbytes / count
    yield _measured("ours, exact in bytes", kind, count, ours.exact(), queries, best, tokens, tokens, 0.0)
    called = f"ours, {ours.engine.candidates or 'all'} candidates"
    yield _measured(called, kind, count, ours.scanned(), queries, best, hot, disk, ours.seconds)


def _measured(
    name: str, kind: Kind, count: int, search: Search, queries: Sequence[Floats], best: NDArray[np.int64], hot: float, disk: float,
    build: float,
) -> Measured:  # fmt: skip
    found, took = ask(search, queries, best)
    return Measured(name, kind, count, found, took, hot, disk, build)


def _joined(pieces: Sequence[Piece]) -> Whole:
    ends = np.cumsum([0, *(len(piece.tokens) for piece in pieces)])
    offsets = [piece.offsets[1:] + start for piece, start in zip(pieces, ends[:-1], strict=True)]
    return Whole(np.concatenate([piece.tokens for piece in pieces]), np.concatenate([np.zeros(1, np.int64), *offsets]))


def _row(m: Measured) -> list[str]:
    return [m.name, f"{m.recall:.3f}", f"{m.at(50):.2f}", f"{m.at(95):.2f}", f"{m.hot:,.0f}", f"{m.disk:,.0f}", f"{m.build:.1f}"]


def _notes(machine: Machine, measured: Sequence[Measured], comparison: Comparison) -> Iterator[str]:
    yield (
        f"machine, {machine.threads} threads: reads {machine.read / 1e9:.1f} GB/s; products of bytes {machine.peak / 1e12:.2f} T/s in "
        f"registers, {machine.torch / 1e12:.2f} by torch's _int_mm, {machine.kernel / 1e12:.2f} by our kernel on rows in the cache"
    )
    for m in measured:
        if m.name.startswith("ours"):
            floor = m.hot * m.fragments / machine.read * 1000
            rate = f"; {m.hot * m.fragments * 64 / (m.at(50) / 1000) / 1e12:.2f} T/s" if "exact" in m.name else ""
            yield f"floor of {m.name}, {m.fragments:,} {m.kind}: {floor:.2f} ms to read {m.hot * m.fragments / 1e6:,.0f} MB{rate}"
    yield from _growth(measured)
    limits = comparison.limits
    yield (
        f"queries: {QUERIES} ({QUERIES_OF_LARGE} from {LARGE:,} fragments on), {FEW_QUERIES} for general-purpose products, "
        f"{FEWEST_QUERIES} for LanceDB's flat search"
    )
    yield (
        f"left out: general-purpose products above {limits.brute:,} fragments (memory), LanceDB flat above {limits.flat:,} and its "
        f"indexes above {limits.lance:,} (time), fast-plaid above {limits.plaid:,}"
        + ("" if comparison.peers else " and everywhere, for no environment with it was given (--peers)")
    )


def _growth(measured: Sequence[Measured]) -> Iterator[str]:
    """Say how the cost grows: the exponent of the median time between the smallest and the largest size."""
    for kind in dict.fromkeys(m.kind for m in measured):
        scans = [m for m in measured if m.kind == kind and m.name.startswith("ours") and "exact" not in m.name]
        if len(scans) > 1:
            small, large = scans[0], scans[-1]
            power = np.log(large.at(50) / small.at(50)) / np.log(large.fragments / small.fragments)
            yield f"our cost on {kind} vectors grows as size to the power {power:.2f} from {small.fragments:,} to {large.fragments:,}"


def _plot(measured: Sequence[Measured]) -> Figure:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 4.5))
    kinds = list(dict.fromkeys(m.kind for m in measured))
    axes = figure.subplots(1, len(kinds), squeeze=False)[0]
    for axis, kind in zip(axes, kinds, strict=True):
        for size in dict.fromkeys(m.fragments for m in measured):
            own = [m for m in measured if (m.kind, m.fragments) == (kind, size)]
            axis.scatter([m.at(50) for m in own], [m.recall for m in own], label=f"{size:,}")
            for m in own:
                axis.annotate(m.name, (m.at(50), m.recall), fontsize=5, xytext=(3, 3), textcoords="offset points")
        axis.axhline(AIM, color="grey", linewidth=0.5)
        axis.set(xscale="log", xlabel="median ms a query", ylabel="recall@10", title=kind)
        axis.legend(title="fragments", fontsize=6)
    return figure
