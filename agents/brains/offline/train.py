"""`python -m agents.brains.offline.train`: fit the reader's first look, its mix with the judge, and its threshold.

The first look is fitted on every region but the held-back one. Mix and threshold are chosen on the held-back region, which the
judge has not seen either, so what is printed for it is chosen in sample; `python -m eval ask` is the test.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from retrieval.collections import Home, open_collection
from retrieval.encoders import load_encoder
from retrieval.terminal import one_command, run_command

from .brain import load_offline_brain
from .reader import FEATURES, WEIGHTS, Reader, features
from .tuning import HELD_BACK, QUESTIONS, Example, Reading, examples

SEED = 0
JUDGE_WEIGHTS = (0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0)


def fit_first_look(fitted_on: Sequence[Example], reader: Reader) -> Reader:
    """Fit the logistic regression that picks the sentences which the judge reads."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    readings = [r for e in fitted_on for r in e.readings]
    rows = np.array([features(r.query, r.passages, rank, place) for r in readings for rank, place in r.labels])
    labels = np.array([label for r in readings for label in r.labels.values()])
    scaler = StandardScaler().fit(rows)
    linear = LogisticRegression(max_iter=2000, random_state=SEED).fit(scaler.transform(rows), labels)
    weights = linear.coef_[0] / scaler.scale_
    bias = float(linear.intercept_[0] - (weights * scaler.mean_).sum())
    return replace(reader, weights=[round(float(w), 5) for w in weights], bias=round(bias, 5))


def fit_mix(fitted_on: Sequence[Example], reader: Reader) -> Reader:
    """Choose how much the judge weighs beside the first look, then turn the sum into a probability.

    The weight tells questions with an answer best from those without (area under the curve of the best sum); the logistic
    regression that follows makes the best sum the probability that there is an answer.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import roc_auc_score

    looks = [[look for r in e.readings for look in reader.looks(r.query, r.passages)] for e in fitted_on]
    answerable = [e.answerable for e in fitted_on]

    def best_sums(weight: float) -> list[float]:
        return [max((look.first + weight * look.judged for look in found), default=-10.0) for found in looks]

    weight = max(JUDGE_WEIGHTS, key=lambda w: roc_auc_score(answerable, best_sums(w)))
    logistic = LogisticRegression(random_state=SEED).fit(np.array(best_sums(weight))[:, None], answerable)
    slope = float(logistic.coef_[0, 0])
    return replace(reader, mix=[round(v, 5) for v in (slope, slope * weight, float(logistic.intercept_[0]))])


def best(example: Example, reader: Reader) -> float:
    """Return the probability of the best sentence of any part; 0 when nothing was read."""
    return max((read.probability for r in example.readings for read in reader.read(r.query, r.passages)), default=0.0)


def refusal(scores: Sequence[float], answerable: Sequence[bool], threshold: float) -> dict[str, float]:
    """Return precision, recall and F1 of refusing what has no answer."""
    refused = np.array(scores) < threshold
    unanswerable = ~np.array(answerable)
    right = int((refused & unanswerable).sum())
    precision, recall = right / max(int(refused.sum()), 1), right / max(int(unanswerable.sum()), 1)
    return {"precision": precision, "recall": recall, "f1": 2 * precision * recall / max(precision + recall, 1e-9)}


def best_is_right(example: Example, reader: Reader) -> bool:
    """Say whether the most probable sentence of any part holds a required fact."""
    found = [(read, r) for r in example.readings for read in reader.read(r.query, r.passages)[:1]]
    return any(_label(read.passage["id"], read.place, r) for read, r in found)


def _label(identity: str, place: int, reading: Reading) -> bool:
    rank = next(i for i, p in enumerate(reading.passages) if p["id"] == identity)
    return reading.labels[rank, place]


def main(
    collection: Annotated[Path | None, typer.Option("--collection", help="Folder of a built collection.")] = None,
    questions: Annotated[Path, typer.Option(help="Folder of JSON lines, one file a region.")] = QUESTIONS,
) -> None:
    """Fit, print the figures of the held-back region, write `reader.json`."""
    encoder = load_encoder("minilm")
    searcher = open_collection(collection or Home().starter, encoder)
    brain = load_offline_brain(encoder)
    fit(list(examples(questions, searcher, brain)), brain.reader)


def fit(asked: Sequence[Example], reader: Reader) -> None:
    """Fit on the questions as they were asked, print the held-back region's figures, write `reader.json`."""
    held = [e for e in asked if e.group == HELD_BACK]
    reader = fit_first_look([e for e in asked if e.group != HELD_BACK], reader)
    reader = fit_mix(held, reader)
    scores, answerable = [best(e, reader) for e in held], [e.answerable for e in held]
    tried = np.round(np.linspace(0.02, 0.9, 89), 3)
    threshold = float(max(tried, key=lambda t: refusal(scores, answerable, float(t))["f1"]))
    reader = replace(reader, threshold=threshold)
    report = {
        "questions": len(asked), "held back": HELD_BACK, "of them": len(held), "of them answerable": sum(answerable), "seed": SEED,
        "refusal, held back": {k: round(v, 3) for k, v in refusal(scores, answerable, threshold).items()},
        "best sentence holds a fact, held back": round(float(np.mean([best_is_right(e, reader) for e in held if e.answerable])), 3),
        "a fact was retrieved": round(float(np.mean([any(any(r.labels.values()) for r in e.readings) for e in asked if e.answerable])), 3),
    }  # fmt: skip
    values = {"features": FEATURES, "weights": reader.weights, "bias": reader.bias, "mix": reader.mix, "threshold": threshold}
    WEIGHTS.write_text(json.dumps({**values, "fitted on": report}, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(report, indent=2))
    print("precision and recall of refusal by threshold, held back:")
    for t in (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7):
        figures = refusal(scores, answerable, t)
        print(f"  {t:.1f}  precision {figures['precision']:.3f}  recall {figures['recall']:.3f}  F1 {figures['f1']:.3f}")


if __name__ == "__main__":
    run_command(one_command(main))
