from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from retrieval.encoders import Encoded, load_encoder
from retrieval.encoders.minilm import BATCH_TEXTS, BATCH_TOKENS, MiniLM, batches, load_minilm
from retrieval.encoders.runtimes import start_runtime
from retrieval.errors import WrongSetting

ROOT = Path(__file__).parents[2]
TEXTS = ["blue", "A ferry crosses the fjord at dusk.", "Vigée Le Brun’s self-portrait in a straw hat", "word " * 300, "青い海"]
QUIET_IMPORT = """
import sys
from retrieval.encoders.minilm import load_minilm
load_minilm("openvino").encode(["blue"])
print(sorted(m for m in sys.modules if m.startswith(("openvino_telemetry", "torch."))))
"""


@pytest.fixture(scope="module")
def reference() -> Sequence[Encoded]:
    return load_minilm("torch").encode(TEXTS)


@pytest.mark.parametrize("runtime", ["openvino", "onnx"])
def test_every_runtime_gives_the_vectors_of_torch(runtime: str, reference: Sequence[Encoded]) -> None:
    for ours, theirs in zip(load_minilm(runtime).encode(TEXTS), reference, strict=True):
        np.testing.assert_allclose(ours.tokens, theirs.tokens, atol=2e-5)
        np.testing.assert_allclose(ours.vector, theirs.vector, atol=2e-5)
        assert ours.spans.tolist() == theirs.spans.tolist()


def test_the_runtime_of_the_environment_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CICERONE_ENCODER_RUNTIME", "torch")
    encoder = load_encoder("minilm")
    assert isinstance(encoder, MiniLM)
    assert type(encoder.runtime).__name__ == "TorchRuntime"


def test_an_unknown_runtime_names_the_known_ones() -> None:
    with pytest.raises(WrongSetting) as refused:
        start_runtime("cuda", load_minilm().checkpoint)
    assert str(refused.value) == "there is no encoder runtime “cuda”; use one of: torch, openvino, onnx"


def test_openvino_writes_nothing_into_the_home_folder_and_needs_neither_torch_nor_telemetry(tmp_path: Path) -> None:
    environment = {**os.environ, "HOME": str(tmp_path), "PYTHONPATH": str(ROOT), "CI": ""}
    done = subprocess.run([sys.executable, "-c", QUIET_IMPORT], env=environment, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "[]", "")
    assert list(tmp_path.iterdir()) == []


def test_a_batch_holds_texts_of_like_length_within_its_bounds() -> None:
    lengths = [int(n) for n in np.random.default_rng(0).integers(2, 256, 500)]
    groups = list(batches(lengths))
    assert sorted(row for group in groups for row in group) == list(range(500))
    assert all(len(group) <= BATCH_TEXTS and len(group) * max(lengths[row] for row in group) <= BATCH_TOKENS for group in groups)
    assert [lengths[row] for group in groups for row in group] == sorted(lengths, reverse=True)


def test_encoding_from_several_threads_gives_each_its_own(minilm: MiniLM, reference: Sequence[Encoded]) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda text: minilm.encode([text])[0], TEXTS * 4))
    for ours, theirs in zip(found, list(reference) * 4, strict=True):
        np.testing.assert_allclose(ours.tokens, theirs.tokens, atol=2e-5)
