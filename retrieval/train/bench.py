"""Questions of one part and the passages to find their answers in: what is looked at while training, and once at the end."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.encoders.minilm import unit
from retrieval.fusion import READ, fused, word_scores
from retrieval.words import content_stems

from .material import Material
from .pairs import Part
from .ragged import Ragged
from .ranking import Asked, maxsim_matrix, ranks
from .starts import Matrix
from .states import States

# Token vectors that are projected at a time.
ROWS = 100_000
Place = tuple[str, str]
Restored = Callable[[NDArray[np.float32]], NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Question:
    """A query by its number, the texts that answer, and where it belongs: a set and a source."""

    query: int
    relevant: frozenset[int]
    place: Place


@dataclass(frozen=True, slots=True)
class Figure:
    """Mean R@1 and reciprocal rank over `n` questions."""

    first: float
    reciprocal: float
    n: int


@dataclass(frozen=True)
class Bench:
    """Questions in numbers of `asked` and `texts`, and the vectors of both sides; passages of one text share its number."""

    questions: Sequence[Question]
    words: Sequence[str]
    passages: Sequence[str]
    asked: States
    library: States
    texts: Sequence[int]

    @cached_property
    def lexical(self) -> NDArray[np.float32]:
        """BM25 of every question and passage, `(questions, passages)`."""
        import bm25s

        ranker: Any = bm25s.BM25()
        ranker.index([content_stems(text) for text in self.passages], show_progress=False)
        known = [[stem for stem in content_stems(text) if stem in ranker.vocab_dict] for text in self.words]
        nothing = np.zeros(len(self.passages), dtype=np.float32)
        return np.stack([ranker.get_scores(stems) if stems else nothing for stems in known])

    def maxsim(self, matrix: Matrix | None, restored: Restored | None = None) -> NDArray[np.float32]:
        """Return MaxSim `(questions, passages)` through a projection; `restored` is what is left of passages' vectors when kept."""
        asked = Asked(through(self.asked.tokens, matrix), self.asked.weights)
        return maxsim_matrix(asked, through(self.library.tokens, matrix, restored))

    def whole(self, matrix: Matrix | None) -> NDArray[np.float32]:
        """Return the cosine `(questions, passages)` of whole vectors through a projection."""
        asked, library = (side.whole.astype(np.float32) for side in (self.asked, self.library))
        if matrix is not None:
            asked, library = unit(asked @ matrix), unit(library @ matrix)
        return asked @ library.T

    def reach(self, matrix: Matrix, quantile: float) -> float:
        """Return what that share of the numbers of a thousand passages' vectors stays below, signs aside."""
        some = through(self.library.tokens.take(range(min(1000, len(self.library.tokens)))), matrix)
        return float(np.quantile(np.abs(some.rows.astype(np.float32)), quantile))

    def only(self, questions: Sequence[Question]) -> Bench:
        """Return the bench with some of its questions, over the same passages."""
        numbers = [question.query for question in questions]
        renumbered = [replace(question, query=number) for number, question in enumerate(questions)]
        return replace(self, questions=renumbered, words=[self.words[n] for n in numbers], asked=self.asked.take(numbers))

    def fused(self, maxsim: NDArray[np.float32], cosine: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the scores that search ranks by: all signs of a match, words and phrases for the best so far."""
        return np.stack([self._fused(*each) for each in zip(self.words, maxsim, cosine, strict=True)])

    def _fused(self, query: str, maxsim: NDArray[np.float32], cosine: NDArray[np.float32]) -> NDArray[np.float32]:
        scores = fused(query, maxsim, cosine).astype(np.float32)
        best = np.argsort(-scores, kind="stable")[:READ]
        scores[best] += word_scores(query, [self.passages[int(row)] for row in best])
        return scores

    def figures(self, scores: NDArray[np.float32]) -> dict[Place, Figure]:
        """Return the figures of each set and source."""
        found = np.array(ranks(scores, self.texts, [question.relevant for question in self.questions]))
        places = [question.place for question in self.questions]
        split = {place: found[[each == place for each in places]] for place in dict.fromkeys(places)}
        return {place: Figure(float((r == 1).mean()), float((1 / r).mean()), len(r)) for place, r in split.items()}


@dataclass(frozen=True, slots=True)
class Draw:
    """Questions, and the passages to find their answers in, both in numbers of the material."""

    questions: Sequence[Question]
    passages: Sequence[int]


def draw(material: Material, part: Part, most: int, passages: int, seed: int, among: Sequence[int] | None = None) -> Draw:
    """Draw at most `most` questions of each set and source, every passage that answers one, and others up to `passages`.

    The others are drawn `among` some of the material's passages, or among all.
    """
    rng = np.random.default_rng(seed)
    questions = _questions(material, part, most, rng)
    answers = set().union(*(question.relevant for question in questions))
    chosen = {row for row, text in enumerate(material.texts) if text in answers}
    others = [row for row in (range(len(material.texts)) if among is None else among) if row not in chosen]
    more = rng.permutation(len(others))[: max(passages - len(chosen), 0)]
    return Draw(questions, sorted({*chosen, *(others[i] for i in more)}))


def bench(material: Material, drawn: Draw, queries: States, library: States) -> Bench:
    """Return what was drawn with its vectors: `queries` of all queries, `library` of the drawn passages."""
    numbers = {text: number for number, text in enumerate(dict.fromkeys(material.texts[row] for row in drawn.passages))}
    renumbered = [
        replace(q, query=n, relevant=frozenset(numbers[t] for t in q.relevant if t in numbers)) for n, q in enumerate(drawn.questions)
    ]
    return Bench(
        renumbered,
        [material.queries[question.query] for question in drawn.questions],
        [material.passages[row] for row in drawn.passages],
        queries.take([question.query for question in drawn.questions]),
        library,
        [numbers[material.texts[row]] for row in drawn.passages],
    )


def mean(figures: Mapping[Place, Figure]) -> float:
    """Return the mean reciprocal rank, every set and source alike."""
    return float(np.mean([figure.reciprocal for figure in figures.values()]))


def through(vectors: Ragged, matrix: Matrix | None, restored: Restored | None = None) -> Ragged:
    """Return vectors projected, of unit length, as read back from where they are kept; half precision by default."""
    parts: list[NDArray[Any]] = []
    for first in range(0, len(vectors.rows), ROWS):
        rows = vectors.rows[first : first + ROWS].astype(np.float32)
        rows = rows if matrix is None else unit(rows @ matrix)
        parts.append(rows.astype(np.float16) if restored is None else restored(rows))
    return Ragged(np.concatenate(parts), vectors.bounds)


def _questions(material: Material, part: Part, most: int, rng: np.random.Generator) -> list[Question]:
    numbers, queries = material.number_of(), material.query_of()
    relevant: dict[tuple[str, str, str], set[int]] = {}
    for pair in material.of_part(part):
        relevant.setdefault((pair.set, pair.source, pair.query), set()).add(numbers[pair.text_id])
    by_place: dict[Place, list[Question]] = {}
    for (kind, source, query), texts in relevant.items():
        by_place.setdefault((kind, source), []).append(Question(queries[query], frozenset(texts), (kind, source)))
    return [found[i] for found in by_place.values() for i in rng.permutation(len(found))[:most]]
