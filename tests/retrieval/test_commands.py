"""`python -m retrieval` as a person runs it."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from retrieval.__main__ import app
from tests.in_process import run_here

ROOT = Path(__file__).parents[2]
ROWS = [
    (
        "N 1",
        "The Ferry",
        "Ada Lindqvist (Swedish, 1850–1920)",
        "1885",
        "oil on canvas",
        "A ferry crosses the fjord at dusk while two women look back at the shore.",
    ),
    (
        "N 2",
        "Pines in Snow",
        "Ada Lindqvist (Swedish, 1850–1920)",
        "c. 1890",
        "etching",
        "Snow lies on every branch, and the plate was bitten three times for it.",
    ),
    ("N 3", "Bull", "Unknown", "c. 2500 BCE", "marble", "The bull stands on four short legs, and both of its horns are lost."),
]
Run = Callable[..., "subprocess.CompletedProcess[str]"]


def environment(home: Path) -> Mapping[str, str]:
    return {"CICERONE_HOME": str(home), "OMP_WAIT_POLICY": "PASSIVE", "COLUMNS": "200"}


def child(home: Path, *words: str) -> subprocess.Popen[str]:
    """Start the command in a process of its own."""
    return subprocess.Popen(
        list(words), cwd=ROOT, env={**os.environ, **environment(home)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def run(home: Path) -> Run:
    """Run the command in this process."""
    return lambda *words: run_here(app, *words, variables=environment(home))


def table(file: Path, rows: list[tuple[str, ...]]) -> Path:
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([("accession number", "title", "artist", "date", "medium", "description"), *rows])
    return file


@pytest.fixture(scope="module")
def built(home: Path, run: Run) -> subprocess.CompletedProcess[str]:
    return run("build", "--from", table(home / "museum.csv", ROWS), "--into", home / "index")


def test_build_shows_the_mapping_and_what_it_did_and_prints_no_result(built: subprocess.CompletedProcess[str], home: Path) -> None:
    assert (built.returncode, built.stdout) == (0, "")
    assert "museum, works in 3 rows, columns read as:\n  title           <- title\n" in built.stderr
    assert f"{home / 'index'}: 7 fragments (7 encoded now), 3 works, 1 maker" in built.stderr
    assert not [noise for noise in ("WARN", "Warning", "Traceback") if noise in built.stderr]


def test_build_tells_in_json_which_pictures_it_skipped_and_why(home: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "museum.csv").write_text("accession number,title,image\nN 1,The Ferry,ferry.jpg\nN 2,Pines,pines.jpg\n", encoding="utf-8")
    told = json.loads(run("build", "--from", tmp_path / "museum.csv", "--into", tmp_path / "index", "--json").stdout)
    (skipped,) = told["pictures"]["skipped"]
    assert (told["pictures"]["taken"], skipped["count"], skipped["example"]) == (0, 2, "ferry.jpg of museum:n-1")
    assert "title" in told["fields"]


def test_search_prints_one_json_document(built: subprocess.CompletedProcess[str], home: Path, run: Run) -> None:
    found = run("search", "a boat at nightfall", "--collection", home / "index", "--artist", "lindqvist", "--limit", "1", "--json")
    assert (found.returncode, found.stderr) == (0, "")
    answer = json.loads(found.stdout)
    (hit,) = answer["hits"]
    assert (answer["query"], hit["id"], hit["heading"]) == ("a boat at nightfall", "f:museum-n-1-1", "The Ferry, Ada Lindqvist")
    assert hit["text"] == ROWS[0][-1]
    assert hit["why"].startswith("meaning 0.")


def test_search_prints_hits_for_people(built: subprocess.CompletedProcess[str], home: Path, run: Run) -> None:
    found = run("search", "bull without horns", "--collection", home / "index", "--to-year", "-1")
    assert found.stdout.startswith("[f:museum-n-3-1] Bull\n    The bull stands on four short legs")
    assert "words: bull, horns" in found.stdout


def test_search_says_when_nothing_fits(built: subprocess.CompletedProcess[str], home: Path, run: Run) -> None:
    found = run("search", "bull", "--collection", home / "index", "--from-year", "2000")
    assert (found.returncode, found.stdout) == (0, "nothing in this collection fits the query and its filters\n")


def test_check_passes_the_shipped_collection(home: Path) -> None:
    checked = child(home, sys.executable, "-m", "retrieval", "check", "--json")
    out, err = checked.communicate(timeout=60)
    assert (checked.returncode, err, json.loads(out)["problems"]) == (0, "", [])


def test_check_exits_with_1_when_something_is_wrong(tmp_path: Path, run: Run) -> None:
    (tmp_path / "works").mkdir()
    (tmp_path / "works" / "all.jsonl").write_text('{"id": "w:ferry", "title": "The Ferry"}')
    checked = run("check", tmp_path)
    assert (checked.returncode, checked.stderr) == (1, "")
    assert "w:ferry has neither a maker nor a culture\n" in checked.stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["build", "--from", "{home}/gone.csv", "--into", "{home}/x"], "there is no file or folder {home}/gone.csv; check the path"),
        (["build", "--from", "{home}/museum.csv"], "say where the index goes with --into DIR"),
        (
            ["build", "--from", "{home}/museum.csv", "--into", "{home}/x", "--map", "title"],
            "--map title has no “=”; write --map FIELD=COLUMN",
        ),
        (
            ["build", "--from", "{home}/museum.csv", "--into", "{home}/x", "--map", "colour=title"],
            "there is no field “colour”; use one of: id, title",
        ),
        (
            ["build", "--from", "{home}/museum.csv", "--into", "{home}/x", "--encoder", "word2vec"],
            "there is no encoder “word2vec”; use one of: ",
        ),
        (["search", "ferry", "--collection", "{home}/x"], "there is no collection {home}/x; build one with: python -m retrieval build"),
        (["search", " ", "--collection", "{home}/index"], "the query is empty; say what to look for"),
        (
            ["search", "ferry", "--by", "palette", "--collection", "{home}/index"],
            "--by palette compares pictures; name one with --like FILE",
        ),
        (
            ["search", "ferry", "--collection", "{home}/index", "--artist", "Ada Lundkvist"],
            "no artist called “Ada Lundkvist” is in this collection; the nearest names are Ada",
        ),
        (["check", "{home}"], "{home} is not in our own layout (works/, makers/, fragments/); check a folder that is"),
        (["check", "--authority", "{home}/gone.csv"], "{home}/gone.csv cannot be read (No such file or directory); check the path"),
    ],
)
def test_what_a_person_can_mend_is_one_sentence_and_exit_code_2(built, home: Path, run: Run, words: list[str], says: str) -> None:
    failed = run(*(word.format(home=home) for word in words))
    assert (failed.returncode, failed.stdout) == (2, "")
    last = failed.stderr.strip().splitlines()[-1]
    assert last.startswith(f"error: {says.format(home=home)}")
    assert "Traceback" not in failed.stderr


def test_a_wrong_option_is_exit_code_2(run: Run) -> None:
    failed = run("search", "ferry", "--limit", "0")
    assert (failed.returncode, failed.stdout) == (2, "")
    assert "Traceback" not in failed.stderr


@pytest.mark.slow
def test_control_c_keeps_what_was_done_and_the_same_command_goes_on(home: Path, run: Run) -> None:
    file = table(
        home / "large.csv", [(f"L {i}", f"Work {i}", "", "1900", "oil", f"{ROWS[i % 3][-1]} It is number {i}. " * 6) for i in range(450)]
    )
    words = ["build", "--from", str(file), "--into", str(home / "large")]
    started = child(home, sys.executable, "-m", "retrieval", *words)
    versions = home / "large" / "lance" / "fragments.lance" / "_versions"
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and len(list(versions.glob("*.manifest"))) < 2:
        time.sleep(0.05)
    started.send_signal(signal.SIGINT)
    out, err = started.communicate(timeout=60)
    assert (started.returncode, out, err.strip().splitlines()[-1]) == (
        130,
        "",
        "stopped; what was finished is kept, and the same command goes on from there",
    )
    assert "Traceback" not in err
    unfinished = run("search", "ferry", "--collection", home / "large")
    says = f"the index in {home / 'large'} is unfinished; run the same build command again to go on where it stopped"
    assert unfinished.stderr == f"error: {says}\n"
    rest = run(*words)
    assert rest.returncode == 0
    assert " 0 kept" not in rest.stderr


def test_a_closed_pipe_is_no_failure(home: Path) -> None:
    piped = child(home, "bash", "-c", f"{sys.executable} -m retrieval check | true")
    _, err = piped.communicate(timeout=60)
    assert (piped.returncode, err) == (0, "")
