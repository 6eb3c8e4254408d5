"""Give works the pictures of a folder: a file belongs to the work whose id or accession number it is named by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from retrieval.errors import SourceError
from retrieval.records import Artwork

from .table import picture_index

Match = Literal["id", "accession"]
SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp"})
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Attached:
    """How many pictures were taken in, how many were not and why, and files whose name is no work's."""

    taken: int
    refused: Mapping[str, int]
    unmatched: Sequence[str]


def attach(
    collection: Path, works: Mapping[str, Artwork], folder: Path, by: Match | None = None, progress: Progress = lambda *_: None
) -> Attached:
    """Take the pictures of `folder` into `collection`; run again, or with another folder, it adds what is new and drops nothing.

    Args:
        collection: The folder of a built collection; the caller is its one writer.
        works: Its works by id.
        folder: Searched with its subfolders.
        by: What files are named by; both, the id first, when None. Case and punctuation do not count, and a part after “_” or “ ”
            that is left over (“1998.7_verso.jpg”) does not either.
        progress: Told how many of how many files are done.

    Raises:
        SourceError: the folder is not there or has no picture files.
    """
    files = picture_files(folder)
    named = _by_name(works, by)
    unmatched: list[str] = []
    with picture_index(collection, "folder") as pictures:
        taken = 0
        for number, file in enumerate(files, 1):
            work = next((named[name] for name in _names(file.stem) if name in named), None)
            if work is None:
                unmatched.append(file.name)
            else:
                taken += pictures.take(work, str(file.relative_to(folder)), folder).name is not None
            progress(number, len(files))
        pictures.finish(whole=False)
        return Attached(taken, Counter(pictures.refused), unmatched)


def picture_files(folder: Path) -> list[Path]:
    """Return the picture files of a folder and its subfolders, in order; raise `SourceError` when there are none."""
    if not folder.is_dir():
        raise SourceError(f"there is no folder {folder}; give the folder that holds the pictures")
    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)
    if not files:
        raise SourceError(f"{folder} holds no JPEG, PNG or WebP files; give the folder that holds the pictures")
    return files


def _by_name(works: Mapping[str, Artwork], by: Match | None) -> dict[str, str]:
    """Return work ids by what a file of theirs may be called; an id goes before another work's accession number."""
    named: dict[str, str] = {}
    if by != "id":
        named |= {_plain(work.accession): work.id for work in works.values() if work.accession}
    if by != "accession":
        named |= {_plain(work.id.removeprefix("w:")): work.id for work in works.values()}
    return named


def _names(stem: str) -> Iterator[str]:
    """Yield what a file's name may mean, the whole of it first."""
    yield _plain(stem)
    for mark in (" ", "_"):
        if mark in stem:
            yield _plain(stem.split(mark, maxsplit=1)[0])


def _plain(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum())
