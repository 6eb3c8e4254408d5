from __future__ import annotations

import pytest

from retrieval.words import content_stems, folded, numbers, words


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
