"""Compare our looks with the baselines on the test part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from eval.metrics import bootstrap, share
from eval.report import Report, Table
from retrieval.index.build import Progress
from retrieval.pictures.likeness import Likeness, apart, load_likeness
from retrieval.pictures.look import FAMILIES, look_of

from .baselines import BASELINES
from .copies import CHANGES, Change
from .labels import Distances, by_family, of_label
from .read import LABELS, Pictures, opened, read_pictures

COPIES = 200
METHODS = ("random", *BASELINES, *FAMILIES, "ours")


def evaluate(data: Path, seed: int, progress: Progress = lambda *_: None) -> Report:
    """Ask with every test picture for its like among all pictures of its table, and with changed copies for their originals.

    Raises:
        SourceError: `data` is not the benchmark's folder.
    """
    sets = [read_pictures(data, table, ("train", "tune", "test"), "test", progress) for table in LABELS]
    likeness = load_likeness()
    labels, document = _labels(sets, likeness, seed)
    copies = _copies(sets, likeness, seed)
    notes = [
        f"queries are of the test part; they search all {sum(len(s.jpegs) for s in sets)} pictures (of their own table for labels)",
        f"seed {seed}; 95 % intervals: bootstrap over queries for P@10 and MAP, Wilson for shares; {COPIES} copies a change",
        f"a look takes {' and '.join(f'{s.milliseconds} ms ({s.table})' for s in sets)}, the median of one picture on one thread",
        "labels that fewer than five pictures have are not asked for; ours are the shipped weights and scales, fitted on tune",
    ]
    return Report(
        "Pictures by their look",
        [
            Table("Same label among the nearest", ["pictures", "method", "P@10", "MAP", "n"], labels),
            _copies_table("A changed copy finds its original first, baselines", list(BASELINES), copies),
            _copies_table("A changed copy finds its original first, ours", [*FAMILIES, "ours"], copies),
        ],
        notes,
        {"labels": document, "copies": {c: {m: asdict(e) for m, e in zip(METHODS[1:], r, strict=True)} for c, r in copies}},
    )


def _copies_table(title: str, methods: Sequence[str], copies: Sequence[tuple[str, list[Any]]]) -> Table:
    places = [METHODS[1:].index(method) for method in methods]
    return Table(title, ["change", *methods], [[change, *(str(found[i]) for i in places)] for change, found in copies])


def _labels(sets: Sequence[Pictures], likeness: Likeness, seed: int) -> tuple[list[list[str]], dict[str, Any]]:
    rows: list[list[str]] = []
    document: dict[str, Any] = {}
    for pictures in sets:
        methods = _distances(pictures, likeness, seed)
        for label in LABELS[pictures.table]:
            for method in METHODS:
                found = of_label(methods[method], pictures.asked, pictures.labels[label])
                precision, average = (bootstrap(values, seed) for values in found)
                rows.append([f"{pictures.table}, {label}", method, str(precision), str(average), str(precision.n)])
                document[f"{pictures.table}/{label}/{method}"] = {"p10": asdict(precision), "map": asdict(average)}
    return rows, document


def _distances(pictures: Pictures, likeness: Likeness, seed: int) -> dict[str, Distances]:
    """Return every method's distances from the queries to all pictures, `(q, n)`."""
    random = np.random.default_rng(seed).random((len(pictures.asked), len(pictures.jpegs)), dtype=np.float32)
    plain = {n: np.stack([np.linalg.norm(made - made[i], axis=1) for i in pictures.asked]) for n, made in pictures.plain.items()}
    each = by_family(pictures.looks, pictures.looks[pictures.asked])
    return {"random": random, **plain, **each, "ours": likeness.together(each)}


def _copies(sets: Sequence[Pictures], likeness: Likeness, seed: int) -> list[tuple[str, list[Any]]]:
    starts = np.cumsum([0, *(len(s.jpegs) for s in sets)])
    asked = np.concatenate([s.asked + start for s, start in zip(sets, starts, strict=False)])
    drawn = np.random.default_rng(seed).choice(asked, min(COPIES, len(asked)), replace=False).tolist()
    return [(name, _found(sets, drawn, change, likeness)) for name, change in CHANGES.items()]


def _found(sets: Sequence[Pictures], drawn: Sequence[int], change: Change, likeness: Likeness) -> list[Any]:
    """Return for each method the share of originals that their copies find first among all pictures of all tables."""
    looks = np.concatenate([s.looks for s in sets])
    plain = {name: np.concatenate([s.plain[name] for s in sets]) for name in BASELINES}
    jpegs = [jpeg for s in sets for jpeg in s.jpegs]
    right: dict[str, list[bool]] = {method: [] for method in METHODS[1:]}
    for i in drawn:
        copy = change(opened(jpegs[i]))
        each = apart(look_of(copy), looks)
        far = {name: np.linalg.norm(plain[name] - measure(copy), axis=1) for name, measure in BASELINES.items()}
        for method, distances in {**far, **each, "ours": likeness.together(each)}.items():
            right[method].append(bool(distances.argmin() == i))
    return [share(right[method]) for method in METHODS[1:]]
