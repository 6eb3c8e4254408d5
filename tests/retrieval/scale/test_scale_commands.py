"""The commands of `python -m retrieval` on an object store, as a person runs them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
pytestmark = pytest.mark.slow
ROWS = """id,title,artist,description
n1,The Ferry,Ada Lindqvist,A ferry crosses the fjord at dusk while two women look back at the shore.
n2,Pines in Snow,Ada Lindqvist,Snow lies on every branch and the plate was bitten three times for it.
"""


def retrieval(home: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "CICERONE_HOME": str(home), "OMP_WAIT_POLICY": "PASSIVE", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "retrieval", *map(str, words)]
    return subprocess.run(command, cwd=home, env=environment, capture_output=True, text=True, timeout=110, check=False)


def test_a_collection_is_built_searched_and_shown_on_a_store(bucket: str, tmp_path: Path) -> None:
    (tmp_path / "museum.csv").write_text(ROWS, encoding="utf-8")
    built = retrieval(tmp_path, "build", "--from", tmp_path / "museum.csv", "--into", bucket)
    assert built.returncode == 0, built.stderr
    assert f"{bucket}: 5 fragments" in built.stderr
    found = retrieval(tmp_path, "search", "a boat at nightfall", "--collection", bucket, "--limit", "1", "--json")
    assert found.returncode == 0, found.stderr
    (hit,) = json.loads(found.stdout)["hits"]
    assert "A ferry crosses the fjord" in hit["text"]
    shown = retrieval(tmp_path, "show", hit["id"], "--collection", bucket, "--json")
    assert json.loads(shown.stdout)["text"] == hit["text"]
    assert sorted(each.name for each in tmp_path.iterdir()) == ["codes", "kernels", "museum.csv"]


def test_a_store_that_holds_no_collection_is_told_in_a_sentence(bucket: str, tmp_path: Path) -> None:
    missing = retrieval(tmp_path, "search", "boats", "--collection", bucket)
    assert missing.returncode == 2
    assert missing.stderr == f"error: {bucket} is not a collection; build one with: python -m retrieval build --from FILE --into {bucket}\n"
