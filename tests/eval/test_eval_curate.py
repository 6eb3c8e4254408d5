from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from eval.curate import evaluate
from eval.curate.arms import arms, read_museums, studied
from eval.curate.baselines import Popularity, TfIdf
from eval.curate.bounds import agreement
from eval.curate.measure import compared, figures, parts
from eval.report import Report
from retrieval.errors import SourceError
from tests.tools.curate.relevance.museum_forms import persons
from tests.tools.curate.relevance.small_museum import Letters, write_museum
from tools.curate.relevance.estimators import Lessons
from tools.curate.relevance.habits import Study
from tools.curate.relevance.likeness import Encodings
from tools.curate.relevance.past import PastShow, twins


def show(title: str, *works: int) -> PastShow:
    return PastShow(id=title, museum="m", title=title, works=works, theme="thematic")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("museums")
    write_museum(folder / "east")
    write_museum(folder / "west", shows=8, renamed=True, said="on view")
    return folder


@pytest.fixture(scope="module")
def report(folder: Path) -> Report:
    return evaluate(folder / "east", [folder / "west"], 0, folder.with_name("kept"), Letters(), lambda *_: None)


def test_every_show_is_asked_for_elsewhere_and_late_ones_at_home(folder: Path) -> None:
    tested = studied([*read_museums(folder / "east"), *read_museums(folder / "west")], Encodings(Letters()))
    found = list(arms(tested, [], []))
    assert [arm.name for arm in found] == ["west → east", "east → west", "east before 1987 → from 1987", "west before 1984 → from 1984"]
    assert [len(arm.shows) for arm in found] == [12, 8, 5, 4]


def test_no_show_that_is_asked_for_nor_its_twin_is_learnt_from(folder: Path, tmp_path: Path) -> None:
    write_museum(tmp_path / "north", shows=10)
    tested = studied([*read_museums(folder / "east"), *read_museums(tmp_path / "north")], Encodings(Letters()))
    found = list(arms(tested, [], []))
    for arm in found:
        titles = [show.title for show in arm.shows]
        assert not [study for study in arm.studies if twins(study.museum.shows, titles)]
    # Both museums write the same titles: nothing of the northern one is left to learn from, and of the eastern one two shows.
    assert [(arm.name, arm.twins) for arm in found if "before" not in arm.name] == [("east → north", 10)]


def test_popularity_counts_the_years_learnt_from_alone(folder: Path) -> None:
    (study,) = studied(read_museums(folder / "east"), Encodings(Letters()))
    none = Popularity(0).fit(Lessons([], [], study.ground.encodings))
    assert none.scores("Winter", study.ground).max() < 0.5
    all_years = Popularity(0).fit(Lessons([Study(study.museum, study.ground)], [], study.ground.encodings))
    hung = [work for past in study.museum.shows for work in past.works]
    assert int(all_years.scores("Winter", study.ground).sum() // 1) >= len(hung)


def test_tf_idf_finds_the_words_of_a_title_in_the_cells() -> None:
    scores = TfIdf(["Winter harbour, etching", "A vase"]).scores("The harbour in winter", None)  # pyright: ignore[reportArgumentType]
    assert scores[0] > scores[1] == 0


def test_figures_of_a_show_larger_than_twenty_and_of_one_missed() -> None:
    found = figures(-np.arange(100.0), show("Large", *range(40)))
    assert found == {"R-precision": 1.0, "P@20": 1.0, "NDCG@20": pytest.approx(1.0), "no hit": 0.0}
    missed = figures(-np.arange(100.0), show("Missed", 90, 91, 92))
    assert missed == {"R-precision": 0.0, "P@20": 0.0, "NDCG@20": 0.0, "no hit": 1.0}


def test_a_comparison_of_equals_finds_no_difference_and_of_unequals_does() -> None:
    values, groups = np.random.default_rng(0).random(60), [str(n) for n in range(60)]
    same = compared(values, values, groups, seed=1)
    assert (same.ratio.value, same.p) == (1.0, 1.0)
    better = compared(values + 0.3, values, groups, seed=1)
    assert better.p < 0.001
    assert better.ratio.low > 1
    assert better.difference.value == pytest.approx(0.3)


def test_a_title_that_comes_again_and_again_counts_as_one_trial() -> None:
    better = compared(np.full(40, 0.5), np.full(40, 0.2), ["masterworks"] * 40, seed=1)
    assert better.p > 0.9


def test_shows_are_told_apart_by_theme_and_late_ones_where_some_are() -> None:
    shows = [show("A", 1), replace(show("B", 1), theme="monographic"), show("C", 1)]
    assert {name: places.tolist() for name, places in parts(shows, late=1).items()} == {
        "all": [0, 1, 2], "thematic": [0, 2], "monographic": [1], "late years": [1, 2], "late years, thematic": [2],
    }  # fmt: skip
    assert list(parts(shows)) == ["all", "thematic", "monographic"]


def test_shows_of_one_title_agree_by_their_common_works() -> None:
    pair = [show("Winter light", 0, 1, 2, 3), show("Light of winters", 3, 4, 5, 6), show("Harbours", 0, 1, 2, 3)]
    assert agreement(pair).tolist() == [0.25]


def test_the_report_holds_every_method_and_repeats_itself(report: Report, folder: Path) -> None:
    trial = report.document["trials"]["east before 1987 → from 1987"]
    assert list(trial["methods"]) == [
        "random", "popularity", "TF-IDF", "BM25", "single vector", "MaxSim", "(a) text statistics", "(b) title and overview embedded",
        "(c) learnt ranking", "(d) tags foretold", "ours", "oracle: the show's own tags",
    ]  # fmt: skip
    assert trial["methods"]["ours"]["all"]["R-precision"]["value"] > trial["methods"]["random"]["all"]["R-precision"]["value"]
    assert json.loads(json.dumps(report.document)) == report.document


@pytest.mark.slow
def test_two_runs_with_one_seed_find_the_same(folder: Path, tmp_path: Path) -> None:
    one, two = (evaluate(folder / "west", [folder / "east"], 0, tmp_path, Letters(), lambda *_: None) for _ in range(2))
    assert one.document == two.document


def test_a_folder_without_museums_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="holds no past shows"):
        read_museums(tmp_path)
    with pytest.raises(SourceError, match="there is no folder"):
        read_museums(tmp_path / "absent")


def test_a_museum_that_lists_persons_alone_cannot_be_asked(tmp_path: Path) -> None:
    persons(tmp_path)
    with pytest.raises(SourceError, match=r"nothing to ask for.*shows that list persons"):
        evaluate(tmp_path, [], 0, tmp_path, Letters(), lambda *_: None)
