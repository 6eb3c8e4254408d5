"""Give works their pictures: those that a catalogue names, those that lie in its Parquet files, and files named like works."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from retrieval.errors import SourceError

from .embedded import Embedded, embedded, names
from .table import PictureIndex, picture_index
from .works import Work

Match = Literal["id", "accession"]
SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp"})
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Attached:
    """How many pictures were taken in, how many were not and why, an example by reason, and names that are no work's."""

    taken: int
    refused: Mapping[str, int]
    examples: Mapping[str, str]
    unmatched: Sequence[str] = ()

    def document(self) -> dict[str, Any]:
        """Return it as plain JSON."""
        skipped = [{"reason": reason, "count": count, "example": self.examples[reason]} for reason, count in sorted(self.refused.items())]
        return {"taken": self.taken, "skipped": skipped}


NONE = Attached(0, {}, {})


def attach_named(collection: Path, works: Iterable[Work], source: Path, progress: Progress = lambda *_: None) -> Attached:
    """Take in what the works of a catalogue name as their pictures and what its Parquet files hold; drop what it no longer has.

    Pictures that are there already are not decoded again, so a run that was stopped goes on where it was.

    Args:
        collection: The folder of a built collection; the caller is its one writer.
        works: All works of the collection.
        source: The catalogue's file or folder; paths of pictures are relative to the folder.
        progress: Told of pictures done and of all that are known of.
    """
    base = source if source.is_dir() else source.parent
    known = list(works)
    named = [(work.id, work.picture) for work in known if work.picture]
    with picture_index(collection) as pictures:
        taken = 0
        for number, (work, reference) in enumerate(named, 1):
            taken += pictures.take(work, reference, base).name is not None
            progress(number, len(named))
        for file in parquet_files(source):
            taken += _take_embedded(pictures, known, file, progress)
        pictures.finish()
        return Attached(taken, Counter(pictures.refused), pictures.examples)


def attach_folder(
    collection: Path, works: Iterable[Work], folder: Path, by: Match | None = None, progress: Progress = lambda *_: None
) -> Attached:
    """Take in the pictures of a folder; run again, or with another folder, it adds what is new and drops nothing.

    Args:
        collection: The folder of a built collection; the caller is its one writer.
        works: Its works.
        folder: Searched with its subfolders.
        by: What files are named by; both, the id first, when None. Case and punctuation do not count, and what follows the first
            “_” or space after a number does not either when the whole name is no work's (“1998.7_verso.jpg”).
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
        return Attached(taken, Counter(pictures.refused), pictures.examples, unmatched)


def picture_files(folder: Path) -> list[Path]:
    """Return the picture files of a folder and its subfolders, in order; raise `SourceError` when there are none."""
    if not folder.is_dir():
        raise SourceError(f"there is no folder {folder}; give the folder that holds the pictures")
    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)
    if not files:
        raise SourceError(f"{folder} holds no JPEG, PNG or WebP files; give the folder that holds the pictures")
    return files


def _take_embedded(pictures: PictureIndex, works: Sequence[Work], file: Path, progress: Progress) -> int:
    """Take in the pictures of a Parquet file; a row's work is the one that its id or accession number, or else its place, names."""
    named = _by_name(works, None)
    column = _naming_column(file, named)
    ids = {work.id for work in works}
    taken = 0
    for found in embedded(file):
        work = named.get(plain(found.names.get(column, ""))) if column else None
        work = work or _by_place(found, file, ids)
        taken += work is not None and pictures.take(work, found.content, file.parent).name is not None
        progress(found.row, found.row)
    return taken


def _naming_column(file: Path, named: Mapping[str, str]) -> str | None:
    """Return the text column whose values name most works, None when none names any."""
    counts = Counter(column for column, value in names(file) if plain(value) in named)
    return min(counts, key=lambda column: (-counts[column], column), default=None)


def _by_place(found: Embedded, file: Path, ids: set[str]) -> str | None:
    """Return the id that a work without a number of its own has from its place in the file."""
    identity = f"{plain(file.stem)}:{found.row}"
    return identity if identity in ids else None


def parquet_files(source: Path) -> list[Path]:
    """Return the Parquet files of a source."""
    files = [source] if source.is_file() else sorted(source.rglob("*.parquet"))
    return [file for file in files if file.suffix.lower() == ".parquet"]


def _by_name(works: Iterable[Work], by: Match | None) -> dict[str, str]:
    """Return work ids by what a file of theirs may be called; an id goes before another work's accession number."""
    by_id: dict[str, str] = {}
    by_accession: dict[str, str] = {}
    for work in works:
        by_id |= {plain(work.id): work.id, plain(work.id.partition(":")[2]): work.id}
        if work.accession:
            by_accession[plain(work.accession)] = work.id
    found = {"id": by_id, "accession": by_accession, None: by_accession | by_id}[by]
    return {name: work for name, work in found.items() if name}


def _names(stem: str) -> Iterator[str]:
    """Yield what a file's name may mean, the whole of it first."""
    yield plain(stem)
    for mark in (" ", "_"):
        number, _, rest = stem.partition(mark)
        # “harbour at dawn” is another work's title, and no view of the work called “harbour”.
        if rest and any(c.isdigit() for c in number):
            yield plain(number)


def plain(name: str) -> str:
    """Return a name without case and punctuation.

    >>> plain("SK-A-4274"), plain("1998.7 a")
    ('ska4274', '19987a')
    """
    return "".join(c for c in name.casefold() if c.isalnum())
