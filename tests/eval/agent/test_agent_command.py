"""`python -m eval agent` and its companions as a person calls them, and the same tasks under inspect_ai."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from agents.brains.errors import BrainFailed, BrainUnavailable
from eval.__main__ import app
from eval.agent.evaluate import switched, tasks_of, version_of
from eval.agent.overlay import open_overlay
from eval.agent.task import TASKS, fingerprint
from retrieval.collections import Home, ready_starter
from retrieval.encoders.minilm import MiniLM
from retrieval.errors import SourceError
from retrieval.pictures.search import open_looks
from tests.in_process import Done, run_here


def command(*words: str | Path) -> Done:
    return run_here(app, *words, mendable=(BrainFailed, BrainUnavailable))


@pytest.fixture(scope="module")
def starter(minilm: MiniLM) -> Path:
    return ready_starter(Home().starter, minilm)


def test_an_unknown_kind_is_told_with_those_there_are() -> None:
    with pytest.raises(SourceError, match=r"no task is of the kind riddle; use one of ambiguous, budget, .*, or a task's id"):
        tasks_of(TASKS, "riddle")
    assert [task.id for task in tasks_of(TASKS, "fact-03")] == ["fact-03"]


def test_switches_are_given_by_name() -> None:
    assert (switched(["mend=off"]).mend, switched([]).mend) == (False, True)
    with pytest.raises(SourceError, match=r"there is no switch warp=on; write one of .*first_look, mend.* with =on or =off"):
        switched(["warp=on"])


def test_another_task_is_another_version(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("{}\n")
    before = fingerprint([tmp_path], "1")
    (tmp_path / "a.jsonl").write_text("{ }\n")
    assert len({before, fingerprint([tmp_path], "1"), fingerprint([tmp_path], "2")}) == 3
    assert version_of(TASKS) == version_of(TASKS)


def test_resuming_nothing_is_told() -> None:
    done = command("agent", "--resume", "--only", "fact-01")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.endswith("there is nothing to resume without --report; give the folder of the run that stopped\n")


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_run_is_reported_scored_again_and_compared_with_itself(starter: Path, tmp_path: Path) -> None:
    ran = command("agent", "--only", "fact-24", "--peers", "--trials", "2", "--report", tmp_path / "run", "--json")
    document = json.loads(ran.stdout)
    assert document["systems"]["ours"]["all"]["pass^2"]["value"] == 1.0
    assert set(document["systems"]) == {"ours", "no tools", "one search", "create_agent"}
    written = {file.name for file in (tmp_path / "run").iterdir()}
    assert written == {"samples.jsonl", "report.html", "report.md", "report.json", "kinds.png", "power.png"}
    again = json.loads(command("agent-score", tmp_path / "run" / "samples.jsonl", "--json").stdout)
    assert again["systems"]["ours"]["all"] == document["systems"]["ours"]["all"]
    compared = json.loads(command("agent-compare", tmp_path / "run", tmp_path / "run", "--json").stdout)
    assert compared["differences"]["all"]["difference"]["value"] == 0.0


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_an_overlay_adds_its_rows_and_its_pictures(starter: Path, minilm: MiniLM, tmp_path: Path) -> None:
    searcher = open_overlay("pictures", starter, tmp_path, minilm)
    assert searcher.search("Three Notes by Vesna Oke", limit=1)[0].id in ("w:x-three-notes", "f:x-notes-1")
    assert "w:goldfinch-fabritius" in searcher.search("The Goldfinch by Carel Fabritius", limit=1)[0].about
    assert set(open_looks(searcher.index.folder).works) == {
        f"w:x-{n}" for n in ("three-notes", "evening", "board", "night-lamp", "mountain")
    }
    assert open_overlay("pictures", starter, tmp_path, minilm).index.folder == searcher.index.folder
    manifest = searcher.index.folder / "index.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "format": 1}))
    assert open_overlay("pictures", starter, tmp_path, minilm).search("Three Notes by Vesna Oke", limit=1)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_tasks_run_under_inspect_and_its_log_holds_the_scores(starter: Path, tmp_path: Path) -> None:
    words = ["eval", "eval/inspect_tasks.py", "--model", "none", "-T", "only=fact", "--sample-id", "fact-24,fact-26", "--display", "none"]
    folder = {"INSPECT_LOG_DIR": str(tmp_path), "INSPECT_EVAL_LOG_FILE_PATTERN": "{task}"}
    environment = {**os.environ, **folder, "NO_PROXY": "*", "DO_NOT_TRACK": "1"}
    # The console script, for it reads the file as nothing of ours would: without the folder that we are in.
    inspect = Path(sys.executable).with_name("inspect")
    done = subprocess.run([inspect, *words, "--log-format", "json"], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    [file] = tmp_path.glob("*.json")
    log = json.loads(file.read_text(encoding="utf-8"))
    assert log["status"] == "success"
    scores = {sample["id"]: sample["scores"]["end_state"]["value"] for sample in log["samples"]}
    assert scores == {"fact-24": 1, "fact-26": 0}
    assert log["samples"][0]["messages"][-1]["role"] == "assistant"
    assert log["eval"]["task_version"] == version_of(TASKS)
