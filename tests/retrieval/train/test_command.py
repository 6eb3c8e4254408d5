"""The whole command on an invented benchmark: it trains, measures, decides and writes what the loader reads."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from typer.testing import CliRunner

from retrieval.encoders.minilm import MiniLM
from retrieval.encoders.projected import CONFIG, Projected, read_projection
from retrieval.errors import SourceError
from retrieval.train.__main__ import app
from retrieval.train.run import SHARES
from retrieval.train.ship import CARD, METRICS


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("CICERONE_HOME", str(tmp_path / "home"))
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


def trained(data: Path, out: Path) -> str:
    arguments = ["--data", str(data), "--out", str(out), "--size", "16", "--size", "8", "--steps", "5"]
    done = CliRunner().invoke(app, arguments, catch_exceptions=False)
    assert done.exit_code == 0
    return done.stdout


@pytest.mark.slow
def test_training_writes_weights_figures_and_a_card_twice_alike(benchmark_data: Path, tmp_path: Path, minilm: MiniLM) -> None:
    once, again = tmp_path / "once", tmp_path / "again"
    said = trained(benchmark_data, once)
    trained(benchmark_data, again)
    small = Projected(minilm, read_projection(once, minilm))
    assert (small.name, small.encode(["A lamp."])[0].tokens.shape[1]) == ("minilm-16", 16)
    assert small.projection.digest() == read_projection(again, minilm).digest()
    assert (once / CARD).read_text(encoding="utf-8") in said + "\n"
    metrics = json.loads((once / METRICS).read_text())
    config = json.loads((once / CONFIG).read_text())
    assert {
        "BM25",
        "MaxSim, untrained, 384",
        "MaxSim, trained, 16",
        "MaxSim, random, 8",
        "MaxSim, principal, 16",
        "shipped, 16, 1 bit",
    } <= metrics["test"].keys()
    assert metrics["bytes_a_token"]["shipped, 16, 1 bit"] == 2
    for head in ("tokens", "whole"):
        gains = [sum(each["trained"][number] - each["untrained"] for each in metrics[head]["held_back"]) for number in range(len(SHARES))]
        share = config["share_of_training"][head]
        assert max(gains) <= 0 if share == 0 else gains[SHARES.index(share)] == max(gains)
    assert config["data_fingerprint"]


def test_a_folder_without_the_data_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="give the folder of the benchmark data with --data"):
        CliRunner().invoke(app, ["--data", str(tmp_path)], catch_exceptions=False)
