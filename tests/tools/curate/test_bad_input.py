"""What a person may give that cannot be: one sentence with what to do, and exit code 2."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from retrieval.catalogue import Reading
from retrieval.collections import open_collection
from retrieval.encoders.minilm import MiniLM
from retrieval.index.build import build_index
from retrieval.records import Artwork, Catalogue, Fragment
from retrieval.search import Searcher
from retrieval.terminal import one_command
from tests.in_process import Done, run_here
from tools.curate.__main__ import main
from tools.errors import ToolError

BARE = tuple(Artwork(id=f"w:bare-{n}", title=f"Winter study {n}") for n in range(13))
TEXT = Fragment(id="f:1", kind="technique", topic="Aquatint", text="Aquatint gives tone to a plate with grains of resin.")


def built(catalogue: Catalogue, folder: Path, minilm: MiniLM) -> Searcher:
    build_index(Reading(catalogue, {}, {}, hashlib.sha256(repr(catalogue).encode()).hexdigest()), folder, minilm, "invented")
    return open_collection(folder, minilm)


@pytest.fixture(scope="module")
def bare(minilm: MiniLM, tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    """Works of which only the titles are told."""
    return built(Catalogue((), BARE, ()), tmp_path_factory.mktemp("bare"), minilm)


def asked(searcher: Searcher | Path, brief: str, *words: str | Path) -> Done:
    folder = searcher if isinstance(searcher, Path) else searcher.index.folder
    return run_here(one_command(main), brief, "--yes", "--collection", folder, *words, mendable=(ToolError,))


def refused(done: Done) -> str:
    """Return what was said at the end of a command that refused, which wrote nothing else."""
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    assert "Traceback" not in done.stderr
    return " ".join(done.stderr.split())


def test_a_collection_without_works_says_what_to_name(minilm: MiniLM, tmp_path: Path) -> None:
    texts = built(Catalogue((), (), (TEXT,)), tmp_path / "texts", minilm)
    assert "holds no works to hang, only texts; name one that was built from a catalogue of works" in refused(asked(texts, "winter"))


def test_a_folder_that_is_no_collection_says_how_to_build_one(tmp_path: Path) -> None:
    assert "build one with" in refused(asked(tmp_path, "winter"))
    assert "there is no collection" in refused(asked(tmp_path / "absent", "winter"))


def test_more_works_than_there_are_says_how_many_can_be(searcher: Searcher) -> None:
    said = refused(asked(searcher, "500 works on the sea"))
    assert "exactly 500 works" in said.casefold()
    assert "six at most" in said


def test_a_brief_in_chinese_is_taken_as_the_theme_and_says_so(bare: Searcher, tmp_path: Path) -> None:
    done = asked(bare, "三件关于冬天的作品", "--out", tmp_path / "show")
    assert done.returncode == 0, done.stderr
    assert "三件关于冬天的作品" in done.stderr
    assert "English" in done.stderr
    assert "Theme" not in done.stdout
    assert "三件关于冬天的作品" in (tmp_path / "show" / "show.html").read_text(encoding="utf-8")


def test_words_that_contradict_each_other_are_asked_about_and_what_was_taken_is_said(searcher: Searcher) -> None:
    done = asked(searcher, "three works on the sea, all by women, none by women")
    assert done.returncode == 0, done.stderr
    assert "“all by women” and “none by women” cannot hold together; which should give way?" in done.stderr
    assert "“all by women” was left out" in done.stderr


def test_rules_that_no_works_keep_together_are_named_with_what_can_be_had(searcher: Searcher) -> None:
    said = refused(asked(searcher, "three works on the sea, all by women"))
    assert "exactly three works" in said.casefold()
    assert "only works by women" in said.casefold()
    assert "two at most" in said


def test_what_has_no_date_and_no_size_is_said_and_not_guessed(bare: Searcher, tmp_path: Path) -> None:
    said = refused(asked(bare, "two works on winter made before 1900"))
    assert "no date" in said
    done = asked(bare, "two works on winter", "--out", tmp_path / "show")
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "show" / "show.html").read_text(encoding="utf-8")
    assert "The catalogue gives no width for" in page
    assert "Maker not recorded" in page
    checklist = (tmp_path / "show" / "checklist.csv").read_text(encoding="utf-8-sig").splitlines()
    assert all(",,,," in row for row in checklist[1:])


def test_no_theme_is_asked_about_and_works_are_chosen_for_variety(bare: Searcher) -> None:
    done = asked(bare, "")
    assert done.returncode == 0, done.stderr
    assert "What should the show be about?" in done.stderr
    assert done.stdout.startswith("# From the Collection\n\nTwelve works by unnamed hands were chosen for variety.")


def test_a_work_that_is_not_there_is_named(searcher: Searcher) -> None:
    said = refused(asked(searcher, "three works on the sea, with w:no-such-work"))
    assert "w:no-such-work" in said


def test_a_folder_that_cannot_be_written_to_is_one_sentence(searcher: Searcher, tmp_path: Path) -> None:
    (tmp_path / "in the way").write_text("a file")
    done = asked(searcher, "three works on the sea", "--out", tmp_path / "in the way" / "show")
    assert done.returncode == 2
    assert "name a folder that you may write to" in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
