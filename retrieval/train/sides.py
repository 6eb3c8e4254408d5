"""Queries and passages as vectors, and the lessons that may be learned from them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from retrieval.encoders import Encoder
from retrieval.index.build import Progress

from .bench import Bench, bench
from .material import Material, may_train, read_material, refuse_leaks
from .mining import Example, Library, mine
from .pairs import Part
from .states import States, encoded

Bar = Callable[[str], AbstractContextManager[Progress]]
# Works taken of a show, so that large shows do not outweigh the other sets.
WORKS = 4


@dataclass(frozen=True, slots=True)
class Sides:
    """The material, and the vectors of its queries and passages."""

    material: Material
    queries: States
    library: States

    def bench(self, part: Part, most: int, passages: int, seed: int) -> Bench:
        """Draw questions of one part, and passages to find their answers in."""
        return bench(self.material, part, self.queries, self.library, most, passages, seed)

    def lessons(self) -> Library:
        """Return the passages that may be in a training batch."""
        rows = self.material.learnable()
        return Library(
            [self.material.passages[row] for row in rows],
            self.library.tokens.take(rows),
            self.library.whole[rows].astype(np.float32),
            np.array([self.material.texts[row] for row in rows]),
        )


def read_sides(data: Path, encoder: Encoder, cache: Path, bar: Bar) -> Sides:
    """Read the benchmark and encode it, or take what `cache` holds of an earlier run.

    Raises:
        SourceError: a table is missing.
    """
    material = read_material(data)
    with bar("Encoding queries") as progress:
        queries = encoded(material.queries, encoder, cache, progress)
    with bar("Encoding passages") as progress:
        library = encoded(material.passages, encoder, cache, progress)
    return Sides(material, queries, library)


def examples_of(sides: Sides, lessons: Library, seed: int) -> list[Example]:
    """Return the pairs of the train part with hard negatives, after checking that no other part is among them."""
    material = sides.material
    pairs = [pair for pair in material.of_part("train") if may_train(pair.text_id)]
    refuse_leaks(pairs, [material.text_ids[int(text)] for text in np.unique(lessons.texts)])
    numbers, queries = material.number_of(), material.query_of()
    answers: dict[str, set[int]] = {}
    for pair in material.pairs:
        answers.setdefault(pair.query, set()).add(numbers[pair.text_id])
    taken: dict[str, int] = {}
    wanted: list[tuple[int, int, frozenset[int]]] = []
    for pair in (pairs[i] for i in np.random.default_rng(seed).permutation(len(pairs))):
        taken[pair.group] = taken.get(pair.group, 0) + 1
        if pair.set != "exhibition" or taken[pair.group] <= WORKS:
            wanted.append((queries[pair.query], numbers[pair.text_id], frozenset(answers[pair.query])))
    return mine(material.queries, sides.queries.asked, sides.queries.whole.astype(np.float32), wanted, lessons)


def sources_of(examples: Sequence[Example], lessons: Library, material: Material) -> list[str]:
    """Return the source of each example's answer."""
    return [material.text_ids[int(lessons.texts[example.passage])].split(":")[0] for example in examples]
