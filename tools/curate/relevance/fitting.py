"""Fit the blend on all past shows, after measuring how one fitted on early years does on late ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from retrieval.errors import SourceError

from .estimators import Blend, Lessons
from .ground import prepare
from .habits import Study
from .likeness import Encodings
from .past import Museum, PastShow, twins, without
from .recall import Memory, memory_of
from .terms import Floats

# The earliest of each museum's shows, by share, that late ones are measured with.
EARLY = 0.6
# With fewer shows a prior is all there is.
FEWEST_SHOWS = 5
DRAWS = 1000


@dataclass(frozen=True, slots=True)
class Fitted:
    """A fitted blend, what was measured (R-precision on late years, fitted on early ones), and the shows learnt from."""

    blend: Blend
    metrics: Mapping[str, Any]
    memory: Memory


def fit_and_measure(museums: Sequence[Museum], encodings: Encodings) -> Fitted:
    """Fit on early years and measure on late ones, then fit on all.

    Raises:
        SourceError: there are too few shows to learn from.
    """
    studies = [Study(museum, prepare(museum.pool, encodings, museum.texts)) for museum in museums if museum.pool]
    persons = [museum for museum in museums if not museum.pool]
    count = sum(len(study.museum.shows) for study in studies)
    if not studies:
        names = ", ".join(museum.name for museum in museums)
        raise SourceError(
            f"{names} lists persons and no works, which teaches only beside a museum that lists works; give one more --data DIR"
        )
    if count < FEWEST_SHOWS:
        raise SourceError(f"{count} past shows with a theme and five works are too few to learn from; give at least {FEWEST_SHOWS}")
    late = _on_late_years(studies, encodings)
    return Fitted(Blend().fit(Lessons(studies, persons, encodings)), {"shows": count, "late years": late}, memory_of(studies, encodings))


def r_precision(scores: Floats, show: PastShow) -> float:
    """Return the share of a show's works among as many first ones; ties keep the order of the catalogue."""
    first = np.argsort(-scores, kind="stable")[: len(show.works)]
    return len(set(first.tolist()) & set(show.works)) / len(show.works)


def _on_late_years(studies: Sequence[Study], encodings: Encodings) -> dict[str, dict[str, Any]]:
    """Return by museum the R-precision on late shows; persons' lists, which bear no years here, are left out."""
    early: list[Study] = []
    late: list[tuple[Study, Sequence[PastShow]]] = []
    for study in studies:
        cut = int(EARLY * len(study.museum.shows))
        early.append(Study(replace(study.museum, shows=study.museum.shows[:cut]), study.ground))
        late.append((study, study.museum.shows[cut:]))
    titles = [show.title for _, shows in late for show in shows]
    early = [Study(without(each.museum, twins(each.museum.shows, titles)), each.ground) for each in early]
    if not any(each.museum.shows for each in early):
        return {}
    blend = Blend().fit(Lessons(early, [], encodings))
    found: dict[str, dict[str, Any]] = {}
    for study, shows in late:
        study.ground.look([show.title for show in shows])
        values = [r_precision(blend.scores(show.title, study.ground), show) for show in shows]
        words = [r_precision(study.ground.terms.bm25(_stems(show.title)), show) for show in shows]
        found[study.museum.name] = _figures(values, words) | {
            theme: _figures([values[at] for at in places], [words[at] for at in places])
            for theme in ("thematic", "monographic")
            if (places := [at for at, show in enumerate(shows) if show.theme == theme])
        }
    return found


def _figures(ours: Sequence[float], words: Sequence[float]) -> dict[str, Any]:
    """Return means over shows, and how much more ours is with its 95 % bootstrap interval over shows."""
    more = np.array(ours) - np.array(words)
    drawn = more[np.random.default_rng(0).integers(0, len(more), (DRAWS, len(more)))].mean(axis=1)
    return {
        "R-precision": round(float(np.mean(ours)), 4), "of BM25": round(float(np.mean(words)), 4), "n": len(ours),
        "more": round(float(more.mean()), 4), "interval of more": [round(float(each), 4) for each in np.percentile(drawn, [2.5, 97.5])],
    }  # fmt: skip


def _stems(title: str) -> list[str]:
    from retrieval.words import content_stems

    return content_stems(title)
