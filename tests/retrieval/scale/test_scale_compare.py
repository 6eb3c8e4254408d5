"""Comparing two indexes finds every way in which they may differ."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import lancedb
import numpy as np
import pyarrow as pa
import pytest

from retrieval.catalogue import Reading
from retrieval.encoders import Encoded
from retrieval.index.build import build_index
from retrieval.index.place import Place, place_of
from retrieval.records import Catalogue
from retrieval.scale.compare import compare

Build = Callable[..., Place]


@pytest.fixture
def build(museum: Catalogue, reading_of: Callable[[Catalogue], Reading], hash_encoder: Callable[..., Any], tmp_path: Path) -> Build:
    def built(name: str, change: Callable[[Catalogue], Catalogue] = lambda c: c, encoder: Any = None) -> Place:
        build_index(reading_of(change(museum)), tmp_path / name, encoder or hash_encoder(), "museum")
        return place_of(tmp_path / name)

    return built


def test_an_index_built_twice_is_the_same_to_the_bit(build: Build) -> None:
    compared = compare(build("one"), build("two"))
    assert compared.rows == compared.alike_bits == 18
    assert (compared.farthest, compared.same(0.0)) == (0.0, True)


def test_a_missing_row_is_named_on_its_side(build: Build) -> None:
    less = build("less", lambda c: replace(c, fragments=c.fragments[1:]))
    assert compare(build("one"), less).only_first == ["f:1"]
    assert compare(less, build("two")).only_second == ["f:1"]
    assert not compare(less, build("three")).same()


def test_a_row_told_otherwise_is_named(build: Build) -> None:
    told = build("told", lambda c: replace(c, fragments=(*c.fragments[:-1], replace(c.fragments[-1], licence="CC0 1.0"))))
    compared = compare(build("one"), told)
    assert (compared.unlike, compared.farthest, compared.same()) == (["f:7"], 0.0, False)


def test_a_row_that_is_there_twice_is_named(build: Build) -> None:
    place = build("double")
    table = lancedb.connect(place.tables).open_table("fragments")
    table.add(table.search().where("id = 'f:3'").limit(1).to_arrow())
    compared = compare(build("one"), place)
    assert (list(compared.twice), compared.same()) == (["f:3"], False)


def test_vectors_are_held_to_a_tolerance(build: Build, hash_encoder: Callable[..., Any]) -> None:
    class Off:
        """The encoder, off by two thousandths in one component."""

        def __init__(self) -> None:
            self.whole = hash_encoder()
            self.name, self.version, self.dim, self.max_tokens = "hash", "1", 8, 1000

        def encode(self, texts: list[str]) -> list[Encoded]:
            shift = np.zeros(8, np.float32)
            shift[3] = 0.002
            return [replace(e, vector=e.vector + shift) for e in self.whole.encode(texts)]

    compared = compare(build("one"), build("off", encoder=Off()))
    assert compared.farthest == pytest.approx(0.002, abs=1e-6)
    assert (compared.alike_bits, compared.same(1e-3), compared.same(1e-2)) == (0, False, True)


def test_vectors_of_other_lengths_are_infinitely_far(build: Build) -> None:
    place = build("short")
    table = lancedb.connect(place.tables).open_table("fragments")
    row = table.search().where("id = 'f:3'").limit(1).to_arrow()
    shorter = pa.array([row["tokens"][0].as_py()[:-1]], row.schema.field("tokens").type)
    row = row.set_column(row.schema.get_field_index("tokens"), row.schema.field("tokens"), shorter)
    table.merge_insert("id").when_matched_update_all().execute(row)
    assert compare(build("one"), place).farthest == float("inf")
