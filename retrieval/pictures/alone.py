"""A collection of pictures alone: where there is no catalogue, each file is a work that has its name."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from retrieval.catalogue import Reading
from retrieval.errors import IndexUnusable
from retrieval.index.manifest import read_manifest
from retrieval.index.place import Place
from retrieval.records import Artwork, Catalogue

from .attach import picture_files


def source_name(folder: Path) -> str:
    """Return how an index names a folder of pictures as its source."""
    return f"pictures of {folder.resolve()}"


def made_of(place: Place, folder: Path) -> bool:
    """Say whether `place` holds no collection yet, or the one that was made of this folder of pictures."""
    try:
        return read_manifest(place).source == source_name(folder)
    except IndexUnusable:
        if place.read("index.json") is not None:
            raise
        return True


def reading_of(folder: Path) -> Reading:
    """Return a work for each picture file, named and numbered by its path; raise `SourceError` when there are none."""
    paths = [str(file.relative_to(folder)) for file in picture_files(folder)]
    works = tuple(Artwork(id=f"w:{_number(path)}", title=_title(path), picture=path) for path in paths)
    return Reading(Catalogue(works=works), {}, {}, hashlib.sha256("\n".join(paths).encode("utf-8", "replace")).hexdigest())


def _title(path: str) -> str:
    """Return a file's name as words.

    >>> _title("north/harbour_at-dawn.jpg")
    'harbour at dawn'
    """
    return " ".join(re.split(r"[\W_]+", Path(path).stem)).strip() or Path(path).name


def _number(path: str) -> str:
    """Return a path as an id; a short hash tells files apart that differ in case or punctuation alone.

    >>> _number("north/Harbour at dawn.jpg")
    'north-harbour-at-dawn-122a'
    """
    plain = re.sub(r"[^a-z0-9]+", "-", str(Path(path).with_suffix("")).casefold()).strip("-")
    return f"{plain}-{hashlib.sha256(path.encode('utf-8', 'replace')).hexdigest()[:4]}".lstrip("-")
