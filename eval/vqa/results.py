"""The report of a suite: a table a part and reading, methods side by side, and how far ours is from each baseline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from eval.metrics import Estimate
from eval.report import Report, Table

from .baselines import Baseline
from .item import Item, Suite
from .overlap import METEOR
from .predictions import Prediction
from .resample import Draws
from .score import Marked, Part, mark
from .slices import slices

Figures = dict[str, dict[str, Estimate]]
# The differences that the table shows; the document has all.
LEADING = ("token F1", "reference stands in the answer", METEOR, "ROUGE-L")


@dataclass(frozen=True, slots=True)
class Answered:
    """The answers of the method that is measured, its name, the collection's name, the baselines, and whether we asked just now.

    Of answers that we asked for, `taken_up` are of a run that had stopped before.
    """

    predictions: Sequence[Prediction]
    method: str
    collection: str
    baselines: Sequence[Baseline]
    asked: bool
    taken_up: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """Answers by method; figures by part and reading, then method; differences from ours by part, then baseline."""

    methods: Mapping[str, Sequence[str]]
    figures: Mapping[str, Figures]
    gains: Mapping[str, Figures]


def report(suite: Suite, asked: Sequence[Item], answered: Answered, command: str, seed: int) -> Report:
    """Mark all methods and return tables, notes and the document with every question's answer."""
    found = _found(suite, asked, answered, seed)
    tables = [_table(f"{suite.name}: {title}", figures) for title, figures in found.figures.items()]
    notes = [*_notes(suite, asked, answered, seed), f"command: {command}"]
    document = {"suite": suite.name, "command": command, "seed": seed, "notes": notes, **_document(asked, found)}
    return Report(f"Suite {suite.name}", [*tables, _gain_table(answered.method, found.gains)], notes, document)


def _found(suite: Suite, asked: Sequence[Item], answered: Answered, seed: int) -> Found:
    methods: dict[str, Sequence[str]] = {answered.method: [each.prediction for each in answered.predictions]}
    methods |= {baseline.name: baseline.answers for baseline in answered.baselines}
    marked = [each for name, answers in methods.items() for each in mark(suite, asked, name, answers)]
    groups, parts = [item.picture for item in asked], slices(suite, asked)
    figures = {
        f"{part}, by {reading}": _figures([each for each in marked if each.reading == reading], rows, groups, seed)
        for part, rows in parts.items()
        for reading in dict.fromkeys(each.reading for each in marked)
    }
    return Found(methods, figures, {part: _gains(marked, answered.method, rows, groups, seed) for part, rows in parts.items()})


def _figures(marked: Sequence[Marked], rows: Part, groups: Sequence[str], seed: int) -> Figures:
    return {each.method: each.figures(rows, groups, seed) for each in marked}


def _gains(marked: Sequence[Marked], ours: str, rows: Part, groups: Sequence[str], seed: int) -> Figures:
    """Return our marks minus each baseline's on the same questions, of what is marked question by question, in the first reading."""
    first = {each.method: each for each in marked if each.reading == marked[0].reading}
    own = first.pop(ours).values
    draws = Draws.of([group for group, belongs in zip(groups, rows, strict=True) if belongs], seed)
    return {
        name: draws.means({figure: (own[figure] - values)[rows] for figure, values in other.values.items()})
        for name, other in first.items()
    }


def _table(title: str, figures: Figures) -> Table:
    columns = next(iter(figures.values()))
    n = next(iter(columns.values())).n
    rows = [[figure, *(str(each[figure]) for each in figures.values())] for figure in columns]
    return Table(f"{title} (n = {n})", ["figure", *figures], rows)


def _gain_table(ours: str, gains: Mapping[str, Figures]) -> Table:
    rows = [
        [part, name, figure, f"{e.value:+.3f} [{e.low:+.3f}, {e.high:+.3f}]"]
        for part, of_part in gains.items()
        for name, figures in of_part.items()
        for figure, e in figures.items()
        if figure in LEADING[: 2 if LEADING[0] in figures else None]
    ]
    return Table(f"{ours}, minus a baseline on the same questions", ["part", "baseline", "figure", "difference"], rows)


def _notes(suite: Suite, asked: Sequence[Item], answered: Answered, seed: int) -> list[str]:
    pictures = len({item.picture for item in asked})
    return [
        f"{answered.method}; collection {answered.collection}",
        f"{len(asked)} of {len(suite.items)} questions on {pictures} pictures, seed {seed}",
        *(_how_asked(answered) if answered.asked else ["answers are read from a file; how they came about is not known"]),
        "95 % intervals: bootstrap over pictures",
        *_readings(suite),
    ]


def _how_asked(answered: Answered) -> list[str]:
    predictions, n = answered.predictions, len(answered.predictions)
    broken = [each for each in predictions if each.error is not None]
    seconds = [each.seconds for each in predictions if each.seconds is not None] or [float("nan")]
    read, written = (float(np.mean([getattr(each, name) for each in predictions])) for name in ("input_tokens", "output_tokens"))
    return [
        f"pictures shown: {sum(each.pictured for each in predictions)} of {n}; the others are not at hand and were asked "
        "about in words alone, with what the suite tells in words",
        f"answers that say “I don't know”: {sum(each.refused for each in predictions)} of {n}; they score as empty",
        f"questions that broke: {len(broken)} of {n}; they score as empty" + (f"; the first: {broken[0].error}" if broken else ""),
        f"seconds a question: median {np.median(seconds):.3f}, largest {max(seconds):.3f}",
        *([f"tokens a question: {read:.0f} in, {written:.0f} out"] if read else []),
        *([f"taken up from a run that had stopped: {answered.taken_up} of {n} answers"] if answered.taken_up else []),
    ]


def _readings(suite: Suite) -> list[str]:
    meteor = "METEOR is without WordNet's synonyms; ROUGE-L is F1; words are cut by NLTK's Treebank rules: compare within this report"
    if suite.short:
        return [
            "span: of an answer in sentences, what its best sentence tells beyond the question, by a rule of ours without training; the "
            "papers' readers are trained to give the span. “reference stands in the answer” needs no such rule",
            meteor,
        ]
    return [
        "filtered: words that stand in no reference of the suite are struck from the answers before scoring, as in ArtSeek's scorer; the "
        "answers thus see the references, and the unfiltered figures are the honest ones",
        "where the collection holds the references themselves, the figures tell how well they are found and quoted, not how well a picture "
        "is described",
        meteor,
    ]


def _document(asked: Sequence[Item], found: Found) -> Mapping[str, Any]:
    return {
        "figures": {title: _plain(figures) for title, figures in found.figures.items()},
        "gains": {part: _plain(figures) for part, figures in found.gains.items()},
        "samples": [
            {
                "id": item.id, "kind": item.kind, "picture": item.picture, "question": item.question, "references": list(item.references),
                "answers": {name: answers[place] for name, answers in found.methods.items()},
            }
            for place, item in enumerate(asked)
        ],
    }  # fmt: skip


def _plain(figures: Figures) -> dict[str, dict[str, dict[str, Any]]]:
    return {name: {figure: asdict(estimate) for figure, estimate in of_name.items()} for name, of_name in figures.items()}
