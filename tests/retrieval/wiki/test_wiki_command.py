"""`python -m retrieval wiki` as a person runs it, stopped and hindered."""

from __future__ import annotations

import bz2
import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[3]
Write = Callable[..., Path]


def command(dump: Path, into: Path, *more: str) -> list[str]:
    return [
        sys.executable,
        "-m",
        "retrieval",
        "wiki",
        str(dump),
        "--categories",
        "Visual arts",
        "--into",
        str(into),
        "--workers",
        "1",
        *more,
    ]


def wiki(dump: Path, into: Path, *more: str, limit: int | None = None) -> subprocess.CompletedProcess[str]:
    def hindered() -> None:
        if limit is not None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    environment = {**os.environ, "COLUMNS": "300"}
    return subprocess.run(
        command(dump, into, *more), cwd=ROOT, env=environment, capture_output=True, text=True, timeout=110, check=False, preexec_fn=hindered
    )


def output(folder: Path) -> dict[str, bytes]:
    return {f"{file.parent.name}/{file.name}": file.read_bytes() for file in folder.rglob("*.jsonl")}


@pytest.fixture(scope="module")
def dump(tmp_path_factory: pytest.TempPathFactory, write_dump: Write, gallery_wiki: list[Any]) -> Path:
    return write_dump(tmp_path_factory.mktemp("dump") / "d.xml.bz2", gallery_wiki[:60], 3)


def test_the_report_is_one_json_document(tmp_path: Path, dump: Path) -> None:
    done = wiki(dump, tmp_path, "--json", "--exclude", "Category:Forgeries", "--licence", "CC0")
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert (report["pages"], report["cut"], report["works"]) == (60, None, 26)
    assert report["fragments"] == sum(data.count(b"\n") for name, data in output(tmp_path).items() if name.startswith("fragments"))
    assert b'"licence": "CC0"' in output(tmp_path)["fragments/wiki-000001.jsonl"]


def test_what_cannot_be_done_is_said_in_one_sentence_with_exit_2(tmp_path: Path, dump: Path) -> None:
    bomb, cut = tmp_path / "bomb.xml.bz2", tmp_path / "cut.xml.bz2"
    bomb.write_bytes(bz2.compress(b'<!DOCTYPE b [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><mediawiki>&b;</mediawiki>'))
    cut.write_bytes(dump.read_bytes()[:-200])
    (tmp_path / "file").write_text("")
    for given, into, says in (
        (bomb, tmp_path / "1", "error: the file declares a document type or entities, as XML bombs do; dumps have none, so leave it"),
        (cut, tmp_path / "2", "ends in the middle of its compressed data; what was read before ("),
        (tmp_path / "none", tmp_path / "3", "error: there is no file"),
        (dump, tmp_path / "file", "error: "),
    ):
        done = wiki(given, into)
        assert (done.returncode, says in done.stderr, "Traceback" in done.stderr) == (2, True, False), done.stderr
    assert output(tmp_path / "2")["fragments/wiki-000001.jsonl"]


@pytest.mark.slow
def test_a_full_disk_is_told_and_the_run_goes_on_when_there_is_room(tmp_path: Path, dump: Path) -> None:
    hindered = wiki(dump, tmp_path / "a", limit=30_000)
    assert (hindered.returncode, "is full; make room" in hindered.stderr) == (2, True), hindered.stderr
    assert wiki(dump, tmp_path / "a").returncode == wiki(dump, tmp_path / "b").returncode == 0
    assert output(tmp_path / "a") == output(tmp_path / "b")


@pytest.mark.slow
def test_killed_at_any_moment_it_writes_what_a_whole_run_writes(tmp_path: Path, write_dump: Write, gallery_wiki: list[Any]) -> None:
    dump = write_dump(tmp_path / "d.xml.bz2", gallery_wiki, 9)
    small = "import retrieval.wiki.writing as w, retrieval.wiki.graph as g; w.SHARD_FRAGMENTS = 60; w.BATCH_PAGES = 7; g.BATCH = 20"
    wrapped = "from retrieval.wiki.command import wiki; from retrieval.terminal import one_command, run_command"
    run = f"{small}; {wrapped}; run_command(one_command(wiki))"

    def start(into: Path) -> subprocess.Popen[bytes]:
        words = command(dump, into)[4:]
        return subprocess.Popen([sys.executable, "-c", run, *words], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    assert start(tmp_path / "whole").wait(110) == 0
    kills = 0
    for wait in (0.6, 0.8, 1.0, 1.2, 1.4, 1.6, 1.8, 2.0):
        process = start(tmp_path / "killed")
        time.sleep(wait)
        kills += process.poll() is None
        process.kill()
        process.wait()
    assert kills
    assert start(tmp_path / "killed").wait(110) == 0
    assert output(tmp_path / "killed") == output(tmp_path / "whole")
    assert len(output(tmp_path / "whole")) > 10


@pytest.mark.slow
def test_memory_does_not_follow_the_number_of_pages(tmp_path: Path, write_dump: Write, dump_page: Callable[..., Any]) -> None:
    def peak(count: int) -> float:
        pages = [dump_page("Category:Visual arts", "", 14)]
        for number in range(count):
            name, text = f"Mill {number}", f"Painting {number} shows mill {number * 7} on canvas. " * 4
            pages.append(dump_page(name, f"{text}[[Category:Day {number}]]{'[[Category:Visual arts]]' if number % 10 == 0 else ''}"))
            pages.append(dump_page(f"Old {name}", f"#REDIRECT [[{name}]]", 0, name))
        dump = write_dump(tmp_path / f"{count}.xml", pages)
        return json.loads(wiki(dump, tmp_path / str(count), "--json").stdout)["peak_memory_mib"]

    # Ten times the pages. What still fills is SQLite's own cache, 64 MiB at the most, and the names remembered.
    assert peak(40_000) - peak(4_000) < 30
