"""Staging rows for workers."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.catalogue.staging import Staging
from retrieval.index.place import Place, place_of
from retrieval.index.rows import Row, row_of
from retrieval.records import Catalogue
from retrieval.scale.commit import gathered
from retrieval.scale.embed import Written
from retrieval.scale.parts import Staged, read_part, stage


@pytest.fixture
def rows(museum: Catalogue) -> list[Row]:
    with Staging() as staging:
        staging.fill(museum)
        return [row_of(fragment, staging) for fragment in staging.fragments()]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return place_of(tmp_path)


def test_parts_hold_every_row_once_and_as_it_was(rows: list[Row], place: Place) -> None:
    staged = stage(((row, False) for row in rows), 8, place, most=len(rows), workers=1)
    assert [row for part in staged.new for row in read_part(place, part.name)] == rows
    assert (staged.rows, staged.changed) == (len(rows), [])


def test_rows_that_the_table_has_go_into_parts_of_their_own(rows: list[Row], place: Place) -> None:
    staged = stage(((row, row["kind"] == "record") for row in rows), 8, place, most=len(rows), workers=1)
    assert {row["kind"] for part in staged.changed for row in read_part(place, part.name)} == {"record"}
    assert "record" not in {row["kind"] for part in staged.new for row in read_part(place, part.name)}


def test_every_worker_gets_several_parts(rows: list[Row], place: Place) -> None:
    staged = stage(((row, False) for row in rows), 8, place, most=len(rows), workers=2)
    assert len(staged.new) >= 2 * 3
    assert max(part.rows for part in staged.new) <= 3


def test_no_rows_make_no_parts(place: Place) -> None:
    assert stage([], 8, place, most=0, workers=2) == Staged([], [])


def test_what_was_written_before_a_failure_is_handed_on() -> None:
    first = Written("staged/new-000000.parquet", 4, ["{}"])

    def written():
        yield first
        raise RuntimeError("the worker's encoder is not sound")

    groups = gathered(written())
    assert next(groups) == [first]
    with pytest.raises(RuntimeError, match="not sound"):
        next(groups)


def test_groups_are_handed_on_when_their_time_has_come() -> None:
    each = [Written(f"part-{n}", 1, []) for n in range(3)]
    assert list(gathered(each, seconds=0)) == [[one] for one in each]
    assert list(gathered(each, seconds=60)) == [each]


def test_a_part_that_is_gone_is_named(place: Place) -> None:
    with pytest.raises(FileNotFoundError, match=r"staged/new-000000.parquet is not in"):
        read_part(place, "staged/new-000000.parquet")
