"""`python -m agents` as a person runs it."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from PIL import Image

from agents.__main__ import main
from agents.brains.errors import BrainFailed, BrainUnavailable
from eval.faults.replies import HTML
from eval.faults.server import serving
from retrieval.terminal import one_command
from tests.in_process import Done, run_here
from tools.errors import ToolError

ROOT = Path(__file__).parents[2]
# What a person can get wrong, and how the sentence that says so begins.
MISTAKES = {
    "no such picture": (["What is it?", "--image", "{home}/gone.jpg"], "there is no file {home}/gone.jpg; check the path of the picture"),
    "text named .jpg": (["What is it?", "--image", "{home}/text.jpg"], "the file is not a readable JPEG, PNG or WebP picture; save it"),
    "a huge picture": (["What is it?", "--image", "{home}/huge.png"], "the picture is 13000 x 13000 pixels; reduce it to at most"),
    "an empty question": ([" "], "the question is empty; ask something in words"),
    "no collection": (["Who?", "--collection", "{home}/gone"], "there is no collection {home}/gone; build one with: python -m retrieval"),
    "another encoder": (
        ["Who?", "--collection", "{home}/other"],
        "{home}/other was made by the encoder word2vec, which cannot be loaded: there is no encoder “word2vec”; use one of: ",
    ),
    "a silent server": (["Who?", "--brain", "vllm"], "No vLLM server answered at {silent} within 0.5 s; start one, or set CICERONE_VLLM"),
    "a web page": (["Who?", "--brain", "vllm"], "What answers at {page} lists no models as vLLM does; set CICERONE_VLLM_URL to the"),
    "no such brain": (["Who?", "--brain", "oracle"], "there is no brain “oracle”; use auto, offline or vllm"),
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, collection: Path) -> Path:
    """A home with a text that is named as a picture, a picture that is too large, and an index of another encoder."""
    folder = tmp_path_factory.mktemp("home")
    (folder / "text.jpg").write_text("I am no picture.")
    Image.new("1", (13_000, 13_000)).save(folder / "huge.png")
    shutil.copytree(collection, folder / "other")
    manifest = json.loads((folder / "other" / "index.json").read_text())
    (folder / "other" / "index.json").write_text(json.dumps({**manifest, "encoder": "word2vec", "encoder_version": "1"}))
    return folder


@pytest.fixture(scope="module")
def variables(home: Path) -> Mapping[str, str]:
    return {"CICERONE_HOME": str(home), "OMP_WAIT_POLICY": "PASSIVE", "CICERONE_PROBE_TIMEOUT_S": "0.5", "COLUMNS": "80"}


@pytest.fixture(scope="module")
def run(variables: Mapping[str, str], collection: Path) -> Callable[..., Done]:
    """Run the command in this process."""

    def agents(*words: str, **more: str) -> Done:
        given = words if "--collection" in words else (*words, "--collection", str(collection))
        return run_here(one_command(main), *given, variables={**variables, **more}, mendable=(BrainFailed, BrainUnavailable, ToolError))

    return agents


@pytest.fixture(scope="module")
def servers() -> Iterator[Mapping[str, str]]:
    """Addresses of a server that never answers and of one that shows a web page."""
    with socket.socket() as silent, serving(models=HTML) as page:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        yield {"silent": f"http://127.0.0.1:{silent.getsockname()[1]}/v1", "page": page.url}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_what_a_person_can_mend_is_one_sentence_and_exit_code_2(
    run: Callable[..., Done], servers: Mapping[str, str], home: Path, mistake: str
) -> None:
    words, says = MISTAKES[mistake]
    offline = () if "--brain" in words else ("--brain", "offline")
    asked = servers["page"] if mistake == "a web page" else servers["silent"]
    done = run(*(word.format(home=home) for word in words), *offline, CICERONE_VLLM_URL=asked)
    assert (done.returncode, done.stdout) == (2, "")
    *before, last = done.stderr.strip().splitlines()
    assert last.startswith(f"error: {says.format(home=home, **servers)}")
    assert before in ([], ["Using the offline brain, as asked."])


def test_the_package_is_a_command(variables: Mapping[str, str]) -> None:
    command = [sys.executable, "-m", "agents", " "]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **variables}, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", "error: the question is empty; ask something in words\n")


@pytest.fixture(scope="module")
def answered(run: Callable[..., Done]) -> Done:
    return run("Who taught Ada Lindqvist?", "--brain", "offline", "--thread", "holm", "--json")


def test_an_answer_is_one_json_document(answered: Done) -> None:
    assert (answered.returncode, answered.stderr) == (0, "")
    document = json.loads(answered.stdout)
    assert list(document) == ["answer", "citations", "steps", "brain", "usage", "proposal"]
    assert "Ada Lindqvist was taught by the engraver Karin Holm in Bergen [f:5]." in document["answer"]
    [source] = [c for c in document["citations"] if c["id"] == "f:5"]
    assert source["heading"] == "Ada Lindqvist"
    assert "Karin Holm" in source["text"]
    assert (document["brain"], document["steps"][0]["tool"]) == ("offline", "search")
    assert "f:5" in document["steps"][0]["result_ids"]


def test_a_thread_goes_on_and_people_read_steps_beside_the_answer(answered: Done, run: Callable[..., Done], home: Path) -> None:
    done = run("And what did she keep all her life?", "--thread", "holm")
    assert done.returncode == 0
    assert "Lindqvist kept a rowing boat all her life [f:5]." in done.stdout
    assert "\n  [f:5] Ada Lindqvist\n" in done.stdout
    assert "; using the offline brain.\n" in done.stderr
    assert "→ search query=" in done.stderr
    assert not [noise for noise in ("Traceback", "Warning", "rowing boat all her life [f:5]") if noise in done.stderr]
    assert (home / "threads.sqlite").is_file()


BRIEF = "Choose two works for an exhibition on winter"


def test_an_exhibition_that_nobody_is_asked_about_is_taken_away(run: Callable[..., Done], tmp_path: Path) -> None:
    done = run(BRIEF, "--brain", "offline", "--yes", "--out", str(tmp_path / "show"))
    assert done.returncode == 0
    assert "catalogue.pdf" in done.stderr
    assert {file.name for file in (tmp_path / "show").iterdir()} >= {"catalogue.pdf", "checklist.csv", "show.html", "manifest.json"}


def test_a_proposal_waits_for_the_next_command_of_its_thread(run: Callable[..., Done]) -> None:
    proposed = run(BRIEF, "--brain", "offline", "--thread", "winter", "--json")
    assert json.loads(proposed.stdout)["proposal"]["state"] == "waiting"
    accepted = run("yes", "--brain", "offline", "--thread", "winter", "--json")
    assert json.loads(accepted.stdout)["proposal"]["state"] == "accepted"


def test_a_proposal_that_nobody_can_answer_says_how(run: Callable[..., Done]) -> None:
    done = run(BRIEF, "--brain", "offline")
    assert "give --yes, or --thread NAME" in " ".join(done.stderr.split())


def test_a_show_that_can_not_be_written_is_one_sentence(run: Callable[..., Done], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = run(BRIEF, "--brain", "offline", "--yes", "--out", str(tmp_path / "file"))
    assert done.returncode == 2
    assert done.stderr.strip().splitlines()[-1].startswith("error: ")
