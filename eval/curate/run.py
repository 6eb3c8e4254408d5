"""Run every method over every trial, and put the figures into a report."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from eval.metrics import Estimate, Floats, bootstrap
from eval.report import Report, Table
from retrieval.encoders import Encoder
from retrieval.index.build import Progress
from tools.curate.relevance.estimators import Blend, Embedding, Estimator, Lessons, Ranking, TagPredictor, TextStatistics
from tools.curate.relevance.habits import Study
from tools.curate.relevance.likeness import Encodings
from tools.curate.relevance.tags import lifts, tags_of

from .arms import Arm, arms, read_museums, studied
from .baselines import Bm25, Chance, LateInteraction, Oracle, Popularity, TfIdf
from .bounds import TOLD, agreement, told_three
from .measure import FIGURES, Compared, compared, figures, split
from .tagged import TagAccuracy, tag_accuracy

REFERENCE, OURS = "TF-IDF", "ours"
Pairs = Mapping[str, Mapping[str, Compared]]
ABOUT = ("all", "thematic", "monographic")


@dataclass(frozen=True, slots=True)
class Trial:
    """An arm with the figures of every method, show by show, and how right the foretold tags are."""

    arm: Arm
    by_show: Mapping[str, Sequence[Mapping[str, float]]]
    tags: Sequence[TagAccuracy]
    three: Floats


def evaluate(exhibitions: Path, train: Sequence[Path], seed: int, folder: Path, encoder: Encoder, progress: Progress) -> Report:
    """Measure the choice of works for the titles of past shows.

    Args:
        exhibitions: a museum's folder of past shows, or a folder of such folders; each museum that lists works is tested.
        train: further folders to learn from only.
        seed: of chance, bootstrap and permutations.
        folder: where encodings are kept.
        encoder: turns titles and works into vectors.
        progress: told of trials done.
    """
    encodings = Encodings(encoder, folder)
    museums = read_museums(exhibitions)
    more = [museum for each in train for museum in read_museums(each)]
    tested, others = studied(museums, encodings), studied(more, encodings)
    persons = [museum for museum in (*museums, *more) if not museum.pool]
    plan = list(arms(tested, others, persons))
    trials: list[Trial] = []
    for number, arm in enumerate(plan):
        progress(number, len(plan))
        trials.append(_trial(arm, encodings, seed))
    progress(len(plan), len(plan))
    return _report(trials, tested, seed)


def _trial(arm: Arm, encodings: Encodings, seed: int) -> Trial:
    ground, shows = arm.test.ground, arm.shows
    ground.look([show.title for show in shows])
    lessons = Lessons(arm.studies, arm.persons, encodings)
    tags = TagPredictor()
    risen = dict(zip([show.title for show in shows], lifts(tags_of(ground).held, shows), strict=True))
    methods: dict[str, Estimator] = {
        "random": Chance(seed), "popularity": Popularity(seed), REFERENCE: TfIdf(arm.test.museum.cells), "BM25": Bm25(),
        "single vector": Embedding(), "MaxSim": LateInteraction(), "(a) text statistics": TextStatistics(),
        "(b) title and works embedded": Embedding(), "(c) learnt ranking": Ranking(seed=seed), "(d) tags foretold": tags, OURS: Blend(),
        "oracle: the show's own tags": Oracle(risen),
    }  # fmt: skip
    by_show = {name: _figures(method.fit(lessons), arm) for name, method in methods.items()}
    three = np.array([told_three(show, ground, seed) for show in shows if len(show.works) > TOLD])
    return Trial(arm, by_show, tag_accuracy(tags, shows, ground), three)


def _figures(method: Estimator, arm: Arm) -> list[dict[str, float]]:
    return [figures(method.scores(show.title, arm.test.ground), show) for show in arm.shows]


def _report(trials: Sequence[Trial], tested: Sequence[Study], seed: int) -> Report:
    tables = [_readme(tested, seed), _counts(tested)]
    pairs = [_pairs(trial, seed) for trial in trials]
    for trial, each in zip(trials, pairs, strict=True):
        tables += [_methods(trial, seed), _against(trial, each), _tags(trial)]
    document = _document(tested, seed) | {
        "trials": {t.arm.name: _trial_document(t, each, seed) for t, each in zip(trials, pairs, strict=True)}
    }
    return Report("Works chosen for the titles of past shows", tables, _notes(trials, tested, seed), document)


def _readme(tested: Sequence[Study], seed: int) -> Table:
    """Return the baseline as the benchmark's notes measured it: every show with five works, titles as they stand."""
    rows: list[list[str]] = []
    for study in tested:
        method = TfIdf(study.museum.cells)
        found = [figures(method.scores(show.title, study.ground), show)["R-precision"] for show in study.museum.every]
        rows.append([study.museum.name, str(len(study.museum.pool)), str(len(found)), str(bootstrap(found, seed))])
    return Table("TF-IDF on every show with five works of the pool, titles as listed", ["museum", "works shown", "shows", REFERENCE], rows)


def _counts(tested: Sequence[Study]) -> Table:
    rows = [
        [study.museum.name, theme, str(sum(show.theme == theme for show in study.museum.shows))]
        for study in tested
        for theme in ("thematic", "monographic")
    ]
    rows += [[study.museum.name, reason, str(count)] for study in tested for reason, count in study.museum.left_out.items()]
    return Table("Shows asked for, and left out", ["museum", "shows", "count"], rows)


def _methods(trial: Trial, seed: int) -> Table:
    columns = ["method", "R-precision", "P@20", "NDCG@20", "no hit", "R-precision, thematic", "R-precision, monographic"]
    rows: list[list[str]] = []
    for name, values in trial.by_show.items():
        cells = [_estimate(split(values, trial.arm.shows, figure)["all"], seed) for figure in FIGURES]
        by_theme = split(values, trial.arm.shows, "R-precision")
        rows.append([name, *cells, *(_estimate(by_theme[theme], seed) for theme in ABOUT[1:])])
    title = f"{trial.arm.name}: {len(trial.arm.shows)} shows, learnt from {sum(len(s.museum.shows) for s in trial.arm.studies)}"
    return Table(title, columns, rows)


def _against(trial: Trial, pairs: Pairs) -> Table:
    rows = [
        [name, about, str(found.ratio), str(found.difference), f"{found.p:.4f}"]
        for name, by_theme in pairs.items()
        for about, found in by_theme.items()
    ]
    columns = ["method", "shows", f"R-precision over {REFERENCE}", "difference", "p"]
    return Table(f"{trial.arm.name}: against {REFERENCE}, paired by show", columns, rows)


def _pairs(trial: Trial, seed: int) -> Pairs:
    return {name: _compared(trial, name, seed) for name in trial.by_show if name != REFERENCE}


def _compared(trial: Trial, name: str, seed: int) -> dict[str, Compared]:
    ours, theirs = (split(trial.by_show[each], trial.arm.shows, "R-precision") for each in (name, REFERENCE))
    return {about: compared(ours[about], theirs[about], seed) for about in ABOUT if len(ours[about])}


def _tags(trial: Trial) -> Table:
    rows = [[each.field, str(each.ours), str(each.commonest), str(each.ours.n)] for each in trial.tags]
    return Table(f"{trial.arm.name}: first tag foretold marks the show", ["field", "(d)", "commonest tag", "shows"], rows)


def _notes(trials: Sequence[Trial], tested: Sequence[Study], seed: int) -> list[str]:
    notes = [f"{trial.arm.name}: {trial.arm.twins} shows with a title that is asked for were dropped from the lessons." for trial in trials]
    notes += [
        f"{study.museum.name}: {len(study.museum.no_theme)} titles of {len(study.museum.every)} shows name no theme and are not asked for."
        for study in tested
    ]
    pairs = np.concatenate([agreement(study.museum.shows) for study in tested])
    if len(pairs):
        notes.append(
            f"Two shows of one museum whose titles have the same words agree by an R-precision of {bootstrap(pairs, seed)} (pairs)."
        )
    notes += [f"{t.arm.name}: told {TOLD} works of a show, likeness finds the rest with {_estimate(t.three, seed)}." for t in trials]
    notes.append("The oracle knows how much oftener every tag hung in the show: what a perfect reader of titles could do with tags alone.")
    notes.append("In brackets: 95 % bootstrap intervals over shows (Wilson's for tags). p: permutation test by show, two-sided.")
    return notes


def _estimate(values: Floats, seed: int) -> str:
    return str(_drawn(tuple(values.tolist()), seed)) if len(values) else "–"


@functools.lru_cache(maxsize=4096)
def _drawn(values: tuple[float, ...], seed: int) -> Estimate:
    """Return an estimate that tables and document share; draws take longer than all else here."""
    return bootstrap(values, seed)


def _document(tested: Sequence[Study], seed: int) -> dict[str, Any]:
    return {
        "seed": seed,
        "museums": {
            study.museum.name: {
                "works": len(study.museum.pool), "shows": len(study.museum.shows), "left_out": dict(study.museum.left_out),
                "no_theme": len(study.museum.no_theme), "fingerprint": study.museum.fingerprint,
            }
            for study in tested
        },
    }  # fmt: skip


def _trial_document(trial: Trial, pairs: Pairs, seed: int) -> dict[str, Any]:
    methods: dict[str, Any] = {}
    for name, values in trial.by_show.items():
        methods[name] = {"all": {figure: _plain(split(values, trial.arm.shows, figure)["all"], seed) for figure in FIGURES}}
        by_theme = split(values, trial.arm.shows, "R-precision")
        methods[name] |= {theme: {"R-precision": _plain(by_theme[theme], seed)} for theme in ABOUT[1:]}
        if name in pairs:
            methods[name]["over TF-IDF"] = {about: asdict(found) for about, found in pairs[name].items()}
    return {
        "shows": len(trial.arm.shows), "twins_dropped": trial.arm.twins, "methods": methods, "tags": [asdict(each) for each in trial.tags],
    }  # fmt: skip


def _plain(values: Floats, seed: int) -> dict[str, Any] | None:
    return asdict(_drawn(tuple(values.tolist()), seed)) if len(values) else None
