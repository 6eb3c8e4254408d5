"""Paragraphs that are nearly the same are found, others are not."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from retrieval.wiki.ledger import open_ledger
from retrieval.wiki.near import SHINGLE, is_copy, likeness, signature
from retrieval.words import words


def shingles(text: str) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[i : i + SHINGLE]) for i in range(len(found) - SHINGLE + 1)}


def test_the_signature_estimates_the_share_of_common_runs() -> None:
    rng = np.random.default_rng(3)
    for swapped in (1, 5, 20, 60):
        text = [f"w{n}" for n in rng.integers(0, 5000, 120)]
        other = [f"x{i}" if i in set(rng.integers(0, 120, swapped).tolist()) else word for i, word in enumerate(text)]
        one, two = " ".join(text), " ".join(other)
        exact = len(shingles(one) & shingles(two)) / len(shingles(one) | shingles(two))
        assert abs(likeness(signature(one), signature(two)) - exact) < 0.2


def test_a_changed_word_is_a_copy_and_another_text_is_not(tmp_path: Path) -> None:
    text = " ".join(f"The heron of day {n} stands in the reeds near mill {n * 7}." for n in range(9))
    other = " ".join(f"A ferry of year {n} lies at the quay under lamp {n * 5}." for n in range(9))
    with open_ledger(tmp_path) as ledger:
        assert not is_copy(ledger, 0, signature(text))
        assert is_copy(ledger, 1, signature(text.replace("day 4", "day four")))
        assert is_copy(ledger, 1, signature(text.upper()))
        assert not is_copy(ledger, 1, signature(other))


def test_of_many_edited_texts_nearly_all_are_found(tmp_path: Path) -> None:
    rng = np.random.default_rng(5)
    found = 0
    with open_ledger(tmp_path) as ledger:
        for number in range(200):
            text = [f"w{n}" for n in rng.integers(0, 5000, 100)]
            assert not is_copy(ledger, number, signature(" ".join(text)))
            text[int(rng.integers(0, 100))] = "edited"
            found += is_copy(ledger, 1000 + number, signature(" ".join(text)))
    assert found >= 195
