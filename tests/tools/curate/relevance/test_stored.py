from __future__ import annotations

from dataclasses import replace

import numpy as np

from retrieval.encoders.minilm import MiniLM
from retrieval.search import Searcher
from tests.tools.curate.relevance.small_museum import Letters
from tools.curate.pool import pieces
from tools.curate.relevance.ground import prepare
from tools.curate.relevance.likeness import Encodings
from tools.curate.relevance.stored import keeps_vectors, stored, texts_of


def test_works_mean_what_their_records_do(searcher: Searcher, minilm: MiniLM) -> None:
    ids = [piece.id for piece in pieces(searcher.index)][::-1]
    kept = stored(searcher, ids)
    rows = {row["id"]: row["searchable"] for row in searcher.index.fragments.search().select(["id", "searchable"]).to_list()}
    encodings = Encodings(minilm)
    anew, asked = encodings.of([rows[identity] for identity in ids]), encodings.of(["a ferry at dusk", "snow"])
    assert np.allclose(kept.whole, anew.whole, atol=1e-3)
    # A byte a component is not exact.
    assert np.allclose(kept.maxsims(asked), anew.maxsims(asked), atol=0.01)


def test_a_work_without_a_record_means_nothing(searcher: Searcher, minilm: MiniLM) -> None:
    kept = stored(searcher, ["w:ferry", "w:absent", "w:bull"])
    late = kept.maxsims(Encodings(minilm).of(["ferry"]))[0]
    assert late[1] == late[2] < late[0]
    assert not kept.whole[1].any()
    assert kept.whole[0].any()
    assert not stored(searcher, ["w:absent"]).maxsims(Encodings(minilm).of(["ferry"])).any()


def test_words_of_the_nearest_works_alone_are_compared(searcher: Searcher, minilm: MiniLM) -> None:
    every = stored(searcher, [piece.id for piece in pieces(searcher.index)])
    asked = Encodings(minilm).of(["pines in snow"])
    whole, (few,) = every.maxsims(asked)[0], replace(every, nearest=2).maxsims(asked)
    near = np.argsort(-(every.whole @ asked.whole[0]))[:2]
    assert np.array_equal(few[near], whole[near])
    assert np.array_equal(np.delete(few, near), np.full(len(few) - 2, few[near].min()))


def test_what_passages_tell_of_a_work_first_is_its_text(searcher: Searcher) -> None:
    ferry, swing, absent = texts_of(searcher, ["w:ferry", "w:swing", "w:absent"])
    assert ferry.startswith("A ferry crosses the fjord at dusk")
    assert (swing, absent) == ("", "")


def test_vectors_of_another_encoder_are_none(searcher: Searcher, minilm: MiniLM) -> None:
    assert keeps_vectors(searcher, minilm)
    assert not keeps_vectors(searcher, Letters())


def test_a_theme_without_a_word_is_no_failure(searcher: Searcher, minilm: MiniLM) -> None:
    works = pieces(searcher.index)
    ground = prepare(works, Encodings(minilm), None, lambda: stored(searcher, [piece.id for piece in works]))
    assert np.isfinite(ground.to("").maxsim).all()
