"""Mark every answer of one method, then give figures with intervals for any part of the questions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval.metrics import Estimate, Floats
from retrieval.sentences import sentences

from .bleu import bleus, counts
from .item import Item, Suite
from .overlap import METEOR, References, Words, cider, gleu, meteor, rouge_l
from .resample import Draws
from .short import contains, exact_match, normalised, token_f1
from .span import span_left
from .wording import wording
from .words import in_vocabulary, tokens, vocabulary_of

Overlap = Callable[[Words, References], float]
OVERLAPS: Mapping[str, Overlap] = {"GLEU": gleu, METEOR: meteor, "ROUGE-L": rouge_l}
CIDER = "CIDEr-D (0 to 10)"
Part = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Marked:
    """One method's marks in one reading of its answers: a value a question by figure, counts for BLEU, words for CIDEr-D."""

    method: str
    reading: str
    values: Mapping[str, Floats]
    counts: Sequence[Sequence[int]]
    words: Sequence[Words]
    references: Sequence[References]

    def figures(self, part: Part, groups: Sequence[str], seed: int) -> dict[str, Estimate]:
        """Return every figure over the questions of a part, with intervals that draw whole pictures again."""
        chosen = [place for place, belongs in enumerate(part) if belongs]
        draws = Draws.of([groups[i] for i in chosen], seed)
        rarity = cider([self.words[i] for i in chosen], [self.references[i] for i in chosen])
        means = draws.means({**{name: values[chosen] for name, values in self.values.items()}, CIDER: rarity})
        last = {name: means.pop(name) for name in (*OVERLAPS, CIDER)}
        return {**means, **bleus([self.counts[i] for i in chosen], draws), **last}


def mark(suite: Suite, asked: Sequence[Item], method: str, answers: Sequence[str]) -> list[Marked]:
    """Mark the answers of a method in every reading that the suite's papers have."""
    references = [[tokens(reference) for reference in item.references] for item in asked]
    if suite.short:
        return [_short(asked, method, answers, references)]
    readings = {"whole answer": answers}
    if any(len(item.references) > 1 for item in asked) and suite.name != "paintingform":
        readings["first sentence"] = [next(iter(sentences(answer)), "") for answer in answers]
    vocabulary = vocabulary_of(references)
    marked: list[Marked] = []
    for reading, texts in readings.items():
        cut = [tokens(text) for text in texts]
        marked.append(_overlapping(method, reading, cut, references, {}))
        kept = [in_vocabulary(words, vocabulary) for words in cut]
        marked.append(_overlapping(method, f"{reading}, filtered", kept, references, {}))
    return marked


def _short(asked: Sequence[Item], method: str, answers: Sequence[str], references: Sequence[References]) -> Marked:
    spans = [span_left(wording(item, pictured=True, briefly=False), answer) for item, answer in zip(asked, answers, strict=True)]
    wanted = [item.references for item in asked]
    values = {
        "exact match": _each(exact_match, spans, wanted),
        "token F1": _each(token_f1, spans, wanted),
        "reference stands in the answer": _each(contains, answers, wanted),
        "exact match, whole answer": _each(exact_match, answers, wanted),
        "token F1, whole answer": _each(token_f1, answers, wanted),
        # The longer an answer, the likelier the reference stands in it.
        "words in the answer": np.array([len(normalised(answer).split()) for answer in answers], dtype=np.float64),
    }
    return _overlapping(method, "span", [tokens(span) for span in spans], references, values)


def _each(mark_of: Callable[[str, Sequence[str]], float], answers: Sequence[str], wanted: Sequence[Sequence[str]]) -> Floats:
    return np.array([mark_of(answer, references) for answer, references in zip(answers, wanted, strict=True)])


def _overlapping(
    method: str, reading: str, answers: Sequence[Words], references: Sequence[References], values: Mapping[str, Floats]
) -> Marked:
    told = list(zip(answers, references, strict=True))
    overlaps = {name: np.array([overlap(*pair) for pair in told]) for name, overlap in OVERLAPS.items()}
    return Marked(method, reading, {**values, **overlaps}, [counts(*pair) for pair in told], answers, references)
