"""Run every method over every trial, and put the figures into a report."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from agents.brains import Brain
from eval.metrics import Estimate, Floats, bootstrap
from eval.report import Report, Table
from retrieval.encoders import Encoder
from retrieval.errors import SourceError
from retrieval.index.build import Progress
from tools.curate.relevance.estimators import Blend, Embedding, Estimator, Lessons, Ranking, TagPredictor, TagsByModel, TextStatistics
from tools.curate.relevance.habits import Study
from tools.curate.relevance.likeness import Encodings
from tools.curate.relevance.past import PastShow
from tools.curate.relevance.tags import lifts, tags_of

from .arms import Arm, arms, read_museums, studied
from .baselines import Bm25, Chance, LateInteraction, Oracle, Popularity, TfIdf
from .bounds import TOLD, agreement, told_three
from .measure import FIGURES, Compared, compared, figures, parts, titled
from .naming import Named, name_tags
from .tagged import TagAccuracy, tag_accuracy

REFERENCE, OURS, OVERVIEW = "TF-IDF", "ours", "(b) title and overview embedded"
FORETOLD, NAMED = "(d) tags foretold", "(d) tags named by the model"
REPLIES = "named-tags.jsonl"
Pairs = Mapping[str, Mapping[str, Compared]]
ABOUT = ("all", "thematic", "monographic")


@dataclass(frozen=True, slots=True)
class Trial:
    """An arm with the figures of every method, show by show, and by method of (d) how right its tags are."""

    arm: Arm
    by_show: Mapping[str, Sequence[Mapping[str, float]]]
    tags: Mapping[str, Sequence[TagAccuracy]]
    three: Floats


def evaluate(
    exhibitions: Path, train: Sequence[Path], seed: int, folder: Path, encoder: Encoder, progress: Progress, brain: Brain | None = None
) -> Report:
    """Measure the choice of works for the titles of past shows.

    Args:
        exhibitions: a museum's folder of past shows, or a folder of such folders; each museum that lists works is tested.
        train: further folders to learn from only.
        seed: of chance, bootstrap and permutations.
        folder: where encodings and a model's replies are kept.
        encoder: turns titles and works into vectors.
        progress: told of titles asked about and of trials done.
        brain: a language model that names tags for every title; without one (d) is the fitted predictor alone.

    Raises:
        BrainFailed: the model's server failed; what it replied before is kept.
        SourceError: a folder cannot be read, or no museum to be tested has shows with a theme and works.
    """
    encodings = Encodings(encoder, folder)
    museums = read_museums(exhibitions)
    more = [museum for each in train for museum in read_museums(each)]
    if not any(museum.shows for museum in museums):
        raise SourceError(
            f"nothing to ask for in {exhibitions}: {' '.join(museum.told() for museum in museums)} Give shows of five works and more"
        )
    tested, others = studied([museum for museum in museums if museum.shows], encodings), studied(more, encodings)
    persons = [museum for museum in (*museums, *more) if not museum.pool]
    plan = list(arms(tested, others, persons))
    titles = [show.title for arm in plan for show in arm.shows]
    named = name_tags(titles, brain, folder / REPLIES, progress) if brain else None
    trials: list[Trial] = []
    for number, arm in enumerate(plan):
        progress(number, len(plan))
        trials.append(_trial(arm, encodings, seed, named))
    progress(len(plan), len(plan))
    found = _report(trials, tested, seed, named)
    return replace(found, notes=[*found.notes, *(f"{each.name} was read so: {'; '.join(each.reading)}." for each in (*museums, *more))])


def _trial(arm: Arm, encodings: Encodings, seed: int, named: Named | None) -> Trial:
    ground, shows = arm.test.ground, arm.shows
    ground.look([asked for show in shows for asked in (show.title, _with_overview(show))])
    lessons = Lessons(arm.studies, arm.persons, encodings)
    tellers: dict[str, TagPredictor | TagsByModel] = {FORETOLD: TagPredictor(), **({NAMED: TagsByModel(named.of)} if named else {})}
    risen = dict(zip([show.title for show in shows], lifts(tags_of(ground).held, shows), strict=True))
    methods: dict[str, Estimator] = {
        "random": Chance(seed), "popularity": Popularity(seed), REFERENCE: TfIdf(arm.test.museum.cells), "BM25": Bm25(),
        "single vector": Embedding(), "MaxSim": LateInteraction(), "(a) text statistics": TextStatistics(), OVERVIEW: Embedding(),
        "(c) learnt ranking": Ranking(seed=seed), **tellers, OURS: Blend(), "oracle: the show's own tags": Oracle(risen),
    }  # fmt: skip
    by_show = {name: _figures(method.fit(lessons), arm, overview=name == OVERVIEW) for name, method in methods.items()}
    three = np.array([told_three(show, ground, seed) for show in shows if len(show.works) > TOLD])
    return Trial(arm, by_show, {name: tag_accuracy(teller, shows, ground) for name, teller in tellers.items()}, three)


def _figures(method: Estimator, arm: Arm, overview: bool) -> list[dict[str, float]]:
    asked = [_with_overview(show) if overview else show.title for show in arm.shows]
    return [figures(method.scores(theme, arm.test.ground), show) for theme, show in zip(asked, arm.shows, strict=True)]


def _with_overview(show: PastShow) -> str:
    return f"{show.title}. {show.overview}" if show.overview else show.title


def _report(trials: Sequence[Trial], tested: Sequence[Study], seed: int, named: Named | None) -> Report:
    tables = [_readme(tested, seed), _counts(tested)]
    pairs = [_pairs(trial, seed) for trial in trials]
    for trial, each in zip(trials, pairs, strict=True):
        tables += [_methods(trial, seed), _against(trial, each), _tags(trial)]
    document = _document(tested, seed) | {
        "trials": {t.arm.name: _trial_document(t, each, seed) for t, each in zip(trials, pairs, strict=True)}
    }
    notes = _notes(trials, tested, seed)
    if named:
        document["named_by"] = {"model": named.model, "titles": len(named.tags), "unusable": len(named.unusable)}
        asked = f"{NAMED}: {named.model}, asked about {len(named.tags)} titles"
        notes.append(f"{asked}; {len(named.unusable)} replies could not be used and found nothing.")
    return Report("Works chosen for the titles of past shows", tables, notes, document)


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
    columns = ["method", *FIGURES, "R-precision, thematic", "R-precision, monographic"]
    rows: list[list[str]] = []
    for name in trial.by_show:
        cells = [_estimate(trial, name, figure, "all", seed) for figure in FIGURES]
        rows.append([name, *map(_cell, cells), *(_cell(_estimate(trial, name, FIGURES[0], theme, seed)) for theme in ABOUT[1:])])
    title = f"{trial.arm.name}: {len(trial.arm.shows)} shows, learnt from {sum(len(s.museum.shows) for s in trial.arm.studies)}"
    return Table(title, columns, rows)


def _estimate(trial: Trial, name: str, figure: str, about: str, seed: int) -> Estimate | None:
    """Return a figure of some shows; None where there are none. Shows with the same words in their titles are drawn together."""
    places = parts(trial.arm.shows, trial.arm.late).get(about)
    if places is None:
        return None
    values = [trial.by_show[name][place][figure] for place in places]
    return _drawn(tuple(values), tuple(titled(trial.arm.shows[place]) for place in places), seed)


@functools.lru_cache(maxsize=4096)
def _drawn(values: tuple[float, ...], groups: tuple[str, ...], seed: int) -> Estimate:
    """Return an estimate that tables and document share; draws take longer than all else here."""
    return bootstrap(values, seed, groups=groups)


def _cell(found: Estimate | None) -> str:
    return str(found) if found else "–"


def _against(trial: Trial, pairs: Pairs) -> Table:
    rows = [
        [name, about, str(found.ratio), str(found.difference), f"{found.p:.4f}"]
        for name, by_theme in pairs.items()
        for about, found in by_theme.items()
    ]
    columns = ["method", "shows", f"R-precision over {REFERENCE}", "difference", "p"]
    return Table(f"{trial.arm.name}: against {REFERENCE}, paired by show", columns, rows)


def _pairs(trial: Trial, seed: int) -> Pairs:
    groups = np.array([titled(show) for show in trial.arm.shows])
    known = {name: np.array([each[FIGURES[0]] for each in values]) for name, values in trial.by_show.items()}
    return {
        name: {
            about: compared(known[name][places], known[REFERENCE][places], groups[places].tolist(), seed)
            for about, places in parts(trial.arm.shows, trial.arm.late).items()
        }
        for name in known
        if name != REFERENCE
    }


def _tags(trial: Trial) -> Table:
    rows = [
        [each[0].field, *(str(found.ours) for found in each), str(each[0].commonest), str(each[0].ours.n)]
        for each in zip(*trial.tags.values(), strict=True)
    ]
    return Table(f"{trial.arm.name}: first tag of a field marks the show", ["field", *trial.tags, "commonest tag", "shows"], rows)


def _notes(trials: Sequence[Trial], tested: Sequence[Study], seed: int) -> list[str]:
    notes = [
        f"{trial.arm.name}: {trial.arm.twins} shows and lists of persons with a title that is asked for were dropped from the lessons."
        for trial in trials
    ]
    notes += [
        f"{study.museum.name}: {len(study.museum.no_theme)} titles of {len(study.museum.every)} shows name no theme and are not asked for."
        for study in tested
    ]
    pairs = np.concatenate([agreement(study.museum.shows) for study in tested])
    if len(pairs):
        notes.append(
            f"Two shows of one museum whose titles have the same words agree by an R-precision of {bootstrap(pairs, seed)} (pairs)."
        )
    notes += [
        f"{t.arm.name}: told {TOLD} works of a show, likeness finds the rest with {bootstrap(t.three, seed)}."
        for t in trials
        if len(t.three)
    ]
    notes.append("The oracle knows how much oftener every tag hung in the show: what a perfect reader of titles could do with tags alone.")
    notes.append(
        "In brackets: 95 % bootstrap intervals (Wilson's for tags). p: permutation test, two-sided. Both draw shows with the same words in "
        "their titles together."
    )
    return notes


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
    for name in trial.by_show:
        methods[name] = {"all": {figure: _plain(_estimate(trial, name, figure, "all", seed)) for figure in FIGURES}}
        for about in list(parts(trial.arm.shows, trial.arm.late))[1:]:
            methods[name][about] = {FIGURES[0]: _plain(_estimate(trial, name, FIGURES[0], about, seed))}
        if name in pairs:
            methods[name]["over TF-IDF"] = {about: asdict(found) for about, found in pairs[name].items()}
    return {
        "shows": len(trial.arm.shows), "twins_dropped": trial.arm.twins, "methods": methods,
        "tags": {name: [asdict(each) for each in found] for name, found in trial.tags.items()},
    }  # fmt: skip


def _plain(found: Estimate | None) -> dict[str, Any] | None:
    return asdict(found) if found else None
