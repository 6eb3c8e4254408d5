from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from retrieval.errors import SourceError
from tests.tools.curate.relevance.small_museum import Letters, write_museum
from tools.curate.pool import Piece
from tools.curate.relevance.choice import Chosen, fit_choice
from tools.curate.relevance.estimators import Blend, Embedding, Estimator, Lessons, Ranking, TagPredictor, TextStatistics
from tools.curate.relevance.fitting import fit_and_measure, r_precision
from tools.curate.relevance.ground import Ground, prepare
from tools.curate.relevance.habits import Study
from tools.curate.relevance.likeness import Encodings
from tools.curate.relevance.model import Relevance
from tools.curate.relevance.past import Museum
from tools.curate.relevance.read import read_museum
from tools.curate.relevance.ship import CARD, METRICS, ship
from tools.curate.relevance.signals import COUNTED, counted
from tools.curate.relevance.store import CONFIG, OWN, SHIPPED, load_relevance, relevance_folder, save_relevance
from tools.curate.relevance.thesaurus import meant


@pytest.fixture(scope="module")
def museum(tmp_path_factory: pytest.TempPathFactory) -> Museum:
    return read_museum(write_museum(tmp_path_factory.mktemp("past") / "small"))


@pytest.fixture(scope="module")
def ground(museum: Museum) -> Ground:
    return prepare(museum.pool, Encodings(Letters()), museum.texts)


@pytest.fixture(scope="module")
def lessons(museum: Museum, ground: Ground) -> Lessons:
    return Lessons([Study(museum, ground)], [], ground.encodings)


@pytest.fixture(scope="module")
def blend(lessons: Lessons) -> Blend:
    return Blend().fit(lessons)


@pytest.mark.parametrize("kind", [TextStatistics, Embedding, Ranking, TagPredictor, Blend])
def test_every_estimator_puts_works_of_the_theme_first(kind: Callable[[], Estimator], lessons: Lessons, ground: Ground) -> None:
    scores = kind().fit(lessons).scores("Harbour", ground)
    assert scores.shape == (len(ground),)
    first = [ground.pool[work].title for work in np.argsort(-scores, kind="stable")[:5]]
    assert all("Harbour" in title for title in first)


def test_two_fits_on_the_same_shows_score_alike(lessons: Lessons, ground: Ground, blend: Blend) -> None:
    assert np.array_equal(Blend().fit(lessons).scores("Winter etchings", ground), blend.scores("Winter etchings", ground))
    one, two = (Ranking(seed=3).fit(lessons).scores("Winter", ground) for _ in range(2))
    assert np.array_equal(one, two)


def test_the_order_of_the_pool_changes_no_score(museum: Museum, ground: Ground, blend: Blend) -> None:
    turned = prepare(museum.pool[::-1], ground.encodings, museum.texts[::-1])
    assert np.allclose(blend.scores("Winter", turned)[::-1], blend.scores("Winter", ground), atol=1e-4)


def test_what_is_foretold_of_a_show_learnt_from_does_not_know_the_show(lessons: Lessons, museum: Museum, ground: Ground) -> None:
    """Leaving a show out in closed form is the same as learning without it."""
    show = museum.shows[3]
    rest = Lessons([Study(replace(museum, shows=tuple(each for each in museum.shows if each is not show)), ground)], [], ground.encodings)
    told = rest.learnt.habits.foretell(ground.to(show.title).vector).works
    # The mean that is taken off beforehand is of all shows, which moves what is foretold by little.
    assert np.corrcoef(told, lessons.learnt.held_out[show.id].works)[0, 1] > 0.99
    knowing = lessons.learnt.habits.foretell(ground.to(show.title).vector).works
    assert np.abs(knowing - lessons.learnt.held_out[show.id].works).max() > 1e-3


def test_a_choice_learns_the_sign_that_tells_and_none_below_zero() -> None:
    rng = np.random.default_rng(0)
    shows = []
    for _ in range(30):
        signs = rng.normal(size=(50, 3)).astype(np.float32)
        shows.append(Chosen(signs, np.argsort(-signs[:, 1])[:5]))
    weights = fit_choice(shows, [0.1, 0.1, 0.1], pull=0.01)
    assert weights[1] > 1 > weights[0]
    assert weights.min() >= 0
    assert np.allclose(fit_choice(shows, [0.3, 0.3, 0.3], pull=1e6), 0.3, atol=1e-3)


def test_a_theme_stands_for_media_years_and_makers() -> None:
    assert meant("Nineteenth-Century photographs").years == (1801, 1900)
    assert "albumen" in meant("Photographs").stems["what"]
    assert meant("Old Master prints").years == (1400, 1800)
    assert meant("Masters of our town").years is None
    assert "monet" in meant("Impressionism").stems["who"]
    assert meant("women painters").gender == "female"


def test_a_work_without_years_stands_between_those_within_and_those_without() -> None:
    pool = [
        Piece(id="a", title="A", earliest=1650, latest=1650), Piece(id="b", title="B"), Piece(id="c", title="C", earliest=1950, latest=1950)
    ]  # fmt: skip
    within, unknown, without = counted("1600 to 1700", prepare(pool, Encodings(Letters())))[:, COUNTED.index("years")]
    assert within > unknown > without


def test_no_pool_and_no_words_are_no_failure(blend: Blend, ground: Ground) -> None:
    relevance = Relevance(blend, ground.encodings)
    assert relevance.scores("Winter", []).shape == (0,)
    assert relevance.scores("Winter", [Piece(id="w", title="")]).tolist() == [0.0]
    assert np.isfinite(relevance.scores("", ground.pool)).all()
    assert np.isfinite(relevance.scores("冬日", ground.pool)).all()


def test_reasons_name_the_words_and_facts_that_speak_for_a_work(blend: Blend) -> None:
    pool = [
        Piece(id="w:1", title="Harbour in winter", medium="Etching", date="1640", earliest=1640, latest=1640),
        Piece(id="w:2", title="A vase", medium="Oil on canvas", date="1900", earliest=1900, latest=1900),
    ]
    relevance = Relevance(blend, Encodings(Letters()))
    why = relevance.why("Winter prints, 1600-1700", pool[0], pool)
    assert why[:3] == [
        "“Winter” is in its title or subjects",
        "“Etching” in its medium goes with “prints”",
        "Made 1640, within 1600 to 1700",
    ]
    assert not [reason for reason in relevance.why("Winter prints, 1600-1700", pool[1], pool) if "“" in reason]


def test_what_is_saved_and_read_back_scores_as_before(blend: Blend, ground: Ground, tmp_path: Path) -> None:
    save_relevance(blend, Letters(), tmp_path)
    back = load_relevance(Encodings(Letters()), tmp_path)
    ours, theirs = blend.scores("Winter etchings", ground), back.blend.scores("Winter etchings", ground)
    assert np.allclose(ours, theirs, atol=0.02)
    assert (np.argsort(-ours)[:6] == np.argsort(-theirs)[:6]).all()


def test_what_was_trained_here_comes_before_what_is_shipped(blend: Blend, tmp_path: Path) -> None:
    assert relevance_folder(tmp_path) == SHIPPED
    save_relevance(blend, Letters(), tmp_path / OWN)
    assert relevance_folder(tmp_path) == tmp_path / OWN


def test_titles_of_past_shows_stay_out_of_weights_that_leave_the_house(museum: Museum, tmp_path: Path) -> None:
    made = fit_and_measure([museum], Encodings(Letters()))
    ship(made, [museum], Letters(), tmp_path, "train")
    kept = load_relevance(Encodings(Letters()), tmp_path).memory
    assert kept is not None
    assert [show.title for show in kept.shows] == [show.title for show in museum.shows]
    ship(made, [museum], Letters(), tmp_path, "train --no-titles", titles=False)
    assert load_relevance(Encodings(Letters()), tmp_path).memory is None
    assert not [file for file in tmp_path.iterdir() if museum.shows[0].title.encode() in file.read_bytes()]
    assert "No titles" in (tmp_path / CARD).read_text(encoding="utf-8")


def test_weights_of_another_encoder_or_none_are_refused(blend: Blend, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"holds no trained relevance; make one with python -m tools\.curate\.train"):
        load_relevance(Encodings(Letters()), tmp_path)
    save_relevance(blend, Letters(), tmp_path)
    (tmp_path / CONFIG).write_text((tmp_path / CONFIG).read_text().replace("letters 1", "letters 2"))
    with pytest.raises(SourceError, match="train it again"):
        load_relevance(Encodings(Letters()), tmp_path)


def test_training_measures_on_late_years_and_writes_a_card_without_titles_of_works(museum: Museum, tmp_path: Path) -> None:
    made = fit_and_measure([museum], Encodings(Letters()))
    late = made.metrics["late years"]["small"]
    assert (made.metrics["shows"], late["n"]) == (12, 5)
    ship(made, [museum], Letters(), tmp_path, "python -m tools.curate.train --data small", {"small": "CC0, the Small Museum"})
    card = (tmp_path / CARD).read_text(encoding="utf-8")
    assert "small: 12 shows (12 thematic), opened 1980 to 1991, of 72 works" in card
    assert "Its data: CC0, the Small Museum." in card
    assert f"| small | all | 5 | {late['R-precision']:.3f} |" in card
    assert late["thematic"]["n"] == 5
    assert "Fewer than 30 late shows say little: small (5)." in card
    written = card + (tmp_path / CONFIG).read_text() + (tmp_path / METRICS).read_text()
    assert "Harbour no. 1" not in written
    assert "as seen" not in written


def test_a_museum_that_lists_persons_alone_is_refused_with_what_to_do() -> None:
    with pytest.raises(SourceError, match=r"lists persons and no works.*one more --data"):
        fit_and_measure([Museum(name="names", persons=(("Winter", ("Ada Ek",)),))], Encodings(Letters()))


def test_too_few_shows_are_refused(museum: Museum) -> None:
    with pytest.raises(SourceError, match="too few to learn from"):
        fit_and_measure([replace(museum, shows=museum.shows[:3])], Encodings(Letters()))


def test_r_precision_counts_hits_among_as_many_first_works_as_hung(museum: Museum) -> None:
    show = replace(museum.shows[0], works=(0, 1))
    assert r_precision(np.array([3.0, 1.0, 2.0]), show) == 0.5


def test_the_shipped_card_names_the_terms_of_every_museum_learnt_from_and_its_figures_are_those_measured() -> None:
    card, made = ((SHIPPED / name).read_text(encoding="utf-8") for name in (CARD, CONFIG))
    for museum in json.loads(made)["data_fingerprints"]:
        assert re.search(rf"^- Learnt from {museum}: .* Its data: CC", card, re.MULTILINE)
    for museum, late in json.loads((SHIPPED / METRICS).read_text(encoding="utf-8"))["late years"].items():
        assert f"| {museum} | all | {late['n']} | {late['R-precision']:.3f} | {late['of BM25']:.3f} |" in card


def test_the_shipped_weights_are_those_of_the_embedded_encoder() -> None:
    from retrieval.encoders.minilm import load_minilm

    shipped = load_relevance(Encodings(load_minilm()))
    assert shipped.blend.weights.min() >= 0
    assert shipped.blend.habits is not None
    assert shipped.blend.habits.works.matrix.shape == (384, 384)
