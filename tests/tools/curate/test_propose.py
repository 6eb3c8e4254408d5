from __future__ import annotations

import json
from pathlib import Path

import pytest

from retrieval.encoders.minilm import load_minilm
from retrieval.search import Searcher
from retrieval.terminal import one_command
from tests.in_process import Done, run_here
from tools.curate.__main__ import main
from tools.curate.brief import Brief, Rule, Trait
from tools.curate.choose import Conflict
from tools.curate.propose import Curator, facets_of
from tools.curate.relevance.likeness import Encodings
from tools.curate.relevance.store import load_relevance
from tools.curate.show import Show
from tools.curate.words import Change, brief_of, change_of
from tools.errors import ToolError


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
    brief = Brief(theme="the sea", size=3)
    show = works_of(curator.propose(brief))
    change = change_of("drop the second", show, curator.works, brief)
    assert isinstance(change, Change)
    changed = works_of(curator.change(change))
    assert (show[1] not in changed, {show[0], show[2]} <= set(changed)) == (True, True)


def test_words_of_the_theme_are_facets_where_a_work_has_them(curator: Curator) -> None:
    work = curator.works[0]
    facets = facets_of(f"{work.title} qwertyish", curator.works)
    assert facets
    assert all(has.any() for has in facets.values())


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
