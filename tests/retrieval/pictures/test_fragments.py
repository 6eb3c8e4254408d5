"""Pictures as fragments: found by words where an encoder sees them, filtered as their works are, encoded once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from retrieval.catalogue import Reading
from retrieval.collections import open_collection
from retrieval.encoders import Encoded, Encoder, PictureEncoder
from retrieval.errors import BadVectors
from retrieval.index.build import build_index
from retrieval.index.filters import Filter
from retrieval.pictures.attach import attach_folder
from retrieval.pictures.fragments import index_pictures
from retrieval.pictures.works import works_of
from retrieval.records import Catalogue

Scene = Callable[..., Image.Image]


@dataclass(frozen=True)
class SeeingEncoder:
    """Words by their hash; a picture is the one word that its red stands for."""

    words: Encoder
    seen: list[int] = field(default_factory=list[int])
    name: str = "hash"
    version: str = "1"
    dim: int = 8
    max_tokens: int = 1000

    def encode(self, texts: Sequence[str]) -> list[Encoded]:
        return self.words.encode(texts)

    def encode_pictures(self, pictures: Sequence[Image.Image]) -> list[Encoded]:
        self.seen.append(len(pictures))
        return [self._picture("lighthouse" if np.asarray(p).mean() > 128 else "cellar") for p in pictures]

    def encode_question(self, question: str, picture: Image.Image) -> Encoded:
        return self.encode_pictures([picture])[0]

    def _picture(self, word: str) -> Encoded:
        one = self.words.encode([word])[0]
        return Encoded(np.repeat(one.tokens, 5, axis=0), np.zeros((5, 2), dtype=np.int64), one.vector)


@pytest.fixture
def encoder(hash_encoder: Callable[..., Any]) -> SeeingEncoder:
    return SeeingEncoder(hash_encoder())


@pytest.fixture
def seen(encoder: SeeingEncoder, museum: Catalogue, reading_of: Callable[[Catalogue], Reading], tmp_path: Path) -> Path:
    build_index(reading_of(museum), tmp_path / "c", encoder, "museum")
    (tmp_path / "scans").mkdir()
    Image.new("RGB", (40, 30), "white").save(tmp_path / "scans" / "ferry.png")
    Image.new("RGB", (40, 30), "black").save(tmp_path / "scans" / "bull.png")
    attach_folder(tmp_path / "c", works_of(tmp_path / "c"), tmp_path / "scans")
    return tmp_path / "c"


def pictures_found(collection: Path, encoder: SeeingEncoder, query: str, wanted: Filter | None = None) -> list[tuple[str, ...]]:
    hits = open_collection(collection, encoder).search(query, wanted or Filter(), 30)
    return [hit.about for hit in hits if hit.kind == "picture"]


def test_an_encoder_of_words_alone_is_not_taken_for_one_that_sees(encoder: SeeingEncoder) -> None:
    assert isinstance(encoder, PictureEncoder)
    assert not isinstance(encoder.words, PictureEncoder)


def test_a_query_in_words_finds_the_picture_that_shows_it(seen: Path, encoder: SeeingEncoder) -> None:
    assert index_pictures(seen, encoder) == 2
    first, *_ = open_collection(seen, encoder).search("lighthouse", limit=5)
    assert (first.kind, first.about[0], first.text) == ("picture", "w:ferry", "A picture of The Ferry, Ada Lindqvist.")


def test_a_picture_is_filtered_as_its_work_is(seen: Path, encoder: SeeingEncoder) -> None:
    index_pictures(seen, encoder)
    assert [about[0] for about in pictures_found(seen, encoder, "lighthouse", Filter(to_year=0))] == ["w:bull"]
    assert [about[0] for about in pictures_found(seen, encoder, "cellar", Filter(from_year=1800))] == ["w:ferry"]


def test_pictures_that_are_there_are_not_encoded_again(seen: Path, encoder: SeeingEncoder) -> None:
    index_pictures(seen, encoder)
    assert (index_pictures(seen, encoder), encoder.seen) == (0, [2])


def test_a_new_build_keeps_the_pictures(
    seen: Path, encoder: SeeingEncoder, museum: Catalogue, reading_of: Callable[[Catalogue], Reading]
) -> None:
    index_pictures(seen, encoder)
    built = build_index(reading_of(museum), seen, encoder, "museum")
    assert (built.encoded, built.removed) == (0, 0)
    assert len(pictures_found(seen, encoder, "lighthouse")) == 2


def test_a_picture_whose_work_is_gone_goes_too(
    seen: Path, encoder: SeeingEncoder, museum: Catalogue, reading_of: Callable[[Catalogue], Reading]
) -> None:
    index_pictures(seen, encoder)
    works = tuple(work for work in museum.works if work.id != "w:bull")
    fewer = Catalogue(museum.makers, works, tuple(f for f in museum.fragments if "w:bull" not in f.about))
    build_index(reading_of(fewer), seen, encoder, "museum")
    assert index_pictures(seen, encoder) == 0
    assert [about[0] for about in pictures_found(seen, encoder, "cellar")] == ["w:ferry"]


def test_vectors_that_are_nan_are_refused(seen: Path, encoder: SeeingEncoder) -> None:
    class Broken(SeeingEncoder):
        def _picture(self, word: str) -> Encoded:
            return Encoded(np.full((5, 8), np.nan, dtype=np.float32), np.zeros((5, 2), dtype=np.int64), np.zeros(8, dtype=np.float32))

    with pytest.raises(BadVectors, match="NaN"):
        index_pictures(seen, Broken(encoder.words))
