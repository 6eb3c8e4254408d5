"""BLEU-1 to BLEU-4 of a whole suite, with intervals: its counts are summed, so questions are drawn again by their counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.metrics import Estimate

from .overlap import References, Words
from .resample import Draws

ORDERS = (1, 2, 3, 4)
Counts = NDArray[np.int64]


def counts(answer: Words, references: References) -> list[int]:
    """Return ten counts: matched 1- to 4-grams, all 1- to 4-grams, words, and words of the reference nearest in length.

    >>> counts(["red", "boat"], [["red", "boat", "lake"]])
    [2, 1, 0, 0, 2, 1, 0, 0, 2, 3]
    """
    from sacrebleu.metrics.bleu import BLEU

    # The words are cut already; `force` keeps sacrebleu from warning that they are.
    scorer: Any = BLEU(tokenize="none", effective_order=True, force=True)
    scored: Any = scorer.sentence_score(" ".join(answer), [" ".join(each) for each in references])
    return [*scored.counts, *scored.totals, scored.sys_len, scored.ref_len]


def bleu(summed: Counts, order: int) -> float:
    """Return BLEU of n-grams up to `order`, unsmoothed, in [0, 1], from summed counts (Papineni et al., BLEU, ACL 2002; `sacrebleu`).

    Worked: three of four words and one of three pairs are matched, and the answer is as long as the reference.

    >>> round(bleu(np.array([3, 1, 0, 0, 4, 3, 2, 1, 4, 4]), 2), 3), bleu(np.array([3, 1, 0, 0, 4, 3, 2, 1, 4, 4]), 3)
    (0.5, 0.0)
    """
    from sacrebleu.metrics.bleu import BLEU

    matched, total = [int(n) for n in summed[:4]], [int(n) for n in summed[4:8]]
    if not matched[order - 1]:  # sacrebleu takes the logarithm of a tiny number instead
        return 0.0
    scored: Any = BLEU.compute_bleu(matched[:order], total[:order], int(summed[8]), int(summed[9]), max_ngram_order=order)
    return float(scored.score) / 100


def bleus(of_questions: Sequence[Sequence[int]], draws: Draws) -> dict[str, Estimate]:
    """Return BLEU-1 to BLEU-4 with 95 % percentile bootstrap intervals."""
    each = np.asarray(of_questions, dtype=np.int64)
    # Sums of counts are whole numbers far below 2^53, so nothing is lost on the way through floats.
    drawn = draws.sums(each.astype(np.float64)).astype(np.int64)
    return {f"BLEU-{order}": _estimate(each, drawn, order) for order in ORDERS}


def _estimate(each: Counts, drawn: Counts, order: int) -> Estimate:
    low, high = np.percentile([bleu(draw, order) for draw in drawn], [2.5, 97.5])
    return Estimate(bleu(each.sum(axis=0), order), float(low), float(high), len(each))
