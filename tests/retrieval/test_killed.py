"""A build that is killed outright, at any moment and more than once, ends as one that was never stopped."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from retrieval.collections import open_collection

ROOT = Path(__file__).parents[2]
WORKS = 600
# Commits every few batches, and takes about a second, so that kills meet every part of a build.
CHILD = """
import sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from tests_retrieval_encoder import HashEncoder
from retrieval.catalogue.read import open_source
from retrieval.index.build import build_index

class Slow(HashEncoder):
    def encode(self, texts):
        time.sleep(0.02)
        return super().encode(texts)

print("ready", flush=True)
build_index(open_source(Path(sys.argv[2])), Path(sys.argv[3]), Slow(), "museum", commit_seconds=0.1)
"""


def written(file: Path, works: range, edition: int) -> Path:
    """Write a catalogue in which an edition words every fifth text anew."""
    rows = [
        {
            "id": str(i), "title": f"Ferry number {i}", "artist": f"Painter {i % 40}",
            "description": f"Boat {i} crosses the fjord in the edition {edition if i % 5 == 0 else 0} of this catalogue.",
        }
        for i in works
    ]  # fmt: skip
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return file


def started(source: Path, index: Path, modules: Path) -> subprocess.Popen[str]:
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(modules), str(source), str(index)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    return child


def killed(source: Path, index: Path, modules: Path, after: float) -> bool:
    """Start a build and kill it; return whether it was still running."""
    child = started(source, index, modules)
    time.sleep(after)
    child.kill()
    running = child.wait(60) != 0
    assert child.stdout is not None
    child.stdout.close()
    return running


def finished(source: Path, index: Path, modules: Path) -> None:
    child = started(source, index, modules)
    assert child.stdout is not None
    with child.stdout:
        assert child.wait(120) == 0


def rows(index: Path, encoder: Any) -> list[dict[str, Any]]:
    found = open_collection(index, encoder).index.fragments.to_arrow().to_pylist()
    return sorted(found, key=lambda row: row["id"])


@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder from which a child imports this folder's encoder without weights."""
    folder = tmp_path_factory.mktemp("modules")
    (folder / "tests_retrieval_encoder.py").write_text(
        (Path(__file__).parent / "conftest.py").read_text(encoding="utf-8"), encoding="utf-8"
    )
    return folder


@pytest.mark.slow
def test_builds_killed_at_random_end_as_one_that_was_not(tmp_path: Path, modules: Path, hash_encoder: Any) -> None:
    draw = random.Random(1)
    index = tmp_path / "index"
    first = written(tmp_path / "museum.jsonl", range(WORKS), 0)
    stopped = [killed(first, index, modules, draw.uniform(0.05, 1.2)) for _ in range(5)]
    assert any(stopped)
    finished(first, index, modules)
    finished(first, tmp_path / "first", modules)
    assert rows(index, hash_encoder()) == rows(tmp_path / "first", hash_encoder())

    before = {row["id"] for row in rows(index, hash_encoder())}
    second = written(tmp_path / "museum.jsonl", range(50, WORKS + 100), 1)
    stopped = []
    for _ in range(5):
        stopped.append(killed(second, index, modules, draw.uniform(0.05, 1.2)))
        # In the middle of an update the index opens, and holds every fragment once.
        now = [row["id"] for row in rows(index, hash_encoder())]
        assert len(now) == len(set(now))
        assert {i for i in before if int(i.split("-")[2] if i.startswith("f:") else 99) >= 50 and i.startswith("f:")} <= set(now)
    assert any(stopped)
    finished(second, index, modules)
    finished(second, tmp_path / "second", modules)
    assert rows(index, hash_encoder()) == rows(tmp_path / "second", hash_encoder())
    assert not list(index.glob("staging*"))
