"""Late interaction over a whole collection: compact codes made from the LanceDB table, a first stage, exact MaxSim."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from retrieval.index.open import Index

    from .engine import Engine
    from .follower import Follower

CODES = "codes"


def follow(index: Index, compiled: Path | None = None, codes: Path | None = None) -> Follower:
    """Return what hands out engines for a collection as it changes.

    Args:
        index: an opened collection.
        compiled: where the native kernels are compiled to on first use; numba's are used without it.
        codes: where the codes lie; in the collection's folder by default.
    """
    from .follower import Follower
    from .kernels import load_kernels

    return Follower(index, codes or index.folder / CODES, load_kernels(compiled))


def open_engine(index: Index, compiled: Path | None = None, codes: Path | None = None) -> Engine:
    """Return an engine for a collection as it is now, making or updating its codes first."""
    return follow(index, compiled, codes).engine()
