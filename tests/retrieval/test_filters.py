from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from retrieval.catalogue import Reading
from retrieval.catalogue.wording import record_fragments
from retrieval.collections import open_collection
from retrieval.index.build import build_index
from retrieval.index.filters import Filter, UnfitFilter, UnknownArtist, expression
from retrieval.index.names import find_makers
from retrieval.records import Catalogue, Fragment, Maker
from retrieval.search import Searcher
from retrieval.words import words

HOSTILE = ["' OR 1=1 --", '"', "'", "%", "_", "\\", "x'); DROP TABLE fragments; --", "|", "油", "É", "🎨", "\n", "`id`"]


@pytest.fixture(scope="module")
def searcher(
    tmp_path_factory: pytest.TempPathFactory,
    museum: Catalogue,
    reading_of: Callable[[Catalogue], Reading],
    hash_encoder,
    give_pictures: Callable[[Path, Iterable[str]], None],
) -> Searcher:
    folder: Path = tmp_path_factory.mktemp("index")
    build_index(reading_of(museum), folder, hash_encoder(), "museum")
    give_pictures(folder, (work.id for work in museum.works if work.picture))
    return open_collection(folder, hash_encoder())


def fits(fragment: Fragment, wanted: Filter, museum: Catalogue) -> bool:
    """The filter in plain Python, over the records and not over the index."""
    works = [work for work in museum.works if work.id in fragment.about]
    makers = [maker for maker in museum.makers if maker.id in {*fragment.about, *(work.maker for work in works)}]
    earliest = [w.earliest for w in works if w.earliest is not None] if works else [m.born for m in makers if m.born is not None]
    latest = [w.latest for w in works if w.latest is not None] if works else [last for m in makers if (last := _last_year(m)) is not None]
    named = find_makers(wanted.artist or "", {maker.id: maker for maker in museum.makers}).sure
    media = [word for work in works for word in words(f"{work.medium or ''} {work.type or ''}")]
    return all(
        (
            not wanted.artist or any(maker in makers for maker in named),
            wanted.from_year is None or (bool(latest) and max(latest) >= wanted.from_year),
            wanted.to_year is None or (bool(earliest) and min(earliest) <= wanted.to_year),
            not wanted.medium or all(any(own.startswith(word) for own in media) for word in words(wanted.medium)),
            wanted.has_picture is None or any(work.picture for work in works) is wanted.has_picture,
        )
    )


years = st.none() | st.integers(-3000, 2100) | st.sampled_from([1885, 1888, 1892, -2400, -2600, 1760])
filters = st.builds(
    Filter,
    artist=st.none() | st.sampled_from(["", "Lindqvist", "soren kobke", "Moreau", "m:o-brien", "Nuala O'Brien"]),
    from_year=years,
    to_year=years,
    medium=st.none()
    | st.sampled_from(["", "oil", "OIL", "Etching", "oil painting", "painting", "sculp", "tin", "ink", *HOSTILE])
    | st.text(max_size=6),
    has_picture=st.none() | st.booleans(),
)


def _last_year(maker: Maker) -> int | None:
    """One without a year of death may have lived a hundred years."""
    return maker.died if maker.died is not None or maker.born is None else maker.born + 100


def test_years_that_run_backwards_are_told(searcher: Searcher) -> None:
    with pytest.raises(UnfitFilter, match=r"^the years run backwards, from 1700 to 1600; give the earlier one first$"):
        searcher.search("ferry", Filter(from_year=1700, to_year=1600))


@given(filters)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_filter_gives_exactly_the_rows_that_fit(searcher: Searcher, museum: Catalogue, wanted: Filter) -> None:
    assume(wanted.from_year is None or wanted.to_year is None or wanted.from_year <= wanted.to_year)
    everything = [*record_fragments(museum), *museum.fragments]
    found = {hit.id for hit in searcher.search("ferry harbour", wanted, limit=100)}
    assert found == {fragment.id for fragment in everything if fits(fragment, wanted, museum)}, asdict(wanted)


@pytest.mark.parametrize(
    ("licence", "found"),
    [
        ("CC0", {"w:ferry"}),
        ("cc zero", {"w:ferry"}),
        ("public domain", {"w:ferry"}),
        ("http://creativecommons.org/publicdomain/zero/1.0/", {"w:ferry"}),
        ("CC BY", {"w:harbour"}),
        ("CC BY-SA 4.0", {"w:harbour"}),
        ("CC BY-NC", set()),
        (("CC0", "CC BY-SA"), {"w:ferry", "w:harbour"}),
    ],
)
def test_a_licence_is_found_by_its_usual_name(searcher: Searcher, licence: str | tuple[str, ...], found: set[str]) -> None:
    assert {hit.id for hit in searcher.search("ferry", Filter(licence=licence))} == found


def test_tin_is_not_a_part_of_painting(searcher: Searcher) -> None:
    assert {hit.id for hit in searcher.search("ferry", Filter(medium="tin"))} == {"w:untitled"}


def test_a_limit_is_met_when_that_many_fit(searcher: Searcher) -> None:
    assert len(searcher.search("ferry", Filter(artist="Lindqvist"), limit=3)) == 3


def test_no_filter_is_no_expression(searcher: Searcher) -> None:
    assert expression(Filter(artist="", medium=""), searcher.index) is None


@pytest.mark.parametrize(
    ("artist", "near"),
    [
        ("Ada Lundkvist", "; the nearest names are Ada Lindqvist"),
        ("Lindquist", "; the nearest names are Ada Lindqvist"),
        ("Hokusai", ""),
        ("' OR 1=1 --", ""),
    ],
)
def test_an_unknown_artist_names_who_is_near(searcher: Searcher, artist: str, near: str) -> None:
    with pytest.raises(UnknownArtist) as refused:
        searcher.search("ferry", Filter(artist=artist))
    says = f"no artist called “{artist}” is in this collection{near}; search without the artist or with another name"
    assert str(refused.value) == says
