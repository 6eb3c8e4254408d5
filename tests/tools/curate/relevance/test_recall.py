from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.tools.curate.relevance.small_museum import Letters, write_museum
from tools.curate.pool import Piece
from tools.curate.relevance.estimators import Blend, Lessons
from tools.curate.relevance.ground import Ground, prepare
from tools.curate.relevance.habits import Study
from tools.curate.relevance.likeness import Encodings
from tools.curate.relevance.model import Relevance
from tools.curate.relevance.past import Museum
from tools.curate.relevance.read import read_museum
from tools.curate.relevance.recall import Memory, Recalled, forget, load_memory, mark, memory_of, save_memory

THEME = "Winter"


@pytest.fixture(scope="module")
def museum(tmp_path_factory: pytest.TempPathFactory) -> Museum:
    return read_museum(write_museum(tmp_path_factory.mktemp("past") / "small"))


@pytest.fixture(scope="module")
def ground(museum: Museum) -> Ground:
    return prepare(museum.pool, Encodings(Letters()), museum.texts)


@pytest.fixture(scope="module")
def memory(museum: Museum, ground: Ground) -> Memory:
    return memory_of([Study(museum, ground)], ground.encodings)


@pytest.fixture(scope="module")
def blend(museum: Museum, ground: Ground) -> Blend:
    return Blend().fit(Lessons([Study(museum, ground)], [], ground.encodings))


def _reasons(memory: Memory | None, blend: Blend, ground: Ground, piece: Piece) -> Sequence[str]:
    return Relevance(blend, ground.encodings, memory).why(THEME, piece, ground.pool)


def test_the_parts_of_all_shows_are_what_habit_foretells(memory: Memory, blend: Blend, ground: Ground) -> None:
    assert blend.habits is not None
    theme, work = ground.to(THEME).vector, ground.about_mean(7)
    foretold = float(blend.habits.foretell(theme).works @ work)
    parts = memory.parts(theme, work)
    mean = float(memory.works.mean(axis=0) @ work)
    assert np.isclose(parts.sum() + mean, foretold, atol=1e-4)
    assert len(parts) == len(memory.shows)


def test_shows_are_named_that_hung_such_works_under_such_titles() -> None:
    winter, sea = np.eye(2, dtype=np.float32)
    snow, boats = np.eye(2, dtype=np.float32)
    shows = [Recalled(title, "small", None, ()) for title in ("Winter", "Winter boats", "The sea")]
    memory = Memory(shows, np.stack([winter, 0.8 * winter + 0.6 * sea, sea]), np.stack([snow, boats, boats]))
    assert [show.title for show in memory.behind(winter, snow - boats)] == ["Winter"]
    assert [show.title for show in memory.behind(sea, boats - snow)] == ["The sea", "Winter boats"]
    assert memory.behind(-winter, snow - boats) == []


def test_a_reason_names_the_shows_that_a_work_hung_in(memory: Memory, blend: Blend, ground: Ground, museum: Museum) -> None:
    show = next(show for show in museum.shows if "winter" in show.title)
    piece = museum.pool[show.works[0]]
    assert f"It hung in “{show.title}” ({show.year})" in _reasons(memory, blend, ground, piece)
    assert not [reason for reason in _reasons(None, blend, ground, piece) if "hung in" in reason]


def test_a_work_with_the_same_number_in_another_museum_did_not_hang_there(memory: Memory, museum: Museum, ground: Ground) -> None:
    hung = museum.pool[museum.shows[0].works[0]]
    theme = ground.to(THEME).vector
    assert memory.hung(hung, theme)
    assert memory.hung(replace(hung, title="Another"), theme) == []
    assert memory.hung(replace(hung, maker="Another"), theme) == []
    assert mark(hung) == mark(replace(hung, title=hung.title.upper(), date="undated"))


def test_museums_are_named_where_there_are_several(memory: Memory) -> None:
    show = memory.shows[0]
    assert memory.named([show]) == f"“{show.title}” ({show.year})"
    other = replace(show, museum="other", year=None)
    both = replace(memory, shows=[show, other])
    assert both.named([show, other]) == f"“{show.title}” (small, {show.year}) and “{show.title}” (other)"


def test_what_was_kept_is_read_back_and_can_be_forgotten(memory: Memory, ground: Ground, tmp_path: Path) -> None:
    assert load_memory(tmp_path) is None
    save_memory(memory, tmp_path)
    back = load_memory(tmp_path)
    assert back is not None
    theme, work = ground.to(THEME).vector, ground.about_mean(0)
    assert list(back.shows) == list(memory.shows)
    assert back.behind(theme, work) == memory.behind(theme, work)
    forget(tmp_path)
    assert load_memory(tmp_path) is None
