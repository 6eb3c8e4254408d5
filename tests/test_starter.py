"""The shipped collection, built and asked as a newcomer would: transcripts and the figures of the test questions."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

from agents.examples import files
from agents.examples.record import recorded, scripts
from agents.examples.text import plain
from eval.ask import QUESTIONS, evaluate
from retrieval.collections import build_starter
from retrieval.encoders import load_encoder

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
README_QUESTION = "Who taught Artemisia Gentileschi, and what sets her Judith apart from Caravaggio's?"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> Path:
    """A home of one's own whose collection is built once and from then on, as anyone's, brought up to date row by row."""
    folder, cache = tmp_path_factory.mktemp("home"), pytestconfig.pluginmanager.hasplugin("cacheprovider")
    kept = pytestconfig.cache.mkdir("starter") if cache else folder
    with FileLock(kept / ".lock"):
        build_starter(kept / "index", load_encoder("minilm"))
    (folder / "starter").symlink_to(kept / "index")
    return folder


def ask(home: Path, question: str, *options: str) -> str:
    """Return what a person sees, steps and answer in order, times left out."""
    command = [sys.executable, "-m", "agents", "--brain", "offline", *options, question]
    environment = {**os.environ, "CICERONE_HOME": str(home), "COLUMNS": "120"}
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment, check=True)
    return re.sub(r"\d+ ms", "… ms", done.stdout)


def test_the_transcript_of_the_readme_is_what_a_newcomer_sees(home: Path, golden: Callable[[str, str], None]) -> None:
    golden("transcript.txt", ask(home, README_QUESTION))


def test_a_chat_goes_on(home: Path, golden: Callable[[str, str], None]) -> None:
    questions = ("Who painted The Great Wave?", "How old was he when it was published?", "What did it cost?", "thank you")
    golden("chat.txt", "\n".join(f"› {q}\n{ask(home, q, '--thread', 'chat')}" for q in questions))


def test_the_test_questions_are_answered_as_well_as_before(home: Path) -> None:
    figures = evaluate(QUESTIONS, "offline", home / "starter", 0, lambda done, total: None).document["figures"]
    # Floors a little under what eval/LOG.md tells; another processor rounds a few sentences otherwise.
    floors = {"correct, answerable": 0.60, "citation precision": 0.95, "refusal F1": 0.70}
    assert {name: figures[name]["value"] for name, floor in floors.items() if figures[name]["value"] < floor} == {}


async def test_the_worked_examples_show_what_the_tools_return(home: Path) -> None:
    encoder, names = load_encoder("minilm"), [file.stem for file in files()]
    assert names == [script.name for script in scripts()]
    now = {script.name: plain(script.name, await recorded(script, home / "starter", encoder)) for script in scripts()}
    assert now == {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in files()}, "run python -m agents.examples write"
