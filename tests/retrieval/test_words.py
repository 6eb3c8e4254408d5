from __future__ import annotations

import itertools
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from retrieval.words import content_stems, folded, numbers, stem, words

ENDINGS = ("ing", "ations", "fulness", "ies", "ed", "ally")


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Dürer’s", "durer's"),
        ("GROSZ, Straße", "grosz, strasse"),
        ("Brâncuși", "brancusi"),
        ("Søren Købke", "soren kobke"),
        ("Łódź", "lodz"),
        ("Æbelø", "aebelo"),
        ("葛飾北斎", "葛飾北斎"),
    ],
)
def test_case_and_accents_are_set_aside(text: str, plain: str) -> None:
    assert folded(text) == plain


def test_words_lose_punctuation_and_possessive_endings() -> None:
    assert words("Rembrandt’s “Night Watch”, O'Keeffe and snake_case!") == [
        "rembrandt",
        "night",
        "watch",
        "o'keeffe",
        "and",
        "snake",
        "case",
    ]


def test_content_stems_meet_across_endings_and_leave_function_words_out() -> None:
    assert content_stems("Who painted the paintings, and how were they etched?") == ["paint", "paint", "etch"]


def test_numbers_are_read_without_thousands_separators() -> None:
    assert numbers("1,200 lots of 1612–13, 3.5 cm") == {"1200", "1612", "13", "3.5"}


def test_threads_stem_side_by_side_as_one_does() -> None:
    given = [f"{start}{end}" for start in map("".join, itertools.product("bcdfglmnprst", "aeiou", "nrst")) for end in ENDINGS]
    alone = [stem.__wrapped__(word) for word in given]
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as pool:
            together = list(pool.map(lambda _: [stem.__wrapped__(word) for word in given], range(4)))
    finally:
        sys.setswitchinterval(before)
    assert together == [alone] * 4
