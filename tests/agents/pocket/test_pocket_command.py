"""`python -m agents.pocket`: what is wrong with what it was given is one sentence, said before anything is built."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from agents.pocket.__main__ import app
from agents.recipe import TEMPLATE
from retrieval.errors import CollectionError


def failed(*words: str) -> str:
    error = CliRunner().invoke(app, list(words)).exception
    assert isinstance(error, CollectionError)
    return str(error)


def test_a_file_is_no_folder_for_a_model(tmp_path: Path) -> None:
    (tmp_path / "model").touch()
    assert failed("build", "--into", str(tmp_path / "model")).endswith("model is a file; name a folder for the model")


@pytest.mark.parametrize("option", ["--seconds", "--steps", "--length"])
def test_no_time_and_no_room_are_too_little(option: str, tmp_path: Path) -> None:
    assert "give larger numbers" in failed("build", "--into", str(tmp_path / "model"), option, "0")


@pytest.mark.parametrize("command", [["build", "--into", "model"], ["show"]])
def test_a_template_or_scripts_that_are_not_there_are_told(command: list[str], tmp_path: Path, collection: Path) -> None:
    given = [*command, "--collection", str(collection)]
    assert "name a Jinja file" in failed(*given, "--template", str(tmp_path / "none.jinja"))
    assert "name a JSON file of scripts" in failed(*given, "--scripts", str(tmp_path / "none.json"))


def test_a_script_that_there_is_not_is_told_with_those_that_there_are(collection: Path) -> None:
    assert failed("show", "nothing", "--collection", str(collection)).startswith("there is no script “nothing”; name one of text, record")


def test_a_script_is_shown_as_the_model_reads_it(collection: Path) -> None:
    shown = CliRunner().invoke(app, ["show", "refusal", "--template", str(TEMPLATE), "--collection", str(collection)])
    assert shown.stdout.startswith("<|im_start|>system\n")
    assert shown.stdout.endswith("<|im_start|>assistant\nI don't know from this collection.<|im_end|>\n")
