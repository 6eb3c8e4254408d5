from __future__ import annotations

import pytest

from retrieval.index.names import Found, find_makers, find_works
from retrieval.records import Catalogue, Maker


@pytest.mark.parametrize(
    ("asked", "sure", "near"),
    [
        ("m:soren-kobke", ["Søren Købke"], []),
        ("Søren Købke", ["Søren Købke"], []),
        ("soren kobke", ["Søren Købke"], []),
        ("Kobke", ["Søren Købke"], []),
        ("Købke, Søren", ["Søren Købke"], []),
        ("LINDQVIST", ["Ada Lindqvist"], []),
        ("Ada Lindquist", ["Ada Lindqvist"], []),
        ("Ada Lindvist", ["Ada Lindqvist"], []),
        ("Lindquist", [], ["Ada Lindqvist"]),
        ("Ada Lundkvist", [], ["Ada Lindqvist"]),
        ("Le Petit Moreau", ["Jean Moreau"], []),
        ("Moreau", ["Jean Moreau", "Paul Moreau"], []),
        ("Nuala O’Brien", ["Nuala O'Brien"], []),
        ("Hokusai", [], []),
        ("", [], []),
        ("…", [], []),
        ("the", [], []),
    ],
)
def test_a_maker_is_found_by_name(museum: Catalogue, asked: str, sure: list[str], near: list[str]) -> None:
    found = find_makers(asked, {maker.id: maker for maker in museum.makers})
    assert ([m.name for m in found.sure], [m.name for m in found.near]) == (sure, near)


@pytest.mark.parametrize(
    ("asked", "sure"),
    [
        ("w:ferry", ["The Ferry"]),
        ("ferry", ["The Ferry"]),
        ("the ferry", ["The Ferry"]),
        ("Lovers’ Quarrel", ["The Lovers' Quarrel"]),
        ("harbor at dawn", ["Harbour at Dawn"]),
        ("Sunflowers", []),
    ],
)
def test_a_work_is_found_by_title(museum: Catalogue, asked: str, sure: list[str]) -> None:
    assert [w.title for w in find_works(asked, {work.id: work for work in museum.works}).sure] == sure


def test_nobody_is_both_sure_and_near() -> None:
    jean = Maker(id="m:jean", name="Jean Moreau", other_names=("Jehan Moreau",))
    assert find_makers("Jean Morau", {jean.id: jean}) == Found([jean], [])
