"""A real vLLM: its CPU build serves the pocket model by the recipe, and the real graph asks it over the real client."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path

import pytest

from agents.__main__ import ready_starter
from agents.assemble import Agent, agent
from agents.brains import Brain, vllm_brain
from agents.brains.vllm import probe
from agents.pocket.build import ANSWERS, LESSONS, Built, Plan, build
from agents.pocket.scripts import SHIPPED, Script, read_scripts
from agents.recipe import CPU_PYTHON, TEMPLATE
from agents.settings import Settings
from retrieval.collections import Home
from retrieval.encoders.minilm import MiniLM
from tests.live.server import Process, version
from tests.live.wire import Json, Recording, Wire

LINES: list[str] = []


@dataclass(frozen=True, slots=True)
class Pocket:
    """The model, and what it was taught: its scripts, the requests with their replies, and the answers to each turn."""

    folder: Path
    built: Built
    scripts: Mapping[str, Script]
    lessons: Mapping[str, Sequence[tuple[Json, Json]]]
    answers: Mapping[str, Sequence[str]]


@pytest.fixture(scope="session")
def starter(minilm: MiniLM) -> Path:
    return ready_starter(Home().starter, minilm)


@pytest.fixture(scope="session")
def pocket(starter: Path, minilm: MiniLM) -> Pocket:
    """The model, trained here unless nothing has changed since it last was."""
    folder, began = Home().home / "pocket", time.monotonic()
    built = build(Plan(SHIPPED, TEMPLATE), minilm, starter, folder)
    learnt = built.learnt
    LINES.append(
        f"pocket     {time.monotonic() - began:6.1f} s  {built.parameters:,} parameters, {learnt.steps} steps in {learnt.seconds:.0f} s, "
        f"{learnt.exact} of {learnt.replies} replies exact, prompts from {built.shared:,} to {built.longest:,} tokens"
    )
    assert learnt.exact == learnt.replies, "the pocket model has not learnt all its replies; train it for longer"
    lines = [json.loads(line) for line in (folder / LESSONS).read_text(encoding="utf-8").splitlines()]
    lessons: dict[str, list[tuple[Json, Json]]] = {}
    for line in lines:
        lessons.setdefault(line["script"], []).append((line["request"], line["reply"]))
    answers = json.loads((folder / ANSWERS).read_text(encoding="utf-8"))
    return Pocket(folder, built, {s.name: s for s in read_scripts(SHIPPED)}, lessons, answers)


@pytest.fixture(scope="session")
def process(pocket: Pocket, tmp_path_factory: pytest.TempPathFactory) -> Generator[Process]:
    if not CPU_PYTHON.exists():
        pytest.fail("vLLM's CPU build is not installed; run make live, which installs it")
    process = Process(pocket.folder, tmp_path_factory.mktemp("vllm") / "log")
    try:
        seconds = process.start()
        LINES.append(f"server     {seconds:6.1f} s  vLLM {version(process)} on the CPU")
        yield process
    finally:
        process.kill()


@pytest.fixture
def server(process: Process) -> Process:
    """The server, started again where a test has killed it and failed."""
    if not process.healthy():
        process.kill()
        process.start()
    return process


@pytest.fixture
def wire() -> Wire:
    return Wire()


@pytest.fixture
def settings(server: Process, tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, vllm_url=f"{server.url}/v1")


@pytest.fixture
def brain(settings: Settings, wire: Wire) -> Brain:
    return vllm_brain(settings, probe(settings), Recording(wire))


@pytest.fixture
def opened(settings: Settings, brain: Brain, minilm: MiniLM, starter: Path) -> AbstractAsyncContextManager[Agent]:
    return agent(settings, brain, minilm, starter)


@pytest.fixture
def log(request: pytest.FixtureRequest, wire: Wire) -> Generator[Callable[[str], None]]:
    """Write a line on the exchanges of a test when it has passed them."""

    def told(name: str) -> None:
        done = [e for e in wire.exchanges if e.status == 200]
        read, cached = sum(e.usage["prompt_tokens"] for e in done), sum(e.cached for e in done)
        LINES.append(
            f"{name:14} {sum(e.seconds for e in wire.exchanges) * 1000:7.0f} ms  {len(wire.exchanges)} calls, "
            f"{read:,} prompt tokens, {cached:,} cached, {sum(e.usage['completion_tokens'] for e in done):,} said"
        )

    return told


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if LINES:
        terminalreporter.section("live")
        terminalreporter.write_line("\n".join(LINES))
