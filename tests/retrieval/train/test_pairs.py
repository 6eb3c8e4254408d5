from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.train.corpus import read_corpus
from retrieval.train.pairs import LEFT_OUT, Pair, learnable_pairs, part_of, read_pairs


def test_each_set_asks_for_what_answers_it(benchmark_data: Path) -> None:
    pairs = read_pairs(benchmark_data, read_corpus(benchmark_data))
    asked = {
        Pair("who lit lamp 2", "semart:1", "aqua", "semart", "semart:1"),
        Pair("Ferry number 7, Ada Lindqvist", "nmwa:7", "label", "nmwa", "nmwa:7"),
        Pair("Who was Painter 9?", "bios:9", "biography", "bios", "bios:9"),
        Pair("Lamps of the 2th harbour", "wcma:7", "exhibition", "wcma", "wcma-show:2"),
    }
    assert asked - set(pairs) == set()
    assert len(set(pairs)) == len(pairs)
    assert {"who lit lamp 3"} & {pair.query for pair in pairs} == set()


def test_the_narrow_corpus_has_aquas_pairs_alone(benchmark_data: Path) -> None:
    assert {pair.set for pair in read_pairs(benchmark_data, read_corpus(benchmark_data, "aqua"))} == {"aqua"}


def test_nothing_is_learned_from_the_test_part_or_from_museums_left_out(benchmark_data: Path) -> None:
    corpus = read_corpus(benchmark_data)
    learnt = [*learnable_pairs(benchmark_data, corpus, "train"), *learnable_pairs(benchmark_data, corpus, "tune")]
    assert learnt
    assert {pair.source for pair in learnt} & LEFT_OUT == set()
    assert "test" not in {pair.part for pair in learnt}
    with pytest.raises(ValueError, match="nothing is learned"):
        learnable_pairs(benchmark_data, corpus, "test")


@given(st.integers(0, 10**6))
def test_all_pairs_of_a_text_are_of_one_part(number: int) -> None:
    text_id = f"semart:{number}"
    assert Pair("a", text_id, "aqua", "semart", text_id).part == Pair("b", text_id, "label", "semart", text_id).part == part_of(text_id)


def test_three_fifths_of_the_texts_are_for_training() -> None:
    counts = Counter(part_of(f"text:{number}") for number in range(10_000))
    assert {part: round(count / 10_000, 1) for part, count in counts.items()} == {"train": 0.6, "tune": 0.2, "test": 0.2}
