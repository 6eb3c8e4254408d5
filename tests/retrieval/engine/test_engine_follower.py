"""The codes follow the table: rows come, change and go; a stop, a second process or damage leave no half cache."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from retrieval.catalogue import Reading
from retrieval.engine import open_engine
from retrieval.engine.engine import Engine
from retrieval.engine.follower import Follower
from retrieval.engine.kernels import Kernels, load_kernels
from retrieval.engine.store import read_manifest
from retrieval.index.build import build_index
from retrieval.index.open import Index, open_index
from retrieval.records import Catalogue, Fragment

ReadingOf = Callable[[Catalogue], Reading]
FEW = 50  # above this the codes have centroids
SUBJECTS = ("ferry", "snow", "harbour", "quarrel", "bull", "aquatint", "dusk")


def fragments(numbers: range) -> tuple[Fragment, ...]:
    return tuple(Fragment(id=f"f:{i}", text=f"The {SUBJECTS[i % 7]} of room {i} hangs near {SUBJECTS[i % 5]} {i % 11}.") for i in numbers)


@pytest.fixture(scope="module")
def kernels(tmp_path_factory: pytest.TempPathFactory) -> Kernels:
    return load_kernels(tmp_path_factory.getbasetemp() / "kernels")


@dataclass
class Shelf:
    """A collection that is built again and again in one folder."""

    folder: Path
    reading_of: ReadingOf
    encoder: Callable[..., Any]

    def build(self, found: tuple[Fragment, ...]) -> Index:
        build_index(self.reading_of(Catalogue(fragments=found)), self.folder, self.encoder(), "rooms")
        return open_index(self.folder)

    def query(self) -> np.ndarray:
        return self.encoder().encode(["ferry room 3"])[0].tokens


@pytest.fixture
def shelf(tmp_path: Path, reading_of: ReadingOf, hash_encoder: Callable[..., Any]) -> Shelf:
    return Shelf(tmp_path / "rooms", reading_of, hash_encoder)


def follower(index: Index, kernels: Kernels) -> Follower:
    return Follower(index, index.folder / "codes", kernels, exact_up_to=FEW)


def answers(engine: Engine, index: Index, query: np.ndarray) -> list[tuple[str, float]]:
    """What the engine finds, by the ids that the table has for its row ids."""
    found = engine.best(query, np.full(len(query), 1 / len(query), np.float32), 20)
    table = index.fragments.search().select(["id"]).with_row_id(True).to_arrow()
    ids = dict(zip(table["_rowid"].to_pylist(), table["id"].to_pylist(), strict=True))
    named = [ids[row] for row in engine.rows[found.positions].tolist()]
    return sorted((name, round(float(score), 2)) for name, score in zip(named, found.scores, strict=True))


def fresh(shelf: Shelf, kernels: Kernels) -> list[tuple[str, float]]:
    """The same asked of codes made from nothing."""
    index = open_index(shelf.folder)
    return answers(Follower(index, shelf.folder / "fresh", kernels, exact_up_to=10**6).engine(), index, shelf.query())


def close(found: list[tuple[str, float]], expected: list[tuple[str, float]]) -> bool:
    """Say whether two answers are alike but for what codes of other scales round otherwise."""
    floor = min(score for _, score in expected) + 0.03
    return {n for n, s in found if s > floor} <= {n for n, _ in expected} and {n for n, s in expected if s > floor} <= {n for n, _ in found}


def parts(folder: Path) -> set[str]:
    return {entry.name for entry in (folder / "codes").iterdir() if entry.is_dir()}


def test_rows_that_come_change_and_go_are_followed(shelf: Shelf, kernels: Kernels) -> None:
    index = shelf.build(fragments(range(300)))
    following = follower(index, kernels)
    assert len(following.engine()) == 300
    before = parts(shelf.folder)
    changed = replace(fragments(range(1))[0], text="The ferry of room 3, ferry room 3.")
    shelf.build((changed, *fragments(range(10, 320))))
    engine = following.engine()
    assert (int(engine.alive.sum()), len(engine)) == (311, 321)
    assert before < parts(shelf.folder)  # the new ones lie beside the old
    found = answers(engine, index, shelf.query())
    assert close(found, fresh(shelf, kernels))
    assert found[0][0] == "f:0"


def test_another_process_opens_what_was_made(shelf: Shelf, kernels: Kernels) -> None:
    index = shelf.build(fragments(range(200)))
    first = follower(index, kernels).engine()
    made = {file: file.stat().st_mtime_ns for file in (shelf.folder / "codes").rglob("*") if file.is_file()}
    second = follower(open_index(shelf.folder), kernels).engine()
    assert answers(first, index, shelf.query()) == answers(second, index, shelf.query())
    assert {file: file.stat().st_mtime_ns for file in made} == made


def test_codes_that_were_deleted_come_back(shelf: Shelf, kernels: Kernels) -> None:
    index = shelf.build(fragments(range(200)))
    before = answers(follower(index, kernels).engine(), index, shelf.query())
    shutil.rmtree(shelf.folder / "codes")
    assert answers(follower(index, kernels).engine(), index, shelf.query()) == before


def test_few_fragments_have_no_centroids_and_many_do(shelf: Shelf, kernels: Kernels) -> None:
    index = shelf.build(fragments(range(FEW)))
    following = follower(index, kernels)
    small = following.engine()
    shelf.build(fragments(range(3 * FEW)))
    large = following.engine()
    assert (small.scan.book.centroids, small.candidates) == (0, None)
    assert large.scan.book.centroids > 0
    assert close(answers(large, index, shelf.query()), fresh(shelf, kernels))


def test_when_most_is_gone_the_codes_are_made_anew(shelf: Shelf, kernels: Kernels) -> None:
    following = follower(shelf.build(fragments(range(300))), kernels)
    following.engine()
    shelf.build(fragments(range(100)))
    engine = following.engine()
    assert (len(engine), bool(engine.alive.all())) == (100, True)
    assert len(parts(shelf.folder)) == 2


def test_many_small_additions_stay_few_segments(shelf: Shelf, kernels: Kernels) -> None:
    following = follower(shelf.build(fragments(range(300))), kernels)
    engine = following.engine()
    for end in range(305, 345, 5):
        shelf.build(fragments(range(end)))
        engine = following.engine()
    assert len(engine) == 340
    assert len(engine.scan.segments) <= 4


class Stopped(Exception):
    """As a signal would end the process."""


@dataclass
class StopsAt:
    """Kernels that end the process at the call of that number."""

    inner: Kernels
    left: int

    def __getattr__(self, name: str) -> Any:
        def call(*given: Any) -> None:
            self.left -= 1
            if self.left < 0:
                raise Stopped
            getattr(self.inner, name)(*given)

        return call


@pytest.mark.parametrize("left", [0, 5, 12, 20])
def test_a_stop_leaves_the_codes_that_were_there(shelf: Shelf, kernels: Kernels, left: int) -> None:
    follower(shelf.build(fragments(range(300))), kernels).engine()
    before = read_manifest(shelf.folder / "codes")
    index = shelf.build(fragments(range(700)))  # more than twice as many tokens: made anew
    with pytest.raises(Stopped):
        Follower(index, shelf.folder / "codes", StopsAt(kernels, left), exact_up_to=FEW).engine()  # pyright: ignore[reportArgumentType]
    assert read_manifest(shelf.folder / "codes") == before
    engine = follower(index, kernels).engine()
    assert len(engine) == 700
    assert len(parts(shelf.folder)) == 2  # what the stopped one left is cleared away


def test_two_at_once_make_one_cache(shelf: Shelf, kernels: Kernels) -> None:
    shelf.build(fragments(range(400)))
    with ThreadPoolExecutor(2) as pool:
        engines = list(pool.map(lambda _: follower(open_index(shelf.folder), kernels).engine(), range(2)))
    assert [len(engine) for engine in engines] == [400, 400]
    assert len(parts(shelf.folder)) == 2


@pytest.mark.parametrize(
    "name", ["manifest.json", "tokens.bin", "fine.bin", "codes.bin", "means.bin", "offsets.npy", "keys.arrow", "centres.npy"]
)
@pytest.mark.parametrize("damage", ["cut", "gone"])
def test_a_damaged_cache_is_made_again(shelf: Shelf, kernels: Kernels, name: str, damage: str) -> None:
    index = shelf.build(fragments(range(120)))
    before = answers(follower(index, kernels).engine(), index, shelf.query())
    (file,) = (shelf.folder / "codes").rglob(name)
    file.write_bytes(file.read_bytes()[:-3]) if damage == "cut" else file.unlink()
    assert answers(follower(index, kernels).engine(), index, shelf.query()) == before


def test_the_codes_of_another_encoder_are_made_again(shelf: Shelf, kernels: Kernels) -> None:
    index = shelf.build(fragments(range(120)))
    follower(index, kernels).engine()
    other = replace(index, manifest=replace(index.manifest, encoder_version="2"))
    assert len(follower(other, kernels).engine()) == 120
    manifest = read_manifest(shelf.folder / "codes")
    assert manifest is not None
    assert manifest.encoder_version == "2"


def test_where_codes_cannot_be_written_they_are_kept_in_memory(shelf: Shelf) -> None:
    index = shelf.build(fragments(range(30)))
    (shelf.folder / "codes").write_text("a file in the way")
    assert len(open_engine(index)) == 30
