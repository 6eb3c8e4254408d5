"""`python -m agents.brains.offline.train`: fit the reader and choose its threshold on questions with and without an answer.

The questions lie in one file a region. Every figure printed is out of fold: a region's questions are judged by weights and
a threshold fitted on the other regions.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, ToolMessage
from langchain_core.tools import BaseTool

from retrieval.collections import Home, open_collection
from retrieval.encoders import load_encoder
from retrieval.terminal import run_command
from retrieval.words import folded
from tools.observation import Passage
from tools.search import search_tool

from .brain import OfflineBrain, load_offline_brain
from .conversation import read_conversation
from .plan import Part, plan
from .reader import FEATURES, WEIGHTS, Reader, features

QUESTIONS = Path("eval/questions/tuning")
SEED = 0


@dataclass(frozen=True, slots=True)
class Example:
    """A question's parts as the plan left them, and for each sentence read whether it holds a required fact."""

    group: str
    answerable: bool
    rows: Sequence[Sequence[float]]
    labels: Sequence[bool]


def collect(question: Mapping[str, Any], group: str, brain: OfflineBrain, search: BaseTool, about: Mapping[str, Sequence[str]]) -> Example:
    """Ask a question as the graph would, without checks, and keep what the reader was given."""
    messages: list[AnyMessage] = []
    parts: Sequence[Part] = ()
    for asked in (*question["before"], question["question"]):
        messages.append(HumanMessage(asked))
        parts = _ask(messages, brain, search)
    evidence = {i for e in question["evidence"] for i in (e, *about.get(e, ()))}
    rows: list[Sequence[float]] = []
    labels: list[bool] = []
    for part in parts:
        for rank, passage in enumerate(part.passages):
            for place, sentence in enumerate(passage["sentences"]):
                rows.append(features(part.query or part.asked.whole, part.passages, rank, place))
                labels.append(_holds_fact(sentence["text"], passage, question["facts"], evidence))
    return Example(group, bool(question["facts"]), rows, labels)


def _ask(messages: list[AnyMessage], brain: OfflineBrain, search: BaseTool) -> Sequence[Part]:
    while True:
        reply = brain.bind_tools([search]).invoke(messages)
        messages.append(reply)
        if not reply.tool_calls:
            return plan(read_conversation(messages[:-1]), brain.router, brain.reader).parts
        messages.extend(_results(reply, search))


def _results(reply: AIMessage, search: BaseTool) -> list[ToolMessage]:
    results: list[ToolMessage] = []
    for call in reply.tool_calls:
        try:
            results.append(search.invoke(call))
        except Exception as error:
            from tools.errors import ToolError

            if not isinstance(error, ToolError):
                raise
            results.append(ToolMessage(str(error), tool_call_id=call["id"], status="error"))
    return results


def _holds_fact(text: str, passage: Passage, facts: Sequence[Sequence[str]], evidence: set[str]) -> bool:
    near = passage["id"] in evidence or any(a["id"] in evidence for a in passage["about"])
    return near and any(folded(alternative) in folded(text) for fact in facts for alternative in fact)


def fit(examples: Sequence[Example]) -> Reader:
    """Fit weights on the sentences of `examples`, then the threshold that refuses best among their questions."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    rows = np.array([row for e in examples for row in e.rows])
    labels = np.array([label for e in examples for label in e.labels])
    model = make_pipeline(StandardScaler(), LogisticRegression(C=1.0, max_iter=2000, random_state=SEED)).fit(rows, labels)
    scaler, linear = model[0], model[1]
    weights = linear.coef_[0] / scaler.scale_
    bias = float(linear.intercept_[0] - (linear.coef_[0] * scaler.mean_ / scaler.scale_).sum())
    reader = Reader([round(float(w), 5) for w in weights], round(bias, 5), 0.5)
    return replace(reader, threshold=_best_threshold([best(e, reader) for e in examples], [e.answerable for e in examples]))


def best(example: Example, reader: Reader) -> float:
    """Return the probability of the best sentence; 0 when nothing was read."""
    if not example.rows:
        return 0.0
    total = np.array(example.rows) @ np.array(reader.weights) + reader.bias
    return float(1 / (1 + np.exp(-total.max())))


def _best_threshold(scores: Sequence[float], answerable: Sequence[bool]) -> float:
    tried = np.round(np.linspace(0.02, 0.9, 89), 3)
    return float(max(tried, key=lambda t: refusal(scores, answerable, float(t))["f1"]))


def refusal(scores: Sequence[float], answerable: Sequence[bool], threshold: float) -> dict[str, float]:
    """Return precision, recall and F1 of refusing what has no answer."""
    refused = np.array(scores) < threshold
    unanswerable = ~np.array(answerable)
    right = int((refused & unanswerable).sum())
    precision, recall = right / max(int(refused.sum()), 1), right / max(int(unanswerable.sum()), 1)
    return {"precision": precision, "recall": recall, "f1": 2 * precision * recall / max(precision + recall, 1e-9)}


def best_sentence_is_right(examples: Sequence[Example], readers: Mapping[str, Reader]) -> float:
    """Return the share of answerable questions of which the most probable sentence holds a required fact."""
    hits = [
        e.labels[int(np.argmax(np.array(e.rows) @ np.array(readers[e.group].weights)))] if e.rows else False
        for e in examples
        if e.answerable
    ]
    return float(np.mean(hits))


def main(
    collection: Annotated[Path | None, typer.Option("--collection", help="Folder of a built collection.")] = None,
    questions: Annotated[Path, typer.Option(help="Folder of JSON lines, one file a region.")] = QUESTIONS,
) -> None:
    """Fit, report out of fold by region, write `reader.json`."""
    encoder = load_encoder("minilm")
    searcher = open_collection(collection or Home().starter, encoder)
    brain, search = load_offline_brain(encoder), search_tool(searcher)
    told = {row["id"]: row["about"] for row in searcher.index.fragments.search().select(["id", "about"]).to_list()}
    examples: list[Example] = []
    for file in sorted(questions.glob("*.jsonl")):
        asked = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
        examples += [collect(q, file.stem, brain, search, told) for q in asked]
        print(f"{file.stem}: {len(asked)} questions", file=sys.stderr)
    groups = sorted({e.group for e in examples})
    readers = {g: fit([e for e in examples if e.group != g]) for g in groups}
    scores = [best(e, readers[e.group]) - readers[e.group].threshold for e in examples]
    figures = {k: round(v, 3) for k, v in refusal(scores, [e.answerable for e in examples], 0.0).items()}
    reader = fit(examples)
    report = {
        "questions": len(examples), "answerable": sum(e.answerable for e in examples), "regions": len(groups), "seed": SEED,
        "refusal, out of fold": figures, "best sentence holds a fact, out of fold": round(best_sentence_is_right(examples, readers), 3),
        "a fact was retrieved": round(float(np.mean([any(e.labels) for e in examples if e.answerable])), 3),
    }  # fmt: skip
    WEIGHTS.write_text(json.dumps({"features": FEATURES, "weights": reader.weights, "bias": reader.bias, "threshold": reader.threshold, "fitted on": report}, indent=2) + "\n")
    print(json.dumps(report, indent=2))
    print("\n".join(f"{name:<22} {weight:8.3f}" for name, weight in zip(FEATURES, reader.weights, strict=True)))


if __name__ == "__main__":
    run_command(lambda: typer.run(main))
