"""Search a collection by picture: which works look alike, measured and not recognised."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import SourceError
from retrieval.index.filters import Filter, expression
from retrieval.index.open import Index
from retrieval.matching import rounded

from .intake import store_of
from .jpeg import as_jpeg, reencoded
from .likeness import Likeness, apart, load_likeness
from .look import FAMILIES, VERSION, Family, look_of
from .store import THUMBNAIL_SIDE, opened, read_picture_file
from .table import pictures_table

if TYPE_CHECKING:
    from PIL.Image import Image

# Of reciprocal rank fusion: Cormack, Clarke and Büttcher, Reciprocal rank fusion outperforms Condorcet, SIGIR 2009.
RANK_CONSTANT = 60


@dataclass(frozen=True, slots=True)
class Alike:
    """A picture of a work that looks like another. `closeness` is by family the share of random pairs that are further apart."""

    work: str
    name: str
    score: float
    closeness: Mapping[Family, float]

    @property
    def why(self) -> str:
        """Say what is alike, family by family."""
        return ", ".join(f"{family} {_two_digits(self.closeness[family])}" for family in FAMILIES)


@dataclass(frozen=True, slots=True)
class Looks:
    """All looks of a collection, `looks` `(n, size)`; `works` and `names` `(n,)` say of which work and picture each is."""

    works: tuple[str, ...]
    names: tuple[str, ...]
    looks: NDArray[np.float16]

    def of_work(self, work: str) -> NDArray[np.float16]:
        """Return the look of a work's first picture; raise `SourceError` when the collection holds none."""
        return self.looks[self._first(work)]

    def name_of(self, work: str) -> str:
        """Return the name under which a work's first picture is kept; raise `SourceError` when the collection holds none."""
        return self.names[self._first(work)]

    def _first(self, work: str) -> int:
        if work not in self.works:
            raise SourceError(f"the collection holds no picture of {work}; give a picture file, or the id of a work with a picture")
        return self.works.index(work)

    def nearest(
        self, look: NDArray[np.float16], limit: int, by: Family | None = None, allowed: frozenset[str] | None = None,
        likeness: Likeness | None = None,
    ) -> list[Alike]:  # fmt: skip
        """Return the works that look most alike, best first, each once with its nearest picture; all are compared, exactly.

        Args:
            look: What to compare with, `(size,)`.
            limit: At most so many.
            by: One family alone; all, weighed, when None.
            allowed: Ids of the works that may be returned; all when None.
            likeness: Scales and weights; the shipped ones when None.
        """
        scales = likeness or load_likeness()
        rows = np.array([i for i, work in enumerate(self.works) if allowed is None or work in allowed], dtype=np.int64)
        if len(rows) == 0:
            return []
        distances = apart(look, self.looks[rows])
        together = scales.together(distances, by)
        closeness = {family: scales.closeness(family, distances[family]) for family in FAMILIES}
        found: dict[str, Alike] = {}
        for i in sorted(range(len(rows)), key=lambda i: (together[i], self.works[rows[i]])):
            work = self.works[rows[i]]
            if work not in found:
                each: dict[Family, float] = {family: round(float(closeness[family][i]), 4) for family in FAMILIES}
                found[work] = Alike(work, self.names[rows[i]], rounded(-float(together[i])), each)
            if len(found) == limit:
                break
        return list(found.values())


def open_looks(collection: Path) -> Looks:
    """Read a collection's looks.

    Raises:
        SourceError: the collection has no pictures.
    """
    looks = looks_if_any(collection)
    if looks is None:
        raise SourceError(
            f"the collection {collection} holds no picture files, so nothing can be compared by look; "
            f"add some with: python -m retrieval pictures --collection {collection} --from FOLDER"
        )
    return looks


def looks_if_any(collection: Path) -> Looks | None:
    """Read a collection's looks; None when it holds no pictures."""
    from lancedb.expr import col, lit

    table = pictures_table(collection)
    if table is None:
        return None
    found = table.search().where(col("version") == lit(VERSION)).select(["id", "work", "name", "look"]).to_arrow().sort_by("id")
    if len(found) == 0:
        return None
    column = found["look"].combine_chunks()
    looks = column.flatten().to_numpy(zero_copy_only=False).reshape(len(found), -1)
    return Looks(tuple(found["work"].to_pylist()), tuple(found["name"].to_pylist()), looks)


def look_given(given: str, looks: Looks) -> tuple[NDArray[np.float16], str | None]:
    """Return the look of a picture file, or of a work of the collection by its id; and that id."""
    if given in looks.works or re.match(r"\w+:\S", given):
        return looks.of_work(given), given
    return look_of_stranger(read_picture_file(Path(given))), None


def picture_given(given: str, collection: Path) -> Image:
    """Return the picture in a file, or a work's first picture by its id.

    Raises:
        PictureRefused: it is too large, or not a picture.
        SourceError: the collection holds no picture of the work.
    """
    if re.match(r"\w+:\S", given):
        return picture_of_work(given, collection)
    return opened(reencoded(read_picture_file(Path(given))))


def picture_of_work(work: str, collection: Path) -> Image:
    """Return a work's first picture; raise `SourceError` when the collection holds none."""
    return store_of(collection).open(open_looks(collection).name_of(work))


def fitting_works(index: Index, wanted: Filter) -> frozenset[str] | None:
    """Return the ids of the works that a filter lets through; None when it asks for nothing.

    A work fits as its own record does, so that a filter means the same in a search by words and by picture.
    """
    from lancedb.expr import col, lit

    where = expression(wanted, index)
    if where is None:
        return None
    rows = index.fragments.search().where((col("kind") == lit("record")) & where).select(["id"]).to_arrow()
    return frozenset(identity for identity in rows["id"].to_pylist() if not identity.startswith("m:"))


def fused(ranked: list[Alike], by_words: list[str], limit: int) -> list[Alike]:
    """Order works by the sum of their reciprocal ranks by look and by words; a work without a picture is left out."""
    places = {work: rank for rank, work in enumerate(dict.fromkeys(by_words), 1)}

    def score(rank: int, alike: Alike) -> float:
        words = 1 / (RANK_CONSTANT + places[alike.work]) if alike.work in places else 0.0
        return 1 / (RANK_CONSTANT + rank) + words

    scored = sorted(enumerate(ranked, 1), key=lambda pair: (-score(*pair), pair[0]))
    return [alike for _, alike in scored[:limit]]


def look_of_stranger(content: bytes) -> NDArray[np.float16]:
    """Measure a picture that is not kept as if it were, so that a copy of a kept one is told as the same.

    Raises:
        PictureRefused: too large, or not a picture.
    """
    return look_of(opened(as_jpeg(opened(reencoded(content)), THUMBNAIL_SIDE)))


def _two_digits(value: float) -> str:
    return f"{value:.2f}".removeprefix("0")
