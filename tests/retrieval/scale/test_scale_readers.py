"""Readers in processes of their own see what one writer commits, whole, without being opened again."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
ROUNDS = 6
ROWS = 12

SOURCE = f"""
import hashlib, json, sys
from retrieval.catalogue import Reading
from retrieval.collections import open_collection
from retrieval.encoders import load_encoder
from retrieval.index.build import build_index
from retrieval.index.place import place_of
from retrieval.records import Catalogue, Fragment

ROUNDS, ROWS = {ROUNDS}, {ROWS}
encoder = load_encoder("minilm", threads=1)
place = place_of(sys.argv[1])


def reading(rounds):
    # Every round adds rows, and tells the first rows anew.
    places = [(r, n) for r in range(1, rounds + 1) for n in range(ROWS)]
    new = [Fragment(id=f"f:{{r}}-{{n}}", text=f"Plate {{n}} of round {{r}} was bitten in acid.") for r, n in places]
    told = [Fragment(id=f"f:0-{{n}}", text=f"Drawing {{n}} was seen {{rounds}} times.") for n in range(ROWS)]
    catalogue = Catalogue(fragments=(*told, *new))
    return Reading(catalogue, {{}}, {{}}, hashlib.sha256(repr(catalogue).encode()).hexdigest())
"""
WRITER = """
for rounds in range(int(sys.argv[2]), int(sys.argv[3]) + 1):
    build_index(reading(rounds), place, encoder, "rounds")
    print(rounds, flush=True)
"""
READER = """
searcher = open_collection(place, encoder)
print("open", flush=True)
seen, wrong, latest = [], [], -1
while latest < ROUNDS:
    hits = searcher.search("a plate bitten in acid", limit=1000)
    ids = [hit.id for hit in hits]
    rounds = {r: sum(i.startswith(f"f:{r}-") for i in ids) for r in range(ROUNDS + 1)}
    told = {int(hit.text.split()[-2]) for hit in hits if hit.id.startswith("f:0-")}
    if len(ids) != len(set(ids)) or set(rounds.values()) - {0, ROWS} or not rounds[0] or len(told) != 1:
        wrong.append([rounds, sorted(told)])
    now = max(r for r, count in rounds.items() if count)
    if now < latest:
        wrong.append(f"round {latest}, then {now}")
    if now != latest:
        seen.append(now)
    latest = now
print(json.dumps({"seen": seen, "wrong": wrong}), flush=True)
"""


@contextmanager
def started(code: str, *words: str) -> Generator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", SOURCE + code, *words]
    environment = {**os.environ, "OMP_WAIT_POLICY": "PASSIVE", "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def write(address: str, first: int, last: int) -> None:
    with started(WRITER, address, str(first), str(last)) as writer:
        written, told = writer.communicate(timeout=100)
        assert written.split() == [str(r) for r in range(first, last + 1)], told


def read_while_written(address: str, readers: int) -> list[dict[str, list[object]]]:
    write(address, 0, 0)
    with ExitStack() as running:
        reading = [running.enter_context(started(READER, address)) for _ in range(readers)]
        for reader in reading:
            assert reader.stdout is not None
            assert reader.stdout.readline() == "open\n", reader.communicate()[1]
        write(address, 1, ROUNDS)
        ends = [reader.communicate(timeout=60) for reader in reading]
        assert [reader.returncode for reader in reading] == [0] * readers, "\n".join(told for _, told in ends)
    return [json.loads(out) for out, _ in ends]


@pytest.mark.slow
@pytest.mark.parametrize("where", ["folder", "store"])
def test_readers_see_every_commit_of_the_writer_and_never_half_of_one(where: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    address = str(tmp_path / "collection") if where == "folder" else request.getfixturevalue("bucket")
    found = read_while_written(address, readers=3)
    assert [reader["wrong"] for reader in found] == [[], [], []]
    assert all(reader["seen"][0] == 0 and reader["seen"][-1] == ROUNDS for reader in found)
