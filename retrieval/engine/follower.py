"""Keep the codes in line with the table that they are made from, and hand out engines."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from filelock import FileLock

from .engine import EXACT_UP_TO, Engine
from .held import Held, read_held
from .kernels import Kernels
from .make import Maker
from .scan import Scan
from .table import Rows, read_rows
from .threads import Threads


@dataclass
class Follower:
    """Follows one collection's table. Safe to share between threads.

    `folder` is where the codes lie; it may be deleted at any time and nothing is lost.
    """

    index: Any  # retrieval.index.open.Index, whose package imports ours
    folder: Path
    kernels: Kernels
    threads: Threads = field(default_factory=Threads)
    exact_up_to: int = EXACT_UP_TO
    _engine: Engine | None = field(default=None, init=False, repr=False)
    _version: int = field(default=-1, init=False, repr=False)
    _held: Held | None = field(default=None, init=False, repr=False)
    _one: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)

    def engine(self) -> Engine:
        """Return an engine for the table as it is now, bringing the codes up to date first if it changed.

        Raises:
            IndexUnusable: the table holds NaN, fragments without tokens, or vectors of another size.
        """
        with self._one:
            if self._engine is None or self.index.fragments.version != self._version:
                rows = read_rows(self.index.fragments)
                self._held = self._fitting(rows)
                self._engine, self._version = self._engine_of(self._held, rows), rows.version
            return self._engine

    def _fitting(self, rows: Rows) -> Held:
        held = self._held or self._read()
        if held is not None and held.serves(rows, self.exact_up_to):
            return held
        maker = Maker(self.index, self.kernels, self.threads, self.exact_up_to)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self.folder / ".lock"):
                return self._updated(maker, rows)
        except OSError:  # a full disk, a folder that may only be read: the codes are kept in memory
            return maker.anew(rows, None)

    def _updated(self, maker: Maker, rows: Rows) -> Held:
        """Bring the cache on disk up to date; one process at a time."""
        held = self._read()  # another process may have been quicker
        if held is None or held.manifest is None or held.outgrown(rows, self.exact_up_to):
            return maker.anew(rows, self.folder)
        return held if len(held.missing(rows)) == 0 else maker.extended(held, held.manifest, rows, self.folder)

    def _read(self) -> Held | None:
        told = self.index.manifest
        return read_held(self.folder, told.encoder, told.encoder_version, told.dim)

    def _engine_of(self, held: Held, rows: Rows) -> Engine:
        row_ids = held.row_ids(rows)
        scan = Scan(held.book, held.segments, self.kernels, self.threads)
        return Engine(scan, held.calibration.candidates, row_ids >= 0, row_ids)
