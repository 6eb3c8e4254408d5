"""What needs no agent: the commonest answer, another picture's description, the passage that search finds, BM25's top sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from retrieval.search import Searcher
from retrieval.sentences import sentences
from retrieval.words import content_stems

from .item import Item, Suite
from .short import normalised
from .span import best_sentence
from .wording import wording


@dataclass(frozen=True, slots=True)
class Baseline:
    """Its answers, in the order of the questions asked."""

    name: str
    answers: Sequence[str]


def without_collection(suite: Suite, asked: Sequence[Item], seed: int) -> list[Baseline]:
    """Return what can be answered from the suite's other pictures alone."""
    return [_majority(suite, asked)] if suite.short else [_anothers(suite, asked, seed)]


def with_collection(suite: Suite, asked: Sequence[Item], searcher: Searcher) -> list[Baseline]:
    """Return what search and BM25 find for the same words that the agent is asked; for short answers, one sentence of it too."""
    questions = [wording(item, pictured=False, briefly=False) for item in asked]
    found = [searcher.search(question, limit=1) for question in questions]
    passages = [hits[0].text if hits else "" for hits in found]
    baselines = [Baseline("search's first passage", passages), _bm25(questions, searcher)]
    if not suite.short:
        return baselines
    cut = [best_sentence(question, passage) for question, passage in zip(questions, passages, strict=True)]
    return [baselines[0], Baseline("its best sentence", cut), baselines[1]]


def _majority(suite: Suite, asked: Sequence[Item]) -> Baseline:
    """Answer what is commonest among the same kind of question on other pictures."""
    of_kind: dict[str, Counter[str]] = {}
    of_picture: dict[tuple[str, str], Counter[str]] = {}
    for item in suite.items:
        for counted in (of_kind.setdefault(item.kind, Counter()), of_picture.setdefault((item.kind, item.picture), Counter())):
            counted[normalised(item.references[0])] += 1
    left = (of_kind[item.kind] - of_picture[item.kind, item.picture] for item in asked)
    return Baseline("commonest answer", [counted.most_common(1)[0][0] if counted else "" for counted in left])


def _anothers(suite: Suite, asked: Sequence[Item], seed: int) -> Baseline:
    """Answer with a reference of another picture drawn at random: what any text of the suite scores."""
    rng = np.random.default_rng(seed)
    answers: list[str] = []
    for item in asked:
        others = [other for other in suite.items if other.kind == item.kind and other.picture != item.picture]
        answers.append(others[int(rng.integers(len(others)))].references[0] if others else "")
    return Baseline("another picture's reference", answers)


def _bm25(questions: Sequence[str], searcher: Searcher) -> Baseline:
    """Answer with the sentence of the collection that BM25 (k1 1.5, b 0.75, over stems of content words) ranks first."""
    import bm25s

    table: Any = searcher.index.fragments
    texts: list[str] = table.search().select(["text"]).limit(table.count_rows()).to_arrow()["text"].to_pylist()
    told = [sentence for text in texts for sentence in sentences(text)]
    ranker: Any = bm25s.BM25()
    ranker.index([content_stems(sentence) for sentence in told], show_progress=False)

    def best(question: str) -> str:
        stems = [stem for stem in content_stems(question) if stem in ranker.vocab_dict]
        return told[int(np.argmax(ranker.get_scores(stems)))] if stems else ""

    return Baseline("BM25's top sentence", [best(question) for question in questions])
