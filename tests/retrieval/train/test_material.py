from __future__ import annotations

import pytest

from retrieval.records import Fragment
from retrieval.train.corpus import Corpus
from retrieval.train.material import Material, may_train, numbered, refuse_leaks
from retrieval.train.pairs import Pair, part_of

# Text ids by their part, which their hash decides.
BY_PART = {part: [f"semart:{n}" for n in range(60) if part_of(f"semart:{n}") == part] for part in ("train", "tune", "test")}


def pair(text_id: str, source: str = "semart") -> Pair:
    return Pair(f"What is {text_id}?", text_id, "aqua", source, text_id)


@pytest.fixture
def material() -> Material:
    ids = [f"semart:{n}" for n in range(60)] + [f"nmwa:{n}" for n in range(60)]
    fragments = [Fragment(id=f"{text}-1", text=f"About {text}.", about=(text,), source=text.split(":")[0]) for text in ids]
    return numbered(Corpus(fragments, {}, "print"), [pair(text, text.split(":")[0]) for text in ids])


def test_what_is_learned_from_is_of_the_train_part_and_of_no_museum_left_out(material: Material) -> None:
    learned = {material.text_ids[material.texts[row]] for row in material.learnable()}
    assert learned == set(BY_PART["train"])
    assert {p.text_id for p in material.of_part("train")} == set(BY_PART["train"])
    assert {p.text_id for p in material.of_part("tune")} == set(BY_PART["tune"])
    assert {p.source for p in material.of_part("test")} == {"semart", "nmwa"}


def test_parts_share_no_text(material: Material) -> None:
    train, tune, test = ({p.text_id for p in material.of_part(part)} for part in ("train", "tune", "test"))
    assert not train & tune
    assert not (train | tune) & test


@pytest.mark.parametrize("part", ["tune", "test"])
def test_a_pair_of_another_part_is_refused_before_training(part: str) -> None:
    with pytest.raises(ValueError, match="is not for training"):
        refuse_leaks([pair(BY_PART["train"][0]), pair(BY_PART[part][0])], [])


@pytest.mark.parametrize("text_id", [BY_PART["tune"][0], BY_PART["test"][0], "nmwa:3", "cleveland:1"])
def test_a_text_of_another_part_or_museum_is_refused_even_as_a_negative(text_id: str) -> None:
    assert not may_train(text_id)
    with pytest.raises(ValueError, match=f"the text {text_id} is not for training"):
        refuse_leaks([], [BY_PART["train"][0], text_id])


def test_what_is_for_training_passes() -> None:
    refuse_leaks([pair(text) for text in BY_PART["train"]], BY_PART["train"])
