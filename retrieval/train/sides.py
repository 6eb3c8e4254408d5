"""Queries and passages as vectors, and the lessons that may be learned from them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from retrieval.encoders import Encoder
from retrieval.index.build import Progress

from .bench import Bench, Draw, bench, draw
from .material import Material, read_material, refuse_leaks
from .mining import Example, Library, mine
from .states import States, encoded

Bar = Callable[[str], AbstractContextManager[Progress]]
# Passages to learn from.
LESSONS = 5000
# Questions of each set and source at most, and passages to find the answers in: while training, and once at the end.
TUNE = (60, 1500)
TEST = (100, 3000)
# Pairs that negatives are mined for.
PAIRS = 3000
# Works taken of a show, so that large shows do not outweigh the other sets.
WORKS = 4


@dataclass(frozen=True, slots=True)
class Sides:
    """The material, the vectors of all its queries, and of the passages that were drawn: for lessons, tuning and the test."""

    material: Material
    queries: States
    library: States
    place: Mapping[int, int]
    learnable: Sequence[int]
    tune: Draw
    test: Draw

    def bench(self, drawn: Draw) -> Bench:
        """Return what was drawn with its vectors."""
        return bench(self.material, drawn, self.queries, self._taken(drawn.passages))

    def lessons(self) -> Library:
        """Return the passages that may be in a training batch."""
        found = self._taken(self.learnable)
        texts = np.array([self.material.texts[row] for row in self.learnable])
        words = [self.material.passages[row] for row in self.learnable]
        return Library(words, found.tokens, found.whole.astype(np.float32), texts)

    def _taken(self, rows: Sequence[int]) -> States:
        return self.library.take([self.place[row] for row in rows])


def read_sides(data: Path, encoder: Encoder, cache: Path, bar: Bar, seed: int) -> Sides:
    """Read the benchmark, draw what is looked at, and encode it, or take what `cache` holds of an earlier run.

    Raises:
        SourceError: a table is missing.
    """
    material = read_material(data)
    learnable = _learnable(material, seed)
    tune = draw(material, "tune", *TUNE, seed, learnable)
    test = draw(material, "test", *TEST, seed)
    rows = sorted({*learnable, *tune.passages, *test.passages})
    asked = _asked(material, learnable, (tune, test))
    with bar("Encoding queries") as progress:
        queries = encoded([material.queries[number] for number in asked], encoder, cache, progress)
    with bar("Encoding passages") as progress:
        library = encoded([material.passages[row] for row in rows], encoder, cache, progress)
    return Sides(
        material, queries.spread(asked, len(material.queries)), library, {row: n for n, row in enumerate(rows)}, learnable, tune, test
    )


def _asked(material: Material, learnable: Sequence[int], draws: Sequence[Draw]) -> list[int]:
    """Return the queries that are needed, by number."""
    held = {material.text_ids[material.texts[row]] for row in learnable}
    numbers = material.query_of()
    lessons = {numbers[pair.query] for pair in material.of_part("train") if pair.text_id in held}
    return sorted(lessons.union(question.query for drawn in draws for question in drawn.questions))


def _learnable(material: Material, seed: int) -> list[int]:
    """Return the passages to learn from: first those that answer a pair of the train part, then others."""
    answers = {pair.text_id for pair in material.of_part("train")}
    rows = material.learnable()
    order = np.random.default_rng(seed).permutation(len(rows))
    first = sorted(order, key=lambda i: material.text_ids[material.texts[rows[i]]] not in answers)
    return sorted(rows[i] for i in first[:LESSONS])


def examples_of(sides: Sides, lessons: Library, seed: int) -> list[Example]:
    """Return the pairs of the train part with hard negatives, after checking that no other part is among them."""
    material = sides.material
    held = {material.text_ids[int(text)] for text in np.unique(lessons.texts)}
    pairs = [pair for pair in material.of_part("train") if pair.text_id in held]
    refuse_leaks(pairs, held)
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
    return mine(material.queries, sides.queries.asked, sides.queries.whole.astype(np.float32), wanted[:PAIRS], lessons)


def sources_of(examples: Sequence[Example], lessons: Library, material: Material) -> list[str]:
    """Return the source of each example's answer."""
    return [material.text_ids[int(lessons.texts[example.passage])].split(":")[0] for example in examples]
