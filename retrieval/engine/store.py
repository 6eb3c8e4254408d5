"""The codes on disk: immutable folders named by one manifest that is replaced at once, so that no half cache is ever read.

A folder that the manifest does not name is what a stopped writer left; the next writer deletes it. Open files outlive that.
"""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .codes import Book, Segment

# Raised whenever the files are laid out or the codes made otherwise than before.
VERSION = 4
FILE = "manifest.json"
_BOOK = ("directions", "cells", "centres", "projection")
_SEGMENT = {"tokens": np.uint8, "fine": np.uint8, "codes": np.uint16, "means": np.uint8}


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What the cache holds and how it was made; `sizes` are the bytes of every file, by which a damaged one is known."""

    encoder: str
    encoder_version: str
    dim: int
    scale: float
    mean_scale: float
    trained_on: int
    candidates: int | None
    recall: float
    queries: int
    book: str
    segments: list[str]
    sizes: dict[str, int]
    version: int = VERSION


def read_manifest(folder: Path) -> Manifest | None:
    """Return the manifest of a cache that is whole; None where there is none, or another version's, or a damaged one."""
    try:
        found = Manifest(**json.loads((folder / FILE).read_text(encoding="utf-8")))
        whole = all((folder / name).stat().st_size == size for name, size in found.sizes.items())
    except (OSError, ValueError, TypeError, AttributeError):
        return None
    return found if whole and found.version == VERSION else None


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Make the folders that `manifest` names the cache, at once; delete the others."""
    part = folder / f"{FILE}.part"
    part.write_text(json.dumps(asdict(manifest), indent=1) + "\n", encoding="utf-8")
    part.replace(folder / FILE)
    for other in folder.iterdir():
        if other.is_dir() and other.name not in {manifest.book, *manifest.segments}:
            shutil.rmtree(other, ignore_errors=True)


def measured(folder: Path, names: Iterable[str]) -> dict[str, int]:
    """Return the bytes of each file in the named folders."""
    return {f"{name}/{file.name}": file.stat().st_size for name in names for file in sorted((folder / name).iterdir())}


def write_book(folder: Path, book: Book) -> str:
    """Write a book into a folder of its own and return its name."""
    name = f"book-{secrets.token_hex(6)}"
    (folder / name).mkdir(parents=True)
    for part in _BOOK:
        np.save(folder / name / f"{part}.npy", getattr(book, part))
    return name


def read_book(folder: Path, manifest: Manifest) -> Book:
    """Read the book of a cache."""
    arrays = {part: np.load(folder / manifest.book / f"{part}.npy", allow_pickle=False) for part in _BOOK}
    return Book(manifest.dim, manifest.scale, manifest.mean_scale, manifest.trained_on, **arrays)


@dataclass(slots=True)
class SegmentWriter:
    """Writes one segment piece by piece: memory holds a piece, never the whole."""

    folder: Path
    name: str
    keys: list[Any]
    offsets: list[NDArray[np.int64]]
    tokens: int = 0

    @classmethod
    def begin(cls, folder: Path) -> SegmentWriter:
        """Make the folder of a new segment."""
        name = f"segment-{secrets.token_hex(6)}"
        (folder / name).mkdir(parents=True)
        return cls(folder / name, name, [], [np.zeros(1, np.int64)])

    def add(self, piece: Segment) -> None:
        """Append the fragments of `piece`."""
        for part in _SEGMENT:
            with (self.folder / f"{part}.bin").open("ab") as file:
                file.write(np.ascontiguousarray(getattr(piece, part)).data)
        self.keys.append(piece.keys)
        self.offsets.append(piece.offsets[1:] - piece.offsets[0] + self.tokens)
        self.tokens += int(piece.offsets[-1] - piece.offsets[0])

    def finish(self) -> None:
        """Write what is known when all is there."""
        import pyarrow as pa
        import pyarrow.feather as feather

        np.save(self.folder / "offsets.npy", np.concatenate(self.offsets))
        # Not compressed, so that it is mapped and not read.
        feather.write_feather(pa.table({"key": pa.chunked_array(self.keys)}), self.folder / "keys.arrow", compression="uncompressed")


def read_segment(folder: Path, name: str, book: Book) -> Segment:
    """Map a segment's files into memory."""
    import pyarrow.feather as feather

    offsets = np.load(folder / name / "offsets.npy", allow_pickle=False)
    width = book.dim + -book.dim % 4
    widths = {"tokens": width, "fine": width, "means": book.mean_dim + -book.mean_dim % 4}
    found: dict[str, Any] = {}
    for part, kind in _SEGMENT.items():
        file = folder / name / f"{part}.bin"
        flat = np.memmap(file, kind, mode="r") if file.stat().st_size else np.zeros(0, kind)
        found[part] = flat.reshape(-1, widths[part]) if part in widths else flat
    keys = feather.read_table(folder / name / "keys.arrow", memory_map=True)["key"].combine_chunks()
    return Segment(keys, found["tokens"], found["fine"], offsets, found["codes"], found["means"])


def read_segments(folder: Path, manifest: Manifest, book: Book) -> Sequence[Segment]:
    """Map all segments of a cache."""
    return [read_segment(folder, name, book) for name in manifest.segments]
