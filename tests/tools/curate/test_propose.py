from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest

from retrieval.encoders.minilm import load_minilm
from retrieval.search import Searcher
from retrieval.terminal import one_command
from tests.in_process import Done, run_here
from tools.curate.__main__ import main
from tools.curate.brief import Brief, Rule, Trait
from tools.curate.choose import Conflict
from tools.curate.propose import Curator
from tools.curate.relevance.likeness import Encodings
from tools.curate.relevance.store import load_relevance
from tools.curate.show import Show
from tools.curate.talk import Talk
from tools.curate.words import Change, Question, brief_of, change_of
from tools.errors import ToolError

Meant = TypeVar("Meant")


@pytest.fixture(scope="module")
def curator(searcher: Searcher) -> Curator:
    return Curator.of(searcher, load_relevance(Encodings(load_minilm())))


def works_of(show: Show | Conflict) -> list[str]:
    assert isinstance(show, Show)
    return [hung.piece.id for section in show.sections for hung in section.works]


def test_a_brief_in_words_becomes_a_show_of_so_many_works(curator: Curator) -> None:
    brief = brief_of("three works on the sea")
    assert isinstance(brief, Brief)
    show = works_of(curator.propose(brief))
    assert len(set(show)) == 3
    assert set(show) <= {piece.id for piece in curator.works}


def test_rules_that_cannot_hold_together_are_named(curator: Curator) -> None:
    found = curator.propose(Brief(theme="the sea", size=len(curator.works) + 1))
    assert isinstance(found, Conflict)
    assert found.rules == (None,)


def test_a_change_keeps_what_was_not_asked_to_change(curator: Curator) -> None:
    show = curator.propose(Brief(theme="the sea", size=3))
    assert isinstance(show, Show)
    was = works_of(show)
    change = change_of("drop the second", was, curator.works, show.brief)
    assert isinstance(change, Change)
    changed = works_of(curator.change(change, show))
    assert (was[1] not in changed, {was[0], was[2]} <= set(changed)) == (True, True)


def test_an_order_that_was_asked_for_is_kept_and_said(curator: Curator) -> None:
    show = curator.propose(Brief(theme="the sea", size=6))
    assert isinstance(show, Show)
    change = change_of("hang them by date", works_of(show), curator.works, show.brief)
    assert isinstance(change, Change)
    hung = curator.change(change, show)
    assert works_of(hung) == ["w:bull", "w:tea-bowl", "w:quarrel", "w:swing", "w:ferry", "w:pines"]
    assert isinstance(hung, Show)
    assert any(note.startswith("Hung by date, the oldest first, as asked") for note in hung.notes)


@pytest.mark.parametrize(
    "said", ["drop the third", "make it two", "swap the first for something later", "more women", "no prints", "make it five"]
)
def test_a_change_moves_no_work_that_stays(said: str, curator: Curator) -> None:
    show = curator.propose(Brief(theme="the sea", size=4))
    assert isinstance(show, Show)
    change = change_of(said, works_of(show), curator.works, show.brief)
    assert isinstance(change, Change)
    changed = curator.change(change, show)
    assert isinstance(changed, Show)
    stay = [identity for identity in works_of(show) if identity in works_of(changed)]
    assert stay
    assert [identity for identity in works_of(changed) if identity in stay] == stay


def test_an_order_that_was_asked_for_outlasts_the_next_change(curator: Curator) -> None:
    shows = [curator.propose(Brief(theme="the sea", size=5))]
    for said in ("newest first", "start with the third", "drop the fourth"):
        now = shows[-1]
        assert isinstance(now, Show)
        change = change_of(said, works_of(now), curator.works, now.brief)
        assert isinstance(change, Change)
        shows.append(curator.change(change, now))
    _, newest, led, shorter = [works_of(show) for show in shows]
    assert led == [newest[2], newest[0], newest[1], newest[3], newest[4]]
    assert shorter == [*led[:3], led[4]]


def test_a_work_that_comes_instead_of_another_hangs_in_its_place(curator: Curator) -> None:
    show = curator.propose(Brief(theme="the sea", size=3))
    assert isinstance(show, Show)
    was = works_of(show)
    new = next(piece.id for piece in curator.works if piece.id not in was)
    change = change_of(f"swap the second for {new}", was, curator.works, show.brief)
    assert isinstance(change, Change)
    assert works_of(curator.change(change, show)) == [was[0], new, was[2]]


def test_darker_in_a_talk_is_what_the_pictures_of_the_collection_measure(curator: Curator) -> None:
    show = curator.propose(Brief(theme="the sea", size=3))
    assert isinstance(show, Show)
    was = works_of(show)
    dark, *lighter = [piece.id for piece in curator.works if piece.id not in was]
    light = {**dict.fromkeys(lighter, 60.0), was[1]: 55.0, dark: 20.0}
    reply = Talk.with_curator(replace(curator, lightness=light)).go_on([show], "swap the second for something darker", _refused)
    assert works_of(reply.show) == [was[0], dark, was[2]]
    assert any("a mean lightness of 55 of 100" in line for line in reply.said)


def _refused(question: Question[Meant], /) -> Meant:
    raise AssertionError(question.sentence)


def test_what_the_catalogue_does_not_tell_of_widths_is_said(curator: Curator) -> None:
    narrow = Rule(kind="only", trait=Trait(max_width_cm=500))
    show = curator.propose(Brief(theme="the sea", size=1, rules=(narrow,)))
    assert isinstance(show, Show)
    untold = sum(piece.width_cm is None for piece in curator.works)
    assert untold
    assert any("no width" in note for note in show.notes)


def test_must_haves_are_in(curator: Curator) -> None:
    wanted = curator.works[-1].id
    show = works_of(curator.propose(Brief(theme="the sea", size=2, rules=(Rule(kind="include", trait=Trait(ids=(wanted,))),))))
    assert wanted in show


def curate(searcher: Searcher, *words: str | Path) -> Done:
    return run_here(one_command(main), *words, "--collection", str(searcher.index.place), mendable=(ToolError,))


def test_a_show_is_taken_away_by_one_command(searcher: Searcher, tmp_path: Path) -> None:
    done = curate(searcher, "three works on the sea", "--yes", "--json", "--out", tmp_path / "show")
    assert done.returncode == 0
    assert [len(s["works"]) > 0 for s in json.loads(done.stdout)["sections"]] == [True]
    files = "catalogue.pdf checklist.csv checklist.xlsx manifest.json show.html show.json show.md".split()
    assert sorted(file.name for file in (tmp_path / "show").iterdir()) == files
    assert "Theme: the sea" in done.stderr


def test_a_brief_that_cannot_be_is_told_with_what_can(searcher: Searcher) -> None:
    done = curate(searcher, "500 works on the sea", "--yes")
    assert (done.returncode, done.stdout) == (2, "")
    assert "500 works" in done.stderr
