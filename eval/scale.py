"""Many workers against one process: the same rows, how fast, and what the workers cost on top."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from retrieval.catalogue import Reading, read_catalogue
from retrieval.catalogue.staging import Staging
from retrieval.collections import STARTER
from retrieval.encoders import Encoder, load_encoder
from retrieval.index.build import build_index
from retrieval.index.place import Folder
from retrieval.index.rows import Row, row_of
from retrieval.records import Catalogue
from retrieval.scale.build import scale_index
from retrieval.scale.compare import Compared, compare
from retrieval.scale.parts import stage

from .report import Report, Table
from .scale_cost import MACHINES, SIZES, Rates, assumptions, cost, cost_table

LOAD = partial(load_encoder, "minilm", threads=1)
WORKERS = (1, 2)


@dataclass(frozen=True, slots=True)
class Run:
    """One build: wall clock, processor time of the workers (of the one process: all of its own), wall clock of joining and indexing."""

    name: str
    workers: int
    rows: int
    seconds: float
    core_s: float
    finishing_s: float

    @property
    def a_core(self) -> float:
        """Rows in a second of one core's time, whoever else shares the machine."""
        return self.rows / self.core_s


def evaluate(rows: int, source: Path | None = None, reckon: bool = False) -> Report:
    """Build one source by one process and by Ray with one and two workers, and hold the results to each other.

    Args:
        rows: how many passages to take of the source.
        source: a catalogue; the starter collection by default.
        reckon: also reckon what 8 and 50 million fragments cost at these rates.
    """
    reading = _first(read_catalogue(source or STARTER), rows)
    encoder = LOAD()
    encoder.encode(["start"])
    with TemporaryDirectory() as home:
        alone = _alone(reading, Path(home, "one"), encoder)
        together = [_by_ray(reading, Path(home, f"ray-{workers}"), workers) for workers in WORKERS]
        compared = [compare(Folder(Path(home, "one")), Folder(Path(home, f"ray-{workers}"))) for workers in WORKERS]
        rates = _rates(reading, Path(home), together, encoder.dim)
    runs = [alone, *together]
    tables = [_runs_table(runs), _compared_table(compared), *([cost_table(rates)] if reckon else [])]
    notes = [
        "each worker has one thread; over one process, divided by the workers, Ray starts itself and its workers, stages and commits",
        f"staging {rates.staged:,.0f} rows/s; {rates.tokens_a_fragment:.0f} tokens and {rates.table_bytes_a_fragment:,.0f} bytes a row",
        *(assumptions(rates) if reckon else ()),
    ]
    document = {
        "runs": [asdict(run) for run in runs],
        "compared": [asdict(c) for c in compared],
        "rates": asdict(rates),
        "cost": [asdict(cost(fragments, machines, rates)) for fragments in SIZES for machines in MACHINES],
    }
    return Report("Many workers against one process", tables, notes, document)


def _first(reading: Reading, rows: int) -> Reading:
    """Keep the first `rows` passages, without the works and makers, whose records are made of few words."""
    catalogue = reading.catalogue
    return Reading(Catalogue(fragments=tuple(catalogue.fragments[:rows])), {}, {}, f"{reading.fingerprint}:{rows}")


def _alone(reading: Reading, into: Path, encoder: Encoder) -> Run:
    started, used = time.monotonic(), time.process_time()
    built = build_index(reading, into, encoder, "measured")
    core_s = time.process_time() - used
    return Run("one process", 1, built.fragments, time.monotonic() - started, core_s, built.told.writing_s)


def _by_ray(reading: Reading, into: Path, workers: int) -> Run:
    started = time.monotonic()
    built = scale_index(reading, into, LOAD, workers, "measured")
    name = f"Ray, {workers} worker{'s' if workers > 1 else ''}"
    return Run(name, workers, built.fragments, time.monotonic() - started, built.told.encoding_s, built.told.writing_s)


def _rates(reading: Reading, home: Path, runs: Sequence[Run], dim: int) -> Rates:
    import lancedb

    table = lancedb.connect(home / "one" / "lance").open_table("fragments")
    tokens = sum(len(places) for batch in table.search().select(["sentence"]).to_batches() for places in batch["sentence"])
    size = sum(file.stat().st_size for file in (home / "one" / "lance").rglob("*") if file.is_file())
    one, two = runs[0], runs[-1]
    return Rates(
        encoded_a_core=one.a_core, staged=_staged(reading, home, dim), finished=one.rows / one.finishing_s,
        share=min(1.0, two.a_core / one.a_core), tokens_a_fragment=tokens / one.rows, table_bytes_a_fragment=size / one.rows,
        dim=dim,
    )  # fmt: skip


def _staged(reading: Reading, home: Path, dim: int) -> float:
    """Return how many rows a second are read, worded and staged."""
    started = time.monotonic()
    with _rows(reading) as rows:
        staged = stage(((row, False) for row in rows), dim, Folder(home / "staging"), len(reading.catalogue.fragments), 1)
    return staged.rows / (time.monotonic() - started)


@contextmanager
def _rows(reading: Reading) -> Generator[Iterator[Row]]:
    with Staging() as staging:
        staging.fill(reading.catalogue)
        yield (row_of(fragment, staging) for fragment in staging.fragments())


def _runs_table(runs: Sequence[Run]) -> Table:
    columns = ["build", "rows", "seconds", "rows/s", "rows in a core's second", "seconds over one process", "join and index, s"]
    rows = [
        [run.name, f"{run.rows:,}", f"{run.seconds:.1f}", f"{run.rows / run.seconds:.1f}", f"{run.a_core:.1f}",
         f"{run.seconds - runs[0].seconds / run.workers:.1f}", f"{run.finishing_s:.2f}"]
        for run in runs
    ]  # fmt: skip
    return Table("One source, three builds", columns, rows)


def _compared_table(compared: Sequence[Compared]) -> Table:
    columns = [
        "against one process",
        "rows compared",
        "missing or twice",
        "other in a column",
        "vectors alike to the bit",
        "farthest component",
    ]
    rows = [
        [f"Ray, {workers}", f"{c.rows:,}", str(len(c.only_first) + len(c.only_second) + len(c.twice)), str(len(c.unlike)),
         f"{c.alike_bits:,}", f"{c.farthest:.1e}"]
        for workers, c in zip(WORKERS, compared, strict=True)
    ]  # fmt: skip
    return Table("Row for row", columns, rows)
