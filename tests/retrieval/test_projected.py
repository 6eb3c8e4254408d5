from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from retrieval.encoders import Encoder, load_encoder
from retrieval.encoders.minilm import MiniLM
from retrieval.encoders.projected import CONFIG, SHIPPED, WEIGHTS, Projected, Projection, read_projection, write_projection
from retrieval.errors import IndexUnusable

CURE = "restore it from the repository, or train it again with: python -m retrieval.train --data DIR"
TEXTS = ["A ferry crosses the fjord at dusk.", "blue"]


@pytest.fixture
def projection() -> Projection:
    rng = np.random.default_rng(0)
    drawn = (rng.standard_normal((384, 16)).astype(np.float16).astype(np.float32) for _ in range(2))
    return Projection(*drawn)


@pytest.fixture
def folder(projection: Projection, minilm: MiniLM, tmp_path: Path) -> Path:
    write_projection(projection, minilm, tmp_path)
    return tmp_path


def test_vectors_are_the_product_brought_to_unit_length(minilm: MiniLM, projection: Projection) -> None:
    plain, small = minilm.encode(TEXTS), Projected(minilm, projection).encode(TEXTS)
    for a, b in zip(plain, small, strict=True):
        product = a.tokens.astype(np.float64) @ projection.tokens
        np.testing.assert_allclose(b.tokens, product / np.linalg.norm(product, axis=1, keepdims=True), atol=1e-5)
        whole = a.vector.astype(np.float64) @ projection.whole
        np.testing.assert_allclose(b.vector, whole / np.linalg.norm(whole), atol=1e-5)
        assert b.spans.tolist() == a.spans.tolist()
        assert (b.tokens.dtype, b.vector.dtype) == (np.float32, np.float32)


def test_its_name_tells_the_size_and_its_version_the_weights(minilm: MiniLM, projection: Projection) -> None:
    small = Projected(minilm, projection)
    assert (small.name, small.dim, small.max_tokens) == ("minilm-16", 16, 256)
    assert small.version == f"{minilm.version}, projection {projection.digest()}"
    other = Projection(projection.tokens, -projection.whole)
    assert other.digest() != projection.digest()


def test_what_is_written_is_read_back(folder: Path, projection: Projection, minilm: MiniLM) -> None:
    read = read_projection(folder, minilm)
    np.testing.assert_array_equal(read.tokens, projection.tokens)
    np.testing.assert_array_equal(read.whole, projection.whole)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda w: w.pop("whole"), "holds tokens, not tokens and whole"),
        (lambda w: w.update(bias=np.zeros(16, np.float16)), "holds bias, tokens, whole, not tokens and whole"),
        (lambda w: w.update(whole=w["whole"][:, :8].copy()), "is (384, 8), not (384, 16)"),
        (lambda w: w.update(tokens=np.full((384, 16), np.nan, np.float16)), "holds NaN or infinity"),
        (lambda w: w.update(tokens=w["tokens"] + np.float16(1)), "is not the one that its config describes"),
    ],
    ids=["missing", "left over", "wrong size", "NaN", "other weights"],
)
def test_weights_that_do_not_belong_are_refused(change, says: str, folder: Path, minilm: MiniLM) -> None:
    weights = load_file(folder / WEIGHTS)
    change(weights)
    save_file(weights, folder / WEIGHTS)
    with pytest.raises(IndexUnusable) as refused:
        read_projection(folder, minilm)
    assert says in str(refused.value)
    assert str(refused.value).endswith(CURE)


def test_a_projection_of_another_encoder_is_refused(folder: Path, minilm: MiniLM) -> None:
    config = json.loads((folder / CONFIG).read_text())
    (folder / CONFIG).write_text(json.dumps({**config, "encoder_version": "another 2"}))
    with pytest.raises(IndexUnusable) as refused:
        read_projection(folder, minilm)
    assert str(refused.value) == f"the projection in {folder} was made for another 2, not {minilm.version}; {CURE}"


@pytest.mark.parametrize("file", [WEIGHTS, CONFIG])
def test_a_missing_or_damaged_file_is_one_sentence(file: str, folder: Path, minilm: MiniLM) -> None:
    (folder / file).write_bytes(b"\x00broken")
    with pytest.raises(IndexUnusable, match="cannot be read"):
        read_projection(folder, minilm)
    (folder / file).unlink()
    with pytest.raises(IndexUnusable, match="cannot be read"):
        read_projection(folder, minilm)


def test_the_shipped_projection_loads_by_its_name_and_says_which_it_is() -> None:
    encoder = load_encoder("minilm-128")
    config = json.loads((SHIPPED / CONFIG).read_text(encoding="utf-8"))
    assert (encoder.name, encoder.dim) == ("minilm-128", 128)
    assert encoder.version == f"{config['encoder_version']}, projection {config['digest']}"
    assert config["digest"] in encoder.version


def test_the_shipped_projection_scores_much_as_the_whole_encoder_does(minilm: MiniLM) -> None:
    small = load_encoder("minilm-128")
    query, texts = "Who painted the harbour at dusk?", ["A harbour at dusk, painted in oil.", "A bull of marble.", "Snow on pines.", "blue"]

    def scores(encoder: Encoder) -> list[float]:
        asked, *found = encoder.encode([query, *texts])
        return [float((asked.tokens @ each.tokens.T).max(axis=1).mean()) for each in found]

    plain, projected = scores(minilm), scores(small)
    assert np.argmax(plain) == np.argmax(projected) == 0
    np.testing.assert_allclose(projected, plain, atol=0.15)
