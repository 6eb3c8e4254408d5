"""What the README shows is what the code does."""

from __future__ import annotations

import importlib.util
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import typer
from click import Command, Group
from typer.main import get_command

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
GOLDEN = ROOT / "tests" / "golden"
COMMANDS = [line[2:] for block in re.findall(r"```console\n(.*?)```", README, re.DOTALL) for line in block.splitlines() if line[:2] == "$ "]


def command_of(words: list[str]) -> tuple[Command, list[str]]:
    """Return the click command that a line runs, and the arguments behind it."""
    if words[0] == "-m":
        spec = importlib.util.find_spec(words[1])
        package = spec is not None and spec.submodule_search_locations is not None
        module = importlib.import_module(f"{words[1]}.__main__" if package else words[1])
        app, rest = getattr(module, "app", None), words[2:]
    else:
        module, app, rest = importlib.import_module(Path(words[0]).stem), None, words[1:]
    if app is None:
        app = typer.Typer()
        app.command()(module.main)
    command: Any = get_command(app)  # typer brings a click of its own
    return (command.commands[rest[0]], rest[1:]) if isinstance(command, Group) else (command, rest)


@pytest.mark.parametrize("line", [line for line in COMMANDS if line.startswith(".venv/bin/python")])
def test_a_command_of_the_readme_parses(line: str) -> None:
    command, arguments = command_of(shlex.split(line)[1:])
    command.make_context("readme", arguments)


def test_what_is_made_are_targets_of_the_makefile() -> None:
    targets = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert {"run", "test"} < {line.split()[1] for line in COMMANDS if line.startswith("make ")} <= set(targets)


def test_the_graph_is_the_one_drawn_from_the_code() -> None:
    assert (GOLDEN / "graph.mmd").read_text(encoding="utf-8").strip() in README


def test_the_transcript_is_the_golden_one() -> None:
    assert (GOLDEN / "transcript.txt").read_text(encoding="utf-8").strip() in README


def test_every_file_and_folder_named_exists() -> None:
    named = set(re.findall(r"`((?:[\w.]+/)+|[\w./]+\.(?:py|md|example))`", README))
    assert {name for name in named if not (ROOT / name).exists()} == set()
