"""Train projections of MiniLM's vectors and measure them beside what is not trained.

What ships is decided on the tune part alone, by museums held back: a projection that is trained without one source has to
find that source's answers better than the principal directions do.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.encoders.projected import Projection

from .bench import Bench, Figure, Place, mean
from .fit import Fitted, Schedule, fit
from .mining import Example, Library
from .quantise import ways
from .ragged import Ragged
from .ranking import Asked
from .sides import Sides, examples_of, sources_of
from .starts import Matrix, principal, random, shortened, truncated

# Passages whose token vectors the principal directions are found from.
PRINCIPAL = 2000
# A whole text is one vector: scores differ by more than those of MaxSim.
WHOLE = Schedule(temperature=0.05)
# The global scale of 8 bits reaches to this quantile of the numbers.
REACH = 0.9999

Figures = Mapping[Place, Figure]


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A source that was trained without: the mean reciprocal rank of its tune questions by what is trained and what is not."""

    source: str
    trained: float
    principal: float
    n: int


@dataclass(frozen=True, slots=True)
class Result:
    """What ships, why, what each way found on the test part, and what was fitted on the way."""

    projection: Projection
    trained: bool
    held_back: Sequence[HeldBack]
    tokens: Fitted
    whole: Fitted
    test: Mapping[str, Figures]
    bytes_a_token: Mapping[str, float]
    examples: int
    seconds: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Lessons:
    """Examples, the passages they are about, some of their token vectors, and the principal directions that training starts from."""

    examples: Sequence[Example]
    library: Library
    asked: Asked
    rows: NDArray[Any]
    directions: Matrix
    whole_directions: Matrix

    def fit(self, size: int, tune: Bench, schedule: Schedule, examples: Sequence[Example] | None = None) -> Fitted:
        """Fit a projection of token vectors, judged by the tune questions."""
        chosen = self.examples if examples is None else examples
        start = np.ascontiguousarray(self.directions[:, :size])
        return fit(chosen, self.asked, self.library, start, lambda matrix: mean(tune.figures(tune.maxsim(matrix))), schedule)

    def fit_whole(self, size: int, sides: Sides, tune: Bench, schedule: Schedule) -> Fitted:
        """Fit a projection of whole vectors: MaxSim of texts of one token."""
        each = np.arange(len(sides.queries.whole) + 1)
        asked = Asked(Ragged(sides.queries.whole, each), np.ones(len(sides.queries.whole), dtype=np.float32))
        texts = Ragged(self.library.whole, np.arange(len(self.library.whole) + 1))
        start = np.ascontiguousarray(self.whole_directions[:, :size])
        judge = lambda matrix: mean(tune.figures(tune.whole(matrix)))  # noqa: E731 as short as a name would be
        return fit(self.examples, asked, replace(self.library, tokens=texts), start, judge, schedule)


def run(sides: Sides, sizes: Sequence[int], schedule: Schedule) -> Result:
    """Train to the first of `sizes`, which ships, shorten to the others, decide and measure."""
    clock = {"start": time.perf_counter()}
    tune = sides.bench(sides.tune)
    lessons = lessons_of(sides, schedule.seed)
    clock["mining"] = time.perf_counter()
    fitted = lessons.fit(sizes[0], tune, schedule)
    whole = lessons.fit_whole(sizes[0], sides, tune, replace(WHOLE, seed=schedule.seed))
    clock["fitting"] = time.perf_counter()
    held = [*held_back(lessons, sides, tune, sizes[0], schedule)]
    trained = sum(each.trained - each.principal for each in held) > 0
    clock["holding back"] = time.perf_counter()
    matrices = {f"trained, {size}": shortened(fitted.matrix, lessons.rows, size) for size in sizes}
    matrices |= {f"principal, {size}": np.ascontiguousarray(lessons.directions[:, :size]) for size in sizes}
    tokens = matrices[f"{'trained' if trained else 'principal'}, {sizes[0]}"]
    # Turned at random, no direction is much larger than another: similarities stay, and few bits lose half as much.
    projection = Projection(tokens @ random(sizes[0], sizes[0], schedule.seed), whole.matrix)
    test, kept = measured(sides.bench(sides.test), matrices, projection, lessons.whole_directions, schedule.seed)
    clock["measuring"] = time.perf_counter()
    spent = dict(zip(list(clock)[1:], np.diff(list(clock.values())).round(1).tolist(), strict=True))
    return Result(projection, trained, held, fitted, whole, test, kept, len(lessons.examples), spent)


def lessons_of(sides: Sides, seed: int) -> Lessons:
    """Mine the examples and find the principal directions of what may be learned from."""
    library = sides.lessons()
    examples = examples_of(sides, library, seed)
    some = np.random.default_rng(seed).permutation(len(library.tokens))[:PRINCIPAL]
    dim = library.whole.shape[1]
    rows = library.tokens.take(some).rows
    return Lessons(examples, library, sides.queries.asked, rows, principal(rows, dim), principal(library.whole, dim))


def held_back(lessons: Lessons, sides: Sides, tune: Bench, size: int, schedule: Schedule) -> Sequence[HeldBack]:
    """Train without each source in turn and look for the answers of just that source."""
    sources = sources_of(lessons.examples, lessons.library, sides.material)
    start = np.ascontiguousarray(lessons.directions[:, :size])
    found: list[HeldBack] = []
    for source in sorted(set(sources)):
        others = [example for example, own in zip(lessons.examples, sources, strict=True) if own != source]
        kept = [question for question in tune.questions if question.place[1] != source]
        own = [question for question in tune.questions if question.place[1] == source]
        if not (others and kept and own):
            continue
        # It stops by the other sources' questions, as it would if this one were not there.
        matrix = lessons.fit(size, tune.only(kept), schedule, others).matrix
        asked = tune.only(own)
        by = [mean(asked.figures(asked.maxsim(each))) for each in (matrix, start)]
        found.append(HeldBack(source, by[0], by[1], len(own)))
    return found


def measured(
    test: Bench, matrices: Mapping[str, Matrix], projection: Projection, whole: Matrix, seed: int
) -> tuple[dict[str, Figures], dict[str, float]]:
    """Return the figures of every way on the test part, and the bytes of a token vector of those that are kept in fewer bits."""
    dim, size = projection.tokens.shape
    plain, one = test.maxsim(None), test.whole(None)
    found = {"BM25": test.lexical, "MaxSim, 384, untrained": plain, "fused as search does: 384": test.fused(plain, one)}
    found |= {f"MaxSim, {name}": test.maxsim(matrix) for name, matrix in matrices.items()}
    found[f"MaxSim, random, {size}"] = test.maxsim(random(dim, size, seed))
    found[f"MaxSim, truncated, {size}"] = test.maxsim(truncated(dim, size))
    whole_shipped = test.whole(projection.whole)
    found[f"fused as search does: shipped, {size}"] = test.fused(test.maxsim(projection.tokens), whole_shipped)
    kept = ways(test.reach(projection.tokens, REACH))
    found |= {f"shipped, {size}: {name}": test.maxsim(projection.tokens, way.restored) for name, way in kept.items()}
    found["one vector, 384"] = one
    found[f"one vector, principal, {size}"] = test.whole(np.ascontiguousarray(whole[:, :size]))
    found[f"one vector, shipped, {size}"] = whole_shipped
    sizes = {f"shipped, {size}: {name}": way.bytes_a_token(size) for name, way in kept.items()}
    return {name: test.figures(scores) for name, scores in found.items()}, sizes
