"""Past shows by name: which of them stand behind a work, and which of them it hung in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.words import folded
from tools.curate.pool import Piece
from tools.curate.wording import joined

from .habits import RIDGE, Study, mean_work
from .likeness import Encodings, Singles

SHOWS, VECTORS = "past.json", "past.safetensors"
# A show is named whose title is so near to the theme, and which holds such a share of what speaks for the work.
NEAR_TITLE = 0.4
SHARE = 0.05
MOST_NAMED = 2


@dataclass(frozen=True, slots=True)
class Recalled:
    """A past show; `works` are marks of the works that hung in it, see `mark`."""

    title: str
    museum: str
    year: int | None
    works: tuple[str, ...]


@dataclass(frozen=True)
class Memory:
    """Past shows with the vectors of their titles and the mean vectors of their works, each `(shows, dim)`."""

    shows: Sequence[Recalled]
    titles: Singles
    works: Singles

    def behind(self, theme: Singles, work: Singles) -> list[Recalled]:
        """Return the shows under titles like a theme that hung works like this one, those that speak most for it first.

        Args:
            theme: the theme's vector, `(dim,)`.
            work: the work's vector about the mean of its pool, `(dim,)`.
        """
        part = self.parts(theme, work)
        enough = max(SHARE * float(part[part > 0].sum()), 1e-9)
        fit = np.flatnonzero((part >= enough) & (self.titles @ theme >= NEAR_TITLE))
        return [self.shows[row] for row in fit[np.argsort(-part[fit], kind="stable")][:MOST_NAMED]]

    def parts(self, theme: Singles, work: Singles) -> NDArray[np.float64]:
        """Return how much each show adds to what habit says of a work, `(shows,)`.

        What `Habits.works` foretells is a ridge regression, and so a sum over the shows that it was learnt from: a show's part is
        the weight that its title has for the theme, times the product of its mean work with this one.
        """
        return (self._dual @ theme) * ((self.works - self.works.mean(axis=0)) @ work)

    def hung(self, piece: Piece, theme: Singles) -> list[Recalled]:
        """Return the shows that a work itself hung in, those under titles nearest to a theme first."""
        rows = np.array(self._places.get(mark(piece), ()), dtype=np.intp)
        return [self.shows[row] for row in rows[np.argsort(-(self.titles[rows] @ theme), kind="stable")][:MOST_NAMED]]

    def named(self, shows: Sequence[Recalled]) -> str:
        """Word shows by title and year, and by museum where several were learnt from."""
        several = len({show.museum for show in self.shows}) > 1
        told = [(show.title, ", ".join(filter(None, (show.museum if several else "", str(show.year or ""))))) for show in shows]
        return joined([f"“{title}” ({more})" if more else f"“{title}”" for title, more in told], "and")

    @cached_property
    def _dual(self) -> NDArray[np.float64]:
        titles = self.titles.astype(np.float64)
        return titles @ np.linalg.inv(titles.T @ titles + RIDGE * np.eye(titles.shape[1]))

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = {}
        for row, show in enumerate(self.shows):
            for work in show.works:
                places.setdefault(work, []).append(row)
        return places


def mark(piece: Piece) -> str:
    """Return what tells a work from all others in whichever catalogue of its museum: number, title and maker, as a digest."""
    told = (piece.accession or piece.id, piece.title, piece.maker or "")
    return hashlib.blake2b("\n".join(map(folded, told)).encode(), digest_size=8).hexdigest()


def memory_of(studies: Sequence[Study], encodings: Encodings) -> Memory:
    """Return the past shows of museums that list works."""
    hung = [(study.ground, show) for study in studies for show in study.museum.shows]
    shows = [Recalled(show.title, show.museum, show.year, tuple(mark(ground.pool[work]) for work in show.works)) for ground, show in hung]
    titles = encodings.of([show.title for show in shows]).whole
    return Memory(shows, titles, np.stack([mean_work(ground, show) for ground, show in hung]))


def save_memory(memory: Memory, folder: Path) -> None:
    """Write past shows into `folder`."""
    from safetensors.numpy import save_file

    arrays = {"titles": memory.titles, "works": memory.works}
    save_file({name: np.ascontiguousarray(array.astype(np.float16)) for name, array in arrays.items()}, folder / VECTORS)
    (folder / SHOWS).write_text(json.dumps([asdict(show) for show in memory.shows], ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


def load_memory(folder: Path) -> Memory | None:
    """Read past shows, None where weights were kept without."""
    from safetensors.numpy import load_file

    if not (folder / SHOWS).is_file():
        return None
    arrays = load_file(folder / VECTORS)
    told = json.loads((folder / SHOWS).read_text(encoding="utf-8"))
    shows = [Recalled(each["title"], each["museum"], each["year"], tuple(each["works"])) for each in told]
    return Memory(shows, arrays["titles"].astype(np.float32), arrays["works"].astype(np.float32))


def forget(folder: Path) -> None:
    """Remove the past shows that `folder` holds."""
    for name in (SHOWS, VECTORS):
        (folder / name).unlink(missing_ok=True)
