"""Ask the questions of a file through the real graph, and score answers, citations and refusals."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from agents.ask import Answer, ask
from agents.assemble import Agent
from agents.citations import cited_sentences
from prompts import render
from retrieval.errors import SourceError
from retrieval.words import folded

from .metrics import Estimate, bootstrap, share
from .report import Report, Table

QUESTIONS = Path("eval/questions/ask.jsonl")
ANSWERABLE = ("single", "parts", "compare", "follow-up")
Facts = Sequence[Sequence[str]]
_WHOLE = r"(?![\d.,]*\d)"


@dataclass(frozen=True, slots=True)
class Question:
    """A question, those asked before it in the chat, and the facts that a right answer states (alternatives in each)."""

    id: str
    kind: str
    question: str
    before: Sequence[str]
    facts: Facts
    evidence: Sequence[str]


@dataclass(frozen=True, slots=True)
class Scored:
    """One question's answer and marks; marks are None where they do not apply."""

    id: str
    kind: str
    answer: str
    refused: bool
    correct: bool | None
    citation_precision: float | None
    citation_recall: float | None
    to_the_point: float | None
    missing: Sequence[str]
    seconds: float


def read_questions(file: Path) -> list[Question]:
    """Read questions from JSON lines; raise `SourceError` when the file is missing or a line is not a question."""
    if not file.is_file():
        raise SourceError(f"there is no file {file}; give questions with --questions FILE")
    try:
        return [Question(**json.loads(line)) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (json.JSONDecodeError, TypeError) as error:
        raise SourceError(f"{file} holds a line that is not a question ({error}); mend it") from None


async def run(questions: Sequence[Question], agent: Agent, progress: Callable[[int, int], None]) -> list[Scored]:
    """Ask every question in a thread of its own, those before it first, and score the last answer."""
    scored: list[Scored] = []
    for number, question in enumerate(questions):
        thread = f"eval-{number}-{question.id}"
        for text in question.before:
            await _answer(agent, text, thread)
        scored.append(score(question, await _answer(agent, question.question, thread)))
        progress(number + 1, len(questions))
    return scored


async def _answer(agent: Agent, text: str, thread: str) -> Answer:
    async for event in ask(agent, text, thread):
        if isinstance(event, Answer):
            return event
    raise RuntimeError("a turn ended without an answer")


def score(question: Question, answer: Answer) -> Scored:
    """Score an answer.

    Correct: every required fact is stated, or for a question without an answer, it is refused. Citation precision: of the
    citations on sentences that state a required fact, the share whose text holds that fact. Citation recall: of the
    required facts, the share stated with a citation whose text holds it. To the point: of all citations, the share whose text holds
    a required fact or that the question lists as evidence. Refused: it says that it does not know and cites
    nothing.
    """
    texts = {c.id: f"{c.heading}. {c.text}" for c in answer.citations}
    refused = folded(render("refusals/dont_know")).rstrip(".") in folded(answer.answer) and not answer.citations
    if not question.facts:
        return Scored(question.id, question.kind, answer.answer, refused, refused, None, None, None, (), answer.usage["seconds"])
    told = cited_sentences(answer.answer)
    missing = [fact[0] for fact in question.facts if not any(_states(s.text, fact) for s in told)]
    pairs = [
        (place, _states(texts.get(i, ""), fact))
        for place, fact in enumerate(question.facts)
        for sentence in told
        if _states(sentence.text, fact)
        for i in sentence.ids
    ]
    held = {place for place, holds in pairs if holds}
    precision = float(np.mean([holds for _, holds in pairs])) if pairs else None
    correct = not missing and not refused
    recall = len(held) / len(question.facts)
    cited = [i for sentence in told for i in sentence.ids]
    on_point = [i in question.evidence or any(_states(texts.get(i, ""), fact) for fact in question.facts) for i in cited]
    to_the_point = float(np.mean(on_point)) if on_point else None
    seconds = answer.usage["seconds"]
    return Scored(question.id, question.kind, answer.answer, refused, correct, precision, recall, to_the_point, missing, seconds)


def _states(text: str, fact: Sequence[str]) -> bool:
    """Say whether a text states a fact: one of its wordings, from the start of a word on, and a number whole."""
    return any(re.search(rf"(?<!\w){re.escape(folded(a))}{_WHOLE if a[-1].isdigit() else ''}", folded(text)) for a in fact)


def report(scored: Sequence[Scored], file: Path, brain: str, collection: str, seed: int) -> Report:
    """Return figures with 95 % bootstrap intervals, over all questions and by kind."""
    answerable = [s for s in scored if s.kind in ANSWERABLE]
    figures: dict[str, Estimate] = {"correct, answerable": share([bool(s.correct) for s in answerable])}
    for kind in ANSWERABLE:
        of_kind = [bool(s.correct) for s in answerable if s.kind == kind]
        if of_kind:
            figures[f"correct, {kind}"] = share(of_kind)
    for name, values in {
        "citation precision": [s.citation_precision for s in answerable],
        "citations to the point": [s.to_the_point for s in answerable],
    }.items():
        if known := [v for v in values if v is not None]:
            figures[name] = bootstrap(known, seed)
    figures["citation recall"] = bootstrap([s.citation_recall or 0.0 for s in answerable], seed)
    figures |= _refusals(scored, seed)
    seconds = [s.seconds for s in scored]
    command = f"python -m eval ask --brain {brain.split()[0]} --questions {file} --collection {collection} --seed {seed}"
    notes = [
        f"brain: {brain}; {len(scored)} questions of {file}, {len(answerable)} with an answer; seed {seed}",
        "95 % intervals: Wilson for shares of questions, bootstrap for the rest",
        f"seconds a question: median {np.median(seconds):.3f}, largest {max(seconds):.3f}",
        f"baseline for refusal: refusing nothing has F1 0, refusing all has precision {1 - len(answerable) / len(scored):.2f} and recall 1",
        f"command: {command}",
    ]
    rows = [[name, f"{e.value:.3f}", f"[{e.low:.3f}, {e.high:.3f}]", str(e.n)] for name, e in figures.items()]
    wrong = [[s.id, s.kind, "; ".join(s.missing) or ("answered" if not s.refused else "refused")] for s in scored if not s.correct]
    tables = [Table("Ask", ["figure", "value", "95 % interval", "n"], rows)]
    tables += [Table("Wrong", ["question", "kind", "missing"], wrong)] if wrong else []
    document: Mapping[str, Any] = {
        "command": command, "brain": brain, "questions": str(file), "seed": seed,
        "figures": {name: asdict(e) for name, e in figures.items()}, "samples": [asdict(s) for s in scored],
    }  # fmt: skip
    return Report("Questions asked of a collection", tables, notes, document)


def _refusals(scored: Sequence[Scored], seed: int) -> dict[str, Estimate]:
    """Return precision, recall and F1 of refusing what has no answer; F1's interval resamples questions."""
    unanswerable = np.array([s.kind not in ANSWERABLE for s in scored])
    refused = np.array([s.refused for s in scored])
    rng = np.random.default_rng(seed)
    draws = [rng.integers(0, len(scored), len(scored)) for _ in range(1000)]
    low, high = np.percentile([_f1(refused[d], unanswerable[d]) for d in draws], [2.5, 97.5])
    return {
        **({"refusal precision": share(unanswerable[refused])} if refused.any() else {}),
        **({"refusal recall": share(refused[unanswerable])} if unanswerable.any() else {}),
        "refusal F1": Estimate(_f1(refused, unanswerable), float(low), float(high), len(scored)),
    }


def _f1(refused: Any, unanswerable: Any) -> float:
    """Return the harmonic mean of precision and recall, 2 TP / (2 TP + FP + FN)."""
    right = int((refused & unanswerable).sum())
    return 2 * right / max(int(refused.sum()) + int(unanswerable.sum()), 1)


def evaluate(file: Path, kind: str, collection: Path | None, seed: int, progress: Callable[[int, int], None]) -> Report:
    """Run the questions with a brain on a collection (the starter by default) and return the report."""
    return asyncio.run(_evaluate(file, kind, collection, seed, progress))


async def _evaluate(file: Path, kind: str, collection: Path | None, seed: int, progress: Callable[[int, int], None]) -> Report:
    from langgraph.checkpoint.memory import InMemorySaver

    from agents.assemble import context_for, encodings_of, tools_for
    from agents.brains import choose_brain
    from agents.graph import build_graph
    from agents.settings import Settings
    from agents.writing import writer_of
    from retrieval.collections import open_with_its_encoder, ready_starter
    from retrieval.encoders import load_encoder
    from retrieval.pictures import PictureStore

    questions = read_questions(file)
    settings, encoder = Settings(), load_encoder("minilm")
    searcher = open_with_its_encoder(collection or ready_starter(settings.starter, encoder), encoder)
    brain = choose_brain(kind, settings, encoder)
    pictures = PictureStore(settings.home / "pictures")
    tools = tools_for(searcher, pictures, encodings_of(settings, encoder), writer=writer_of(brain, encoder))
    agent = Agent(build_graph(tools, InMemorySaver()), context_for(brain, tools, encoder, pictures))
    return report(await run(questions, agent, progress), file, brain.name, searcher.index.folder.name, seed)
