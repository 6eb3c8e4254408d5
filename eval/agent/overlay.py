"""Build the collection of an overlay: the starter's index copied, the overlay's rows added, its pictures taken in."""

from __future__ import annotations

import shutil
from pathlib import Path

from filelock import FileLock

from retrieval.catalogue.read import Wanted, open_source, source_fingerprint
from retrieval.collections import STARTER, STARTER_PROVENANCE, drop_outdated, open_collection
from retrieval.encoders import Encoder
from retrieval.index.build import build_index
from retrieval.pictures.attach import attach_named
from retrieval.pictures.works import works_of
from retrieval.search import Searcher

from .drawings import drawing
from .task import OVERLAYS, fingerprint


def open_overlay(overlay: str, starter: Path, into: Path, encoder: Encoder, overlays: Path = OVERLAYS) -> Searcher:
    """Open the starter collection with an overlay's rows, built under `into` when it is not there.

    It is built anew when starter, overlay or the format of indexes has changed.
    """
    salt = f"{source_fingerprint(STARTER)} {encoder.name} {encoder.version}"
    folder = into / f"{overlay}-{fingerprint([overlays / overlay], salt)}"
    into.mkdir(parents=True, exist_ok=True)
    with FileLock(into / f"{overlay}.lock"):
        drop_outdated(folder, encoder)
        if not (folder / "built").exists():
            _drop_former(into, overlay)
            _build(overlay, starter, folder, encoder, overlays)
            (folder / "built").touch()
    return open_collection(folder, encoder)


def _drop_former(into: Path, overlay: str) -> None:
    for former in into.glob(f"{overlay}-*"):
        shutil.rmtree(former)


def _build(overlay: str, starter: Path, folder: Path, encoder: Encoder, overlays: Path) -> None:
    shutil.copytree(starter, folder)
    source = folder / "source"
    shutil.copytree(STARTER, source)
    for kind in ("works", "makers", "fragments"):
        shutil.copy(overlays / overlay / kind / "rows.jsonl", source / kind / "overlay.jsonl")
    # The same provenance as the starter's own, or every one of its rows would be another and be encoded again.
    build_index(open_source(source, Wanted(provenance=STARTER_PROVENANCE)), folder, encoder, STARTER.name)
    works = list(works_of(folder))
    if drawn := [work.picture for work in works if work.picture]:
        _draw(folder / "drawings", drawn)
        attach_named(folder, works, folder / "drawings")


def _draw(folder: Path, files: list[str]) -> None:
    """Write the drawings that works name as their pictures: “red-disc.png” is the drawing “red-disc”."""
    folder.mkdir(exist_ok=True)
    for file in files:
        (folder / file).write_bytes(drawing(Path(file).stem))
