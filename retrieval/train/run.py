"""Train projections of MiniLM's vectors and measure them beside what is not trained.

What ships is decided on the tune part alone, by sources held back: a projection that is trained without one source has to
find that source's answers better than untrained directions do. How far to go from these towards what was trained is chosen by
the same measure, and may be nowhere.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from retrieval.encoders.projected import Projection

from .bench import Bench, Figure, Place
from .fit import Fitted, Schedule
from .heads import Head, token_head, whole_head
from .mining import Example
from .quantise import ways
from .sides import Sides, examples_of, sources_of
from .starts import Matrix, principal, shortened, truncated

# A whole text is one vector: scores differ by more than those of MaxSim.
WHOLE_TEMPERATURE = 0.05
# How far towards what was trained: the shares of the way that are tried.
SHARES = (0.25, 0.5, 1.0)
# The global scale of 8 bits reaches to this quantile of the numbers.
REACH = 0.9999

Figures = Mapping[Place, Figure]
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A source that was trained without: the mean reciprocal rank of its tune questions, untrained and at each of `SHARES`."""

    source: str
    untrained: float
    trained: Sequence[float]
    n: int


@dataclass(frozen=True, slots=True)
class Chosen:
    """What became of one head: the matrix that ships, its share of the way to what was fitted, and why."""

    matrix: Matrix
    share: float
    held_back: Sequence[HeldBack]
    fitted: Fitted


@dataclass(frozen=True, slots=True)
class Result:
    """What ships, what each way found on the test part, bytes of a token vector where it is kept in fewer bits, and the cost."""

    projection: Projection
    tokens: Chosen
    whole: Chosen
    test: Mapping[str, Figures]
    bytes_a_token: Mapping[str, float]
    examples: int
    seconds: float


def run(sides: Sides, sizes: Sequence[int], schedule: Schedule, tell: Tell) -> Result:
    """Train to the first of `sizes`, which ships, shorten to the others, decide and measure; `tell` hears of each stage."""
    start = time.perf_counter()
    tune, library = sides.bench(sides.tune), sides.lessons()
    examples = examples_of(sides, library, schedule.seed)
    tell(f"{len(examples)} pairs with negatives")
    tokens = token_head(sides, library, schedule)
    whole = whole_head(sides, library, replace(schedule, temperature=WHOLE_TEMPERATURE))
    by_tokens = choose(tokens, sizes[0], examples, tune, sides, tell)
    by_whole = choose(whole, sizes[0], examples, tune, sides, tell)
    projection = Projection(by_tokens.matrix, by_whole.matrix)
    first, *smaller = sizes
    matrices = {f"trained, {first}": by_tokens.fitted.matrix}
    matrices |= {f"trained, {size}": shortened(by_tokens.fitted.matrix, tokens.rows, size) for size in smaller}
    matrices |= {f"random, {size}": tokens.untrained(size) for size in sizes}
    matrices |= {f"principal, {first}": principal(tokens.rows, first), f"truncated, {first}": truncated(len(tokens.directions), first)}
    test = sides.bench(sides.test)
    found, kept = measured(test, matrices, projection, tell)
    found[f"one vector, principal, {sizes[0]}"] = test.figures(test.whole(whole.untrained(sizes[0])))
    found[f"one vector, trained, {sizes[0]}"] = test.figures(test.whole(by_whole.fitted.matrix))
    return Result(projection, by_tokens, by_whole, found, kept, len(examples), time.perf_counter() - start)


def choose(head: Head, size: int, examples: Sequence[Example], tune: Bench, sides: Sides, tell: Tell) -> Chosen:
    """Fit, and go that share of the way to what was fitted which helps sources that were not fitted on most; none if none does."""
    fitted = head.fit(size, examples, tune)
    tell(f"judged at steps {', '.join(f'{step}: {value:.4f}' for step, value in fitted.looks)}")
    held = held_back(head, size, examples, tune, sides)
    tell("held back: " + ", ".join(f"{each.source} {each.untrained:.4f} to {', '.join(f'{v:.4f}' for v in each.trained)}" for each in held))
    gains = {share: sum(each.trained[n] - each.untrained for each in held) for n, share in enumerate(SHARES)}
    share = max([0.0, *SHARES], key=lambda share: gains.get(share, 0.0))
    return Chosen(between(head.untrained(size), fitted.matrix, share), share, held, fitted)


def between(start: Matrix, end: Matrix, share: float) -> Matrix:
    """Return the matrix at that share of the way.

    >>> between(np.zeros((1, 2)), np.ones((1, 2)), 0.25).tolist()
    [[0.25, 0.25]]
    """
    return (start + share * (end - start)).astype(start.dtype)


def held_back(head: Head, size: int, examples: Sequence[Example], tune: Bench, sides: Sides) -> list[HeldBack]:
    """Train without each source in turn and look for the answers of just that source."""
    sources, start = sources_of(examples, head.library, sides.material), head.untrained(size)
    found: list[HeldBack] = []
    for source in sorted(set(sources)):
        others = [example for example, own in zip(examples, sources, strict=True) if own != source]
        kept = [question for question in tune.questions if question.place[1] != source]
        own = [question for question in tune.questions if question.place[1] == source]
        if others and kept and own:
            # It stops by the other sources' questions, as it would if this one were not there.
            matrix, asked = head.fit(size, others, tune.only(kept)).matrix, tune.only(own)
            values = [head.value(asked, between(start, matrix, share)) for share in SHARES]
            found.append(HeldBack(source, head.value(asked, start), values, len(own)))
    return found


def measured(
    test: Bench, matrices: Mapping[str, Matrix], projection: Projection, tell: Tell
) -> tuple[dict[str, Figures], dict[str, float]]:
    """Return the figures of every way on the test part, and the bytes of a token vector of those that are kept in fewer bits."""
    dim, size = projection.tokens.shape
    found: dict[str, Figures] = {}

    def note(name: str, scores: np.ndarray) -> np.ndarray:
        found[name] = test.figures(scores)
        tell(f"{name}: {np.mean([figure.first for figure in found[name].values()]):.3f}")
        return scores

    note("BM25", test.lexical)
    one = note(f"one vector, {dim}", test.whole(None))
    plain = note(f"MaxSim, untrained, {dim}", test.maxsim(None))
    note(f"fused as search does, {dim}", test.fused(plain, one))
    for name, matrix in matrices.items():
        note(f"MaxSim, {name}", test.maxsim(matrix))
    whole = note(f"one vector, shipped, {size}", test.whole(projection.whole))
    kept = ways(test.reach(projection.tokens, REACH))
    for name, way in kept.items():
        scores = note(f"shipped, {size}, {name}", test.maxsim(projection.tokens, way.restored))
        if way.bits == 16:
            note(f"fused as search does, shipped, {size}", test.fused(scores, whole))
    return found, {f"shipped, {size}, {name}": way.bytes_a_token(size) for name, way in kept.items()}
