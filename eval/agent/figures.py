"""What samples add up to: pass^k with intervals by task cluster, in all and by kind, and what it took."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from eval.metrics import Estimate, bootstrap, share

from .sample import Sample


def pass_hat(successes: int, trials: int, k: int) -> float:
    """Return the chance that k trials of a task all succeed, estimated without bias from c successes in n: C(c, k) / C(n, k).

    Yao, Shinn, Razavi and Narasimhan, τ-bench: a benchmark for tool-agent-user interaction in real-world domains, 2024, section 3.

    >>> pass_hat(3, 4, 1), pass_hat(3, 4, 2), pass_hat(3, 4, 4)
    (0.75, 0.5, 0.0)
    """
    if not 1 <= k <= trials:
        raise ValueError(f"k is {k}; it goes from 1 to the {trials} trials")
    return math.comb(successes, k) / math.comb(trials, k)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A task's trials by one system: how many, how many passed, and how many would have without citations."""

    task: str
    kind: str
    cluster: str
    trials: int
    passed: int
    told: int


def outcomes(samples: Iterable[Sample]) -> list[Outcome]:
    """Return one outcome for each task of one system, in the order of first appearance."""
    by_task: dict[str, list[Sample]] = defaultdict(list)
    for sample in samples:
        by_task[sample.task].append(sample)
    return [
        Outcome(task, of[0].kind, of[0].cluster, len(of), sum(s.passed for s in of), sum(s.told for s in of))
        for task, of in by_task.items()
    ]


def pass_power(given: Sequence[Outcome], k: int, seed: int) -> Estimate:
    """Return pass^k over tasks with its 95 % interval, whole clusters drawn again."""
    return over_clusters([pass_hat(o.passed, o.trials, k) for o in given], [o.cluster for o in given], seed)


def told_share(given: Sequence[Outcome], seed: int) -> Estimate:
    """Return the mean share of trials that say what is wanted, cited or not."""
    return over_clusters([o.told / o.trials for o in given], [o.cluster for o in given], seed)


def over_clusters(values: Sequence[float], clusters: Sequence[str], seed: int) -> Estimate:
    """Return the mean with its interval by cluster bootstrap; where all values are alike, Wilson's over the clusters.

    A bootstrap of equal values has no width, which says nothing of what other tasks would show.

    >>> print(over_clusters([1.0, 1.0, 1.0], ["a", "a", "b"], seed=0))
    1.000 [0.342, 1.000]
    """
    if len(set(values)) == 1 and values[0] in (0.0, 1.0):
        return replace(share([values[0]] * len(set(clusters))), n=len(values))
    return bootstrap(values, seed, groups=clusters)


@dataclass(frozen=True, slots=True)
class Effort:
    """What samples took, on average: calls, repeated calls, words, tokens, seconds (median and largest), cost, and how many broke."""

    calls: float
    repeated: float
    words: float
    input_tokens: float
    output_tokens: float
    median_s: float
    largest_s: float
    cost: float
    broke: int


def effort_of(samples: Sequence[Sample]) -> Effort:
    """Return the path figures of one system's samples."""

    def mean(value: Callable[[Sample], float]) -> float:
        return float(np.mean([value(sample) for sample in samples]))

    seconds = [sample.seconds for sample in samples]
    return Effort(
        calls=mean(lambda s: len(s.calls)),
        repeated=mean(lambda s: s.repeated),
        words=mean(lambda s: sum(len(e.answer.split()) for e in s.exchanges) / max(len(s.exchanges), 1)),
        input_tokens=mean(lambda s: s.input_tokens),
        output_tokens=mean(lambda s: s.output_tokens),
        median_s=float(np.median(seconds)),
        largest_s=max(seconds),
        cost=mean(lambda s: s.cost),
        broke=sum(sample.error is not None for sample in samples),
    )


def by_system(samples: Iterable[Sample]) -> Mapping[str, list[Sample]]:
    """Return the samples of each system, in the order of first appearance."""
    found: dict[str, list[Sample]] = defaultdict(list)
    for sample in samples:
        found[sample.system].append(sample)
    return found
